"""django-allauth's OpenID Connect client, with the registration from the environment instead of its tables."""

from typing import Any

import requests
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

from motcua.integration.identity import discovery
from motcua.integration.identity.providers import Registration
from motcua.kernel.refusals import Refused


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """One sign-in of one request: its state in the session, its code changed for tokens. Stores nothing else."""

    def __init__(
        self, request: HttpRequest, registration: Registration, config: dict[str, Any], back: str
    ) -> None:
        super().__init__(request, registration.name)
        self._openid_config = config  # allauth would ask for it at every request
        self.back = back
        # Not saved: a registration is a setting, and its secret is in no table.
        self.app = SocialApp(
            provider=OpenIDConnectProvider.id,
            provider_id=registration.name,
            name=registration.label,
            client_id=registration.client_id,
            secret=registration.client_secret,
            settings={"server_url": registration.issuer, "oauth_pkce_enabled": True, "scope": ["openid"]},
        )

    def get_provider(self) -> "Provider":
        """The provider as allauth sees it, speaking through this adapter."""
        return Provider(self)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Our own address, not one of allauth's pages."""
        return self.back

    def address_to_sign_in(self, wanted: str, asked: dict[str, str]) -> str:
        """Where the browser goes; state, nonce and the verifier of PKCE wait in the session, ten minutes."""
        answer = self.get_provider().redirect(
            self.request, "login", next_url=wanted, auth_params=dict(asked), nonce=asked["nonce"]
        )
        return str(answer.url)

    def taken_state(self) -> dict[str, Any] | None:
        """What waited for this answer. Taken once: the same answer a second time finds nothing."""
        state: dict[str, Any] | None = statekit.unstash_state(
            self.request, state_id=self.request.GET.get("state", ""), provider_id=self.provider_id
        )
        return state

    def exchanged(self, verifier: str) -> dict[str, Any]:
        """The tokens for the code. Refuses with `token` what the provider refuses, `unreachable` without an answer."""
        client = self.get_client(self.request, self.app)
        try:
            told = client.get_access_token(self.request.GET["code"], pkce_code_verifier=verifier)
        except OAuth2Error:  # its text may hold what the provider answered
            raise Refused("Nơi xác thực không nhận mã đăng nhập.", code="token") from None
        except (requests.RequestException, ValueError, KeyError):
            raise discovery.unreachable() from None
        return dict(told)


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """allauth's provider over one `Adapter`."""

    def __init__(self, adapter: Adapter) -> None:
        super().__init__(adapter.request, app=adapter.app)
        self.adapter = adapter

    def get_oauth2_adapter(self, request: HttpRequest) -> Adapter:
        """The adapter of this sign-in."""
        return self.adapter
