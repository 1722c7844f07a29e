"""Outreach: everybody enters their own posts; who steers sees weeks against the norm, channels and campaigns."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Summary
from motcua.doors.frame.forms import DayField
from motcua.doors.frame.templatetags.frame import status_tag
from motcua.doors.staff.control.showing import (
    Cleaned,
    Do,
    Filter,
    Line,
    Place,
    Sheet,
    Table,
    chosen,
    day_words,
    form_page,
    offer,
    place_of,
    sheet,
    span,
    upload_of,
    years,
)  # fmt: skip
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import as_file
from motcua.doors.staff.steering.files import download
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.dated import lasting
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, Staff
from motcua.organisation.rules import Officer
from motcua.plans import outreach
from motcua.plans.control_enums import ChannelKind, PostKind
from motcua.plans.control_models import Campaign, Post
from motcua.plans.outreach import NewPost, WeeksOf

PAGE = "staff:outreach"
_MONTHS = [(str(month), f"Tháng {month}") for month in range(1, 13)]
_KINDS = [("", "Mọi loại"), *((each.value, each.label) for each in PostKind)]
_HEADS = ("Tên sản phẩm", "Loại", "Người thực hiện", "Ngày", "Kênh", "Đợt", "Minh chứng")
_SHOWN = 100


class PostForm(forms.Form):
    """What was put out."""

    kind = forms.ChoiceField(label="Loại", choices=[(each.value, each.label) for each in PostKind])
    title = forms.CharField(label="Tên tin, bài, sản phẩm", max_length=300)
    staff = forms.ChoiceField(label="Người thực hiện")
    day = DayField(label="Ngày đăng, phát")
    channel = forms.ChoiceField(label="Kênh", required=False)
    campaign = forms.ChoiceField(label="Đợt truyền thông", required=False)
    times = forms.IntegerField(label="Số lần phát, số bản", min_value=1, max_value=10_000, initial=1)
    url = forms.URLField(label="Đường dẫn", max_length=1000, required=False, assume_scheme="https")
    picture = forms.FileField(
        label="Ảnh chụp",
        required=False,
        help_text="Khi không có đường dẫn: ảnh màn hình, ảnh pa nô, buổi phát thanh.",
    )


class WithdrawForm(forms.Form):
    """Why an entry no longer counts."""

    why = forms.CharField(label="Vì sao rút", max_length=300)


def _place(request: HttpRequest, officer: Officer) -> Place:
    """The agency asked for where its figures may be seen; else the own one, with one's own posts only."""
    if officer.may_anywhere(Right.SEE_FIGURES):
        return place_of(request, officer)
    agency = Agency.objects.filter(code=officer.agency_code).first()
    if agency is None:
        raise NotFound
    return Place(agency, clock.today().year, (), leads=False)


