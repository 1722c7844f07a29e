"""Outreach: who put out what, week by week, against the plan's norm; campaigns and channels (REQ C7)."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.db import IntegrityError
from django.db.models import Count, Q, QuerySet, Sum

from motcua.audit.record import record
from motcua.blobs.models import Blob
from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.dated import overlapping
from motcua.organisation.models import Absence, Agency, Staff
from motcua.plans.control_enums import ChannelKind, PostKind
from motcua.plans.control_models import Campaign, OutreachChannel, Post
from motcua.regimes.queries import rules_on
from motcua.worktime.calendar import Calendar
from motcua.worktime.queries import calendar_for

_WEEK = timedelta(days=7)
# What networks add to a link when it is passed on.
_ADDED = re.compile(r"utm_|fbclid$|zarsrc$|gclid$|mibextid$|_ga$")
_PICTURES = ("image/", "application/pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPost:
    """What was put out, with its proof: a link or a picture."""

    agency: Agency
    staff: Staff
    kind: PostKind
    title: str
    day: date
    times: int = 1
    url: str = ""
    picture: Blob | None = None
    picture_name: str = ""
    channel: OutreachChannel | None = None
    campaign: Campaign | None = None


def enter_post(new: NewPost, *, actor: Actor) -> Post:
    """Enter what was put out. Refuses what nothing proves, a day to come, and a link somebody entered already."""
    if not squeeze(new.title):
        raise Refused("Ghi tên tin, bài hoặc sản phẩm.", field="title", code="title")
    if new.day > clock.today():
        raise Refused("Chỉ ghi sản phẩm đã đăng, đã phát.", field="day", code="day")
    if not new.url and new.picture is None:
        raise Refused("Ghi đường dẫn, hoặc gửi ảnh chụp làm minh chứng.", field="url", code="proof")
    if new.picture is not None and not new.picture.mime.startswith(_PICTURES):
        raise Refused("Minh chứng là ảnh hoặc tệp PDF.", field="picture", code="picture")
    if new.day < new.staff.first_day:
        raise Refused(
            f"{new.staff.name} làm việc từ ngày {new.staff.first_day:%d/%m/%Y}: kiểm tra lại ngày.", field="day",
            code="before",
        )  # fmt: skip
    row = Post(
        agency=new.agency, staff=new.staff, kind=new.kind.value, title=squeeze(new.title), day=new.day,
        times=new.times, url=same_link(new.url), picture=new.picture, picture_name=new.picture_name, channel=new.channel,
        campaign=new.campaign, entered_at=clock.now(), entered_by=actor.label,
    )  # fmt: skip
    try:
        with act():
            row.save()
            _record(actor, "enter_post", "post", row.pk, new.agency, {"kind": row.kind})
    except IntegrityError:
        raise Refused("Đường dẫn này đã được ghi: mỗi bài tính một lần.", field="url", code="again") from None
    return row


def withdraw_post(post_id: int, *, why: str, actor: Actor) -> Post:
    """An entry that was wrong no longer counts; it is kept with the reason."""
    if not why.strip():
        raise Refused("Ghi vì sao rút.", field="why", code="why")
    with act():
        row = locked(Post, post_id, "agency")
        if row.withdrawn_at is not None:
            raise Refused("Mục này đã rút.", code="withdrawn")
        row.withdrawn_at, row.withdrawn_why = clock.now(), squeeze(why)[:300]
        row.save()
        _record(actor, "withdraw_post", "post", row.pk, row.agency, {"kind": row.kind})
    return row


def begin_campaign(
    agency: Agency, *, title: str, audience: str, first: date, last: date, wanted: int, actor: Actor
) -> Campaign:
    """A campaign with its days and how much is wanted of it."""
    _check_campaign(title, audience, first, last)
    with act():
        made = Campaign.objects.create(
            agency=agency, title=squeeze(title), audience=squeeze(audience), first_day=first, last_day=last,
            wanted=wanted, made_at=clock.now(), made_by=actor.label,
        )  # fmt: skip
        _record(actor, "begin_campaign", "campaign", made.pk, agency, {"wanted": wanted})
    return made


def open_channel(agency: Agency, *, kind: ChannelKind, name: str, url: str, actor: Actor) -> OutreachChannel:
    """A channel the agency keeps from today on. Pages on the web need their address."""
    if not squeeze(name):
        raise Refused("Ghi tên kênh.", field="name", code="name")
    if not url and kind in (ChannelKind.WEBSITE, ChannelKind.ZALO, ChannelKind.FACEBOOK):
        raise Refused("Ghi địa chỉ của kênh.", field="url", code="url")
    with act():
        made = OutreachChannel.objects.create(
            agency=agency, kind=kind.value, name=squeeze(name), url=url, first_day=clock.today()
        )
        _record(actor, "open_channel", "channel", made.pk, agency, {"kind": kind.value})
    return made


def close_channel(channel_id: int, *, actor: Actor) -> OutreachChannel:
    """The agency keeps the channel no more, from today on; what went over it stays counted."""
    with act():
        row = locked(OutreachChannel, channel_id, "agency")
        if row.last_day is not None:
            raise Refused("Kênh này đã dừng.", code="closed")
        row.last_day = clock.today() - timedelta(days=1)
        row.save()
        _record(actor, "close_channel", "channel", row.pk, row.agency, {"kind": row.kind})
    return row


def change_campaign(
    campaign_id: int, *, title: str, audience: str, first: date, last: date, wanted: int, actor: Actor
) -> Campaign:
    """What was entered wrong about a campaign, or is decided anew."""
    _check_campaign(title, audience, first, last)
    with act():
        row = locked(Campaign, campaign_id, "agency")
        before = {"wanted": row.wanted, "last_day": row.last_day.isoformat()}
        row.title, row.audience, row.first_day, row.last_day = squeeze(title), squeeze(audience), first, last
        row.wanted = wanted
        row.save()
        _record(
            actor, "change_campaign", "campaign", row.pk, row.agency, {"wanted": wanted, "before": before}
        )
    return row


def _check_campaign(title: str, audience: str, first: date, last: date) -> None:
    if not squeeze(title) or not squeeze(audience):
        raise Refused("Ghi tên đợt và đối tượng.", field="title", code="title")
    if last < first:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last_day", code="last_day")


# --- pure ---


def weeks_of(first: date, last: date) -> list[date]:
    """The Mondays of the weeks that begin from a day to a day."""
    monday = first + timedelta(days=-first.weekday() % 7)
    found = []
    while monday <= last:
        found.append(monday)
        monday += _WEEK
    return found


@dataclass(frozen=True, slots=True)
class WeeksOf:
    """One person's weeks: how many posts in each; None where the week is still to come or was not worked whole."""

    staff: Staff
    counts: tuple[int | None, ...]
    owed: int
    met: int

    @property
    def total(self) -> int:
        """All posts of these weeks."""
        return sum(count or 0 for count in self.counts)


