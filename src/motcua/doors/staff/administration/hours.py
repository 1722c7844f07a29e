"""Office hours as people type them: 07:30-11:30, several sessions parted by commas."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from motcua.kernel.refusals import Refused
from motcua.worktime.hours import parse_sessions

_SHAPE = re.compile(r"(\d{1,2})[:hg](\d{0,2})\s*(?:-|–|đến)\s*(\d{1,2})[:hg](\d{0,2})", re.IGNORECASE)


class HoursField(forms.CharField):
    """Sessions of a day; cleaned: pairs such as `("07:30", "11:30")`, none for an empty field."""

    def clean(self, value: Any) -> list[tuple[str, str]]:
        """The sessions; raises ValidationError saying how to write them."""
        text = super().clean(value)
        sessions = [_session(part) for part in re.split(r"[,;]", text) if part.strip()]
        try:
            parse_sessions(sessions, "hours", may_be_empty=True)
        except Refused as refused:
            raise ValidationError(re.sub(r"^hours(\[\d+\])?: ", "", refused.message)) from None
        return sessions


def _session(text: str) -> tuple[str, str]:
    found = _SHAPE.fullmatch(text.strip())
    if found is None:
        raise ValidationError("Ghi giờ mở và giờ đóng, ví dụ 07:30-11:30.")
    opens, opens_minute, closes, closes_minute = found.groups()
    return (
        f"{int(opens):02d}:{int(opens_minute or 0):02d}",
        f"{int(closes):02d}:{int(closes_minute or 0):02d}",
    )
