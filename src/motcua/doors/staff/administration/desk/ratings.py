"""Ratings of officers kept as evidence: drawn from what citizens said and the nine indices, or entered with their source."""

from datetime import date

from django import forms
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.figures import decimal_comma
from motcua.doors.staff.administration.answering import Cleaned, form_page
from motcua.doors.staff.administration.desk.showing import (
    MANAGE,
    Do,
    Line,
    Sheet,
    Table,
    at,
    offer,
    people_choices,
    row_of,
    sheet_page,
    the_desk,
)  # fmt: skip
from motcua.doors.staff.gates import gate
from motcua.feedback.models import Rating
from motcua.kernel import clock
from motcua.kernel.periods import Period, PeriodKind, containing, parse
from motcua.kernel.refusals import Refused
from motcua.measurement.nine import nine_of_officer
from motcua.organisation import marks
from motcua.organisation.dated import lasting
from motcua.organisation.desk_enums import MarkKind, UsedFor
from motcua.organisation.marks import NewMark
from motcua.organisation.models import Agency, DeskAssignment, Staff, StaffMark
from motcua.organisation.rules import Officer

PAGE = "staff:desk-marks"
# Fewer opinions than this say something about single citizens, not about the officer.
_LEAST_OPINIONS = 5


class MarkForm(forms.Form):
    """A rating with its source."""

    staff = forms.ChoiceField(label="Cán bộ")
    kind = forms.ChoiceField(
        label="Loại", choices=[(k.value, k.label) for k in (MarkKind.YEAR, MarkKind.OTHER)]
    )
    period = forms.CharField(label="Kỳ", max_length=40, help_text="Ví dụ: 2026, Quý 3/2026.")
    value = forms.CharField(label="Kết quả", max_length=120, help_text="Ví dụ: Hoàn thành tốt nhiệm vụ.")
    source = forms.CharField(label="Nguồn", max_length=300, help_text="Văn bản, biên bản, số và ngày.")
    link = forms.CharField(label="Liên kết", max_length=300, required=False)


class DrawForm(forms.Form):
    """Ratings the system knows, of one period."""

    period = forms.ChoiceField(label="Kỳ")


class UseForm(forms.Form):
    """A rating served as evidence."""

    used_for = forms.ChoiceField(label="Dùng làm căn cứ", choices=[c for c in UsedFor.choices() if c[0]])
    decision = forms.CharField(
        label="Văn bản", max_length=200, help_text="Quyết định, tờ trình đã dùng kết quả này."
    )


class WithdrawForm(forms.Form):
    """A wrong rating."""

    reason = forms.CharField(label="Lý do rút", max_length=300)


