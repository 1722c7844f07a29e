"""What a provider publishes about itself: its addresses and its keys, kept for a while in the process's memory."""

from typing import Any
from urllib.parse import urlsplit

from django.core.cache import cache

from motcua.integration.calling import NoAnswerError, told_by
from motcua.kernel.refusals import Refused

_KEPT_SECONDS = 3600
_ASK_SECONDS = 8
_NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
_AT_HOME = ("127.0.0.1", "localhost", "::1")


def unreachable() -> Refused:
    """The provider does not answer, or answers what is no answer."""
    return Refused("Chưa kết nối được nơi xác thực.", code="unreachable")


def described(issuer: str) -> dict[str, Any]:
    """The discovery document. Refuses one of another issuer, and addresses that are not secure."""
    config = _kept(f"{issuer}/.well-known/openid-configuration")
    if any(not isinstance(config.get(name), str) for name in _NEEDED):
        raise unreachable()
    if str(config["issuer"]).rstrip("/") != issuer:
        raise Refused("Nơi xác thực xưng một tên khác.", code="provider")
    for name, address in config.items():
        if (name == "jwks_uri" or name.endswith("_endpoint")) and not _safe(str(address)):
            raise Refused("Địa chỉ của nơi xác thực không an toàn.", code="provider")
    return config


def key_of(jwks_uri: str, kid: str) -> dict[str, Any] | None:
    """The published key of this id; asked anew once when it is not known, for providers change their keys."""
    for anew in (False, True):
        keys = _kept(jwks_uri, anew=anew).get("keys")
        for key in keys if isinstance(keys, list) else []:
            if isinstance(key, dict) and key.get("kid") == kid and key.get("use", "sig") == "sig":
                return key
    return None


def _kept(address: str, *, anew: bool = False) -> dict[str, Any]:
    if not _safe(address):
        raise Refused("Địa chỉ của nơi xác thực không an toàn.", code="provider")
    name = f"identity.{address}"
    kept = None if anew else cache.get(name)
    if kept is None:
        kept = _asked(address)
        cache.set(name, kept, _KEPT_SECONDS)
    return dict(kept)


def _asked(address: str) -> dict[str, Any]:
    try:
        return told_by("GET", address, seconds=_ASK_SECONDS)
    except NoAnswerError as fault:
        raise unreachable() from fault


def _safe(address: str) -> bool:
    """TLS, or the same computer (a server for trying out)."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _AT_HOME)
