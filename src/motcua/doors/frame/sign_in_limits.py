"""How often a wrong password may be tried: by name from one address, and by address over all names.

Both limits belong to an address, so that nobody locks an officer out of another office by guessing there.
Kept in the memory of the web process for a while; a restart forgets them.
"""

from typing import Final

from django.core.cache import cache
from django.http import HttpRequest

from motcua.doors.frame.visitors import address_of, digest_of

FOR_ONE_NAME: Final = 8
# A whole office may share one address: on a Monday morning several people mistype.
FROM_ONE_ADDRESS: Final = 60
WINDOW_SECONDS: Final = 10 * 60


def too_many(request: HttpRequest, username: str) -> bool:
    """Whether this address has to wait before it may try this name again."""
    by_name, by_address = _keys(request, username)
    tried = cache.get_many([by_name, by_address])
    return bool(tried.get(by_name, 0) >= FOR_ONE_NAME or tried.get(by_address, 0) >= FROM_ONE_ADDRESS)


def note_failure(request: HttpRequest, username: str) -> None:
    """A wrong password was tried."""
    for key in _keys(request, username):
        # The window begins with the first failure and is not prolonged by those that follow.
        if not cache.add(key, 1, WINDOW_SECONDS):
            try:
                cache.incr(key)
            except ValueError:  # the window ended in between
                cache.add(key, 1, WINDOW_SECONDS)


def forget_failures(request: HttpRequest, username: str) -> None:
    """The right password was given: earlier slips of this name do not count. Those of the address still do."""
    cache.delete(_keys(request, username)[0])


def _keys(request: HttpRequest, username: str) -> tuple[str, str]:
    address = address_of(request)
    name = username.strip().lower()
    return f"sign_in.tried.{digest_of(address, name)}", f"sign_in.tried.{digest_of(address)}"
