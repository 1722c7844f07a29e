"""Answers the Evidence port of plans from what the organisation, the registers and the figures keep."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet, Sum

from motcua.dossiers.printing_jobs import PRINT_REGISTER
from motcua.feedback.dialogue_models import Dialogue
from motcua.feedback.models import Slip
from motcua.inspections.enums import CheckForm
from motcua.inspections.inspection_models import Inspection, InspectionPlan
from motcua.inspections.models import Violation
from motcua.jobs.enums import JobState
from motcua.jobs.models import Job
from motcua.kernel import clock
from motcua.measurement.models import Snapshot
from motcua.organisation.desk_enums import TrainingKind
from motcua.organisation.models import FocalList, Regulation, Training
from motcua.plans.control_enums import ChannelKind, InitiativeState, PostKind
from motcua.plans.control_models import Initiative, OutreachChannel, Post
from motcua.plans.enums import PlanState
from motcua.plans.models import Plan
from motcua.plans.ports import Seen, Sighting, Sought
from motcua.plans.proof_words import topics_of
from motcua.plans.sent_models import SentReport

_MOST = 20


class HouseEvidence:
    """Sees deliverables of an agency that are kept here; never more than twenty of a kind, the newest."""

    def seen(self, sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
        """What there is from a day to a day, the newest first; one statement. A plan for a year it names is seen whenever
        it was issued: mostly before that year."""
        return _EYES[sought.kind](sought, agency, first, last)


def _focal(sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
    rows = FocalList.objects.filter(agency__code=agency, decided_on__range=(first, last)).exclude(decision="")
    return [
        Sighting(
            Seen.FOCAL_DECISION,
            f"focal:{row.pk}",
            f"{row.decision} về danh sách cán bộ đầu mối, kỳ {row.period}"
            + (", đã công khai." if row.published_at else ", chưa công khai."),
            row.decided_on,
        )
        for row in rows.order_by("-decided_on", "-pk")[:_MOST]
        if row.decided_on
    ]


def _regulation(sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
    rows = Regulation.objects.filter(agency__code=agency, issued_on__range=(first, last))
    return [
        Sighting(
            Seen.REGULATION,
            f"regulation:{row.pk}",
            f"{row.decision}: {row.title} (phiên bản {row.number}, hiệu lực từ {row.valid_from:%d/%m/%Y}).",
            row.issued_on,
        )
        for row in rows.order_by("-issued_on", "-pk")[:_MOST]
    ]


def _training(sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
    """Courses held here, or attended elsewhere; of what the task names, where it names anything."""
    rows = Training.objects.filter(
        agency__code=agency, held=sought.kind is Seen.TRAINING, last_day__range=(first, last)
    ).exclude(kind__in=[TrainingKind.EXCHANGE.value, TrainingKind.SEMINAR.value])
    found = [
        row
        for row in rows.order_by("-last_day", "-pk")
        if not sought.topics or sought.topics & topics_of(row.title)
    ]
    return [
        Sighting(
            sought.kind,
            f"{sought.kind.value}:{row.pk}",
            f"«{row.title}», {row.first_day:%d/%m/%Y} đến {row.last_day:%d/%m/%Y}"
            + (f", {row.organiser} tổ chức." if sought.kind is Seen.ATTENDED else ".")
            + (f" Kết quả: {row.result}" if row.result else ""),
            row.last_day,
        )
        for row in found[:_MOST]
    ]


def _violations(sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
    rows = Violation.objects.filter(agency__code=agency, **_between("entered_at", first, last))
    return _counted(
        rows, Seen.VIOLATIONS, "entered_at", "Sổ vi phạm có {many} mục ghi trong kỳ, mục cuối ngày {day}."
    )


def _slips(sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
    rows = Slip.objects.filter(
        dossier__agency__code=agency, current=True, **_between("given_at", first, last)
    )
    return _counted(
        rows, Seen.SLIPS, "given_at", "Đã thu {many} phiếu đánh giá trong kỳ, phiếu cuối ngày {day}."
    )


def _register(sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
    rows = Job.objects.filter(
        kind=PRINT_REGISTER, agency=agency, state=JobState.DONE.value, **_between("finished_at", first, last)
    )
    return [
        Sighting(
            Seen.REGISTER,
            f"register:{row.pk}",
            f"Sổ theo dõi hồ sơ năm {row.arguments.get('year')} đã in, {(row.result or {}).get('entries', 0)} hồ sơ.",
            clock.local_day(row.finished_at),
        )
        for row in rows.order_by("-finished_at")[:_MOST]
        if row.finished_at
    ]


def _score(sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
    rows = Snapshot.objects.filter(agency_code=agency, **_between("taken_at", first, last)).defer("content")
    return [
        Sighting(
            Seen.SCORE,
            f"score:{row.pk}",
            f"Chỉ số bộ {row.set_code} kỳ {row.period} đã công bố {clock.local_day(row.taken_at):%d/%m/%Y}.",
            clock.local_day(row.taken_at),
        )
        for row in rows.order_by("-taken_at", "-pk")[:_MOST]
    ]


def _inspection_plan(sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
    rows = InspectionPlan.objects.filter(agency__code=agency, decided_on__lte=last)
    rows = rows.filter(year=sought.year) if sought.year else rows.filter(decided_on__gte=first)
    return [
        Sighting(
            Seen.INSPECTION_PLAN,
            f"inspection_plan:{row.pk}",
            f"{row.decision}: {row.title}"
            + (", đã gửi các đơn vị." if row.sent_on else ", chưa gửi các đơn vị."),
            row.decided_on,
        )
        for row in rows.order_by("-decided_on", "-pk")[:_MOST]
        if row.decided_on
    ]


def _plan(sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
    """Plans confirmed here with their day of issue."""
    rows = Plan.objects.filter(agency__code=agency, issued_on__lte=last).exclude(state=PlanState.READ.value)
    rows = rows.filter(year=sought.year) if sought.year else rows.filter(issued_on__gte=first)
    if sought.plan_kind:
        rows = rows.filter(kind=sought.plan_kind.value)
    return [
        Sighting(
            Seen.PLAN,
            f"plan:{row.pk}",
            f"{row.number or 'Kế hoạch'} ngày {row.issued_on:%d/%m/%Y}: «{row.title}».",
            row.issued_on,
        )
        for row in rows.order_by("-issued_on", "-pk")[:_MOST]
        if row.issued_on
    ]


def _inspections(sought: Sought, agency: str) -> QuerySet[Inspection]:
    """Inspections an agency made: unannounced or planned, of itself or of others, where that is asked."""
    rows = Inspection.objects.filter(agency__code=agency)
    if sought.sudden is not None:
        rows = rows.filter(form=(CheckForm.SUDDEN if sought.sudden else CheckForm.PLANNED).value)
    if sought.own is not None:
        rows = rows.filter(target__code=agency) if sought.own else rows.exclude(target__code=agency)
    return rows


def _team(sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
    rows = _inspections(sought, agency).filter(decided_on__range=(first, last)).exclude(decision="")
    return [
        Sighting(
            Seen.INSPECTION_TEAM,
            f"inspection_team:{row.pk}",
            f"{row.decision} về đoàn, tổ kiểm tra của «{row.title}».",
            row.decided_on,
        )
        for row in rows.order_by("-decided_on", "-pk")[:_MOST]
        if row.decided_on
    ]


def _inspection(sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
    rows = _inspections(sought, agency).filter(concluded_on__range=(first, last))
    return [
        Sighting(
            Seen.INSPECTION,
            f"inspection:{row.pk}",
            f"«{row.title}» ({CheckForm(row.form).label.lower()}) đã kết luận tại {row.conclusion} "
            f"ngày {row.concluded_on:%d/%m/%Y}.",
            row.concluded_on,
        )
        for row in rows.order_by("-concluded_on", "-pk")[:_MOST]
        if row.concluded_on
    ]


def _dialogue(sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
    rows = Dialogue.objects.filter(agency__code=agency, **_between("published_at", first, last))
    return [
        Sighting(
            Seen.DIALOGUE,
            f"dialogue:{row.pk}",
            f"«{row.title}» ngày {clock.local_day(row.held_at):%d/%m/%Y}, {row.people or 0} người dự, đã công khai kết quả.",
            clock.local_day(row.published_at),
        )
        for row in rows.order_by("-published_at", "-pk")[:_MOST]
        if row.published_at
    ]


def _initiative(sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
    rows = Initiative.objects.filter(
        agency__code=agency, state=InitiativeState.RECOGNISED.value, decided_on__range=(first, last)
    )
    return [
        Sighting(
            Seen.INITIATIVE,
            f"initiative:{row.pk}",
            f"«{row.title}» được công nhận tại {row.decision}.",
            row.decided_on,
        )
        for row in rows.order_by("-decided_on", "-pk")[:_MOST]
        if row.decided_on
    ]


def _channel(sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
    """Channels opened; where the task names some, one of each."""
    rows = OutreachChannel.objects.filter(agency__code=agency, first_day__range=(first, last))
    found = list(rows.order_by("-first_day", "-pk"))
    if sought.channels:
        wanted = frozenset().union(*sought.channels)
        found = [row for row in found if ChannelKind(row.kind) in wanted]
        if not all(any(ChannelKind(row.kind) in group for row in found) for group in sought.channels):
            return []
    return [
        Sighting(
            Seen.CHANNEL,
            f"channel:{row.pk}",
            f"Kênh «{row.name}» ({ChannelKind(row.kind).label}) mở ngày {row.first_day:%d/%m/%Y}"
            + (f": {row.url}" if row.url else "."),
            row.first_day,
        )
        for row in found[:_MOST]
    ]


# Over which kind of channel something went that names no channel, where it says so itself.
_WENT_OVER = {
    PostKind.BROADCAST: (ChannelKind.SPEAKERS,),
    PostKind.SOCIAL: (ChannelKind.ZALO, ChannelKind.FACEBOOK),
    PostKind.PANEL: (ChannelKind.PLACE,),
}
# Products of which what counts is how often, how many copies.
_BY_TIMES = frozenset({PostKind.BROADCAST, PostKind.LEAFLET})


def _outreach(sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
    """Counted together, with how many people they are of: those on the channels and of the products sought, as many as
    that; nothing while one of the channels has none. The key is the last entry, so that later ones count anew."""
    rows = Post.objects.filter(agency__code=agency, day__range=(first, last), withdrawn_at=None).order_by()
    if sought.products:
        rows = rows.filter(kind__in=[one.value for one in sought.products])
    if sought.channels:
        rows = rows.filter(_on(frozenset().union(*sought.channels)))
    each = {f"on_{n}": Count("pk", filter=_on(group)) for n, group in enumerate(sought.channels)}
    found = rows.aggregate(
        many=Count("pk"), times=Sum("times"), people=Count("staff", distinct=True), last=Max("day"), key=Max("pk"), **each
    )  # fmt: skip
    by_times = bool(sought.products or sought.channels) and (
        sought.products <= _BY_TIMES if sought.products else sought.channels == (_SPEAKERS,)
    )
    amount = (found["times"] if by_times else found["many"]) or 0
    if amount < sought.least or not amount or not all(found[name] for name in each):
        return []
    words = (
        f"{found['many']} sản phẩm truyền thông{_over(sought)} của {found['people']} người"
        + (f", {amount} lượt phát hoặc bản" if by_times else "")
        + f", gần nhất ngày {found['last']:%d/%m/%Y}; danh sách ở trang Truyền thông."
    )
    return [Sighting(Seen.OUTREACH, f"outreach:{found['key']}", words, found["last"])]


def _report(sought: Sought, agency: str, first: date, last: date) -> list[Sighting]:
    """Reports sent, of the kind sought; whether one is about the period that is due is for who knows the task's dates."""
    rows = SentReport.objects.filter(agency__code=agency, sent_on__range=(first, last), withdrawn_at=None)
    if sought.report:
        rows = rows.filter(kind=sought.report)
    return [
        Sighting(
            Seen.REPORT,
            f"report:{row.pk}",
            f"«{row.title}» số {row.number}, kỳ {row.period_first:%d/%m/%Y} đến {row.period_last:%d/%m/%Y}, "
            f"đã gửi {row.to_name} ngày {row.sent_on:%d/%m/%Y}.",
            row.sent_on,
            (row.period_first, row.period_last),
        )
        for row in rows.order_by("-sent_on", "-pk")[:_MOST]
    ]