def is_owed(staff: Staff, monday: date, today: date, free: Set[date] = frozenset()) -> bool:
    """Whether a week is owed: it is over, was worked from Monday to Friday, and is none of those without a day at work."""
    friday = monday + timedelta(days=4)
    there = staff.first_day <= monday and (staff.last_day is None or staff.last_day >= friday)
    return there and monday not in free and monday + _WEEK <= today


def weeks_met(
    staff: Staff,
    weeks: Sequence[date],
    counted: Mapping[date, int],
    *,
    norm: int,
    today: date,
    free: Set[date] = frozenset(),
) -> WeeksOf:
    """How a person stands against the norm; `free`: Mondays of weeks without a day they could have worked."""
    counts: list[int | None] = []
    owed = met = 0
    for monday in weeks:
        friday = monday + timedelta(days=4)
        there = staff.first_day <= monday and (staff.last_day is None or staff.last_day >= friday)
        many = counted.get(monday, 0)
        counts.append(many if many or (there and monday not in free and monday <= today) else None)
        if is_owed(staff, monday, today, free):
            owed += 1
            met += many >= norm
    return WeeksOf(staff, tuple(counts), owed, met)


def same_link(url: str) -> str:
    """A link as it is kept and compared: without what a network adds to it on the way, so that one post counts once."""
    if not url:
        return ""
    said = urlsplit(url.strip())
    kept = [
        (name, value)
        for name, value in parse_qsl(said.query, keep_blank_values=True)
        if not _ADDED.match(name)
    ]
    path = said.path.rstrip("/") if len(said.path) > 1 else ""
    return urlunsplit((said.scheme.lower(), said.netloc.lower(), path, urlencode(kept), ""))


# --- reads ---


def posts_of(agency: Agency, first: date, last: date) -> QuerySet[Post]:
    """What counts of an agency from a day to a day, the newest first."""
    rows = Post.objects.filter(agency=agency, day__range=(first, last), withdrawn_at=None)
    return rows.select_related("staff", "channel", "campaign")


