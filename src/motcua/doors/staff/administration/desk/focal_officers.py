"""Focal officers for procedure control: reviewed twice a year, decided, published."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.forms import DayField
from motcua.doors.frame.templatetags.frame import moment, status_tag
from motcua.doors.staff.administration.answering import Cleaned, form_page
from motcua.doors.staff.administration.desk.showing import (
    STEERS,
    Do,
    Line,
    Sheet,
    Table,
    at,
    day_words,
    row_of,
    sheet_page,
    the_desk,
)  # fmt: skip
from motcua.doors.staff.control.showing import word_file
from motcua.doors.staff.gates import gate
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation import focal
from motcua.organisation.dated import lasting
from motcua.organisation.focal import NewFocal, period_words
from motcua.organisation.focal_paper import decision_paper
from motcua.organisation.models import Agency, FocalList, Staff
from motcua.organisation.rules import Officer

PAGE = "staff:desk-focal"


class EntriesField(forms.CharField):
    """One focal officer a line: name; title; unit; phone."""

    widget = forms.Textarea(attrs={"rows": 8})

    def clean(self, value: object) -> list[NewFocal]:
        """The entries; raises ValidationError naming the line."""
        text = super().clean(value)
        return [_entry(line) for line in text.splitlines() if line.strip()]


def _entry(line: str) -> NewFocal:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) == 1:
        return NewFocal(parts[0], "", "")
    if len(parts) < 3 or not all(parts[:3]):
        raise ValidationError(
            f"Dòng «{line.strip()[:80]}» chưa đủ: viết «họ tên; chức vụ; đơn vị; điện thoại»."
        )
    return NewFocal(parts[0], parts[1], parts[2], parts[3] if len(parts) > 3 else "")


class EntriesForm(forms.Form):
    """The list as it will be decided."""

    entries = EntriesField(
        label="Danh sách",
        help_text="Mỗi dòng một người. Cán bộ của cơ quan, đơn vị trực thuộc: chỉ cần họ tên, hệ thống điền phần còn lại. "
        "Người khác: họ tên; chức vụ; cơ quan, đơn vị; điện thoại công vụ.",
    )


class DecisionForm(forms.Form):
    """The decision that approves the list."""

    decision = forms.CharField(label="Số quyết định", max_length=200)
    decided_on = DayField(label="Ngày quyết định")


@require_safe
@gate(*STEERS)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The newest list, what its review has still to do, and the lists before."""
    agency = the_desk(request, officer, *STEERS)
    lists = list(focal.lists_of(agency))
    newest = lists[0] if lists else None
    period = focal.current_period(agency)
    notes, do = [], []
    if newest is None or newest.period != period:
        notes.append(f"Chưa rà soát danh sách {period_words(period)}.")
        do.append(Do(f"Rà soát {period_words(period)}", at("staff:desk-focal-begin", agency), main=True))
    sheet = Sheet(
        "Cán bộ đầu mối kiểm soát TTHC",
        lead="Danh sách được rà soát hai lần mỗi năm, phê duyệt bằng quyết định và công khai.",
        do=tuple(do),
        notes=notes + _gone(newest),
        tables=[
            *([_entries(newest)] if newest else []),
            Table("Các lần rà soát", ("Kỳ", "Quyết định", "Công khai", "Kết quả"), [_list(each) for each in lists],
                  "Chưa rà soát lần nào."),
        ],
    )  # fmt: skip
    return sheet_page(request, officer, agency, sheet, *STEERS)


def _gone(row: FocalList | None) -> list[str]:
    if row is None:
        return []
    gone = focal.gone(row, clock.today())
    return [
        f"{entry.name} không còn làm việc: thay người." for entry in focal.entries_of(row) if entry.pk in gone
    ]


def _entries(row: FocalList) -> Table:
    lines = [Line((one.name, one.title, one.unit, one.phone or "–")) for one in focal.entries_of(row)]
    paper = Do("Dự thảo quyết định (Word)", reverse("staff:desk-focal-paper", args=[row.pk]))
    do = (paper,) if row.decision else (
        paper,
        Do("Sửa danh sách", reverse("staff:desk-focal-edit", args=[row.pk])),
        Do("Ghi quyết định, công khai", reverse("staff:desk-focal-decide", args=[row.pk]), main=True),
    )  # fmt: skip
    return Table(
        f"Danh sách {period_words(row.period)}",
        ("Họ và tên", "Chức vụ", "Đơn vị", "Điện thoại"),
        lines,
        "Chưa có ai.",
        do,
    )