_SPEAKERS = frozenset({ChannelKind.SPEAKERS})


def _on(kinds: Iterable[ChannelKind]) -> Q:
    """Posts that went over one of these kinds of channels, by the channel entered, else by what they are."""
    wanted = frozenset(kinds)
    told = [post.value for post, over in _WENT_OVER.items() if wanted.intersection(over)]
    return Q(channel__kind__in=[one.value for one in wanted]) | Q(channel=None, kind__in=told)


def _over(sought: Sought) -> str:
    """The channels and products that were counted, in words."""
    channels = ", ".join(
        " hoặc ".join(one.label for one in ChannelKind if one in group) for group in sought.channels
    )
    products = ", ".join(one.label for one in PostKind if one in sought.products)
    return (f" ({products})" if products else "") + (f" trên {channels}" if channels else "")


def _between(field: str, first: date, last: date) -> dict[str, object]:
    """Local days as moments."""
    return {
        f"{field}__gte": clock.at_local(first, 0),
        f"{field}__lt": clock.at_local(last + timedelta(days=1), 0),
    }


def _counted(
    rows: QuerySet[Slip] | QuerySet[Violation], kind: Seen, field: str, words: str
) -> list[Sighting]:
    """A register with entries is one sighting; its key is the last entry, so that later ones count anew."""
    found = rows.order_by().aggregate(many=Count("pk"), last=Max(field), key=Max("pk"))
    if not found["many"]:
        return []
    day = clock.local_day(found["last"])
    return [
        Sighting(
            kind, f"{kind.value}:{found['key']}", words.format(many=found["many"], day=f"{day:%d/%m/%Y}"), day
        )
    ]


_EYES: dict[Seen, Callable[[Sought, str, date, date], list[Sighting]]] = {
    Seen.FOCAL_DECISION: _focal,
    Seen.REGULATION: _regulation,
    Seen.PLAN: _plan,
    Seen.TRAINING: _training,
    Seen.ATTENDED: _training,
    Seen.VIOLATIONS: _violations,
    Seen.SLIPS: _slips,
    Seen.REGISTER: _register,
    Seen.SCORE: _score,
    Seen.INSPECTION_PLAN: _inspection_plan,
    Seen.INSPECTION_TEAM: _team,
    Seen.INSPECTION: _inspection,
    Seen.DIALOGUE: _dialogue,
    Seen.INITIATIVE: _initiative,
    Seen.CHANNEL: _channel,
    Seen.OUTREACH: _outreach,
    Seen.REPORT: _report,
}
