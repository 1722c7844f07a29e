"""Settings that are several numbers at once, typed one a line: years of keeping, when looking is unusual."""

from collections.abc import Mapping
from typing import Any

from django import forms

from motcua.kernel.text import fold, squeeze


class NumbersField(forms.CharField):
    """One number a line, «tên: số»; cleaned: a number for every key. Names may be typed without diacritics."""

    widget = forms.Textarea(attrs={"rows": 5})

    def __init__(self, names: Mapping[str, str], **kwargs: Any) -> None:
        self.names = dict(names)
        hint = f"Mỗi dòng một số: {'; '.join(names.values())}. Ví dụ: {next(iter(names.values()))}: 20"
        super().__init__(help_text=hint, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Stored numbers as lines."""
        if isinstance(value, dict):
            return "\n".join(f"{label}: {value[key]}" for key, label in self.names.items() if key in value)
        return value

    def clean(self, value: Any) -> dict[str, int]:
        """Every key with its number; raises ValidationError naming the line, or what is missing."""
        found = dict(self._read(squeeze(line)) for line in super().clean(value).splitlines() if line.strip())
        missing = [label for key, label in self.names.items() if key not in found]
        if missing:
            raise forms.ValidationError(f"Còn thiếu: {'; '.join(missing)}.")
        return found

    def _read(self, line: str) -> tuple[str, int]:
        label, _, number = line.rpartition(":")
        key = next((key for key, known in self.names.items() if fold(known) == fold(squeeze(label))), None)
        digits = number.strip()
        if key is None or not digits.isascii() or not digits.isdecimal() or not 0 < int(digits[:6]) <= 1000:
            raise forms.ValidationError(
                f"Dòng «{line[:80]}» chưa đúng: ghi tên, dấu hai chấm, số từ 1 đến 1000."
            )
        return key, int(digits)


NUMBERS: dict[str, dict[str, str]] = {
    "keeping": {
        "component": "Thành phần hồ sơ (năm)",
        "result": "Kết quả giải quyết (năm)",
        "attached": "Giấy tờ kèm theo (năm)",
        "certified": "Bản sao chứng thực điện tử (năm)",
        "dropped_scan_days": "Tệp quét đã bỏ (ngày)",
    },
    "unusual_looks": {
        "a_day": "Tra cứu trong một ngày từ (lượt)",
        "without_dossier": "Không thành hồ sơ từ (lượt)",
        "times_usual": "Gấp mức giữa (lần)",
        "at_least": "Mức giữa chỉ xét khi từ (lượt)",
    },
}


def shown(kind: str, value: Mapping[str, Any]) -> str:
    """The numbers as people read them."""
    return "; ".join(f"{label}: {value[key]}" for key, label in NUMBERS[kind].items() if key in value)
