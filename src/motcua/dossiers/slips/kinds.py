"""The forms of the two circulars (TT 01/2018 Điều 9: six; TT 03/2025: seven)."""

from enum import StrEnum


class FormKind(StrEnum):
    """A form of the desk, whatever number it has under the circular of the day."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    STOP_NOTICE = "stop_notice"
    CONTROL_SLIP = "control_slip"
    REGISTER = "register"

    @property
    def rule(self) -> str:
        """The key of the law row that holds number, title and paper."""
        return f"form.{self.value}"

    @property
    def label(self) -> str:
        """A short name that holds under both circulars."""
        return _LABELS[self]

    @property
    def slip(self) -> str:
        """The satisfaction slip handed out with it (TT 01/2018 Điều 14); empty for forms that bring none."""
        return _SLIPS.get(self, "")

    @property
    def numbered(self) -> bool:
        """Whether it goes out with a number of its own; the others are known by the code of the dossier."""
        return self in _NUMBERED


_LABELS = {
    FormKind.RECEIPT: "Giấy tiếp nhận và hẹn trả",
    FormKind.SUPPLEMENT: "Phiếu yêu cầu bổ sung",
    FormKind.REFUSAL: "Phiếu từ chối",
    FormKind.APOLOGY: "Xin lỗi và hẹn lại",
    FormKind.STOP_NOTICE: "Thông báo dừng giải quyết",
    FormKind.CONTROL_SLIP: "Phiếu kiểm soát",
    FormKind.REGISTER: "Sổ theo dõi hồ sơ",
}
_SLIPS = {FormKind.RECEIPT: "01", FormKind.SUPPLEMENT: "02", FormKind.REFUSAL: "03"}
_NUMBERED = frozenset({FormKind.SUPPLEMENT, FormKind.REFUSAL, FormKind.APOLOGY, FormKind.STOP_NOTICE})
