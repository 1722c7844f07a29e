"""VietQR: the payer's bank app reads a code; the money is seen in the bank's statement, never believed before."""

from dataclasses import dataclass
from datetime import datetime

from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.payments import vietqr
from motcua.payments.ports import GatewayState, Outcome, Request, Started
from motcua.regimes.queries import rules_on


@dataclass(frozen=True, slots=True)
class VietQr:
    """The account is a dated setting of the agency (`payments.account`)."""

    name: str = "vietqr"
    label: str = "Quét mã VietQR bằng ứng dụng ngân hàng"
    keeps_code: bool = True
    can_be_asked: bool = False

    def start(self, request: Request) -> Started:
        ask = rules_on(clock.today(), scopes=request.scopes)
        bin_, number = str(ask("payments.bank_bin")), str(ask("payments.bank_account"))
        if not bin_ or not number:
            raise Refused(
                "Cơ quan chưa đặt tài khoản nhận tiền nên chưa dùng được mã VietQR.", field="gateway"
            )
        account = vietqr.Account(bin_, number)
        return Started(
            reference=request.reference,
            amount=request.amount,
            qr=vietqr.payload(account, amount=request.amount, purpose=request.reference),
            account=f"{number} · {ask('payments.bank_account_name')}".strip(" ·"),
            purpose=request.reference,
        )

    def ask(self, reference: str, started_at: datetime) -> Outcome:
        """Nobody can be asked: the statement tells."""
        return Outcome(reference=reference, state=GatewayState.WAITING)

    def read_notice(self, fields: dict[str, str]) -> Outcome:
        raise Refused("Mã VietQR không có thông báo tự động; đối chiếu bằng sao kê.", code="no_notice")
