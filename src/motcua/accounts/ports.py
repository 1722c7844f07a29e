"""What accounts ask of a service that knows who people are (VNeID, the national portal). Plugged in `config`."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.http import HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a provider says is there. Used once to find or make the person, then forgotten.

    `subject` is the provider's own name for the account; `level` the assurance of the identification (0: not told).
    """

    provider: str
    subject: str
    level: int
    identity_number: str
    name: str
    birth_date: date | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came back from a provider, and where they were going."""

    identity: Identity
    wanted: str


class IdentityProvider(Protocol):
    """Tells who somebody is. Never asked inside an act: an answer that is late must not hold a lock.

    Refusals carry a code: `unreachable`, `provider`, `cancelled`, `state` (expired, used, or of another browser),
    `token` (forged, replayed, for somebody else), `clock`, `claims`, `organisation`.
    """

    @property
    def name(self) -> str:
        """The code kept with each linked account and used in addresses."""
        ...

    @property
    def label(self) -> str:
        """The words on the button."""
        ...

    def begin(self, request: HttpRequest, *, back: str, wanted: str, anew: bool = False) -> str:
        """The address where the person says who they are. `back`: where the provider sends them afterwards; `anew`:
        whoever signed in before on this computer does not count."""
        ...

    def finish(self, request: HttpRequest, *, back: str) -> Arrival:
        """Who came back, checked. What the provider told is neither stored nor logged. Raises `Refused`."""
        ...

    def leaving(self, *, back: str) -> str:
        """The address that ends the session at the provider too; empty when it offers none or does not answer."""
        ...


_providers: dict[str, IdentityProvider] = {}


def plug(*given: IdentityProvider) -> None:
    """Called by `config.plugs`: these providers are in use from now on, and no others."""
    _providers.clear()
    _providers.update({provider.name: provider for provider in given})


def identity_providers() -> dict[str, IdentityProvider]:
    """Every provider in use, by name, in the order plugged."""
    return dict(_providers)
