"""Campaigns and channels of outreach: opened, mended, ended by who steers."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.doors.frame.forms import DayField
from motcua.doors.staff.control.outreach import PAGE
from motcua.doors.staff.control.showing import Cleaned, form_page, place_of
from motcua.doors.staff.gates import gate
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.plans import outreach
from motcua.plans.control_enums import ChannelKind
from motcua.plans.control_models import Campaign, OutreachChannel


class CampaignForm(forms.Form):
    """A campaign."""

    title = forms.CharField(label="Tên đợt truyền thông", max_length=300)
    audience = forms.CharField(
        label="Đối tượng", max_length=300, help_text="Người dân, doanh nghiệp, cán bộ, công chức…"
    )
    first_day = DayField(label="Từ ngày")
    last_day = DayField(label="Đến hết ngày")
    wanted = forms.IntegerField(label="Số sản phẩm cần có", min_value=0, max_value=1000)


class ChannelForm(forms.Form):
    """A channel."""

    kind = forms.ChoiceField(label="Loại", choices=[(each.value, each.label) for each in ChannelKind])
    name = forms.CharField(label="Tên kênh", max_length=200)
    url = forms.URLField(label="Địa chỉ", max_length=500, required=False, assume_scheme="https")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def campaign(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A campaign begins."""
    place = place_of(request, officer, Right.STEER)

    def act(given: Cleaned) -> str:
        first, last = given.pop("first_day"), given.pop("last_day")
        made = outreach.begin_campaign(place.agency, first=first, last=last, actor=officer.actor, **given)
        return f"Đã mở đợt «{made.title}»."

    form = CampaignForm(request.POST or None, initial={"first_day": clock.today(), "wanted": 5})
    return form_page(request, officer, form, act, heading="Mở đợt truyền thông", lead=place.agency.name,
                     back=place.url(PAGE), submit="Mở đợt")  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def change_campaign(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """What was entered wrong about a campaign."""
    row = Campaign.objects.select_related("agency").filter(pk=number).first()
    if row is None or not officer.may(Right.STEER, row.agency.path):
        raise NotFound

    def act(given: Cleaned) -> str:
        first, last = given.pop("first_day"), given.pop("last_day")
        outreach.change_campaign(row.pk, first=first, last=last, actor=officer.actor, **given)
        return "Đã sửa đợt truyền thông."

    form = CampaignForm(
        request.POST or None, initial={name: getattr(row, name) for name in CampaignForm.base_fields}
    )
    back = f"{reverse(PAGE)}?co-quan={row.agency.code}"
    return form_page(
        request, officer, form, act, heading="Sửa đợt truyền thông", lead=row.title, back=back, submit="Ghi"
    )


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def close_channel(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A channel is kept no more."""
    row = OutreachChannel.objects.select_related("agency").filter(pk=number).first()
    if row is None or not officer.may(Right.STEER, row.agency.path):
        raise NotFound

    def act(given: Cleaned) -> str:
        outreach.close_channel(row.pk, actor=officer.actor)
        return f"Đã dừng kênh «{row.name}»; sản phẩm đã đăng vẫn được tính."

    form = forms.Form(request.POST if request.method == "POST" else None)
    lead = f"{row.name}: không chọn được nữa khi ghi sản phẩm; sản phẩm đã đăng vẫn được tính."
    back = f"{reverse(PAGE)}?co-quan={row.agency.code}"
    return form_page(request, officer, form, act, heading="Dừng kênh", lead=lead, back=back, submit="Dừng")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def channel(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A channel is added."""
    place = place_of(request, officer, Right.STEER)

    def act(given: Cleaned) -> str:
        made = outreach.open_channel(
            place.agency, kind=ChannelKind(given.pop("kind")), actor=officer.actor, **given
        )
        return f"Đã thêm kênh «{made.name}»."

    return form_page(request, officer, ChannelForm(request.POST or None), act, heading="Thêm kênh",
                     lead=place.agency.name, back=place.url(PAGE), submit="Thêm")  # fmt: skip
