"""Evaluation by the nine indices: the agency, its officers, one's own sheet, the dossiers behind a score."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from motcua.doors.frame.charts import Bar, bars
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import as_file, wants_file
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.choosing import (
    ChoiceForm,
    View,
    chosen_period,
    chosen_view,
    period_choices,
)
from motcua.doors.staff.steering.dossier_lists import Row, dossier_page
from motcua.indicators.nine import ALL, OF_A_DOSSIER, SAID_BY_CITIZENS, NineScore
from motcua.kernel import clock
from motcua.kernel.periods import Period, PeriodKind
from motcua.kernel.refusals import NotFound
from motcua.measurement import nine
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, Staff
from motcua.organisation.rules import Officer
from motcua.regimes.queries import rules_on
from motcua.rendering.xlsx import Value

_HOW = {
    "1": "Hệ thống: xử lý xong so với ngày hẹn trả",
    "2": "Hệ thống: từng bước so với hạn của bước",
    "3": "Phiếu đánh giá",
    "4": "Phiếu đánh giá",
    "5": "Hệ thống: danh mục thủ tục",
    "6": "Hệ thống: nội dung công khai; niêm yết do cơ quan xác nhận",
    "7": "Hệ thống và phiếu: sớm hạn, đúng hạn, bị phản ánh",
    "8": "Hệ thống: phản ánh, kiến nghị",
    "9": "Hệ thống: dịch vụ công trực tuyến",
}

# What the two numbers of an index of the agency as a whole count; of the others points and dossiers.
_COUNTED = {
    "5": "thủ tục giải quyết tại chỗ",
    "6": "thủ tục đủ nội dung",
    "8": "phản ánh đúng hạn",
    "9": "hồ sơ trực tuyến",
}


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One index as the pages show it; `url` opens the dossiers, empty where nothing is behind it.

    `what`: what `total` of `dossiers` counts.
    """

    index: str
    title: str
    points: Decimal | None
    total: int
    dossiers: int
    most: int
    how: str
    what: str
    url: str


@require_GET
@gate(Right.SEE_FIGURES)
def agency(request: HttpRequest, officer: Officer) -> HttpResponse:
    """An agency's sheet with the scores of its officers; as Excel with `?as=xlsx`."""
    view = chosen_view(request, officer, otherwise=PeriodKind.QUARTER)
    scope, at = view.scope(), clock.now()
    found = nine.nine_of_agency(scope, view.period, at)
    # Over a province the officers are read agency by agency.
    officers = [] if view.with_below else nine.nine_of_officers(scope, view.period, at)
    rows = _rows(view.agency, view.period, found.score, view)
    if wants_file(request):
        return as_file(_OFFICER_HEADERS, _officer_lines(officers), name=f"chin-chi-so-{view.agency.code}")
    context = {
        "view": view,
        "choice": ChoiceForm(view),
        "found": found,
        "rows": rows,
        "chart": _picture(rows, f"Chín chỉ số, {view.period.label_inside}"),
        "officers": [(one, _sheet_url(one.staff, view.period)) for one in officers],
        "columns": OF_A_DOSSIER,
        "may_steer": officer.may(Right.STEER, view.agency.path),
        "evaluator": _rule(view.agency, view.period, "nine.evaluator"),
    }
    return show(request, officer, "staff/steering/nine.html", context)


