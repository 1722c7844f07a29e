"""Checklists of inspections: which an agency uses, since when and by whom; its own wording of them."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Crumb
from motcua.doors.staff.control.showing import (
    Cleaned,
    Do,
    Line,
    Place,
    Sheet,
    Table,
    day_words,
    place_of,
    sheet,
)
from motcua.doors.staff.control.wording import (
    Column,
    WordingForm,
    back_page,
    came_from,
    lines,
    wording_page,
    words,
)
from motcua.doors.staff.gates import gate
from motcua.inspections import checklists
from motcua.inspections.checklists import Checklist, Wording
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.regimes.queries import history

PAGE = "staff:inspection-checklists"
_COLUMNS = (Column("group", "Nhóm", words), Column("text", "Nội dung kiểm tra", lines))
_BLANK, _BLANK_OF_NEW = 5, 15


class ChecklistForm(WordingForm):
    """A checklist with its name."""

    name = forms.CharField(label="Tên bảng kiểm", max_length=200)
    field_order = ("name", "source", "first_day", "reason")


@require_safe
@gate(Right.SEE_FIGURES, Right.STEER)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The checklists of today with their items, and every wording the agency ever wrote."""
    place = place_of(request, officer)
    row = checklists.row_of(place.agency, clock.today())
    of = Sheet(
        "Bảng kiểm",
        lead="Nội dung đoàn kiểm tra xem; mỗi cuộc kiểm tra giữ bảng của ngày chuẩn bị",
        do=(Do("Thêm bảng kiểm", place.url("staff:inspection-checklist-write"), main=True),) if place.leads else (),
        tables=[*(_table(one, place) for one in checklists.lists_in(row).values()), _written(place)],
        crumbs=[Crumb("Kiểm tra", place.url("staff:inspections")), Crumb("Bảng kiểm")],
    )  # fmt: skip
    return sheet(request, officer, of, place=place)


def _table(one: Checklist, place: Place) -> Table:
    rows = [Line((item.code, item.group, item.text)) for item in one.items]
    do = Do("Sửa", place.url("staff:inspection-checklist-write", ma=one.code), about=one.name)
    return Table(one.name, ("Mục", "Nhóm", "Nội dung kiểm tra"), rows,
                 note=f"Căn cứ: {one.source} ({one.grade.label}).", do=(do,) if place.leads else ())  # fmt: skip


def _written(place: Place) -> Table:
    rows = [
        Line((day_words(each.first_day), "Dùng lại bản chung" if each.withdrawn else each.source, each.author, each.reason))
        for each in history(checklists.KEY, place.agency.code)
    ]  # fmt: skip
    now = came_from(checklists.row_of(place.agency, clock.today()))
    return Table("Những lần sửa", ("Áp dụng từ", "Căn cứ", "Người sửa", "Lý do"), rows,
                 "Cơ quan này chưa sửa bảng kiểm nào.", note=now)  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def write(request: HttpRequest, officer: Officer) -> HttpResponse:
    """An agency's own wording of a checklist (`ma`), or a new one."""
    place = place_of(request, officer, Right.STEER)
    day = checklists.newest_day(place.agency, clock.today())
    row = checklists.row_of(place.agency, day)
    code = request.GET.get("ma", "")
    one = checklists.lists_in(row).get(code)
    if code and one is None:
        raise NotFound
    rows = [{"code": item.code, "group": item.group, "text": item.text} for item in one.items] if one else []
    form = ChecklistForm(
        request.POST or None, columns=_COLUMNS, rows=rows, blank=_BLANK if one else _BLANK_OF_NEW,
        initial={"name": one.name, "source": one.source, "first_day": day} if one else {"first_day": day},
    )  # fmt: skip

    def act(given: Cleaned, said: list[dict[str, Any]]) -> str:
        made = checklists.write(
            place.agency, code, name=given["name"], source=given["source"], items=[Wording(**each) for each in said],
            first_day=given["first_day"], reason=given["reason"], actor=officer.actor,
        )  # fmt: skip
        return (
            f"Đã ghi «{made.name}», {len(made.items)} nội dung, áp dụng từ {day_words(given['first_day'])}."
        )

    back = place.url(PAGE)
    return wording_page(
        request, officer, form, act, heading=f"Sửa: {one.name}" if one else "Thêm bảng kiểm", lead=place.agency.name,
        caption="Nội dung kiểm tra", back=back, crumbs=[Crumb("Bảng kiểm", back), Crumb("Sửa" if one else "Thêm")],
        take_back=place.url("staff:inspection-checklist-back") if row.scope == place.agency.code else "",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def back(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The own lists do not hold any more."""
    return back_page(request, officer, checklists.take_back, what="bảng kiểm", page=PAGE)
