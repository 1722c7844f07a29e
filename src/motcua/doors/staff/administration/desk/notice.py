"""The notice of staff for the wall, to print and to edit."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

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
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.notices import as_docx, as_pdf, notice_of
from motcua.organisation.rules import Officer

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@gate(*MANAGE)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What would be printed, and what it lacks."""
    agency = the_desk(request, officer, *MANAGE)
    notice = notice_of(agency, clock.today())
    people = (*notice.leaders, *notice.officers)
    notes = [f"{one.name} chưa có điện thoại công vụ." for one in people if not one.phone]
    notes += [f"{one.name} chưa ghi lĩnh vực." for one in notice.officers if not one.field]
    heads = ("Họ và tên", "Chức danh", "Lĩnh vực", "Điện thoại")
    sheet = Sheet(
        "Niêm yết cán bộ phụ trách",
        lead=f"Tình trạng đến ngày {notice.day:%d/%m/%Y}, trùng với trang công khai.",
        do=(
            Do("In (PDF)", at("staff:desk-notice-file", agency, "pdf"), main=True),
            Do("Tải bản Word", at("staff:desk-notice-file", agency, "docx")),
        ),
        notes=notes,
        tables=[
            Table("Lãnh đạo", heads, [Line((o.name, o.title, o.field or "–", o.phone or "–")) for o in notice.leaders],
                  "Chưa có lãnh đạo nào công khai."),
            Table("Cán bộ", heads, [Line((o.name, o.title, o.field or "–", o.phone or "–")) for o in notice.officers],
                  "Chưa có cán bộ nào công khai."),
        ],
    )  # fmt: skip
    return sheet_page(request, officer, agency, sheet, *MANAGE)


@require_safe
@gate(*MANAGE)
def file(request: HttpRequest, officer: Officer, kind: str) -> HttpResponse:
    """The notice as `pdf` or `docx`."""
    notice = notice_of(the_desk(request, officer, *MANAGE), clock.today())
    if kind == "pdf":
        return HttpResponse(as_pdf(notice), content_type="application/pdf")
    if kind != "docx":
        raise NotFound
    answer = HttpResponse(as_docx(notice), content_type=_DOCX)
    answer["Content-Disposition"] = f'attachment; filename="niem-yet-can-bo-{notice.day:%Y%m%d}.docx"'
    return answer
