"""A gateway for trying out: works offline, takes no money and says so. Only where the sample is loaded."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.urls import reverse

from motcua.doors.frame.sample_mark import holds_sample
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.payments.ports import GatewayState, Outcome, Request, Started

_SALT = "payments.demo"
_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Demo:
    """What the payer presses is signed by ourselves, so that it travels the same road as a real notice."""

    name: str = "thu"
    label: str = "Thanh toán thử (không lấy tiền thật)"
    keeps_code: bool = False
    can_be_asked: bool = False

    def start(self, request: Request) -> Started:
        if not holds_sample():
            raise Refused("Cổng thử chỉ dùng với dữ liệu mẫu. Chọn cách khác.", field="gateway")
        told = {"reference": request.reference, "amount": request.amount, "back": request.return_url}
        url = f"{reverse('integration:demo')}?viec={signing.dumps(told, salt=_SALT)}"
        return Started(reference=request.reference, amount=request.amount, url=url)

    def ask(self, reference: str, started_at: datetime) -> Outcome:
        return Outcome(reference=reference, state=GatewayState.WAITING)

    def read_notice(self, fields: dict[str, str]) -> Outcome:
        """The signed wish and what was pressed. Raises Refused for anything we did not sign ourselves."""
        wish = wish_of(fields.get("viec", ""))
        paid = fields.get("ket_qua") == "thanh-cong"
        number = hashlib.sha256(str(wish["reference"]).encode()).hexdigest()[:12]
        return Outcome(
            reference=str(wish["reference"]),
            state=GatewayState.SUCCEEDED if paid else GatewayState.FAILED,
            amount=int(str(wish["amount"])),
            transaction=f"THU{number.upper()}",
            paid_at=clock.now(),
        )


def wish_of(text: str) -> dict[str, object]:
    """What `start` signed. Raises Refused when it is not ours or older than an hour."""
    try:
        return dict(signing.loads(text, salt=_SALT, max_age=_SECONDS))
    except signing.BadSignature as fault:
        raise Refused(
            "Yêu cầu thanh toán thử đã cũ hoặc không đúng. Quay lại trang hồ sơ.", code="signature"
        ) from fault
