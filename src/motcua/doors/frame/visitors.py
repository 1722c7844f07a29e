"""Where a request comes from, for limits on haste: never stored, never shown, only as a digest."""

import hashlib

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's address. Behind our own proxy it is the last one of the header that the proxy adds.

    Nothing that a visitor chooses freely (cookie, other headers) plays a part: whoever changes it at will
    would escape every limit.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.SECURE_PROXY_SSL_HEADER:  # our own proxy stands in front and adds the visitor as the last one
        address = request.headers.get("X-Forwarded-For", address).rsplit(",", 1)[-1].strip()
    return address


def digest_of(*parts: str) -> str:
    """A short digest of what identifies a visitor, for keys of the cache; unreadable without our key."""
    return hashlib.sha256(" ".join([*parts, settings.SECRET_KEY]).encode()).hexdigest()[:24]
