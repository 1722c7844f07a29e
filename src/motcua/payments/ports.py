"""What payments ask of a payment gateway. Adapters are plugged in `config`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

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
    """What a gateway needs to take money; of the payer the name only. `reference` is ours and unique."""

    reference: str
    amount: int
    lines: tuple[Line, ...]
    dossier_code: str
    procedure_code: str
    agency_code: str
    payer_name: str
    return_url: str


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

    def start(self, request: Request) -> str:
        """The address to which the payer goes. Raises `Refused` when the gateway will not take it."""
        ...

    def ask(self, reference: str) -> Outcome:
        """What became of a transaction; asked again until it is final."""
        ...

    def read_notice(self, fields: dict[str, str]) -> Outcome:
        """Check and read what the gateway sends by itself. Raises `Refused` for a wrong signature."""
        ...
