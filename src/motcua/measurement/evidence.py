"""Answers the Evidence port of plans from what the organisation, the registers and the figures keep."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Count, Max, QuerySet

from motcua.dossiers.printing_jobs import PRINT_REGISTER
from motcua.feedback.dialogue_models import Dialogue
from motcua.feedback.models import Slip
from motcua.inspections.inspection_models import Inspection, InspectionPlan
from motcua.inspections.models import Violation
from motcua.jobs.enums import JobState
from motcua.jobs.models import Job
from motcua.kernel import clock
from motcua.measurement.models import Snapshot
from motcua.organisation.models import FocalList, Regulation, Training
from motcua.plans.control_enums import InitiativeState
from motcua.plans.control_models import Initiative, OutreachChannel, Post
from motcua.plans.ports import Seen, Sighting

_MOST = 20


class HouseEvidence:
    """Sees deliverables of an agency that are kept here; never more than twenty of a kind, the newest."""

    def seen(self, kind: Seen, agency: str, first: date, last: date) -> list[Sighting]:
        """What there is from a day to a day, the newest first; one statement."""
        return _EYES[kind](agency, first, last)


def _focal(agency: str, first: date, last: date) -> list[Sighting]:
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


def _regulation(agency: str, first: date, last: date) -> list[Sighting]:
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


def _training(agency: str, first: date, last: date) -> list[Sighting]:
    rows = Training.objects.filter(agency__code=agency, held=True, last_day__range=(first, last))
    return [
        Sighting(
            Seen.TRAINING,
            f"training:{row.pk}",
            f"«{row.title}», {row.first_day:%d/%m/%Y} đến {row.last_day:%d/%m/%Y}."
            + (f" Kết quả: {row.result}" if row.result else ""),
            row.last_day,
        )
        for row in rows.order_by("-last_day", "-pk")[:_MOST]
    ]


def _violations(agency: str, first: date, last: date) -> list[Sighting]:
    rows = Violation.objects.filter(agency__code=agency, **_between("entered_at", first, last))
    return _counted(
        rows, Seen.VIOLATIONS, "entered_at", "Sổ vi phạm có {many} mục ghi trong kỳ, mục cuối ngày {day}."
    )


def _slips(agency: str, first: date, last: date) -> list[Sighting]:
    rows = Slip.objects.filter(
        dossier__agency__code=agency, current=True, **_between("given_at", first, last)
    )
    return _counted(
        rows, Seen.SLIPS, "given_at", "Đã thu {many} phiếu đánh giá trong kỳ, phiếu cuối ngày {day}."
    )


def _register(agency: str, first: date, last: date) -> list[Sighting]:
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


def _score(agency: str, first: date, last: date) -> list[Sighting]:
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


def _inspection_plan(agency: str, first: date, last: date) -> list[Sighting]:
    rows = InspectionPlan.objects.filter(agency__code=agency, decided_on__range=(first, last))
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


def _inspection(agency: str, first: date, last: date) -> list[Sighting]:
    rows = Inspection.objects.filter(agency__code=agency, concluded_on__range=(first, last))
    return [
        Sighting(
            Seen.INSPECTION,
            f"inspection:{row.pk}",
            f"«{row.title}» đã kết luận tại {row.conclusion} ngày {row.concluded_on:%d/%m/%Y}.",
            row.concluded_on,
        )
        for row in rows.order_by("-concluded_on", "-pk")[:_MOST]
        if row.concluded_on
    ]


def _dialogue(agency: str, first: date, last: date) -> list[Sighting]:
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


def _initiative(agency: str, first: date, last: date) -> list[Sighting]:
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


def _channel(agency: str, first: date, last: date) -> list[Sighting]:
    rows = OutreachChannel.objects.filter(agency__code=agency, first_day__range=(first, last))
    return [
        Sighting(
            Seen.CHANNEL,
            f"channel:{row.pk}",
            f"Kênh «{row.name}» mở ngày {row.first_day:%d/%m/%Y}" + (f": {row.url}" if row.url else "."),
            row.first_day,
        )
        for row in rows.order_by("-first_day", "-pk")[:_MOST]
    ]


def _outreach(agency: str, first: date, last: date) -> list[Sighting]:
    """Counted together, with how many people they are of; the key is the last entry, so that later ones count anew."""
    rows = Post.objects.filter(agency__code=agency, day__range=(first, last), withdrawn_at=None).order_by()
    found = rows.aggregate(
        many=Count("pk"), people=Count("staff", distinct=True), last=Max("day"), key=Max("pk")
    )
    if not found["many"]:
        return []
    words = (
        f"{found['many']} sản phẩm truyền thông của {found['people']} người, gần nhất ngày {found['last']:%d/%m/%Y}; "
        "danh sách ở trang Truyền thông."
    )
    return [Sighting(Seen.OUTREACH, f"outreach:{found['key']}", words, found["last"])]


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


_EYES: dict[Seen, Callable[[str, date, date], list[Sighting]]] = {
    Seen.FOCAL_DECISION: _focal,
    Seen.REGULATION: _regulation,
    Seen.TRAINING: _training,
    Seen.VIOLATIONS: _violations,
    Seen.SLIPS: _slips,
    Seen.REGISTER: _register,
    Seen.SCORE: _score,
    Seen.INSPECTION_PLAN: _inspection_plan,
    Seen.INSPECTION: _inspection,
    Seen.DIALOGUE: _dialogue,
    Seen.INITIATIVE: _initiative,
    Seen.CHANNEL: _channel,
    Seen.OUTREACH: _outreach,
}
