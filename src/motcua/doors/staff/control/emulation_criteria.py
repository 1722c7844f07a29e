"""The criteria of emulation as an agency words them: what is measured, how many points, from which day on."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from motcua.doors.frame.components import Crumb
from motcua.doors.staff.control.showing import Cleaned, day_words, place_of
from motcua.doors.staff.control.wording import Column, WordingForm, back_page, lines, plain, wording_page
from motcua.doors.staff.gates import gate
from motcua.doors.staff.steering.forms import NumberField
from motcua.kernel import clock
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.plans import emulation_criteria
from motcua.plans.emulation_criteria import Criterion, Fact, Wording

PAGE = "staff:emulation"
_BLANK = 3


def _facts(label: str) -> forms.Field:
    return forms.ChoiceField(label=label, choices=[(each.value, each.label) for each in reversed(Fact)])


def _points(label: str) -> forms.Field:
    return NumberField(label=label)


_COLUMNS = (
    Column("name", "Tiêu chí", lines),
    Column("fact", "Ai chấm", _facts),
    Column("most", "Điểm tối đa", _points),
    Column("full", "Trọn điểm khi đạt", _points),
)


class CriteriaForm(WordingForm):
    """The criteria."""

    field_order = ("source", "first_day", "reason")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def write(request: HttpRequest, officer: Officer) -> HttpResponse:
    """An agency's own criteria."""
    place = place_of(request, officer, Right.STEER)
    day = emulation_criteria.newest_day(place.agency, clock.today())
    row = emulation_criteria.row_of(place.agency, day)
    rows = [_row(one) for one in emulation_criteria.criteria_in(row)]
    form = CriteriaForm(
        request.POST or None, columns=_COLUMNS, rows=rows, blank=_BLANK,
        initial={"first_day": day, "source": row.source if row.author else ""},
    )  # fmt: skip

    def act(given: Cleaned, said: list[dict[str, Any]]) -> str:
        wordings = [
            Wording(each["code"], each["name"], each["most"], Fact(each["fact"] or ""), each["full"])
            for each in said
        ]
        made = emulation_criteria.write(
            place.agency, wordings, source=given["source"], first_day=given["first_day"], reason=given["reason"],
            actor=officer.actor,
        )  # fmt: skip
        most = sum((one.most for one in made), Decimal(0))
        return f"Đã ghi {len(made)} tiêu chí, tổng {plain(most)} điểm, áp dụng từ {day_words(given['first_day'])}."

    back = place.url(PAGE)
    return wording_page(
        request, officer, form, act, heading="Tiêu chí thi đua", caption="Các tiêu chí", back=back,
        lead=f"{place.agency.name}. Điểm theo tỷ lệ đến giá trị trọn điểm; tiêu chí hội đồng ghi thì ô cuối để trống.",
        crumbs=[Crumb("Thi đua", back), Crumb("Tiêu chí")],
        take_back=place.url("staff:emulation-criteria-back") if row.scope == place.agency.code else "",
    )  # fmt: skip


def _row(one: Criterion) -> dict[str, str]:
    full = plain(one.full) if one.fact else ""
    return {"code": one.code, "name": one.name, "fact": one.fact, "most": plain(one.most), "full": full}


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def back(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The own criteria do not hold any more."""
    return back_page(request, officer, emulation_criteria.take_back, what="tiêu chí", page=PAGE)
