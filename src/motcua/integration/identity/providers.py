"""A provider of identities behind OpenID Connect, by the authorisation code with state, nonce and PKCE."""

import logging
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest

from motcua.accounts.ports import Arrival
from motcua.integration.calling import NoAnswerError, told_by
from motcua.integration.identity import discovery
from motcua.integration.identity.claims import identity_of
from motcua.integration.identity.tokens import read_id_token
from motcua.kernel.refusals import Refused

if TYPE_CHECKING:
    from motcua.integration.identity.through_allauth import Adapter

log = logging.getLogger(__name__)
_SECONDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """How we are known at a provider. `level_claims`: under which names it tells the level of assurance."""

    name: str
    label: str
    issuer: str
    client_id: str
    client_secret: str
    level_claims: tuple[str, ...]
    acr_values: str = ""


@dataclass(frozen=True, slots=True)
class OpenIdProvider:
    """VNeID, or the national portal."""

    registration: Registration

    @property
    def name(self) -> str:
        return self.registration.name

    @property
    def label(self) -> str:
        return self.registration.label

    def begin(self, request: HttpRequest, *, back: str, wanted: str, anew: bool = False) -> str:
        asked = {"nonce": secrets.token_urlsafe(32)} | ({"prompt": "login"} if anew else {})
        if self.registration.acr_values:
            asked["acr_values"] = self.registration.acr_values
        return self._adapter(request, back).address_to_sign_in(wanted, asked)

    def finish(self, request: HttpRequest, *, back: str) -> Arrival:
        adapter = self._adapter(request, back)
        state = adapter.taken_state()
        if state is None:
            raise Refused("Lần đăng nhập này đã hết hạn hoặc bắt đầu ở nơi khác.", code="state")
        self._check_answer(request)
        try:
            claims = self._claims(adapter, state)
        except Refused as refusal:
            # The reason without the token: enough for an administrator, nothing of the person.
            log.warning("%s: %s (%s)", self.name, refusal.message, refusal.code)
            raise
        identity = identity_of(self.name, claims, self.registration.level_claims)
        return Arrival(identity, str(state.get("next", "")))

    def leaving(self, *, back: str) -> str:
        try:
            end = discovery.described(self.registration.issuer).get("end_session_endpoint", "")
        except Refused:
            return ""
        asked = {"client_id": self.registration.client_id, "post_logout_redirect_uri": back}
        return f"{end}?{urlencode(asked)}" if end else ""

    def _adapter(self, request: HttpRequest, back: str) -> "Adapter":
        # Loaded with the first sign-in: an office without a provider does without it.
        from motcua.integration.identity.through_allauth import Adapter

        described = discovery.described(self.registration.issuer)
        return Adapter(request, self.registration, described, back)

    def _check_answer(self, request: HttpRequest) -> None:
        # RFC 9207: the answer names who answers, so that one provider cannot pass off another's.
        if request.GET.get("iss", self.registration.issuer).rstrip("/") != self.registration.issuer:
            raise Refused("Câu trả lời đến từ nơi khác.", code="state")
        error = request.GET.get("error", "")
        if error == "access_denied":
            raise Refused("Đã huỷ đăng nhập.", code="cancelled")
        if error in ("temporarily_unavailable", "server_error"):
            raise discovery.unreachable()
        if error or not request.GET.get("code"):
            log.warning("%s answered an error: %s", self.name, "".join(filter(_plain, error))[:40])
            raise Refused("Nơi xác thực không nhận lần đăng nhập này.", code="provider")

    def _claims(self, adapter: "Adapter", state: dict[str, Any]) -> dict[str, Any]:
        tokens = adapter.exchanged(str(state.get("pkce_code_verifier", "")))
        told = read_id_token(
            str(tokens.get("id_token", "")),
            issuer=str(adapter.openid_config["issuer"]),
            client_id=self.registration.client_id,
            jwks_uri=str(adapter.openid_config["jwks_uri"]),
            nonce=str(state.get("nonce", "")),
        )
        more = _user_info(
            str(adapter.openid_config.get("userinfo_endpoint", "")), str(tokens["access_token"])
        )
        if more and more.get("sub") != told["sub"]:
            raise Refused("Nơi xác thực trả lời về hai người khác nhau.", code="token")
        return {**told, **more}


def _user_info(address: str, access_token: str) -> dict[str, Any]:
    if not address:
        return {}
    head = {"Authorization": f"Bearer {access_token}"}
    try:
        return told_by("GET", address, headers=head, seconds=_SECONDS)
    except NoAnswerError as fault:
        raise discovery.unreachable() from fault


def _plain(sign: str) -> bool:
    return sign.isascii() and (sign.isalnum() or sign in "_-")
