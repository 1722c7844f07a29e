"""The checks of an id_token (OpenID Connect Core 3.1.3.7). A fault says which; it never shows the token."""

import secrets
from typing import Any, Final

import jwt

from motcua.integration.identity.discovery import key_of
from motcua.kernel import clock
from motcua.kernel.refusals import Refused

# Signatures by the provider's own key. Never «none», never a secret that both sides hold.
_ALGORITHMS: Final = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)
_CLOCKS_DIFFER_SECONDS: Final = 60


def read_id_token(token: str, *, issuer: str, client_id: str, jwks_uri: str, nonce: str) -> dict[str, Any]:
    """What the token says, once everything about it is right. Refuses with `token`, or `clock` for its times."""
    try:
        head = jwt.get_unverified_header(token)
        algorithm = head.get("alg")
        if algorithm not in _ALGORITHMS:
            raise _forged("thuật toán ký")
        key = key_of(jwks_uri, str(head.get("kid", "")))
        if key is None:
            raise _forged("khoá ký")
        told: dict[str, Any] = jwt.decode(
            token,
            key=jwt.PyJWK(key, algorithm=algorithm),
            algorithms=[algorithm],
            issuer=issuer,
            audience=client_id,
            # Times are compared below, with the house's own clock.
            options={"verify_exp": False, "verify_iat": False, "verify_nbf": False, "require": ["sub", "exp", "iat"]},
        )  # fmt: skip
    except jwt.PyJWTError as fault:
        raise _forged(type(fault).__name__) from None
    if not secrets.compare_digest(str(told.get("nonce", "")).encode(), nonce.encode()) or not nonce:
        raise _forged("nonce")
    if told.get("azp", client_id) != client_id or (isinstance(told["aud"], list) and len(told["aud"]) > 1):
        raise _forged("nơi nhận")
    _check_times(told)
    return told


def _check_times(told: dict[str, Any]) -> None:
    now = clock.now().timestamp()
    try:
        ends, made, begins = float(told["exp"]), float(told["iat"]), float(told.get("nbf", 0))
    except (TypeError, ValueError):
        raise _forged("thời gian") from None
    if now > ends + _CLOCKS_DIFFER_SECONDS or max(made, begins) > now + _CLOCKS_DIFFER_SECONDS:
        raise Refused("Đồng hồ của hai máy lệch nhau, hoặc xác thực đã hết hạn.", code="clock")


def _forged(what: str) -> Refused:
    return Refused(f"Nơi xác thực trả lời không đúng ({what}).", code="token")