def by_week(agency: Agency, weeks: Sequence[date], today: date) -> list[WeeksOf]:
    """Everybody who works at an agency in some of these weeks, against the norm; as many statements for many weeks."""
    if not weeks:
        return []
    first, last = weeks[0], weeks[-1] + timedelta(days=6)
    norm, kinds = norm_of(agency, min(last, today))
    counted: dict[int, Counter[date]] = {}
    rows = posts_of(agency, first, last).filter(kind__in=kinds).order_by()
    for staff_id, day in rows.values_list("staff_id", "day"):
        counted.setdefault(staff_id, Counter())[day - timedelta(days=day.weekday())] += 1
    people = list(Staff.objects.filter(overlapping(first, last), agency=agency).order_by("name_key"))
    free = free_weeks(agency, people, weeks)
    return [
        weeks_met(
            one, weeks, counted.get(one.pk, {}), norm=norm, today=today, free=free.get(one.pk, frozenset())
        )
        for one in people
    ]


def norm_of(agency: Agency, day: date) -> tuple[int, list[str]]:
    """How many a week are asked of each person on a day, and of which kinds (codes of `PostKind`)."""
    rules = rules_on(day, scopes=agency.chain)
    return int(rules("outreach.posts_a_week")), list(rules("outreach.counted_kinds"))


def free_weeks(agency: Agency, people: Sequence[Staff], weeks: Sequence[date]) -> Mapping[int, Set[date]]:
    """Mondays of weeks without a day at work, by officer: holidays of the whole week (Tết), or away all its working days."""
    if not weeks:
        return {}
    first, last = weeks[0], weeks[-1] + timedelta(days=6)
    away: dict[int, list[Absence]] = {}
    for row in Absence.objects.filter(staff__in=people, first_day__lte=last, last_day__gte=first):
        away.setdefault(row.staff_id, []).append(row)
    calendar = calendar_for(agency.chain, last)
    days = {monday: _working_days(calendar, monday) for monday in weeks}
    closed = {monday for monday, open_days in days.items() if not open_days}
    found: dict[int, Set[date]] = dict.fromkeys((one.pk for one in people), frozenset(closed))
    for staff, rows in away.items():
        gone = {
            monday
            for monday, open_days in days.items()
            if all(any(row.first_day <= day <= row.last_day for row in rows) for day in open_days)
        }
        found[staff] = frozenset(closed | gone)
    return found


def _working_days(calendar: Calendar, monday: date) -> list[date]:
    """The working days of a week; Monday to Friday where the calendar does not reach."""
    week = [monday + timedelta(days=number) for number in range(7)]
    try:
        return [day for day in week if calendar.is_working(day)]
    except Refused:
        return week[:5]


def by_kind(rows: QuerySet[Post]) -> dict[PostKind, tuple[int, int]]:
    """How many of each kind, and how often they were put out or in how many copies; none left out; one statement."""
    found = rows.order_by().values("kind").annotate(many=Count("pk"), times=Sum("times"))
    counts = {row["kind"]: (row["many"], row["times"]) for row in found}
    return {kind: counts[kind.value] for kind in PostKind if kind.value in counts}


def by_channel(agency: Agency, first: date, last: date, today: date) -> list[tuple[OutreachChannel, int]]:
    """The channels kept today with what went over each from a day to a day; two statements."""
    rows = posts_of(agency, first, last).exclude(channel=None).order_by().values("channel_id")
    counts = {row["channel_id"]: row["many"] for row in rows.annotate(many=Count("pk"))}
    return [(each, counts.get(each.pk, 0)) for each in channels_of(agency, today)]


def channels_of(agency: Agency, today: date) -> Iterable[OutreachChannel]:
    """The channels kept on a day; one closed on the day it was opened is kept no more."""
    lasting = Q(last_day=None) | Q(last_day__gte=today)
    return OutreachChannel.objects.filter(lasting, agency=agency).order_by("pk")


def campaigns_of(agency: Agency, year: int) -> list[tuple[Campaign, int]]:
    """The campaigns of a year with how much each has; two statements."""
    rows = list(
        Campaign.objects.filter(
            agency=agency, first_day__lte=date(year, 12, 31), last_day__gte=date(year, 1, 1)
        )
    )
    posts = Post.objects.filter(campaign__in=rows, withdrawn_at=None).order_by().values("campaign_id")
    counts = {row["campaign_id"]: row["many"] for row in posts.annotate(many=Count("pk"))}
    return [(each, counts.get(each.pk, 0)) for each in rows]


def _record(
    actor: Actor, what: str, kind: str, key: int, agency: Agency, detail: Mapping[str, object]
) -> None:
    record(actor, action=f"plans.{what}", kind=kind, key=key, agency=agency.code, detail=detail)
