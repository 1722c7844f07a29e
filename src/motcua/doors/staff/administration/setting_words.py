"""What the settings of the law are called on pages, and what may be typed for each."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms

_CHOICES: dict[str, dict[str, str]] = {
    "mode": {"restart": "Tính lại từ đầu", "pause": "Tạm dừng rồi chạy tiếp"},
    "due_time": {
        "close_of_hours": "Cuối giờ làm việc của ngày hẹn",
        "time_of_receipt": "Đúng giờ đã tiếp nhận",
    },
    "yes": {"True": "Có", "False": "Không"},
}


@dataclass(frozen=True, slots=True)
class SettingWords:
    """One setting that administrators may change; `kind`: mode, due_time, yes, number, time."""

    key: str
    label: str
    kind: str

    def shown(self, value: Any) -> str:
        """A value as people read it."""
        return _CHOICES.get(self.kind, {}).get(str(value), str(value))

    def field(self) -> forms.Field:
        """The field it is typed into."""
        if self.kind in _CHOICES:
            return forms.ChoiceField(label="Giá trị mới", choices=list(_CHOICES[self.kind].items()))
        if self.kind == "number":
            return forms.IntegerField(label="Giá trị mới", min_value=0, max_value=10_000)
        return forms.RegexField(
            re.compile(r"([01]\d|2[0-3]):[0-5]\d"), label="Giá trị mới", help_text="Giờ và phút, ví dụ 15:00.",
            error_messages={"invalid": "Ghi giờ và phút, ví dụ 15:00."},
        )  # fmt: skip

    def value(self, cleaned: Any) -> Any:
        """What is stored for what was chosen."""
        return cleaned == "True" if self.kind == "yes" else cleaned


SETTINGS: tuple[SettingWords, ...] = (
    SettingWords("clock.supplement_mode", "Khi công dân bổ sung hồ sơ, thời hạn", "mode"),
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
    SettingWords("waiting.minutes_at_most", "Thời gian chờ tại quầy nhiều nhất (phút)", "number"),
)
BY_KEY = {setting.key: setting for setting in SETTINGS}