@require_GET
@gate()
def own_sheet(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The sheet of whoever asks: every officer may see their own."""
    return _sheet(request, officer, Staff.objects.select_related("agency").get(pk=officer.staff_id))


@require_GET
@gate(Right.SEE_FIGURES)
def officer_sheet(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The sheet of an officer of an agency in scope."""
    staff = Staff.objects.select_related("agency").filter(pk=number).first()
    if staff is None or not officer.may(Right.SEE_FIGURES, staff.agency.path):
        raise NotFound
    return _sheet(request, officer, staff)


@require_GET
@gate(Right.SEE_FIGURES)
def dossiers(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The dossiers that got some points in an index, each with its points in all."""
    view = chosen_view(request, officer, otherwise=PeriodKind.QUARTER)
    index = request.GET.get("index", "1")
    if index not in OF_A_DOSSIER:
        raise NotFound
    wanted = request.GET.get("points", "0")
    points = int(wanted) if wanted in ("0", "1", "2") else None
    scope, at = view.scope(), clock.now()
    keys = nine.dossiers_with(scope, view.period, at, index, points)
    if index in SAID_BY_CITIZENS:
        mine = nine.taken_part_in(officer.staff_id, keys)
        keys = [key for key in keys if key not in mine]
    page = Paginator(keys, 50).get_page(request.GET.get("page"))
    rules = nine.rules_in(scope, view.period, at)
    scored = nine.points_of_dossiers(list(page), rules)
    hidden = nine.taken_part_in(officer.staff_id, list(page))
    context = {
        "view": view,
        "index": index,
        "title": _rule(view.agency, view.period, f"nine.{index}")["title"],
        "points": points,
        "choices": [
            (value, view.url("nine-dossiers", index=index, points=value)) for value in ("2", "1", "0", "none")
        ],
        "chosen": wanted if points is not None else "none",
        "page": page,
        "columns": OF_A_DOSSIER,
        "rows": [
            _scored(row, int(key), scored, int(key) in hidden)
            for row, key in zip(dossier_page(officer, list(page)), page, strict=True)
        ],
        "left_out": index in SAID_BY_CITIZENS,
    }
    return show(request, officer, "staff/steering/nine_dossiers.html", context)


def _sheet(request: HttpRequest, officer: Officer, staff: Staff) -> HttpResponse:
    period, at = chosen_period(request, otherwise=PeriodKind.QUARTER), clock.now()
    found = nine.nine_of_officer(staff, period, at)
    keys = list(
        nine.dossiers_of_officer(staff, period, at)
        .order_by("-finished_on", "-dossier_id")
        .values_list("dossier_id", flat=True)
    )
    page = Paginator(keys, 50).get_page(request.GET.get("page"))
    rules = nine.rules_in(nine.scope_of_staff(staff), period, at)
    scored = nine.points_of_dossiers(list(page), rules)
    # Their own sheet, or that of somebody whose dossiers they know: what single citizens said stays hidden.
    columns = tuple(index for index in OF_A_DOSSIER if index not in SAID_BY_CITIZENS)
    context = {
        "staff": staff,
        "own": staff.pk == officer.staff_id,
        "period": period,
        "form": _PeriodForm(period),
        "found": found,
        "limit": nine.hidden_limit(nine.scope_of_staff(staff), period, at),
        "rows_of_indices": _rows(staff.agency, period, found.score, None),
        "columns": columns,
        "page": page,
        "rows": [
            _scored(row, int(key), scored, hide=True)
            for row, key in zip(dossier_page(officer, list(page)), page, strict=True)
        ],
    }
    return show(request, officer, "staff/steering/nine_officer.html", context)


class _PeriodForm(forms.Form):
    period = forms.ChoiceField(label="Kỳ", required=False)

    def __init__(self, period: Period) -> None:
        super().__init__({"period": period.code})
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = period_choices(period, clock.today())


def _rows(agency: Agency, period: Period, score: NineScore, view: View | None) -> list[IndexRow]:
    ask = rules_on(min(period.last, clock.today()), scopes=agency.chain)
    found = []
    for index in ALL:
        one = score.indices.get(index)
        if one is None:
            continue
        url = _behind_url(view, index) if view else ""
        rule = ask(f"nine.{index}")
        found.append(
            IndexRow(
                index,
                rule["title"],
                one.points,
                one.total,
                one.dossiers,
                rule["points"][0],
                _HOW[index],
                _COUNTED.get(index, "điểm của các hồ sơ"),
                url,
            )
        )
    return found


def _behind_url(view: View, index: str) -> str:
    """The dossiers of an index of dossiers, what an index of the agency as a whole counts."""
    if index in OF_A_DOSSIER:
        return view.url("nine-dossiers", index=index, points="0")
    return view.url("nine-behind", index=index)


def _picture(rows: list[IndexRow], title: str) -> Any:
    return bars(
        [Bar(f"{row.index}. {row.title}", row.points, row.url) for row in rows],
        title=title, most=2, places=1, note="Mỗi chỉ số từ 0 đến 2 điểm.",
    )  # fmt: skip


def _rule(agency: Agency, period: Period, key: str) -> Any:
    return rules_on(min(period.last, clock.today()), scopes=agency.chain)(key)


def _sheet_url(staff: Staff, period: Period) -> str:
    return f"{reverse('staff:nine-officer', args=[staff.pk])}?period={period.code}"


def _scored(
    row: Row, key: int, scored: Mapping[int, Mapping[str, int | None]], hide: bool
) -> tuple[Row, list[tuple[str, int | None]]]:
    """A row with its points by index."""
    points = scored.get(key, {})
    wanted = [index for index in OF_A_DOSSIER if not (hide and index in SAID_BY_CITIZENS)]
    return row, [(index, points.get(index)) for index in wanted]


_OFFICER_HEADERS = (
    "STT", "Họ và tên", "Chức danh", "Số hồ sơ", "Số hồ sơ có phiếu",
    *(f"Chỉ số {index}" for index in OF_A_DOSSIER), "Tổng điểm", "Điểm tối đa của chỉ số có dữ liệu", "Xếp loại",
)  # fmt: skip


def _officer_lines(officers: list[nine.OfficerNine]) -> Iterator[tuple[Value, ...]]:
    for number, one in enumerate(officers, 1):
        points = (one.score.indices[index].points for index in OF_A_DOSSIER)
        yield (
            number, one.staff.name, one.staff.title, one.dossiers, one.with_slip,
            *(None if each is None else float(each) for each in points),
            float(one.score.total), one.score.most, one.score.label,
        )  # fmt: skip
