"""The postal contract by kind of work, and who of the enterprise works under it."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.doors.frame.forms import Checkboxes, DayField
from motcua.doors.frame.templatetags.frame import status_tag
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
    span,
    the_desk,
    upload_of,
)  # fmt: skip
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.steering.files import download
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation import contracts
from motcua.organisation.dated import lasting
from motcua.organisation.desk_enums import PostalWork
from motcua.organisation.enums import Level, Role
from motcua.organisation.models import Agency, ContractStaff, PostalContract, RoleGrant, Staff
from motcua.organisation.rules import Officer

PAGE = "staff:desk-contracts"


class ContractForm(forms.Form):
    """A contract as it was signed."""

    provider = forms.CharField(label="Doanh nghiệp bưu chính", max_length=200)
    number = forms.CharField(label="Số hợp đồng", max_length=120)
    signed_on = DayField(label="Ngày ký")
    selection = forms.CharField(
        label="Hình thức lựa chọn",
        max_length=200,
        help_text="Đấu thầu, chỉ định thầu, đặt hàng…, kèm văn bản.",
    )
    works = forms.MultipleChoiceField(
        label="Việc được giao", choices=PostalWork.choices(), widget=Checkboxes()
    )
    first_day = DayField(label="Từ ngày")
    last_day = DayField(label="Đến hết ngày", required=False)
    premises = forms.CharField(label="Địa điểm, trụ sở", max_length=300, required=False)
    extras = forms.CharField(
        label="Dịch vụ thêm",
        max_length=300,
        required=False,
        help_text="Ví dụ: sao chụp, quét tài liệu, đóng bì.",
    )
    file = forms.FileField(label="Bản hợp đồng", required=False)


class UnderForm(forms.Form):
    """Somebody works under a contract."""

    staff = forms.ChoiceField(label="Nhân viên")
    works = forms.MultipleChoiceField(label="Việc", widget=Checkboxes())
    first_day = DayField(label="Từ ngày")


class EndForm(forms.Form):
    """A contract ends."""

    last_day = DayField(label="Ngày cuối")
    reason = forms.CharField(label="Lý do", max_length=300)


@require_safe
@gate(*MANAGE)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Contracts with their work and people; postal officers without a contract are named."""
    agency = the_desk(request, officer, *MANAGE)
    rows = list(contracts.contracts_of(agency))
    tables = [
        Table(
            "Hợp đồng", ("Hợp đồng", "Doanh nghiệp", "Việc được giao", "Thời hạn", "Lựa chọn, địa điểm", "Tình trạng"),
            [_contract(row) for row in rows], "Chưa nhập hợp đồng nào.",
        )
    ]  # fmt: skip
    tables += [_people(row) for row in rows if _lasts(row)]
    sheet = Sheet(
        "Hợp đồng bưu chính",
        do=(Do("Nhập hợp đồng", at("staff:desk-contract-add", agency), main=True),),
        notes=_notes(agency, rows),
        tables=tables,
    )
    return sheet_page(request, officer, agency, sheet, *MANAGE)


def _lasts(row: PostalContract) -> bool:
    today = clock.today()
    return row.first_day <= today and (row.last_day is None or row.last_day >= today)


def _notes(agency: Agency, rows: list[PostalContract]) -> list[str]:
    today = clock.today()
    grants = RoleGrant.objects.filter(lasting(today), agency=agency, role=Role.POSTAL.value).select_related(
        "staff"
    )
    under = set(
        ContractStaff.objects.filter(
            lasting(today), contract__in=[row for row in rows if _lasts(row)]
        ).values_list("staff_id", flat=True)
    )
    without = [grant.staff.name for grant in grants if grant.staff_id not in under]
    if not without:
        return []
    what = (
        "không làm được việc nào tại đây cho đến khi có tên trong hợp đồng còn hiệu lực"
        if rows
        else "đang làm theo vai trò, chưa có hợp đồng làm căn cứ"
    )
    return [f"{name} giữ vai trò nhân viên bưu chính nhưng {what}." for name in without]


def _contract(row: PostalContract) -> Line:
    works = ", ".join(PostalWork(work).label.lower() for work in row.works)
    do = []
    if row.blob_id:
        do.append(Do("Mở văn bản", reverse("staff:desk-contract-file", args=[row.pk]), about=row.number))
    if _lasts(row):
        do.append(Do("Thêm người", reverse("staff:desk-contract-person", args=[row.pk]), about=row.number))
        do.append(Do("Chấm dứt", reverse("staff:desk-contract-end", args=[row.pk]), about=row.number))
    state = status_tag("Còn hiệu lực", "running") if _lasts(row) else status_tag("Không hiệu lực", "stopped")
    more = "; ".join(part for part in (row.selection, row.premises, row.extras) if part)
    return Line((row.number, row.provider, works, span(row.first_day, row.last_day), more, state), tuple(do))


