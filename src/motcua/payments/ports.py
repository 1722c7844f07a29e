"""What payments ask of a payment gateway. Adapters are plugged in `config`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from motcua.kernel.refusals import Refused
from motcua.payments.rules import Line


class GatewayState(StrEnum):
    """What a gateway says about a transaction."""

    WAITING = "waiting"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The state in Vietnamese."""
        return {
            "waiting": "Đang chờ",
            "succeeded": "Thành công",
            "failed": "Không thành công",
            "unknown": "Cổng không biết giao dịch này",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a gateway needs to take money; of the payer the name only. `reference` is ours and unique.

    `scopes` are the agency's codes from the narrowest: in them the account that receives the money is looked for.
    """

    reference: str
    amount: int
    lines: tuple[Line, ...]
    dossier_code: str
    procedure_code: str
    procedure_name: str
    agency_code: str
    agency_name: str
    scopes: tuple[str, ...]
    payer_name: str
    started_at: datetime
    return_url: str
    visitor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """How the payer goes on: to an address, or by a code that a bank's app reads."""

    reference: str
    amount: int
    url: str = ""
    qr: str = ""
    account: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a gateway answers about one transaction: `amount` in đồng, `transaction` its own number."""

    reference: str
    state: GatewayState
    amount: int = 0
    transaction: str = ""
    paid_at: datetime | None = None


class Gateway(Protocol):
    """Takes money online. Never called inside an act: an answer that is late or lost must not hold a lock."""

    @property
    def name(self) -> str:
        """The code stored with each payment (`Payment.gateway`)."""
        ...

    @property
    def label(self) -> str:
        """The words on the payer's page."""
        ...

    @property
    def keeps_code(self) -> bool:
        """Whether a waiting attempt is shown again (a code on paper) or each try needs a new reference."""
        ...

    @property
    def can_be_asked(self) -> bool:
        """Whether `ask` can ever tell more than it was told: a bank transfer is seen in the statement only."""
        ...

    def start(self, request: Request) -> Started:
        """How the payer goes on. Raises `Refused` when the gateway will not take it."""
        ...

    def ask(self, reference: str, started_at: datetime) -> Outcome:
        """What became of a transaction; asked again until it is final."""
        ...

    def read_notice(self, fields: dict[str, str]) -> Outcome:
        """Check and read what the gateway sends by itself. Raises `Refused` for a wrong signature."""
        ...


_gateways: dict[str, Gateway] = {}


def plug(*given: Gateway) -> None:
    """Called by `config.plugs`: these gateways are in use from now on, and no others."""
    _gateways.clear()
    _gateways.update({gateway.name: gateway for gateway in given})


def gateways() -> dict[str, Gateway]:
    """Every gateway in use, by name, in the order plugged."""
    return dict(_gateways)


def gateway_named(name: str) -> Gateway:
    """One gateway in use. Raises Refused when it is not."""
    if name not in _gateways:
        raise Refused("Cách thanh toán này hiện không dùng được. Chọn cách khác.", field="gateway")
    return _gateways[name]
