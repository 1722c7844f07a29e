"""What the settings of the law are called on pages, and what may be typed for each."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms

from motcua.catalogue.models import Procedure
from motcua.doors.staff.administration.number_settings import NUMBERS, NumbersField
from motcua.doors.staff.administration.number_settings import shown as shown_numbers
from motcua.doors.staff.administration.paper_settings import COPY_SIGNATURE
from motcua.doors.staff.administration.paper_settings import FIELDS as PAPERS
from motcua.doors.staff.administration.paper_settings import shown as shown_papers
from motcua.kernel.money import grouped
from motcua.kernel.text import squeeze
from motcua.plans.budget import contents

_CHOICES: dict[str, dict[str, str]] = {
    "mode": {"restart": "Tính lại từ đầu", "pause": "Tạm dừng rồi chạy tiếp"},
    "due_time": {
        "close_of_hours": "Cuối giờ làm việc của ngày hẹn",
        "time_of_receipt": "Đúng giờ đã tiếp nhận",
    },
    "yes": {"True": "Có", "False": "Không"},
    "paper": {"form": "Theo từng mẫu", "A5": "Luôn A5", "A4": "Luôn A4"},
    "naming": {
        "after_measure": "Sau khi đã kết luận và có biện pháp xử lý",
        "from_count": "Khi đủ số hồ sơ trễ trong tháng",
        "never": "Không nêu tên",
    },
    "posted": {"unknown": "Chưa xác nhận", "yes": "Đủ, đúng, kịp thời", "no": "Không đủ, đúng, kịp thời"},
    "copy_signature": COPY_SIGNATURE,
    "publish": {"officer": "Cán bộ đầu mối bấm công bố", "timer": "Hệ thống tự công bố sáng thứ Hai"},
}


_PATTERNS: dict[str, tuple[str, str]] = {
    "bin": (r"\d{6}", "Sáu chữ số; để trống thì không hiện mã VietQR."),
    "account": (r"[A-Za-z0-9]{1,19}", "Chỉ gồm chữ và số, không dấu cách."),
    "name": (r".{1,70}", "Tên chủ tài khoản như ngân hàng ghi."),
}


class ProcedureModesField(forms.CharField):
    """Procedures with a way of their own, one a line: 1.001193 tạm dừng; cleaned: {code: restart or pause}."""

    widget = forms.Textarea(attrs={"rows": 4})
    _WORDS = {"tạm dừng": "pause", "tính lại": "restart"}

    def __init__(self, **kwargs: Any) -> None:
        hint = "Mỗi dòng một mã thủ tục và «tạm dừng» hoặc «tính lại», ví dụ: 1.001193 tạm dừng."
        super().__init__(help_text=hint, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Stored modes as lines."""
        if isinstance(value, dict):
            words = {mode: word for word, mode in self._WORDS.items()}
            return "\n".join(f"{code} {words.get(mode, mode)}" for code, mode in value.items())
        return value

    def clean(self, value: Any) -> dict[str, str]:
        """The modes by code; raises ValidationError naming the line."""
        text = super().clean(value)
        return dict(self._read(squeeze(line)) for line in text.splitlines() if line.strip())

    def _read(self, line: str) -> tuple[str, str]:
        code, _, word = line.partition(" ")
        mode = self._WORDS.get(word.strip(" :=").lower())
        if mode is None or not Procedure.objects.filter(code=code.strip(":")).exists():
            raise forms.ValidationError(
                f"Dòng «{line}» chưa đúng. Ghi mã thủ tục có trong danh mục rồi «tạm dừng» hoặc «tính lại»."
            )
        return code.strip(":"), mode