def _people(row: PostalContract) -> Table:
    today = clock.today()
    lines = [
        Line(
            (one.staff.name, ", ".join(PostalWork(work).label.lower() for work in one.works),
             span(one.first_day, one.last_day)),
            (Do("Thôi", reverse("staff:desk-contract-off", args=[one.pk]), post=True, about=one.staff.name),)
            if one.last_day is None or one.last_day >= today else (),
        )
        for one in contracts.people_under(row)
    ]  # fmt: skip
    return Table(
        f"Người làm theo hợp đồng {row.number}", ("Nhân viên", "Việc", "Thời gian"), lines, "Chưa có ai.",
        note="Việc ngoài hợp đồng bị chặn ngay trong hệ thống: người này không mở được trang tương ứng.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A contract is entered."""
    agency = the_desk(request, officer, *MANAGE)

    def act(given: Cleaned) -> str:
        blob, name = upload_of(given)
        given.pop("file")
        works = [PostalWork(each) for each in given.pop("works")]
        made = contracts.sign(
            actor=officer.actor, agency=agency,
            given=contracts.NewContract(**given, works=works, blob=blob, file_name=name),
        )  # fmt: skip
        return f"Đã nhập hợp đồng {made.number}."

    today = clock.today()
    form = ContractForm(
        request.POST or None, request.FILES or None, initial={"signed_on": today, "first_day": today}
    )
    return form_page(
        request, officer, form, act, heading="Nhập hợp đồng bưu chính", back=at(PAGE, agency), submit="Nhập",
        lead="Từ khi có hợp đồng, nhân viên bưu chính chỉ làm được những việc ghi cho mình.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def person(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Somebody of the enterprise works under a contract."""
    row = row_of(PostalContract, number, officer, *MANAGE)
    today = clock.today()
    postal = Staff.objects.filter(lasting(today), agency__level=Level.POSTAL.value)
    roles = RoleGrant.objects.filter(lasting(today), agency=row.agency, role=Role.POSTAL.value).values(
        "staff_id"
    )
    known = (postal | Staff.objects.filter(lasting(today), pk__in=roles)).distinct().order_by("name_key")
    people = {str(one.pk): one for one in known}

    def act(given: Cleaned) -> str:
        staff = people[given["staff"]]
        works = [PostalWork(each) for each in given["works"]]
        contracts.put_under(
            actor=officer.actor, contract=row, staff=staff, works=works, first_day=given["first_day"]
        )
        return f"{staff.name} làm theo hợp đồng {row.number}."

    form = UnderForm(
        request.POST or None, initial={"first_day": max(today, row.first_day), "works": row.works}
    )
    offer(form, "staff", people_choices(list(people.values()), "Chọn người"))
    # Every kind is shown, so that work outside the contract is refused with its reason and not merely absent.
    offer(form, "works", PostalWork.choices())
    return form_page(
        request, officer, form, act, heading=f"Người làm theo hợp đồng {row.number}", back=at(PAGE, row.agency),
        submit="Thêm", lead="Cần có vai trò «Nhân viên bưu chính» tại cơ quan để đăng nhập làm việc.",
    )  # fmt: skip


@require_POST
@gate(*MANAGE)
def take_off(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Somebody no longer works under a contract."""
    row = row_of(
        ContractStaff, number, officer, *MANAGE, agency="contract.agency", more=("staff", "contract__agency")
    )
    contracts.take_off(actor=officer.actor, row=row, last_day=clock.today())
    done(request, f"{row.staff.name} thôi làm theo hợp đồng sau hôm nay.")
    return redirect(at(PAGE, row.contract.agency))


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def end(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A contract ends before its last day."""
    row = row_of(PostalContract, number, officer, *MANAGE)

    def act(given: Cleaned) -> str:
        contracts.end_contract(actor=officer.actor, contract=row, **given)
        return f"Hợp đồng {row.number} hết ngày {given['last_day']:%d/%m/%Y}."

    form = EndForm(request.POST or None, initial={"last_day": clock.today()})
    return form_page(
        request,
        officer,
        form,
        act,
        heading=f"Chấm dứt hợp đồng {row.number}",
        back=at(PAGE, row.agency),
        submit="Chấm dứt",
    )


@require_safe
@gate(*MANAGE)
def document(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The signed document."""
    row = row_of(PostalContract, number, officer, *MANAGE, more=("blob",))
    if row.blob is None:
        raise NotFound
    return download(row.blob.sha256, row.file_name)