def _list(row: FocalList) -> Line:
    state = status_tag("Không đổi", "plain") if row.unchanged else status_tag("Có thay đổi", "done")
    return Line((
        period_words(row.period), f"{row.decision}, {day_words(row.decided_on)}" if row.decision else "chưa có",
        moment(row.published_at) if row.published_at else "chưa công khai",
        state if row.decision else status_tag("Đang rà soát", "running"),
    ))  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(*STEERS)
def begin(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The review of this period begins with the list before."""
    agency = the_desk(request, officer, *STEERS)

    def act(given: Cleaned) -> str:
        focal.begin_review(actor=officer.actor, agency=agency)
        return "Đã mở kỳ rà soát; xem lại danh sách rồi ghi quyết định."

    heading = f"Rà soát {period_words(focal.current_period(agency))}"
    lead = "Danh sách kỳ trước được chép sang (lần đầu: cán bộ giữ vai trò kiểm soát TTHC) để sửa rồi trình quyết định."
    form = forms.Form(request.POST if request.method == "POST" else None)
    return form_page(
        request, officer, form, act, heading=heading, lead=lead, back=at(PAGE, agency), submit="Bắt đầu"
    )


@require_http_methods(["GET", "POST"])
@gate(*STEERS)
def edit(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """What the list says before it is decided."""
    row = row_of(FocalList, number, officer, *STEERS)

    def act(given: Cleaned) -> str:
        entries = [_tied(one, row.agency) for one in given["entries"]]
        focal.change_entries(actor=officer.actor, row=row, entries=entries)
        return f"Danh sách có {len(entries)} người."

    text = "\n".join(
        "; ".join(part for part in (one.name, one.title, one.unit, one.phone))
        for one in focal.entries_of(row)
    )
    form = EntriesForm(request.POST or None, initial={"entries": text})
    return form_page(
        request,
        officer,
        form,
        act,
        heading=f"Danh sách {period_words(row.period)}",
        back=at(PAGE, row.agency),
    )


def _tied(one: NewFocal, agency: Agency) -> NewFocal:
    """Tied to the officer of that name, when there is just one: leaving is then noticed. A bare name is filled in."""
    there = Staff.objects.filter(lasting(clock.today()), agency__path__startswith=agency.path, name=one.name)
    same = list(there.select_related("agency")[:2])
    if one.title:
        return NewFocal(one.name, one.title, one.unit, one.phone, same[0].pk if len(same) == 1 else None)
    if len(same) != 1:
        why = "có nhiều người trùng tên" if same else "không có ai tên này ở cơ quan và đơn vị trực thuộc"
        raise Refused(
            f"Dòng «{one.name[:80]}» chưa đủ: {why}. Viết «họ tên; chức vụ; đơn vị; điện thoại».",
            field="entries",
        )
    return focal.of_staff(same[0])


@require_http_methods(["GET", "POST"])
@gate(*STEERS)
def decide(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The decision; the list is public from then on."""
    row = row_of(FocalList, number, officer, *STEERS)

    def act(given: Cleaned) -> str:
        focal.decide(actor=officer.actor, row=row, **given)
        return "Đã ghi quyết định và công khai danh sách."

    form = DecisionForm(request.POST or None, initial={"decided_on": clock.today()})
    return form_page(
        request, officer, form, act, heading=f"Phê duyệt danh sách {period_words(row.period)}", back=at(PAGE, row.agency),
        submit="Ghi và công khai", lead="Danh sách hiện ở trang «Cán bộ phụ trách» cho mọi người xem.",
    )  # fmt: skip


@require_safe
@gate(*STEERS)
def paper(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The decision with the list in its annex, to be signed."""
    row = row_of(FocalList, number, officer, *STEERS, more=("agency__parent",))
    return word_file(decision_paper(row, list(focal.entries_of(row))), f"quyet-dinh-dau-moi-{row.period}")