class NormsField(forms.CharField):
    """Norms of spending, one a line: «hop: 1.500.000»; cleaned: {content: đồng}."""

    widget = forms.Textarea(attrs={"rows": 6})

    def __init__(self, **kwargs: Any) -> None:
        known = "; ".join(f"{one.code} ({one.name}, mỗi {one.unit})" for one in contents().values())
        super().__init__(
            help_text=f"Mỗi dòng một nội dung và số đồng, ví dụ hop: 1.500.000. Nội dung: {known}.", **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        """Stored norms as lines."""
        if isinstance(value, dict):
            return "\n".join(f"{code}: {grouped(amount)}" for code, amount in value.items())
        return value

    def clean(self, value: Any) -> dict[str, int]:
        """The norms by content; raises ValidationError naming the line."""
        text = super().clean(value)
        return dict(self._read(squeeze(line)) for line in text.splitlines() if line.strip())

    @staticmethod
    def _read(line: str) -> tuple[str, int]:
        code, _, amount = line.partition(":")
        digits = amount.replace("đồng", "").replace(".", "").strip()
        if code.strip() not in contents() or not digits.isdecimal():
            raise forms.ValidationError(f"Dòng «{line}» chưa đúng: ghi mã nội dung, dấu hai chấm, số đồng.")
        return code.strip(), int(digits)


@dataclass(frozen=True, slots=True)
class SettingWords:
    """One setting that administrators may change.

    `kind`: one of the choices, a pattern (bin, account, name), number, time, norms or by_procedure.
    """

    key: str
    label: str
    kind: str

    def shown(self, value: Any) -> str:
        """A value as people read it."""
        if self.kind in NUMBERS:
            return shown_numbers(self.kind, value)
        if self.kind in PAPERS:
            return shown_papers(self.kind, value)
        if self.kind == "norms":
            return (
                "; ".join(f"{code}: {grouped(amount)} đồng" for code, amount in value.items()) or "Chưa đặt"
            )
        if self.kind == "by_procedure":
            modes = _CHOICES["mode"]
            return "; ".join(f"{code}: {modes.get(mode, mode)}" for code, mode in value.items()) or "Không có"
        return _CHOICES.get(self.kind, {}).get(str(value), str(value))

    def field(self) -> forms.Field:
        """The field it is typed into."""
        if self.kind in NUMBERS:
            return NumbersField(NUMBERS[self.kind], label="Giá trị mới")
        if self.kind in PAPERS:
            return PAPERS[self.kind](label="Giá trị mới")
        if self.kind in _CHOICES:
            return forms.ChoiceField(label="Giá trị mới", choices=list(_CHOICES[self.kind].items()))
        if self.kind == "norms":
            return NormsField(label="Giá trị mới", required=False)
        if self.kind == "by_procedure":
            return ProcedureModesField(label="Giá trị mới", required=False)
        if self.kind == "number":
            return forms.IntegerField(label="Giá trị mới", min_value=0, max_value=10_000)
        if self.kind in _PATTERNS:
            pattern, help_text = _PATTERNS[self.kind]
            return forms.RegexField(
                re.compile(pattern), label="Giá trị mới", required=False, empty_value="", help_text=help_text,
                error_messages={"invalid": help_text},
            )  # fmt: skip
        return forms.RegexField(
            re.compile(r"([01]\d|2[0-3]):[0-5]\d"), label="Giá trị mới", help_text="Giờ và phút, ví dụ 15:00.",
            error_messages={"invalid": "Ghi giờ và phút, ví dụ 15:00."},
        )  # fmt: skip

    def value(self, cleaned: Any) -> Any:
        """What is stored for what was chosen."""
        return cleaned == "True" if self.kind == "yes" else cleaned


SETTINGS: tuple[SettingWords, ...] = (
    SettingWords("clock.supplement_mode", "Khi công dân bổ sung hồ sơ, thời hạn", "mode"),
    SettingWords(
        "clock.supplement_mode_by_procedure", "Thủ tục có cách tính riêng khi bổ sung", "by_procedure"
    ),
    SettingWords("clock.wait_mode", "Khi chờ công dân (nộp thuế, phí), thời hạn", "mode"),
    SettingWords("clock.supplements_allowed", "Số lần được yêu cầu bổ sung", "number"),
    SettingWords("clock.supplement_within_working_days", "Yêu cầu bổ sung trong số ngày làm việc", "number"),
    SettingWords("clock.extensions_allowed", "Số lần được hẹn lại", "number"),
    SettingWords("clock.apology_working_days_before", "Văn bản xin lỗi trước hạn số ngày làm việc", "number"),
    SettingWords("clock.cutoff", "Giờ cuối nhận hồ sơ tính ngay trong ngày", "time"),
    SettingWords(
        "clock.after_cutoff_moves_citizen_clock", "Nhận sau giờ đó thì thời hạn tính từ ngày sau", "yes"
    ),
    SettingWords("clock.due_time", "Giờ của ngày hẹn trả", "due_time"),
    SettingWords(
        "clock.late_reception_working_days",
        "Hồ sơ trực tuyến phải tiếp nhận trong số ngày làm việc",
        "number",
    ),
    SettingWords(
        "clock.downtime_notice_working_days", "Báo trước khi tạm dừng hệ thống số ngày làm việc", "number"
    ),
    SettingWords("payments.bank_bin", "Tài khoản thu phí: mã BIN của ngân hàng", "bin"),
    SettingWords("payments.bank_account", "Tài khoản thu phí: số tài khoản", "account"),
    SettingWords("payments.bank_account_name", "Tài khoản thu phí: tên chủ tài khoản", "name"),
    SettingWords("payments.vietqr_counts_online", "Chuyển khoản theo mã VietQR tính là trực tuyến", "yes"),
    SettingWords("reception.other_levels", "Tiếp nhận thay cơ quan cấp khác trong tỉnh", "yes"),
    SettingWords("desk.look_ups_per_hour", "Số người mỗi cán bộ được tra cứu trong một giờ", "number"),
    SettingWords(
        "desk.look_ups_unusual", "Khi nào lượt xem dữ liệu công dân là khác thường", "unusual_looks"
    ),
    SettingWords("storage.retention_years", "Thời hạn lưu giấy tờ theo loại", "keeping"),
    SettingWords("digitise.copy_signature", "Ký số bản chụp khi số hóa", "copy_signature"),
    SettingWords("digitise.code", "Mẫu mã kết quả số hóa", "paper_code"),
    SettingWords("digitise.retries", "Tự đọc lại bản quét nhiều nhất (lần)", "number"),
    SettingWords("sign.time_stamp", "Ký số: gắn dấu thời gian khi có dịch vụ", "yes"),
    SettingWords("sign.validation_data", "Ký số: kèm dữ liệu xác thực lâu dài", "yes"),
    SettingWords("certify.number", "Chứng thực bản sao: cách ghi số chứng thực", "copy_number"),
    SettingWords("certify.refusals", "Chứng thực bản sao: lý do không chứng thực", "reasons"),
    SettingWords("certify.fee", "Chứng thực bản sao: phí", "copy_fee"),
    SettingWords("certify.most_pages", "Chứng thực bản sao: số trang nhiều nhất của một bản chính", "number"),
    SettingWords("digitise.old_results_step", "Kết quả cũ số hóa mỗi năm tăng (điểm %)", "number"),
    SettingWords("nine.posted", "Niêm yết thủ tục tại nơi tiếp nhận (chỉ số 6)", "posted"),
    SettingWords("nine.hidden_below", "Không cho cán bộ xem khi ít phiếu hơn", "number"),
    SettingWords("figures.publish_weekly", "Công bố chỉ số hằng tuần", "publish"),
    SettingWords(
        "bodies.acknowledge_hours", "Cơ quan được chuyển hồ sơ phải nhận trong số giờ làm việc", "number"
    ),
    SettingWords("bodies.electronic_percent", "Mục tiêu hồ sơ luân chuyển hoàn toàn điện tử (%)", "number"),
    SettingWords(
        "desk.forward_within_hours_next_day", "Nhận sau giờ cuối: chuyển trong số giờ đầu ngày sau", "number"
    ),
    SettingWords("lateness.warn_working_days", "«Sắp đến hạn»: còn số ngày làm việc", "number"),
    SettingWords("lateness.watch_working_days", "Dự báo trễ hạn trước số ngày làm việc", "number"),
    SettingWords(
        "lateness.explanation_working_days_before", "Giải trình trước ngày hẹn số ngày làm việc", "number"
    ),
    SettingWords(
        "lateness.explanation_look_back_days", "Danh sách thiếu giải trình nhìn lại số ngày", "number"
    ),
    SettingWords("publish.late_officers", "Công khai tên cán bộ nhiều lần để trễ hạn", "naming"),
    SettingWords("publish.late_officers_from", "Coi là nhiều lần: số hồ sơ trễ trong tháng", "number"),
    SettingWords("publish.late_list_day", "Công khai danh sách tháng trước từ ngày", "number"),
    SettingWords("violations.handle_within_working_days", "Xử lý vi phạm trong số ngày làm việc", "number"),
    SettingWords("plans.remind_days_before", "Nhắc nhiệm vụ kế hoạch trước hạn số ngày", "number"),
    SettingWords("plans.escalate_days_late", "Nhiệm vụ quá hạn báo lãnh đạo sau số ngày", "number"),
    SettingWords("plans.obstacle_answer_days", "Trả lời vướng mắc của nhiệm vụ trong số ngày", "number"),
    SettingWords("plans.event_days_ahead", "Hiện hạn của việc biết trước trước số ngày", "number"),
    SettingWords(
        "plans.event_most_open", "Số lần đang chờ nhiều nhất của nhiệm vụ tính từ sự kiện", "number"
    ),
    SettingWords("inspection.notice_working_days", "Kiểm tra: báo trước số ngày làm việc", "number"),
    SettingWords(
        "inspection.notice_sudden_working_days", "Kiểm tra đột xuất: báo trước số ngày làm việc", "number"
    ),
    SettingWords(
        "inspection.notice_special_working_days", "Tổ kiểm tra đặc biệt: báo trước số ngày làm việc", "number"
    ),
    SettingWords(
        "inspection.unit_report_working_days",
        "Kiểm tra định kỳ: đơn vị gửi báo cáo trước số ngày làm việc",
        "number",
    ),
    SettingWords("inspection.conclude_working_days", "Kiểm tra: kết luận trong số ngày làm việc", "number"),
    SettingWords(
        "inspection.follow_up_working_days", "Kiểm tra: báo cáo khắc phục trong số ngày làm việc", "number"
    ),
    SettingWords("dialogue.announce_days_before", "Đối thoại: thông báo trước số ngày", "number"),
    SettingWords("dialogue.publish_within_days", "Đối thoại: công khai kết quả trong số ngày", "number"),
    SettingWords("dialogue.times_a_year", "Đối thoại: số cuộc mỗi năm", "number"),
    SettingWords("outreach.posts_a_week", "Truyền thông: số tin, bài mỗi người mỗi tuần", "number"),
    SettingWords("initiatives.a_year", "Số sáng kiến mỗi năm", "number"),
    SettingWords("emulation.propose_praise_from", "Thi đua: gợi ý khen từ số phần trăm", "number"),
    SettingWords(
        "emulation.propose_review_below", "Thi đua: gợi ý kiểm điểm khi dưới số phần trăm", "number"
    ),
    SettingWords("budget.norms", "Định mức chi kiểm soát TTHC", "norms"),
    SettingWords("digitise.blank_separates", "Quét cả tập: trang trắng ngăn cách hai giấy tờ", "yes"),
    SettingWords("print.paper", "Khổ giấy khi in biểu mẫu", "paper"),
    SettingWords("register.volume_size", "Số hồ sơ trong một quyển sổ theo dõi", "number"),
    SettingWords("waiting.minutes_at_most", "Thời gian chờ tại quầy nhiều nhất (phút)", "number"),
)
BY_KEY = {setting.key: setting for setting in SETTINGS}