@require_safe
@gate()
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A month: people by week against the norm, what was put out, channels, campaigns."""
    place, today = _place(request, officer), clock.today()
    sees = officer.may(Right.SEE_FIGURES, place.agency.path)
    month = int(chosen(request, "thang", _MONTHS) or today.month)
    kind = chosen(request, "loai", _KINDS)
    first, last = date(place.year, month, 1), date(place.year, month, monthrange(place.year, month)[1])
    posts = outreach.posts_of(place.agency, first, last)
    if not sees:
        posts = posts.filter(staff=officer.staff_id)
    shown = posts.filter(kind=kind) if kind else posts
    if request.GET.get("as") == "xlsx":
        return as_file(_HEADS, [_cells(row) for row in shown], name="truyen-thong")
    weeks = outreach.weeks_of(first, last)
    people = outreach.by_week(place.agency, weeks, today)
    people = people if sees else [one for one in people if one.staff.pk == officer.staff_id]
    of = Sheet(
        "Truyền thông",
        lead=f"Tháng {month}/{place.year}: sản phẩm của từng người theo tuần, kênh và đợt truyền thông",
        do=_do(place),
        notes=_behind(people) if sees else (),
        cards=_cards(posts, people),
        tables=[
            _weeks(people, weeks, _norm_words(place, min(last, today))), _posts(shown, place, officer),
            *([_channels(place, first, last), _campaigns(place)] if sees else []),
        ],
    )  # fmt: skip
    filters = [Filter("nam", "Năm", years(), str(place.year)), Filter("thang", "Tháng", _MONTHS, str(month)),
               Filter("loai", "Loại", _KINDS, kind)]  # fmt: skip
    return sheet(request, officer, of, place=place, filters=filters, saves=True)


def _do(place: Place) -> tuple[Do, ...]:
    steer = (Do("Mở đợt", place.url("staff:outreach-campaign")),
             Do("Thêm kênh", place.url("staff:outreach-channel"))) if place.leads else ()  # fmt: skip
    return *steer, Do("Ghi sản phẩm", place.url("staff:outreach-add"), main=True)


def _cards(posts: Any, people: list[WeeksOf]) -> list[Summary]:
    kinds = outreach.by_kind(posts)
    owed, met = sum(one.owed for one in people), sum(one.met for one in people)
    said = "; ".join(
        f"{kind.label}: {many}" + (f" ({times} lượt, bản)" if times > many else "")
        for kind, (many, times) in kinds.items()
    )
    return [
        Summary("Sản phẩm trong tháng", sum(many for many, _ in kinds.values()), note=said),
        Summary("Lượt tuần đạt định mức", f"{met}/{owed}" if owed else None),
    ]


def _behind(people: list[WeeksOf]) -> list[str]:
    names = [f"{one.staff.name} ({one.met}/{one.owed} tuần)" for one in people if one.met < one.owed]
    return [f"Chưa đạt định mức: {', '.join(names)}."] if names else []


def _norm_words(place: Place, day: date) -> str:
    """What is asked of each person, in words: how many a week, of which kinds, and which weeks are left out."""
    norm, kinds = outreach.norm_of(place.agency, day)
    said = ", ".join(kind.label.lower() for kind in PostKind if kind.value in kinds)
    return (
        f"Định mức: mỗi người ít nhất {norm} sản phẩm mỗi tuần, tính {said}. Tuần tính theo ngày thứ Hai; tuần chưa hết, tuần "
        "nghỉ lễ hoặc vắng cả tuần thì không tính."
    )


def _weeks(people: list[WeeksOf], weeks: list[date], norm: str) -> Table:
    heads = ("Cán bộ", *(f"Tuần {monday.isocalendar().week} (từ {monday:%d/%m})" for monday in weeks), "Đạt")
    lines = [
        Line((one.staff.name, *("–" if count is None else count for count in one.counts), _met(one)))
        for one in people
    ]
    return Table("Từng người theo tuần", heads, lines, "Tháng này không có ai làm việc ở đây.", note=norm)


def _met(one: WeeksOf) -> SafeString | str:
    if not one.owed:
        return "–"
    return status_tag(f"{one.met}/{one.owed} tuần", "done" if one.met == one.owed else "late")


def _cells(row: Post) -> tuple[Any, ...]:
    return (
        row.title, PostKind(row.kind).label, row.staff.name, row.day, row.channel.name if row.channel else "",
        row.campaign.title if row.campaign else "", row.url or row.picture_name,
    )  # fmt: skip


def _posts(rows: Any, place: Place, officer: Officer) -> Table:
    lines = []
    for row in rows[:_SHOWN]:
        cells = _cells(row)
        do = (
            [Do("Ảnh", reverse("staff:outreach-picture", args=[row.pk]), about=row.title)]
            if row.picture_id
            else []
        )
        if row.url:
            do.append(Do("Mở", row.url, about=row.title))
        if place.leads or row.staff_id == officer.staff_id:
            do.append(Do("Rút", reverse("staff:outreach-withdraw", args=[row.pk]), about=row.title))
        lines.append(
            Line(
                (cells[0], cells[1], cells[2], day_words(row.day), cells[4] or "–", cells[5] or "–"),
                tuple(do),
            )
        )
    return Table("Sản phẩm", _HEADS[:-1], lines, "Chưa ghi sản phẩm nào.")


def _channels(place: Place, first: date, last: date) -> Table:
    rows = outreach.by_channel(place.agency, first, last, clock.today())
    lines = [
        Line(
            (each.name, ChannelKind(each.kind).label, each.url or "–", many),
            (Do("Dừng", reverse("staff:outreach-channel-close", args=[each.pk]), about=each.name),)
            if place.leads
            else (),
        )
        for each, many in rows
    ]
    return Table(
        "Kênh", ("Tên kênh", "Loại", "Địa chỉ", "Sản phẩm trong tháng"), lines, "Chưa khai báo kênh nào."
    )


def _campaigns(place: Place) -> Table:
    lines = [
        Line(
            (each.title, each.audience, span(each.first_day, each.last_day), _of_campaign(each, many)),
            (Do("Sửa", reverse("staff:outreach-campaign-change", args=[each.pk]), about=each.title),)
            if place.leads
            else (),
        )
        for each, many in outreach.campaigns_of(place.agency, place.year)
    ]
    return Table(
        "Đợt truyền thông", ("Tên đợt", "Đối tượng", "Thời gian", "Sản phẩm"), lines, "Chưa mở đợt nào."
    )


def _of_campaign(each: Campaign, many: int) -> SafeString:
    words = f"{many}/{each.wanted}" if each.wanted else str(many)
    over = clock.today() > each.last_day
    tone = "done" if many >= each.wanted else "late" if over else "running"
    return status_tag(words, tone)


@require_http_methods(["GET", "POST"])
@gate()
def add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Something put out is entered: one's own, or anybody's by who steers."""
    place, today = _place(request, officer), clock.today()
    people = Staff.objects.filter(lasting(today), agency=place.agency).order_by("name_key")
    if not place.leads:
        people = people.filter(pk=officer.staff_id)
    known = {str(one.pk): one for one in people}
    if not known:
        raise NotFound
    channels = {str(one.pk): one for one in outreach.channels_of(place.agency, today)}
    campaigns = {str(one.pk): one for one, _ in outreach.campaigns_of(place.agency, today.year)}
    own = str(officer.staff_id)
    form = PostForm(request.POST or None, request.FILES or None,
                    initial={"day": today, "staff": own if own in known else ""})  # fmt: skip
    offer(form, "staff", [(key, f"{one.name}, {one.title}") for key, one in known.items()])
    offer(
        form, "channel", [("", "Không thuộc kênh nào"), *((key, str(one)) for key, one in channels.items())]
    )
    offer(
        form, "campaign", [("", "Không thuộc đợt nào"), *((key, str(one)) for key, one in campaigns.items())]
    )

    def act(given: Cleaned) -> str:
        blob, name = upload_of(given, "picture")
        made = outreach.enter_post(
            NewPost(
                agency=place.agency, staff=known[given["staff"]], kind=PostKind(given["kind"]), title=given["title"],
                day=given["day"], times=given["times"], url=given["url"], picture=blob, picture_name=name,
                channel=channels.get(given["channel"]), campaign=campaigns.get(given["campaign"]),
            ),
            actor=officer.actor,
        )  # fmt: skip
        return f"Đã ghi «{made.title}»."

    lead = _this_week(place, people.filter(pk=officer.staff_id).first(), today) or place.agency.name
    return form_page(request, officer, form, act, heading="Ghi sản phẩm truyền thông", lead=lead,
                     back=place.url(PAGE), submit="Ghi")  # fmt: skip


