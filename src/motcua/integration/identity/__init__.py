"""OpenID Connect: VNeID and the national public service portal (reference one_stop 20), through django-allauth.

allauth speaks the protocol: the state of a sign-in, PKCE, the exchange of the code. Ours are the nonce, the checks
of the id_token, the kept discovery, and that nothing told is stored: none of allauth's own tables is ever written.
"""

from django.conf import settings

from motcua.accounts.ports import IdentityProvider
from motcua.integration.identity.providers import OpenIdProvider, Registration

_LABELS = {"vneid": "VNeID", "dvcqg": "Cổng Dịch vụ công quốc gia"}


def identity_providers() -> list[IdentityProvider]:
    """Those whose address and client are set (`VNEID_…`, `DVCQG_…`)."""
    return [
        OpenIdProvider(
            Registration(
                name=name,
                label=_LABELS[name],
                issuer=given["issuer"].rstrip("/"),
                client_id=given["client_id"],
                client_secret=given["client_secret"],
                level_claims=tuple(each.strip() for each in given["level_claims"].split(",") if each.strip()),
                acr_values=given["acr_values"],
            )
        )
        for name, given in settings.IDENTITY_PROVIDERS.items()
        if given["issuer"] and given["client_id"]
    ]
