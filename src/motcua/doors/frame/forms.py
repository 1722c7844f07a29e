"""Form fields and widgets in the way people here write: dd/mm/yyyy, 1.234.567, codes from a scanner.

`FORM_RENDERER = "motcua.doors.frame.forms.FrameRenderer"` makes `{{ form }}` look like the rest.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext as _

from motcua.doors.frame.fields import field_html
from motcua.doors.frame.quick_widgets import drawn
from motcua.kernel import clock
from motcua.kernel.money import grouped
from motcua.kernel.text import squeeze

_DAY_SHAPES: Final = (
    re.compile(r"(?P<day>\d{1,2})[/.\- ](?P<month>\d{1,2})[/.\- ](?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
)
_TIME_SHAPE: Final = re.compile(r"(?P<hour>\d{1,2})[:hg](?P<minute>\d{2})?", re.IGNORECASE)
_MONEY_SHAPE: Final = re.compile(r"\d+|\d{1,3}(?:[. ,]\d{3})+")
# Years no paper of a desk names: a slip of the finger, on which days could not be counted either.
_FIRST_YEAR, _LAST_YEAR = 1800, 2199
# Đồng; more is a slip of the finger, and sums of it would not fit where they are kept.
MOST_MONEY: Final = 999_999_999_999_999
_MONEY_UNIT: Final = re.compile(r"(?:đồng|đ|vnđ|vnd)\.?$", re.IGNORECASE)


class FrameRenderer(DjangoTemplates):
    """Renders `{{ form }}` and `{{ field.as_field_group }}` with the frame's own templates."""

    form_template_name = "frame/form.html"
    field_template_name = "frame/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Fields and the plainest widgets are drawn directly, the others by their templates."""
        if template_name == self.field_template_name:
            return field_html(context["field"])
        quick = drawn(template_name, context)
        return super().render(template_name, context, request) if quick is None else quick


def _with_class(attrs: Mapping[str, Any] | None, name: str, **defaults: str) -> dict[str, Any]:
    return {"class": name, **defaults, **(attrs or {})}


class DayInput(forms.DateInput):
    """A day typed as dd/mm/yyyy; a text field: date pickers follow the browser's own order."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        marks = _with_class(attrs, "w-day", inputmode="numeric", placeholder="dd/mm/yyyy", autocomplete="off")
        super().__init__(attrs=marks, format="%d/%m/%Y")


class MomentInput(forms.DateTimeInput):
    """A local moment typed as HH:mm dd/mm/yyyy."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        marks = _with_class(attrs, "w-moment", placeholder="HH:mm dd/mm/yyyy", autocomplete="off")
        super().__init__(attrs=marks, format="%H:%M %d/%m/%Y")


class MoneyInput(forms.TextInput):
    """An amount in đồng, shown with dots between thousands and the unit beside the field."""

    template_name = "frame/widgets/money.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(attrs=_with_class(attrs, "w-money", inputmode="numeric", autocomplete="off"))

    def format_value(self, value: Any) -> str | None:
        """An integer with its dots; what a person typed, as typed."""
        return grouped(value) if isinstance(value, int) else super().format_value(value)


class CodeInput(forms.TextInput):
    """A code: dossier, identity card. Wide letters, no correction by the browser."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        marks = _with_class(attrs, "w-code", autocomplete="off", autocapitalize="off", spellcheck="false")
        super().__init__(attrs=marks)


class ScanInput(CodeInput):
    """A field that a scanner fills, also when the focus is elsewhere; fires `scanned` for htmx."""

    def __init__(self, attrs: Mapping[str, Any] | None = None, *, sends: bool = False) -> None:
        super().__init__(attrs={"data-scan": "submit" if sends else "line", **(attrs or {})})


class PhoneInput(forms.TextInput):
    """A telephone number: digits keyboard on a telephone, filled by the browser where the person allows."""

    input_type = "tel"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(attrs=_with_class(attrs, "w-code", autocomplete="tel"))


class Radios(forms.RadioSelect):
    """One of a few, each a whole line to press. `boxed` draws a frame around each, for public pages."""

    template_name = "frame/widgets/choices.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None, *, boxed: bool = False, **kwargs: Any) -> None:
        super().__init__(attrs=dict(attrs or {}), **kwargs)
        self.boxed = boxed

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The template is told whether to draw boxes."""
        return {**super().get_context(name, value, attrs), "boxed": self.boxed}