def _this_week(place: Place, own: Staff | None, today: date) -> str:
    """How the officer who enters stands this week; nothing for somebody of another agency."""
    if own is None:
        return ""
    monday = today - timedelta(days=today.weekday())
    stood = next(one for one in outreach.by_week(place.agency, [monday], today) if one.staff.pk == own.pk)
    norm, _ = outreach.norm_of(place.agency, today)
    many = stood.counts[0]
    if many is None:
        return place.agency.name
    return f"Tuần này ông/bà có {many} sản phẩm; định mức {norm} mỗi tuần." + (
        " Đã đủ." if many >= norm else ""
    )


def _post(officer: Officer, number: int) -> Post:
    """A post of one's own, or of an agency whose figures one sees."""
    row = Post.objects.select_related("agency", "picture").filter(pk=number).first()
    if row is None or not (
        row.staff_id == officer.staff_id or officer.may(Right.SEE_FIGURES, row.agency.path)
    ):
        raise NotFound
    return row


@require_http_methods(["GET", "POST"])
@gate()
def withdraw(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """An entry that was wrong no longer counts."""
    row = _post(officer, number)
    if row.staff_id != officer.staff_id and not officer.may(Right.STEER, row.agency.path):
        raise NotFound

    def act(given: Cleaned) -> str:
        outreach.withdraw_post(row.pk, actor=officer.actor, **given)
        return "Đã rút; mục này không còn tính."

    back = f"{reverse(PAGE)}?nam={row.day.year}&thang={row.day.month}"
    return form_page(request, officer, WithdrawForm(request.POST or None), act, heading="Rút sản phẩm", lead=row.title,
                     back=back, submit="Rút")  # fmt: skip


@require_safe
@gate()
def picture(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The picture that proves a post."""
    row = _post(officer, number)
    if row.picture is None:
        raise NotFound
    return download(row.picture.sha256, row.picture_name or "minh-chung")
