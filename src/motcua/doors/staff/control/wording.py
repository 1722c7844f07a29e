"""Lists that an agency words itself (checklists, emulation criteria): a form of rows, and where a list comes from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from motcua.doors.frame.components import Crumb
from motcua.doors.frame.forms import DayField
from motcua.doors.staff.control.showing import Cleaned, areas, day_words, form_page, place_of
from motcua.doors.staff.gates import done
from motcua.doors.staff.pages import show
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.regimes.rules import Row

_MOST_ROWS = 110
Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the rows: its name, what stands above it, and the field of one cell."""

    name: str
    label: str
    field: Callable[[str], forms.Field]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the template draws it."""

    label: str
    bound: forms.BoundField


class WordingForm(forms.Form):
    """Heads, rows with a hidden code each, and since when, on what basis, why. An emptied row is taken out."""

    first_day = DayField(label="Áp dụng từ ngày")
    source = forms.CharField(
        label="Căn cứ",
        max_length=300,
        help_text="Kế hoạch, quyết định nào; hoặc ai thống nhất, ở cuộc họp nào.",
    )
    reason = forms.CharField(label="Vì sao sửa", max_length=500)

    def __init__(
        self, given: Any, *, columns: Sequence[Column], rows: Sequence[Given], blank: int, **kwargs: Any
    ) -> None:
        super().__init__(given, **kwargs)
        self.columns = columns
        told = str((given or {}).get("rows", ""))
        self.many = min(int(told), _MOST_ROWS) if told.isdecimal() else len(rows) + blank
        for number in range(self.many):
            row = rows[number] if number < len(rows) else {}
            code = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
            code.initial = row.get("code", "")
            self.fields[f"code-{number}"] = code
            for column in columns:
                field = column.field(f"{column.label}, dòng {number + 1}")
                field.required, field.initial = False, row.get(column.name, "")
                self.fields[f"{column.name}-{number}"] = field

    def heads(self) -> list[forms.BoundField]:
        """The fields above and below the rows."""
        rows = {f"{name}-{number}" for number in range(self.many) for name in ("code", *self.names())}
        return [self[name] for name in self.fields if name not in rows]

    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    def rows(self) -> list[tuple[forms.BoundField, list[Cell]]]:
        """Rows as the template draws them: the hidden code, then the cells."""
        return [
            (self[f"code-{n}"], [Cell(each.label, self[f"{each.name}-{n}"]) for each in self.columns])
            for n in range(self.many)
        ]

    def said(self) -> list[dict[str, Any]]:
        """What was written in each row, emptied ones too."""
        return [
            {name: self.cleaned_data[f"{name}-{n}"] for name in ("code", *self.names())}
            for n in range(self.many)
        ]


class BackForm(forms.Form):
    """Since when the own wording does not hold any more."""

    first_day = DayField(label="Từ ngày")
    reason = forms.CharField(label="Lý do", max_length=500)


def words(label: str) -> forms.Field:
    """A cell of one line."""
    return forms.CharField(label=label, max_length=200)


def lines(label: str) -> forms.Field:
    """A cell of several lines."""
    return forms.CharField(label=label, max_length=500, widget=areas(2))


def wording_page(
    request: HttpRequest, officer: Officer, form: WordingForm, act: Callable[[Cleaned, list[dict[str, Any]]], str], *,
    heading: str, lead: str, caption: str, back: str, crumbs: Sequence[Crumb], take_back: str = "",
) -> HttpResponse:  # fmt: skip
    """The page of one such list: does `act` with heads and rows, goes back; refusals go into the form."""
    if request.method == "POST" and form.is_valid():
        try:
            told = act(form.cleaned_data, form.said())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            done(request, told)
            return redirect(back)
    context = {
        "form": form, "heading": heading, "lead": lead, "caption": caption, "cancel_url": back, "crumbs": crumbs,
        "take_back": take_back,
    }  # fmt: skip
    return show(request, officer, "staff/control/wording.html", context, status=422 if form.is_bound else 200)


def back_page(
    request: HttpRequest, officer: Officer, take_back: Callable[..., object], *, what: str, page: str
) -> HttpResponse:
    """The page that ends an agency's own list from a day on: `take_back` with its agency, actor, day and reason."""
    place = place_of(request, officer, Right.STEER)

    def act(given: Cleaned) -> str:
        take_back(place.agency, actor=officer.actor, **given)
        return f"Từ {day_words(given['first_day'])} dùng lại {what} chung."

    form = BackForm(request.POST or None, initial={"first_day": clock.today()})
    return form_page(request, officer, form, act, heading=f"Bỏ {what} riêng", lead=place.agency.name,
                     back=place.url(page), submit="Dùng lại bản chung")  # fmt: skip


def plain(value: Decimal) -> str:
    """A number as people write it, without idle noughts: 40, 7,5."""
    return f"{value.normalize():f}".replace(".", ",")


def came_from(row: Row) -> str:
    """Where a list comes from, in words: packaged, or whose, since when, by whom and why."""
    if not row.author:
        return f"Bản có sẵn. {row.source} ({row.grade.label})."
    return f"Áp dụng từ {day_words(row.first_day)}; căn cứ: {row.source}; {row.author} ghi, lý do: {row.reason.rstrip('.')}."
