"""Dossiers received by each receptionist against the minimum, and by whose officers."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Summary
from motcua.doors.frame.templatetags.frame import status_tag
from motcua.doors.staff.administration.answering import Cleaned, form_page
from motcua.doors.staff.administration.desk.showing import (
    MANAGE,
    Do,
    Line,
    Sheet,
    Table,
    at,
    sheet_page,
    the_desk,
)
from motcua.doors.staff.gates import gate
from motcua.dossiers.reception_counts import received_by, received_in_all
from motcua.kernel import clock
from motcua.kernel.money import grouped
from motcua.kernel.refusals import Refused
from motcua.measurement.each import shares_of_year
from motcua.organisation import productivity
from motcua.organisation.assignments import belonging_of
from motcua.organisation.desk_enums import Belonging
from motcua.organisation.models import Agency, Staff
from motcua.organisation.productivity import Output, Verdict
from motcua.organisation.rules import Officer
from motcua.regimes.actions import set_value
from motcua.regimes.queries import explain
from motcua.regimes.rules import Row

PAGE = "staff:desk-productivity"
_TONES = {Verdict.REACHED: "done", Verdict.BELOW: "late", Verdict.EXEMPT: "plain", Verdict.RUNNING: "running"}


class MinimumForm(forms.Form):
    """The agency's own minimum."""

    minimum = forms.IntegerField(label="Hồ sơ mỗi người mỗi năm, ít nhất", min_value=1, max_value=100_000)
    year = forms.IntegerField(label="Áp dụng từ năm", min_value=2018, max_value=2100)
    source = forms.CharField(label="Văn bản", max_length=300)
    reason = forms.CharField(label="Lý do", max_length=500)


@require_safe
@gate(*MANAGE)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A year of the desk, person by person."""
    agency = the_desk(request, officer, *MANAGE)
    today = clock.today()
    year = (
        int(asked)
        if (asked := request.GET.get("nam", "")).isdigit() and 2018 <= int(asked) <= 2100
        else today.year
    )
    first, last = date(year, 1, 1), date(year, 12, 31)
    received = received_by(agency, first, last)
    total = received_in_all(agency, first, last)
    row = _rule(agency, min(last, today))
    minimum = productivity.minimum_for(row.value, agency.level) if row else None
    outputs = _judged(agency, year, received, total, minimum) if minimum else []
    kinds = belonging_of(received, agency, first, last)
    names = dict(
        Staff.objects.filter(pk__in={*received, *(one.staff for one in outputs)}).values_list("pk", "name")
    )
    sheet = Sheet(
        "Năng suất, ai tiếp nhận",
        lead=f"Năm {year}",
        do=(
            Do(f"Năm {year - 1}", at(PAGE, agency, nam=year - 1)),
            *([Do(f"Năm {year + 1}", at(PAGE, agency, nam=year + 1))] if year < today.year else []),
            Do("Đặt mức riêng", at("staff:desk-productivity-minimum", agency)),
        ),
        notes=_notes(row, minimum, agency),
        cards=_cards(total, minimum, received, kinds),
        tables=[
            Table(
                "Từng người tiếp nhận", ("Cán bộ", "Thuộc", "Đã tiếp nhận", "Mức tối thiểu", "So với mức", "Kết quả"),
                [_line(one, names, kinds) for one in outputs], "Chưa có hồ sơ nào được tiếp nhận trong năm.",
                note=_source(row),
            )
        ],
    )  # fmt: skip
    return sheet_page(request, officer, agency, sheet, *MANAGE)


def _rule(agency: Agency, day: date) -> Row | None:
    try:
        return explain(productivity.RULE, on=day, scopes=agency.chain)
    except Refused:
        return None


def _judged(agency: Agency, year: int, received: dict[int, int], total: int, minimum: int) -> list[Output]:
    shares = shares_of_year(agency, year, received)
    return productivity.judge(
        received, shares, minimum, desk_total=total, year_ended=date(year, 12, 31) < clock.today()
    )


def _cards(
    total: int, minimum: int | None, received: dict[int, int], kinds: dict[int, Belonging]
) -> list[Summary]:
    by_kind = dict.fromkeys(Belonging, 0)
    for staff, many in received.items():
        by_kind[kinds[staff]] += many
    known = sum(received.values())
    parts = [
        Summary(kind.label, many, note=f"{100 * many / known:.1f} %".replace(".", ",") if known else "")
        for kind, many in by_kind.items()
    ]
    return [
        Summary("Hồ sơ đã tiếp nhận", total),
        *parts,
        Summary("Không qua người tiếp nhận", total - known, note="nhận tự động, dữ liệu cũ"),
        Summary("Mức tối thiểu một người", minimum),
    ]


def _line(one: Output, names: dict[int, str], kinds: dict[int, Belonging]) -> Line:
    kind = kinds.get(one.staff, Belonging.OWN)
    return Line((
        names.get(one.staff, "–"), kind.label, grouped(one.received), grouped(one.minimum), f"{one.percent} %",
        status_tag(one.verdict.label, _TONES[one.verdict]),
    ))  # fmt: skip


def _notes(row: Row | None, minimum: int | None, agency: Agency) -> list[str]:
    if row is not None and minimum is None:
        return [f"Quy định chưa có mức cho cấp của {agency.name}: đặt mức riêng."]
    return []


def _source(row: Row | None) -> str:
    if row is None:
        return "Năm này chưa có mức tối thiểu."
    return (
        f"Mức: {row.source or row.reason} ({row.grade.label}). Người làm một phần của năm tính theo phần ấy. "
        "Bộ phận có tổng cả năm dưới mức của một người thì được miễn."
    )


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def minimum(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The agency's own minimum from a year on."""
    agency = the_desk(request, officer, *MANAGE)
    today = clock.today()
    row = _rule(agency, today)

    def act(given: Cleaned) -> str:
        value = {**(row.value if row else {}), agency.level: given["minimum"]}
        set_value(
            actor=officer.actor, key=productivity.RULE, value=value, scope=agency.code,
            first_day=date(given["year"], 1, 1), reason=given["reason"], source=given["source"],
        )  # fmt: skip
        return f"Từ năm {given['year']}: {grouped(given['minimum'])} hồ sơ mỗi người."

    known = productivity.minimum_for(row.value, agency.level) if row else None
    form = MinimumForm(request.POST or None, initial={"year": today.year, "minimum": known})
    return form_page(
        request, officer, form, act, heading="Mức tối thiểu của cơ quan", back=at(PAGE, agency),
        lead="Ví dụ 20 hồ sơ mỗi ngày × 22 ngày × 12 tháng = 5.280.",
    )  # fmt: skip