class Checkboxes(forms.CheckboxSelectMultiple):
    """Some of a few, each a whole line to press."""

    template_name = "frame/widgets/choices.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None, *, boxed: bool = False, **kwargs: Any) -> None:
        super().__init__(attrs=dict(attrs or {}), **kwargs)
        self.boxed = boxed

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The template is told whether to draw boxes."""
        return {**super().get_context(name, value, attrs), "boxed": self.boxed}


class DayField(forms.Field):
    """A day: 5/3/2024, 05-03-2024, 05032024 and 2024-03-05 are understood alike."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        """The day, None for an empty field; raises ValidationError saying how to write it."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        return _read_day(squeeze(str(value)))


class MomentField(forms.Field):
    """A moment in Việt Nam, typed 14:30 05/03/2024 or 05/03/2024 14h30; cleaned: aware, in UTC."""

    widget = MomentInput

    def to_python(self, value: Any) -> datetime | None:
        """The moment in UTC, None for an empty field; raises ValidationError saying how to write it."""
        if value in self.empty_values or isinstance(value, datetime):
            return value or None
        text = squeeze(str(value))
        time = _TIME_SHAPE.search(text)
        hour, minute = (int(time["hour"]), int(time["minute"] or 0)) if time else (24, 0)
        if time is None or hour > 23 or minute > 59:
            raise ValidationError(
                _("Ghi giờ và ngày theo mẫu HH:mm dd/mm/yyyy, ví dụ 14:30 05/03/2024."), code="invalid"
            )
        day = _read_day((text[: time.start()] + text[time.end() :]).strip(" ,"))
        return clock.at_local(day, hour, minute)

    def prepare_value(self, value: Any) -> Any:
        """A stored moment is shown as the wall clock in Việt Nam."""
        return clock.local(value.astimezone(UTC)) if isinstance(value, datetime) and value.tzinfo else value


class MoneyField(forms.Field):
    """A whole amount in đồng, not negative: 1.234.567, 1234567 and 1.234.567 đồng are understood alike."""

    widget = MoneyInput

    def to_python(self, value: Any) -> int | None:
        """The amount, None for an empty field; raises ValidationError saying how to write it."""
        if value in self.empty_values or isinstance(value, int):
            return value if isinstance(value, int) else None
        text = _MONEY_UNIT.sub("", squeeze(str(value))).strip()
        if not _MONEY_SHAPE.fullmatch(text):
            raise ValidationError(_("Ghi số tiền bằng chữ số, đơn vị đồng, ví dụ 1.234.567."), code="invalid")
        amount = int(re.sub(r"\D", "", text))
        if amount > MOST_MONEY:
            raise ValidationError(_("Số tiền quá lớn: nhiều nhất 999.999.999.999.999 đồng."), code="most")
        return amount


class CommaDecimalField(forms.DecimalField):
    """A number with decimals, written with a comma as people do; a point is understood too."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # its stub follows IntegerField
        """The number; raises ValidationError when it is none."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """A stored number is shown with a comma."""
        return str(value).replace(".", ",") if isinstance(value, Decimal) else value


def _read_day(text: str) -> date:
    found = next((match for shape in _DAY_SHAPES if (match := shape.fullmatch(text))), None)
    if found is None:
        raise ValidationError(_("Ghi ngày theo mẫu dd/mm/yyyy, ví dụ 05/03/2024."), code="invalid")
    if not _FIRST_YEAR <= int(found["year"]) <= _LAST_YEAR:
        raise ValidationError(
            _("Năm của ngày %(text)s chưa đúng: ghi năm từ 1800 đến 2199.") % {"text": text}, code="invalid"
        )
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise ValidationError(
            _("Không có ngày %(text)s. Hãy kiểm tra lại ngày và tháng.") % {"text": text}, code="invalid"
        ) from None
