"""The desk's regulation in versions, and each officer's concrete duties."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.forms import DayField
from motcua.doors.frame.templatetags.frame import moment, status_tag
from motcua.doors.staff.administration.answering import Cleaned, form_page
from motcua.doors.staff.administration.desk.showing import (
    MANAGE,
    Do,
    Line,
    Sheet,
    Table,
    at,
    day_words,
    offer,
    people_choices,
    sheet_page,
    span,
    the_desk,
    upload_of,
)  # fmt: skip
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.steering.files import download
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation import regulations
from motcua.organisation.dated import lasting
from motcua.organisation.models import Agency, DeskAssignment, Duty, Regulation, Staff
from motcua.organisation.rules import Officer

PAGE = "staff:desk-regulation"


class RegulationForm(forms.Form):
    """A version as it was issued."""

    title = forms.CharField(label="Tên quy chế", max_length=300)
    decision = forms.CharField(label="Quyết định ban hành", max_length=200, help_text="Số, ký hiệu.")
    issued_on = DayField(label="Ngày ban hành")
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=200)
    valid_from = DayField(label="Có hiệu lực từ ngày")
    file = forms.FileField(label="Văn bản", required=False, help_text="PDF, Word hoặc ảnh quét.")
    keep_duties = forms.BooleanField(
        label="Giữ trách nhiệm đang ghi cho từng người; họ đọc và xác nhận lại", required=False, initial=True
    )


class DutyForm(forms.Form):
    """What one officer answers for."""

    staff = forms.ChoiceField(label="Cán bộ")
    text = forms.CharField(
        label="Trách nhiệm cụ thể", widget=forms.Textarea(attrs={"rows": 6}), help_text="Mỗi dòng một việc."
    )
    first_day = DayField(label="Từ ngày")


@require_safe
@gate(*MANAGE)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Versions, and who answers for what under the one in force."""
    agency = the_desk(request, officer, *MANAGE)
    today = clock.today()
    versions = list(regulations.versions_of(agency))
    current = regulations.in_force(agency, today)
    duties = list(regulations.duties_under(current)) if current else []
    unread = [duty for duty in duties if duty.acknowledged_at is None]
    sheet = Sheet(
        "Quy chế và trách nhiệm",
        do=(Do("Nhập phiên bản mới", at("staff:desk-regulation-add", agency), main=True),),
        notes=[f"{len(unread)} người chưa xác nhận đã đọc trách nhiệm của mình."] if unread else (),
        tables=[
            Table(
                "Các phiên bản", ("Phiên bản", "Quyết định", "Ban hành", "Hiệu lực", "Tình trạng"),
                [_version(row, current) for row in versions], "Chưa nhập quy chế nào.",
            ),
            *([_duties(agency, current, duties)] if current else []),
        ],
    )  # fmt: skip
    return sheet_page(request, officer, agency, sheet, *MANAGE)


def _version(row: Regulation, current: Regulation | None) -> Line:
    if current and row.pk == current.pk:
        state = status_tag("Đang áp dụng", "running")
    elif row.valid_from > clock.today():
        state = status_tag("Chưa đến ngày", "waiting")
    else:
        state = status_tag("Đã thay thế", "stopped")
    do = (
        Do(
            "Mở văn bản",
            reverse("staff:desk-regulation-file", args=[row.pk]),
            about=f"phiên bản {row.number}",
        ),
    )
    return Line(
        (f"{row.number}. {row.title}", f"{row.decision}, {row.issuer}", day_words(row.issued_on),
         span(row.valid_from, row.valid_to), state),
        do if row.blob_id else (),
    )  # fmt: skip


def _duties(agency: Agency, current: Regulation, duties: list[Duty]) -> Table:
    lines = [
        Line((
            duty.staff.name, duty.text, day_words(duty.first_day),
            format_html("<span>{} {}</span>", status_tag("Đã đọc", "done"), moment(duty.acknowledged_at))
            if duty.acknowledged_at
            else status_tag("Chưa xác nhận", "waiting"),
        ))
        for duty in duties
    ]  # fmt: skip
    return Table(
        f"Trách nhiệm từng người theo phiên bản {current.number}", ("Cán bộ", "Trách nhiệm", "Từ ngày", "Xác nhận"),
        lines, "Chưa giao trách nhiệm cho ai.", (Do("Giao trách nhiệm", at("staff:desk-duty-add", agency)),),
        "Mỗi người xem và xác nhận ở «Trang của tôi». Lời đã xác nhận không sửa được, chỉ thay bằng lời mới.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The next version."""
    agency = the_desk(request, officer, *MANAGE)

    def act(given: Cleaned) -> str:
        keep = given.pop("keep_duties")
        blob, name = upload_of(given)
        given.pop("file")
        made = regulations.issue(
            actor=officer.actor, agency=agency, keep_duties=keep,
            given=regulations.NewRegulation(**given, blob=blob, file_name=name),
        )  # fmt: skip
        return f"Đã nhập phiên bản {made.number}."

    initial = {
        "issuer": agency.name, "issued_on": clock.today(), "valid_from": clock.today(),
        "title": f"Quy chế hoạt động của {agency.desk_name or 'Bộ phận Một cửa'}",
    }  # fmt: skip
    form = RegulationForm(request.POST or None, request.FILES or None, initial=initial)
    return form_page(
        request,
        officer,
        form,
        act,
        heading="Nhập quy chế",
        lead=agency.name,
        back=at(PAGE, agency),
        submit="Nhập",
    )


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def duty(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What an officer answers for from a day on."""
    agency = the_desk(request, officer, *MANAGE)
    today = clock.today()
    current = regulations.in_force(agency, today)
    if current is None:
        done(request, "Nhập quy chế đang có hiệu lực trước, rồi giao trách nhiệm theo quy chế đó.")
        return redirect(at("staff:desk-regulation-add", agency))
    assigned = DeskAssignment.objects.filter(lasting(today), agency=agency).values("staff_id")
    known = Staff.objects.filter(lasting(today))
    people = {
        str(one.pk): one
        for one in (known.filter(agency=agency) | known.filter(pk__in=assigned))
        .distinct()
        .order_by("name_key")
    }

    def act(given: Cleaned) -> str:
        staff = people[given["staff"]]
        regulations.set_duty(
            actor=officer.actor,
            regulation=current,
            staff=staff,
            text=given["text"],
            first_day=given["first_day"],
        )
        return f"Đã giao trách nhiệm cho {staff.name}."

    form = DutyForm(request.POST or None, initial={"first_day": today})
    offer(form, "staff", people_choices(list(people.values()), "Chọn người"))
    return form_page(
        request, officer, form, act, heading="Giao trách nhiệm", back=at(PAGE, agency), submit="Giao",
        lead=f"Theo quy chế phiên bản {current.number}. Trách nhiệm cũ của người này hết vào ngày trước.",
    )  # fmt: skip


@require_safe
@gate()
def document(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The document of a version: for whoever leads the desk, and for whoever has duties under it."""
    row = Regulation.objects.select_related("agency", "blob").filter(pk=number, blob__isnull=False).first()
    if row is None or row.blob is None:
        raise NotFound
    leads = any(officer.may(right, row.agency.path) for right in MANAGE)
    if not leads and not Duty.objects.filter(regulation=row, staff=officer.staff_id).exists():
        raise NotFound
    return download(row.blob.sha256, row.file_name or f"quy-che-{row.number}")
