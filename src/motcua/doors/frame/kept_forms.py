"""A form sent after the session ended is not lost: it waits, sealed, until its author has signed in again.

Only for a browser where somebody signed in before and did not sign out (a cookie that names nobody says so), and only
for that same account: on a shared computer the next person is never shown what the one before had typed.
Files, passwords and machines in the hall are left out.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from motcua.accounts.models import User
from motcua.datastore import sealing

_COOKIE = "motcua_truoc"
_COOKIE_SECONDS = 3 * 24 * 3600  # a long week-end between typing and sending
_SALT = "motcua.kept-forms"
_IN_SESSION = "kept_form"
_MOST_CHARACTERS = 256 * 1024  # of the whole form; a longer one is not kept
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


@dataclass(frozen=True, slots=True)
class Kept:
    """A form as it was sent: where to, its fields in order, and the names of files that were with it."""

    address: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


def keep(request: HttpRequest) -> bool:
    """Keep the form of this request, which came without a session; False when there is nothing to keep or no owner.

    A view that declares its fields sensitive (a password) has nothing kept.
    """
    owner = _owner_before(request)
    if request.method != "POST" or not owner or hasattr(request, "sensitive_post_parameters"):
        return False
    told = {
        "owner": owner,
        "address": request.get_full_path(),
        "fields": list(_fields(request)),
        "files": [file.name for name in request.FILES for file in request.FILES.getlist(name)],
    }
    text = json.dumps(told, ensure_ascii=False)
    if len(text) > _MOST_CHARACTERS:
        return False
    request.session[_IN_SESSION] = sealing.seal(text)
    return True


def is_waiting(request: HttpRequest) -> bool:
    """Whether this browser has a form waiting for its author: for the words on the sign-in page."""
    return _IN_SESSION in request.session


def kept_for(request: HttpRequest) -> Kept | None:
    """The form that waits for who is signed in now; one of somebody else is thrown away."""
    if _IN_SESSION not in request.session:
        return None
    told = json.loads(sealing.unseal(request.session[_IN_SESSION]))
    if not constant_time_compare(told["owner"], _digest(request)):
        drop(request)
        return None
    fields = tuple((name, value) for name, value in told["fields"])
    return Kept(told["address"], fields, tuple(told["files"]))


def drop(request: HttpRequest) -> None:
    """Nothing waits any more."""
    request.session.pop(_IN_SESSION, None)


def after_page(request: HttpRequest, answer: HttpResponse) -> None:
    """After a page of somebody signed in: remember that it was this account; what was sent again waits no more."""
    if hasattr(request, "shell"):  # a machine in the hall remembers nobody
        return
    if request.method == "POST" and answer.status_code < 400 and _IN_SESSION in request.session:
        drop(request)
    mark = _mark_of(cast(User, request.user).pk)
    if request.COOKIES.get(_COOKIE) != mark:
        answer.set_cookie(
            _COOKIE, mark, max_age=_COOKIE_SECONDS, httponly=True, samesite="Lax",
            secure=bool(settings.SESSION_COOKIE_SECURE),
        )  # fmt: skip


def forget_who(answer: HttpResponse) -> None:
    """Signed out on purpose: what is sent from an old window afterwards is kept for nobody."""
    answer.delete_cookie(_COOKIE, samesite="Lax")


def _fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name in request.POST:
        if name != _TOKEN:
            yield from ((name, value) for value in cast("list[str]", request.POST.getlist(name)))


def _owner_before(request: HttpRequest) -> str:
    """Whose browser this was, as a digest; empty when nobody was signed in, or signed out, or at a machine."""
    if hasattr(request, "shell"):
        return ""
    try:
        return _signer().unsign(request.COOKIES.get(_COOKIE, ""))
    except signing.BadSignature:
        return ""


def _digest(request: HttpRequest) -> str:
    return _digest_of(cast(User, request.user).pk)


def _digest_of(account: int) -> str:
    return salted_hmac(_SALT, str(account)).hexdigest()[:40]


@lru_cache(maxsize=5000)
def _mark_of(account: int) -> str:
    """The same at every page of somebody signed in."""
    return _signer().sign(_digest_of(account))


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT)
