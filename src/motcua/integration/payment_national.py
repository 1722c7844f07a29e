"""The payment platform of the national public service portal, interface version 1.0.6 (reference one_stop 18.1).

INIT answers the payer's address; QUERY and GET_BILL are asked with the same hash; the platform calls back with
MaLoi «00» for success. The hash is SHA-256 over the values joined by «|» with the secret at the end. The order of
the values is the order of the message, from public integrations, not from a text of law.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from motcua.integration.calling import NoAnswerError, told_by
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.payments.ports import Gateway, GatewayState, Outcome, Request, Started

_VERSION = "1.0.6"
_SECONDS = 20
_SUCCESS = "00"
_CALLED_BACK = ("MaLoi", "MaGiaoDich", "MaNganHang", "MaThamChieu", "SoTien", "ThoiGianGD")


@dataclass(frozen=True, slots=True)
class NationalPlatform:
    """One partner (`MaDoiTac`) with its secret and the account that receives the money."""

    url: str
    partner: str
    secret: str
    account: str
    account_bank: str
    account_name: str
    name: str = "dvcqg"
    label: str = "Cổng thanh toán của Cổng Dịch vụ công quốc gia"
    keeps_code: bool = False
    can_be_asked: bool = True

    def start(self, request: Request) -> Started:
        message = self._message("INIT", request.reference, request.started_at) | {
            "SoTien": str(request.amount),
            "LoaiHinhThanhToan": "PAY",
            "MaKenhThanhToan": "1",
            "MaThietBi": "1",
            "NgonNgu": "vi-VN",
            "MaTienTe": "VND",
            "MaNganHang": "PAYMENT",
            "ThongTinGiaoDich": f"Nop phi, le phi ho so {request.dossier_code}",
            "Ip": request.visitor,
        }
        message["MaXacThuc"] = self._hash(message.values())
        answer = self._ask(message | {"ThongTinBienLai": self._receipt(request)})
        if str(answer.get("error_code", "")) not in {"0", _SUCCESS, "SUCCESSFUL"} or not answer.get(
            "message"
        ):
            raise Refused(
                "Cổng thanh toán quốc gia chưa nhận giao dịch này. Chọn cách khác hoặc thử lại sau."
            )
        return Started(reference=request.reference, amount=request.amount, url=_https(str(answer["message"])))

    def ask(self, reference: str, started_at: datetime) -> Outcome:
        """QUERY. Raises Refused when the platform cannot be asked."""
        answer = self._ask(self._signed("QUERY", reference, started_at))
        return _outcome(
            {"MaThamChieu": reference} | {str(name): str(value) for name, value in answer.items()}
        )

    def bill(self, reference: str, started_at: datetime) -> dict[str, Any]:
        """GET_BILL: the electronic receipt of a transaction, as the platform tells it."""
        return self._ask(self._signed("GET_BILL", reference, started_at))

    def read_notice(self, fields: dict[str, str]) -> Outcome:
        mine = self._hash([fields.get(name, "") for name in _CALLED_BACK])
        if not hmac.compare_digest(fields.get("MaXacThuc", "").lower().encode(), mine.encode()):
            raise Refused("Mã xác thực của thông báo thanh toán không đúng.", code="signature")
        return _outcome(fields)

    def _message(self, kind: str, reference: str, started_at: datetime) -> dict[str, str]:
        return {
            "LoaiBanTin": kind,
            "PhienBan": _VERSION,
            "MaDoiTac": self.partner,
            "MaThamChieu": reference,
            "ThoiGianGD": f"{clock.local(started_at):%Y%m%d%H%M%S}",
        }

    def _signed(self, kind: str, reference: str, started_at: datetime) -> dict[str, str]:
        message = self._message(kind, reference, started_at)
        return message | {"MaXacThuc": self._hash(message.values())}

    def _hash(self, values: Any) -> str:
        return hashlib.sha256("|".join([*values, self.secret]).encode()).hexdigest()

    def _receipt(self, request: Request) -> dict[str, Any]:
        return {
            "MaDichVu": "2",
            "MaDVC": request.procedure_code,
            "TenDVC": request.procedure_name,
            "MaTTHC": request.procedure_code,
            "TenTTHC": request.procedure_name,
            "MaDonVi": request.agency_code,
            "TenDonVi": request.agency_name,
            "MaHoSo": request.dossier_code,
            "TKThuHuong": self.account,
            "MaNHThuHuong": self.account_bank,
            "TenTKThuHuong": self.account_name,
            "HoTenNguoiNop": request.payer_name,
            "PhiLePhi": [
                {"LoaiPhiLePhi": "2", "MaPhiLePhi": "", "TenPhiLePhi": line.name, "SoTien": str(line.amount)}
                for line in request.lines
            ],
            "DSKhoanNop": [{"NoiDung": line.name, "SoTien": str(line.amount)} for line in request.lines],
        }

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        try:
            return told_by("POST", self.url, json=message, seconds=_SECONDS)
        except NoAnswerError as fault:
            words = "Chưa kết nối được cổng thanh toán quốc gia. Chọn cách khác hoặc thử lại sau."
            raise Refused(words, code="unreachable") from fault


def _outcome(fields: dict[str, str]) -> Outcome:
    code = fields.get("MaLoi", "")
    state = (
        GatewayState.SUCCEEDED if code == _SUCCESS else GatewayState.FAILED if code else GatewayState.UNKNOWN
    )
    amount = fields.get("SoTien", "0")
    if not amount.isascii() or not amount.isdigit():
        raise Refused("Số tiền trong thông báo không hợp lệ.", code="amount")
    return Outcome(
        reference=fields.get("MaThamChieu", ""),
        state=state,
        amount=int(amount),
        transaction=fields.get("MaGiaoDich", ""),
    )


def _https(address: str) -> str:
    """The payer is sent only where a browser goes safely: the answer of a server is not a script's address."""
    if not address.startswith(("https://", "http://127.0.0.1")):
        raise Refused("Cổng thanh toán quốc gia trả lời một địa chỉ không an toàn.", code="unsafe")
    return address


def national_platform() -> list[Gateway]:
    """The gateway, when a partner is set."""
    given = settings.NATIONAL_PAYMENT
    if not given["url"] or not given["secret"]:
        return []
    return [
        NationalPlatform(
            url=given["url"],
            partner=given["partner"],
            secret=given["secret"],
            account=given["account"],
            account_bank=given["account_bank"],
            account_name=given["account_name"],
        )
    ]
