"""The desk at a glance: what is in order, what is missing, and where it is put right."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from motcua.counters.queries import kinds_of
from motcua.doors.frame.components import Crumb
from motcua.doors.frame.templatetags.frame import status_tag
from motcua.doors.staff.administration.desk.showing import (
    MANAGE,
    STEERS,
    Line,
    Sheet,
    Table,
    at,
    sheet_page,
    the_desk,
)
from motcua.doors.staff.gates import gate
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation import assignments, contracts, equipment, focal, regulations, rosters
from motcua.organisation.models import Agency, Duty
from motcua.organisation.premises import counters_of
from motcua.organisation.rules import Officer


@require_safe
@gate(*STEERS)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """One line a subject. Whoever only steers sees focal officers and training."""
    agency = the_desk(request, officer, *STEERS)
    whole = any(officer.may(right, agency.path) for right in MANAGE)
    lines = [*(_of_desk(agency) if whole else ()), *_of_control(agency)]
    sheet = Sheet(
        "Tổ chức Bộ phận Một cửa",
        lead=agency.desk_name or agency.name,
        tables=[Table("Các phần việc", ("Việc", "Hiện nay"), [_line(agency, *each) for each in lines])],
        crumbs=[Crumb("Tổ chức Bộ phận Một cửa")],
    )
    return sheet_page(request, officer, agency, sheet, *STEERS)


def _line(agency: Agency, label: str, name: str, now: str) -> Line:
    return Line((format_html('<a href="{}">{}</a>', at(name, agency), label), now))


def _of_desk(agency: Agency) -> list[tuple[str, str, str]]:
    today = clock.today()
    return [
        ("Quy chế và trách nhiệm", "staff:desk-regulation", _regulation(agency)),
        ("Phân công, nhiệm kỳ", "staff:desk-people", _people(agency)),
        ("Lịch trực quầy", "staff:desk-roster", _roster(agency)),
        ("Đánh giá cán bộ", "staff:desk-marks", "Kết quả giữ làm căn cứ"),
        ("Năng suất, ai tiếp nhận", "staff:desk-productivity", f"Năm {today.year}"),
        ("Quầy, loại phiếu, máy lấy số", "staff:desk-premises",
         f"{counters_of(agency, today).count()} quầy, {kinds_of(agency).count()} loại phiếu"),
        ("Trang thiết bị", "staff:desk-equipment", _equipment(agency)),
        ("Hợp đồng bưu chính", "staff:desk-contracts",
         f"{contracts.in_force(agency, today).count()} hợp đồng còn hiệu lực"),
        ("Niêm yết cán bộ phụ trách", "staff:desk-notice", "Bản in PDF, Word"),
    ]  # fmt: skip


def _of_control(agency: Agency) -> list[tuple[str, str, str]]:
    newest = focal.newest(agency)
    period = focal.current_period(agency)
    reviewed = newest is not None and newest.period == period
    state = f"Kỳ {period}: đã rà soát" if reviewed else _wanting(f"Kỳ {period}: chưa rà soát")
    return [
        ("Cán bộ đầu mối kiểm soát TTHC", "staff:desk-focal", state),
        ("Tập huấn, hội nghị, trao đổi", "staff:desk-trainings", f"Năm {clock.today().year}"),
    ]


def _regulation(agency: Agency) -> str:
    row = regulations.in_force(agency, clock.today())
    if row is None:
        return _wanting("Chưa nhập quy chế")
    duties = Duty.objects.filter(regulation=row, last_day=None)
    read, everybody = duties.filter(acknowledged_at__isnull=False).count(), duties.count()
    words = f"Phiên bản {row.number}; {read}/{everybody} người đã xác nhận trách nhiệm"
    return words if read == everybody else _wanting(words)


def _people(agency: Agency) -> str:
    there = assignments.at_desk(agency, clock.today()).count()
    wanting = len(assignments.gaps(agency, clock.today()))
    return _wanting(f"{there} người; {wanting} điều cần để ý") if wanting else f"{there} người"


def _roster(agency: Agency) -> str:
    today = clock.today()
    try:
        holes = rosters.sheet(agency, today, today + timedelta(days=6)).holes
    except Refused:  # a year whose calendar is missing; the page itself says so
        return _wanting("Chưa có lịch làm việc")
    return _wanting(f"{holes} buổi trống trong 7 ngày tới") if holes else "Đủ người trong 7 ngày tới"


def _equipment(agency: Agency) -> str:
    (one,) = equipment.desks_against_standard([agency], clock.today())
    short = sum(row.short > 0 for row in one.rows)
    return "Đủ theo danh mục" if not short else _wanting(f"Thiếu {short} loại")


def _wanting(words: str) -> str:
    """What is to be put in order stands out."""
    return status_tag(words, "soon")
