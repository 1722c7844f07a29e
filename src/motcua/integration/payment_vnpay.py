"""VNPay 2.1.0. The return page only shows; the notification from server to server (IPN) decides.

Everything is signed with HMAC-SHA512 over the fields sorted by name, encoded as in a form. Answers to the IPN:
00 counted, 02 counted before, 01 unknown, 04 wrong amount, 97 wrong signature, 99 our fault (asked again).
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote_plus

from django.conf import settings

from motcua.integration.calling import NoAnswerError, told_by
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.kernel.text import fold
from motcua.payments.ports import Gateway, GatewayState, Outcome, Request, Started
from motcua.payments.references import new_reference

_MINUTES = 15
_SECONDS = 15
_SUCCESS = "00"
_UNSIGNED = frozenset({"vnp_SecureHash", "vnp_SecureHashType"})
_ASKED = (
    "vnp_RequestId", "vnp_Version", "vnp_Command", "vnp_TmnCode", "vnp_TxnRef", "vnp_TransactionDate",
    "vnp_CreateDate", "vnp_IpAddr", "vnp_OrderInfo",
)  # fmt: skip
_ANSWERED = (
    "vnp_ResponseId", "vnp_Command", "vnp_ResponseCode", "vnp_Message", "vnp_TmnCode", "vnp_TxnRef",
    "vnp_Amount", "vnp_BankCode", "vnp_PayDate", "vnp_TransactionNo", "vnp_TransactionType",
    "vnp_TransactionStatus", "vnp_OrderInfo", "vnp_PromotionCode", "vnp_PromotionAmount",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VnPay:
    """One merchant (`vnp_TmnCode`) with its secret."""

    terminal: str
    secret: str
    pay_url: str
    query_url: str = ""
    name: str = "vnpay"
    label: str = "Thẻ hoặc tài khoản ngân hàng qua VNPay"
    keeps_code: bool = False
    can_be_asked: bool = True

    def start(self, request: Request) -> Started:
        started = clock.local(request.started_at)
        fields = {
            "vnp_Version": "2.1.0",
            "vnp_Command": "pay",
            "vnp_TmnCode": self.terminal,
            "vnp_Amount": str(request.amount * 100),
            "vnp_CreateDate": f"{started:%Y%m%d%H%M%S}",
            "vnp_ExpireDate": f"{clock.local(clock.now()) + timedelta(minutes=_MINUTES):%Y%m%d%H%M%S}",
            "vnp_CurrCode": "VND",
            "vnp_IpAddr": request.visitor or "127.0.0.1",
            "vnp_Locale": "vn",
            "vnp_OrderInfo": fold(f"Nop phi ho so {request.dossier_code}"),
            "vnp_OrderType": "other",
            "vnp_ReturnUrl": request.return_url,
            "vnp_TxnRef": request.reference,
        }
        url = f"{self.pay_url}?{_encoded(fields)}&vnp_SecureHash={self.sign(_encoded(fields))}"
        return Started(reference=request.reference, amount=request.amount, url=url)

    def ask(self, reference: str, started_at: datetime) -> Outcome:
        """The querydr call. Raises Refused when VNPay cannot be asked or its answer is not signed by it."""
        fields = {
            "vnp_RequestId": new_reference(),
            "vnp_Version": "2.1.0",
            "vnp_Command": "querydr",
            "vnp_TmnCode": self.terminal,
            "vnp_TxnRef": reference,
            "vnp_TransactionDate": f"{clock.local(started_at):%Y%m%d%H%M%S}",
            "vnp_CreateDate": f"{clock.local(clock.now()):%Y%m%d%H%M%S}",
            "vnp_IpAddr": "127.0.0.1",
            "vnp_OrderInfo": f"Tra cuu {reference}",
        }
        signed = fields | {"vnp_SecureHash": self.sign("|".join(fields[name] for name in _ASKED))}
        try:
            answer = told_by("POST", self.query_url, json=signed, seconds=_SECONDS)
        except NoAnswerError as fault:
            raise Refused("Chưa hỏi được VNPay; sẽ hỏi lại sau.", code="unreachable") from fault
        told = {name: str(value) for name, value in answer.items()}
        self._must_be_signed(
            told.get("vnp_SecureHash", ""), "|".join(told.get(name, "") for name in _ANSWERED)
        )
        if told.get("vnp_ResponseCode") != _SUCCESS:
            return Outcome(reference=reference, state=GatewayState.UNKNOWN)
        return _outcome(told, told.get("vnp_TransactionStatus", ""))

    def read_notice(self, fields: dict[str, str]) -> Outcome:
        signed = {name: value for name, value in fields.items() if name.startswith("vnp_")}
        given = signed.get("vnp_SecureHash", "")
        self._must_be_signed(given, _encoded({k: v for k, v in signed.items() if k not in _UNSIGNED}))
        if signed.get("vnp_TmnCode") != self.terminal:
            raise Refused("Thông báo của đơn vị khác.", code="signature")
        good = signed.get("vnp_ResponseCode") == signed.get("vnp_TransactionStatus", _SUCCESS) == _SUCCESS
        return _outcome(signed, _SUCCESS if good else signed.get("vnp_ResponseCode", ""))

    def sign(self, text: str) -> str:
        """The signature of a text, as lower-case hexadecimal figures."""
        return hmac.new(self.secret.encode(), text.encode(), hashlib.sha512).hexdigest()

    def _must_be_signed(self, given: str, text: str) -> None:
        if not hmac.compare_digest(given.lower().encode(), self.sign(text).encode()):
            raise Refused("Chữ ký của thông báo thanh toán không đúng.", code="signature")


def _encoded(fields: dict[str, str]) -> str:
    named = sorted((name, value) for name, value in fields.items() if value != "")
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in named)


def _outcome(fields: dict[str, str], status: str) -> Outcome:
    reference = fields.get("vnp_TxnRef", "")
    if status == _SUCCESS:
        state = GatewayState.SUCCEEDED
    else:
        state = GatewayState.WAITING if status in {"01", ""} else GatewayState.FAILED
    return Outcome(
        reference=reference,
        state=state,
        amount=_dong(fields.get("vnp_Amount", "")),
        transaction=fields.get("vnp_TransactionNo", ""),
        paid_at=_moment(fields.get("vnp_PayDate", "")),
    )


def _dong(text: str) -> int:
    """VNPay counts hundredths of a đồng. Raises Refused for what is no amount."""
    if not text.isascii() or not text.isdigit() or int(text) % 100:
        raise Refused("Số tiền trong thông báo không hợp lệ.", code="amount")
    return int(text) // 100


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=clock.LOCAL)
    except ValueError:
        return None


def vnpay() -> list[Gateway]:
    """The gateway, when a merchant is set."""
    if not settings.VNPAY_TERMINAL or not settings.VNPAY_SECRET:
        return []
    return [
        VnPay(
            settings.VNPAY_TERMINAL, settings.VNPAY_SECRET, settings.VNPAY_PAY_URL, settings.VNPAY_QUERY_URL
        )
    ]
