"""Answers the Happenings port of plans: petitions, announced decisions, dossiers that near their appointment."""

from collections.abc import Sequence
from datetime import date, timedelta

from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers.enums import OPEN_STATES
from motcua.dossiers.models import Dossier
from motcua.feedback.models import Petition
from motcua.kernel import clock
from motcua.organisation.enums import Level
from motcua.organisation.models import Agency
from motcua.plans.enums import EventKind
from motcua.plans.ports import Happening

_MOST = 500


class HouseHappenings:
    """Knows what happened at an agency; never more than five hundred at a time, the earliest."""

    def between(self, kind: EventKind, agency: str, first: date, last: date) -> list[Happening]:
        """One statement; two for decisions."""
        match kind:
            case EventKind.PETITION:
                return _petitions(agency, first, last)
            case EventKind.PETITION_DONE:
                return _answers(agency, first, last)
            case EventKind.DOSSIER_DUE:
                return _dossiers(agency, first, last)
            case EventKind.DECISION:
                return _decisions(agency, first, last)
            case EventKind.PERIOD | EventKind.PLAN:
                return []

    def settled(self, kind: EventKind, keys: Sequence[str]) -> dict[str, date]:
        """Petitions answered, answers published, dossiers finished."""
        numbers = [int(key.rpartition(":")[2]) for key in keys if key.rpartition(":")[2].isdecimal()]
        if kind in (EventKind.PETITION, EventKind.PETITION_DONE):
            field = "answered_at" if kind is EventKind.PETITION else "published_at"
            rows = Petition.objects.filter(pk__in=numbers).exclude(**{field: None}).values_list("pk", field)
            head = "petition" if kind is EventKind.PETITION else "answer"
            return {f"{head}:{key}": clock.local_day(at) for key, at in rows}
        if kind is EventKind.DOSSIER_DUE:
            done = (
                Dossier.objects.filter(pk__in=numbers)
                .exclude(finished_at=None)
                .values_list("pk", "finished_at")
            )
            return {f"dossier:{key}": clock.local_day(at) for key, at in done if at is not None}
        return {}


def _petitions(agency: str, first: date, last: date) -> list[Happening]:
    begin, end = clock.at_local(first, 0), clock.at_local(last + timedelta(days=1), 0)
    rows = Petition.objects.filter(agency__code=agency, received_at__gte=begin, received_at__lt=end)
    return [
        Happening(f"petition:{key}", f"Tiếp nhận phản ánh, kiến nghị {code}", at)
        for key, code, at in rows.order_by("received_at", "pk").values_list("pk", "code", "received_at")[
            :_MOST
        ]
    ]


def _answers(agency: str, first: date, last: date) -> list[Happening]:
    begin, end = clock.at_local(first, 0), clock.at_local(last + timedelta(days=1), 0)
    rows = Petition.objects.filter(agency__code=agency, answered_at__gte=begin, answered_at__lt=end)
    return [
        Happening(f"answer:{key}", f"Có kết quả xử lý phản ánh, kiến nghị {code}", at)
        for key, code, at in rows.order_by("answered_at", "pk").values_list("pk", "code", "answered_at")[
            :_MOST
        ]
        if at is not None
    ]


def _dossiers(agency: str, first: date, last: date) -> list[Happening]:
    """Open dossiers with their appointment between two days."""
    rows = Dossier.objects.filter(
        agency__code=agency,
        due_date__range=(first, last),
        state__in=[state.value for state in sorted(OPEN_STATES)],
    )
    return [
        Happening(
            f"dossier:{key}", f"Hồ sơ {code or 'chưa có mã'} hẹn trả {day:%d/%m/%Y}", clock.at_local(day, 17)
        )
        for key, code, day in rows.order_by("due_date", "pk").values_list("pk", "code", "due_date")[:_MOST]
        if day is not None
    ]


def _decisions(agency: str, first: date, last: date) -> list[Happening]:
    """Decisions that announce procedures of the agency's level, once each however many procedures they announce."""
    of = Agency.objects.filter(code=agency).first()
    if of is None:
        return []
    level = Level.PROVINCE if of.level == Level.DEPARTMENT.value else Level(of.level)
    if level not in (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE):
        return []
    rows = ProcedureVersion.objects.at(level).filter(decided_on__range=(first, last)).exclude(decision="")
    found: dict[tuple[str, date], int] = {}
    for decision, day in rows.order_by("decided_on", "decision").values_list("decision", "decided_on"):
        if day is not None:
            found[decision, day] = found.get((decision, day), 0) + 1
    return [
        Happening(
            f"decision:{decision}"[:60],
            f"Quyết định {decision} ngày {day:%d/%m/%Y}, {many} thủ tục",
            clock.at_local(day, 8),
        )
        for (decision, day), many in list(found.items())[:_MOST]
    ]  # fmt: skip
