"""Answers the Happenings port of plans: petitions, announced decisions, dossiers that near their appointment, inspections
concluded, dialogues."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers.enums import OPEN_STATES
from motcua.dossiers.models import Dossier
from motcua.feedback.dialogue_models import Dialogue
from motcua.feedback.enums import DialogueState, PetitionState
from motcua.feedback.models import Petition
from motcua.inspections.inspection_models import Inspection
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
        begin, end = clock.at_local(first, 0), clock.at_local(last + timedelta(days=1), 0)
        match kind:
            case EventKind.PETITION:
                found = _petitions(_received(agency).filter(received_at__gte=begin, received_at__lt=end))
            case EventKind.PETITION_DONE:
                found = _answers(_answered(agency).filter(answered_at__gte=begin, answered_at__lt=end))
            case EventKind.DOSSIER_DUE:
                found = _dossiers(_awaited(agency).filter(due_date__range=(first, last)))
            case EventKind.DECISION:
                found = _decisions(agency, Q(decided_on__range=(first, last)))
            case EventKind.INSPECTION:
                found = _inspections(_concluded(agency).filter(concluded_on__range=(first, last)))
            case EventKind.DIALOGUE:
                found = _dialogues(_talks(agency).filter(held_at__gte=begin, held_at__lt=end))
            case EventKind.PERIOD | EventKind.PLAN:
                found = []
        return found[:_MOST]

    def settled(self, kind: EventKind, keys: Sequence[str]) -> dict[str, date]:
        """Petitions answered, answers published, dossiers finished, inspections closed, results of dialogues published."""
        numbers = _numbers(keys)
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
        if kind is EventKind.INSPECTION:
            over = Inspection.objects.filter(pk__in=numbers).values_list("pk", "closed_at")
            return {f"inspection:{key}": clock.local_day(at) for key, at in over if at is not None}
        if kind is EventKind.DIALOGUE:
            told = Dialogue.objects.filter(pk__in=numbers).values_list("pk", "published_at")
            return {f"dialogue:{key}": clock.local_day(at) for key, at in told if at is not None}
        return {}

    def standing(self, kind: EventKind, agency: str, keys: Sequence[str]) -> dict[str, Happening]:
        """Not what was taken away, went to another agency, or waits for the citizen; one statement, two for decisions."""
        match kind:
            case EventKind.PETITION:
                found = _petitions(_received(agency).filter(pk__in=_numbers(keys)))
            case EventKind.PETITION_DONE:
                found = _answers(_answered(agency).filter(pk__in=_numbers(keys)))
            case EventKind.DOSSIER_DUE:
                found = _dossiers(_awaited(agency).filter(pk__in=_numbers(keys)))
            case EventKind.DECISION:
                # A key is cut off: what begins so is looked at, the whole of it decides below.
                begun = Q()
                for key in keys:
                    begun |= Q(decision__startswith=key.partition(":")[2])
                found = _decisions(agency, begun)
            case EventKind.INSPECTION:
                found = _inspections(_concluded(agency).filter(pk__in=_numbers(keys)))
            case EventKind.DIALOGUE:
                found = _dialogues(_not_dropped(agency).filter(pk__in=_numbers(keys)))
            case EventKind.PERIOD | EventKind.PLAN:
                found = []
        wanted = set(keys)
        return {one.key: one for one in found if one.key in wanted}


def _numbers(keys: Sequence[str]) -> list[int]:
    return [int(key.rpartition(":")[2]) for key in keys if key.rpartition(":")[2].isdecimal()]


def _received(agency: str) -> QuerySet[Petition]:
    """Petitions handled here: those turned away and transferred need no answer."""
    away = [state.value for state in PetitionState if state.turned_away]
    return Petition.objects.filter(agency__code=agency).exclude(state__in=away)


def _answered(agency: str) -> QuerySet[Petition]:
    return _received(agency).exclude(answered_at=None)


def _awaited(agency: str) -> QuerySet[Dossier]:
    """Open dossiers whose clock runs: while one waits for the citizen its appointment does not hold."""
    return Dossier.objects.filter(
        agency__code=agency,
        waiting_since=None,
        state__in=[state.value for state in sorted(OPEN_STATES)],
    ).exclude(due_date=None)


def _concluded(agency: str) -> QuerySet[Inspection]:
    """By the agency or of it: one follows what is mended, the other mends."""
    of = Q(agency__code=agency) | Q(target__code=agency)
    return Inspection.objects.filter(of).exclude(concluded_on=None)


def _not_dropped(agency: str) -> QuerySet[Dialogue]:
    return Dialogue.objects.filter(agency__code=agency).exclude(state=DialogueState.DROPPED.value)


def _talks(agency: str) -> QuerySet[Dialogue]:
    """Those that are going to be held, and those that were: a day that passed without minutes is none yet."""
    held = Q(state__in=[DialogueState.HELD.value, DialogueState.PUBLISHED.value])
    return _not_dropped(agency).filter(held | Q(held_at__gt=clock.now()))


def _inspections(rows: QuerySet[Inspection]) -> list[Happening]:
    found = rows.order_by("concluded_on", "pk").values_list("pk", "conclusion", "title", "concluded_on")
    return [
        Happening(f"inspection:{key}", f"Kết luận {number}: {title[:200]}", clock.at_local(day, 8))
        for key, number, title, day in found
        if day is not None
    ]


def _dialogues(rows: QuerySet[Dialogue]) -> list[Happening]:
    found = rows.order_by("held_at", "pk").values_list("pk", "title", "held_at")
    return [Happening(f"dialogue:{key}", f"Đối thoại «{title[:200]}»", at) for key, title, at in found]


def _petitions(rows: QuerySet[Petition]) -> list[Happening]:
    found = rows.order_by("received_at", "pk").values_list("pk", "code", "received_at")
    return [
        Happening(f"petition:{key}", f"Tiếp nhận phản ánh, kiến nghị {code}", at) for key, code, at in found
    ]


def _answers(rows: QuerySet[Petition]) -> list[Happening]:
    found = rows.order_by("answered_at", "pk").values_list("pk", "code", "answered_at")
    return [
        Happening(f"answer:{key}", f"Có kết quả xử lý phản ánh, kiến nghị {code}", at)
        for key, code, at in found
        if at is not None
    ]


def _dossiers(rows: QuerySet[Dossier]) -> list[Happening]:
    """Their appointments."""
    found = rows.order_by("due_date", "pk").values_list("pk", "code", "due_date")
    return [
        Happening(
            f"dossier:{key}", f"Hồ sơ {code or 'chưa có mã'} đến hạn trả kết quả", clock.at_local(day, 17)
        )
        for key, code, day in found
        if day is not None
    ]


def _decisions(agency: str, which: Q) -> list[Happening]:
    """Decisions that announce procedures of the agency's level, once each however many procedures they announce."""
    of = Agency.objects.filter(code=agency).first()
    if of is None:
        return []
    level = Level.PROVINCE if of.level == Level.DEPARTMENT.value else Level(of.level)
    if level not in (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE):
        return []
    rows = ProcedureVersion.objects.at(level).filter(which).exclude(decision="").exclude(decided_on=None)
    found: dict[tuple[str, date], int] = {}
    for decision, day in rows.order_by("decided_on", "decision").values_list("decision", "decided_on"):
        if day is not None:
            found[decision, day] = found.get((decision, day), 0) + 1
    return [
        Happening(
            f"decision:{decision}"[:60],
            f"Quyết định {decision}, {many} thủ tục",
            clock.at_local(day, 8),
        )
        for (decision, day), many in found.items()
    ]  # fmt: skip