@require_safe
@gate(*MANAGE)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Everybody of the desk with what is kept of them."""
    agency = the_desk(request, officer, *MANAGE)
    people = _people(agency)
    kept: dict[int, list[StaffMark]] = {}
    for mark in StaffMark.objects.filter(staff__in=people).order_by("-created_at", "-pk"):
        kept.setdefault(mark.staff_id, []).append(mark)
    tables = [
        Table(f"{one.name}, {one.title}", ("Kỳ", "Loại", "Kết quả", "Nguồn", "Đã dùng làm căn cứ"),
              [line_of(mark) for mark in kept[one.pk]])
        for one in people
        if one.pk in kept
    ]  # fmt: skip
    without = ", ".join(one.name for one in people if one.pk not in kept)
    sheet = Sheet(
        "Đánh giá cán bộ",
        lead="Kết quả giữ làm căn cứ bổ nhiệm, đào tạo, khen thưởng, kỷ luật. Cán bộ xem được phần của mình.",
        do=(
            Do("Lấy kết quả hệ thống đo", at("staff:desk-marks-draw", agency), main=True),
            Do("Ghi kết quả", at("staff:desk-mark-add", agency)),
        ),
        tables=tables,
        ending=f"Chưa giữ kết quả nào của: {without}." if without else "",
    )
    return sheet_page(request, officer, agency, sheet, *MANAGE)


def line_of(mark: StaffMark, *, own: bool = False) -> Line:
    """One kept rating; `own`: as its officer sees it, without buttons."""
    used = UsedFor(mark.used_for)
    shown = f"{used.label}: {mark.decision}" if used else "chưa"
    do: tuple[Do, ...] = ()
    if not own and not mark.withdrawn:
        do = (
            Do("Dùng làm căn cứ", reverse("staff:desk-mark-use", args=[mark.pk]), about=mark.period),
            Do("Rút", reverse("staff:desk-mark-withdraw", args=[mark.pk]), about=mark.period),
        )
    value = f"{mark.value} (đã rút: {mark.withdrawn})" if mark.withdrawn else mark.value
    return Line((_period_told(mark.period), MarkKind(mark.kind).label, value, _source(mark), shown), do)


def _period_told(text: str) -> str:
    """A period in words; what somebody wrote in words of their own stays."""
    try:
        return parse(text).label
    except Refused:
        return text


def _source(mark: StaffMark) -> SafeString | str:
    return format_html('<a href="{}">{}</a>', mark.link, mark.source) if mark.link else mark.source


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A rating that was given elsewhere."""
    agency = the_desk(request, officer, *MANAGE)
    people = {str(one.pk): one for one in _people(agency)}

    def act(given: Cleaned) -> str:
        staff = people[given.pop("staff")]
        marks.keep(
            actor=officer.actor,
            staff=staff,
            agency=agency,
            given=NewMark(kind=MarkKind(given.pop("kind")), **given),
        )
        return f"Đã giữ kết quả của {staff.name}."

    form = MarkForm(request.POST or None, initial={"period": str(clock.today().year)})
    offer(form, "staff", people_choices(list(people.values()), "Chọn người"))
    return form_page(
        request, officer, form, act, heading="Ghi kết quả đánh giá", back=at(PAGE, agency), submit="Giữ"
    )


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def draw(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What the system itself knows of everybody in a period: citizens' ratings and the nine indices."""
    agency = the_desk(request, officer, *MANAGE)
    today = clock.today()
    quarter = containing(today, PeriodKind.QUARTER).previous()
    year = containing(today, PeriodKind.YEAR)
    periods = [quarter, quarter.previous(), year.previous(), year]

    def act(given: Cleaned) -> str:
        period = parse(given["period"])
        kept = 0
        for staff in _people(agency):
            for found in (_citizens(staff, period), _nine(staff, period)):
                if found and not _known(staff, found):
                    marks.keep(actor=officer.actor, staff=staff, agency=agency, given=found)
                    kept += 1
        if not kept:
            raise Refused("Kỳ này không có kết quả mới: chưa đủ ý kiến, hoặc đã giữ rồi.", field="period")
        return f"Đã giữ {kept} kết quả."

    form = DrawForm(request.POST or None)
    offer(form, "period", [(each.code, _period_words(each)) for each in periods])
    return form_page(
        request, officer, form, act, heading="Lấy kết quả hệ thống đo", back=at(PAGE, agency), submit="Lấy và giữ",
        lead=f"Tỉ lệ hài lòng chỉ lấy khi có từ {_LEAST_OPINIONS} ý kiến trở lên.",
    )  # fmt: skip


def _citizens(staff: Staff, period: Period) -> NewMark | None:
    begins, ends = clock.at_local(period.first), clock.at_local(date.fromordinal(period.last.toordinal() + 1))
    said = Rating.objects.filter(
        Q(dossier__receiver=staff) | Q(dossier__holder=staff),
        current=True,
        given_at__gte=begins,
        given_at__lt=ends,
    ).aggregate(many=Count("pk"), happy=Count("pk", filter=Q(satisfied=True)))
    if said["many"] < _LEAST_OPINIONS:
        return None
    share = decimal_comma(100 * said["happy"] / said["many"], 1)
    value = f"Hài lòng {share} % ({said['happy']}/{said['many']} ý kiến)"
    return NewMark(
        kind=MarkKind.CITIZENS, period=period.code, value=value, source="Ý kiến của người dân trên hồ sơ"
    )


def _nine(staff: Staff, period: Period) -> NewMark | None:
    found = nine_of_officer(staff, period, clock.now())
    if not found.dossiers or not found.score.most:
        return None
    value = f"{decimal_comma(found.score.total, 1)}/{found.score.most} điểm" + (
        f", {found.score.label}" if found.score.label else ""
    )
    return NewMark(
        kind=MarkKind.NINE, period=period.code, value=value[:120], source=f"{found.dossiers} hồ sơ trong kỳ"
    )


def _known(staff: Staff, found: NewMark) -> bool:
    return StaffMark.objects.filter(
        staff=staff, kind=found.kind.value, period=found.period, value=found.value, withdrawn=""
    ).exists()


def _period_words(period: Period) -> str:
    return f"{period.label} ({period.first:%d/%m/%Y} – {period.last:%d/%m/%Y})"


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def use(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A kept rating served as evidence."""
    mark = row_of(StaffMark, number, officer, *MANAGE, more=("staff",))

    def act(given: Cleaned) -> str:
        marks.use(
            actor=officer.actor, mark=mark, used_for=UsedFor(given["used_for"]), decision=given["decision"]
        )
        return "Đã ghi."

    return form_page(
        request, officer, UseForm(request.POST or None), act, heading=f"Dùng làm căn cứ: {mark.staff.name}",
        lead=f"{mark.period}: {mark.value}", back=at(PAGE, mark.agency), submit="Ghi",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def withdraw(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A wrong rating no longer counts."""
    mark = row_of(StaffMark, number, officer, *MANAGE, more=("staff",))

    def act(given: Cleaned) -> str:
        marks.withdraw(actor=officer.actor, mark=mark, reason=given["reason"])
        return "Đã rút; kết quả vẫn đọc được kèm lý do."

    return form_page(
        request, officer, WithdrawForm(request.POST or None), act, heading=f"Rút kết quả của {mark.staff.name}",
        lead=f"{mark.period}: {mark.value}", back=at(PAGE, mark.agency), submit="Rút",
    )  # fmt: skip


def _people(agency: Agency) -> list[Staff]:
    """Officers of the agency, and whoever is put at its desk."""
    today = clock.today()
    assigned = DeskAssignment.objects.filter(lasting(today), agency=agency).values("staff_id")
    people = Staff.objects.filter(lasting(today))
    return list(
        (people.filter(agency=agency) | people.filter(pk__in=assigned)).distinct().order_by("name_key")
    )
