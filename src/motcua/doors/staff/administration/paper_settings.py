"""Settings of papers that are words with a form: the code of a digitised paper, the number of a certified copy, the
reasons for not certifying, its fee. Each is tried with an example before it is stored."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from motcua.dossiers.rules.certifying import number_text
from motcua.kernel.money import grouped
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.storehouse.coding import written

COPY_SIGNATURE = {"required": "Cán bộ ký số bản chụp trước khi bóc tách", "none": "Không ký bản chụp"}
_FEE = {
    "page": "Mỗi trang (đồng)",
    "from_page": "Giảm từ trang thứ",
    "later_page": "Mỗi trang từ trang đó (đồng)",
    "most": "Nhiều nhất một bản (đồng)",
}
_KEY = re.compile(r"[a-z][a-z_]{1,39}")


class CodeField(forms.CharField):
    """The template of codes of digitised papers; `written` says what is wrong with one."""

    def __init__(self, **kwargs: Any) -> None:
        hint = (
            "Gồm {agency} (mã cơ quan), {type} (mã loại giấy tờ), {year}, {number:06d} (số thứ tự 6 chữ số). "
            "Không ghi số định danh vào mã."
        )
        super().__init__(max_length=80, help_text=hint, **kwargs)

    def clean(self, value: Any) -> str:
        """The template, tried with an example; raises ValidationError saying what is wrong."""
        template = squeeze(super().clean(value))
        try:
            written(template, agency="H01.01", type_code="KHAC", year=2026, number=1)
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused
        return template


class CopyNumberField(forms.CharField):
    """How the number of a certified copy is written."""

    def __init__(self, **kwargs: Any) -> None:
        hint = "Gồm {number:02d} (số thứ tự trong sổ của năm) và {year}. Ví dụ: {number:02d}, quyển số 01/{year} - SCT/BS"
        super().__init__(max_length=60, help_text=hint, **kwargs)

    def clean(self, value: Any) -> str:
        """The pattern, tried with an example; raises ValidationError saying what is wrong."""
        pattern = squeeze(super().clean(value))
        try:
            number_text(pattern, number=1, year=2026)
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused
        return pattern


class ReasonsField(forms.CharField):
    """Reasons, one a line: «altered: Bản chính bị tẩy xóa…»; the key stays when the words change."""

    widget = forms.Textarea(attrs={"rows": 10})

    def __init__(self, **kwargs: Any) -> None:
        hint = (
            "Mỗi dòng một lý do: khóa (chữ thường không dấu), dấu hai chấm, lời. Giữ khóa cũ khi chỉ sửa lời."
        )
        super().__init__(help_text=hint, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Stored reasons as lines."""
        if isinstance(value, dict):
            return "\n".join(f"{key}: {words}" for key, words in value.items())
        return value

    def clean(self, value: Any) -> dict[str, str]:
        """The reasons by key; raises ValidationError naming the line."""
        lines = [squeeze(line) for line in super().clean(value).splitlines() if line.strip()]
        found = dict(self._read(line) for line in lines)
        if len(found) < len(lines):
            raise forms.ValidationError("Có khóa ghi hai lần. Mỗi lý do một khóa riêng.")
        return found

    @staticmethod
    def _read(line: str) -> tuple[str, str]:
        key, _, words = (part.strip() for part in line.partition(":"))
        if not _KEY.fullmatch(key) or not 8 <= len(words) <= 400:
            raise forms.ValidationError(
                f"Dòng «{line[:80]}» chưa đúng: ghi khóa, dấu hai chấm, lời từ 8 đến 400 chữ."
            )
        return key, words


class FeeField(forms.CharField):
    """The fee of a certified copy, one number a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text=f"Mỗi dòng một số: {'; '.join(_FEE.values())}.", **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Stored numbers as lines."""
        if isinstance(value, dict):
            return "\n".join(f"{label}: {grouped(value[key])}" for key, label in _FEE.items() if key in value)
        return value

    def clean(self, value: Any) -> dict[str, int]:
        """All four numbers; raises ValidationError naming what is missing or wrong."""
        keys = {label: key for key, label in _FEE.items()}
        found: dict[str, int] = {}
        for line in super().clean(value).splitlines():
            label, _, number = squeeze(line).rpartition(":")
            digits = number.replace(".", "").strip()
            if (
                label in keys
                and digits.isascii()
                and digits.isdecimal()
                and 0 < int(digits[:9]) <= 10_000_000
            ):
                found[keys[label]] = int(digits)
            elif line.strip():
                raise forms.ValidationError(
                    f"Dòng «{line[:80]}» chưa đúng: giữ nguyên tên, dấu hai chấm, số."
                )
        if missing := [label for key, label in _FEE.items() if key not in found]:
            raise forms.ValidationError(f"Còn thiếu: {'; '.join(missing)}.")
        if found["from_page"] < 2:
            raise forms.ValidationError("«Giảm từ trang thứ» ít nhất là 2.")
        return found


FIELDS: Mapping[str, type[forms.CharField]] = {
    "paper_code": CodeField,
    "copy_number": CopyNumberField,
    "reasons": ReasonsField,
    "copy_fee": FeeField,
}


def shown(kind: str, value: Any) -> str:
    """A value as people read it."""
    if kind == "reasons":
        return "; ".join(str(words) for words in value.values())
    if kind == "copy_fee":
        return "; ".join(f"{label}: {grouped(value[key])}" for key, label in _FEE.items() if key in value)
    return str(value)
