"""Which procedures an agency receives, and time limits for those whose source gives none that is sure."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.catalogue.actions import set_time_limit
from motcua.catalogue.enums import Unit
from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.catalogue.queries import levels_of_agency
from motcua.doors.frame.forms import Checkboxes, DayField
from motcua.doors.staff.administration.answering import Cleaned, administered, agency_of, form_page
from motcua.doors.staff.desks import LEFT_OUT, left_out_of
from motcua.doors.staff.gates import gate
from motcua.doors.staff.pages import show
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.access import administers_all, check_administers_all
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.regimes.actions import set_value


class LimitForm(forms.Form):
    """A time limit with the document it rests on."""

    value = forms.IntegerField(
        label="Thời hạn", min_value=0, help_text="0 ngày làm việc: giải quyết ngay trong ngày."
    )
    unit = forms.ChoiceField(label="Đơn vị", choices=[(unit.value, unit.label) for unit in Unit])
    first_day = DayField(label="Áp dụng từ ngày")
    reason = forms.CharField(
        label="Căn cứ", max_length=300, help_text="Quyết định công bố hoặc văn bản quy định thời hạn."
    )


class ChoiceForm(forms.Form):
    """The procedures that are received."""

    received = forms.MultipleChoiceField(label="Thủ tục tiếp nhận", required=False, widget=Checkboxes())
    source = forms.CharField(label="Văn bản", max_length=300, required=False)
    reason = forms.CharField(label="Lý do thay đổi", max_length=500)

    def __init__(self, *args: Any, versions: list[ProcedureVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["received"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(each.procedure.code, f"{each.name} ({each.procedure.field})") for each in versions]


@require_safe
@gate(Right.ADMINISTER)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What is received, what is left out, and what cannot be received until its limit is set."""
    agency = agency_of(request, officer)
    versions, left_out = _versions(agency), left_out_of(agency)
    sure = [each for each in versions if each.receivable]
    context = {
        "agency": agency,
        "agencies": administered(officer),
        "received": [each for each in sure if each.procedure.code not in left_out],
        "left_out": [each for each in sure if each.procedure.code in left_out],
        "unsure": [each for each in versions if not each.receivable],
        "may_set": administers_all(officer),
    }
    return show(request, officer, "staff/administration/procedures.html", context)


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def choose(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Choose what an agency's desk receives from today on."""
    agency = agency_of(request, officer)
    versions = [each for each in _versions(agency) if each.receivable]
    codes = [each.procedure.code for each in versions]
    left_out = left_out_of(agency)

    def act(given: Cleaned) -> str:
        now_out = sorted(set(codes) - set(given["received"]))
        set_value(
            actor=officer.actor, key=LEFT_OUT, value=now_out, scope=agency.code, first_day=clock.today(),
            reason=given["reason"], source=given["source"],
        )  # fmt: skip
        return f"Tiếp nhận {len(codes) - len(now_out)} thủ tục, chưa tiếp nhận {len(now_out)}."

    initial = {"received": [code for code in codes if code not in left_out]}
    form = ChoiceForm(request.POST or None, versions=versions, initial=initial)
    return form_page(
        request,
        officer,
        form,
        act,
        heading=f"Thủ tục {agency.name} tiếp nhận",
        back=_page(agency),
        submit="Lưu lựa chọn",
    )


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def limit(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """Set the time limit of a procedure; the procedure can then be received."""
    procedure = Procedure.objects.filter(code=code).first()
    if procedure is None:
        raise NotFound
    check_administers_all(officer)

    def act(given: Cleaned) -> str:
        set_time_limit(
            procedure,
            given["value"],
            given["unit"],
            officer.actor,
            given["reason"],
            first_day=given["first_day"],
        )
        return (
            f"Đã đặt thời hạn của {procedure.code}: thủ tục tiếp nhận được từ {given['first_day']:%d/%m/%Y}."
        )

    form = LimitForm(
        request.POST or None, initial={"first_day": clock.today(), "unit": Unit.WORKING_DAY.value}
    )
    return form_page(
        request, officer, form, act, heading="Đặt thời hạn giải quyết", lead=f"{procedure.code} {procedure.name}",
        back=reverse("staff:procedures"), submit="Đặt thời hạn",
    )  # fmt: skip


def _versions(agency: Agency) -> list[ProcedureVersion]:
    versions = (
        ProcedureVersion.objects.on(clock.today())
        .filter(levels_of_agency(agency.level))
        .select_related("procedure")
    )
    return list(versions.order_by("procedure__field_sort", "procedure__name_sort"))


def _page(agency: Agency) -> str:
    return f"{reverse('staff:procedures')}?co-quan={agency.code}"
