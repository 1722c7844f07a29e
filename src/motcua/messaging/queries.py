"""Reads of notices and letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from motcua.messaging.enums import LetterState
from motcua.messaging.models import Letter, Notice, Refusal
from motcua.messaging.ports import channels


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with how each of its letters fared."""

    notice: Notice
    letters: tuple[Letter, ...]


def of_person(person_id: int) -> QuerySet[Notice]:
    """What a person was told, the newest first."""
    return Notice.objects.filter(person_id=person_id).order_by("-created_at", "-pk")


def told_about(person_id: int, kind: str, key: str) -> list[Notice]:
    """What this person was told about one thing, the newest first."""
    return list(Notice.objects.filter(about=kind, key=key, person_id=person_id).order_by("-number"))


def about(kind: str, key: str) -> list[Told]:
    """What people were told about one thing, in order, with their letters: two queries."""
    notices = list(Notice.objects.filter(about=kind, key=key).order_by("number"))
    letters: dict[int, list[Letter]] = {}
    for letter in Letter.objects.filter(notice__in=notices).order_by("pk"):
        letters.setdefault(letter.notice_id, []).append(letter)
    return [Told(notice, tuple(letters.get(notice.pk, ()))) for notice in notices]


def told_numbers(kind: str, keys: Sequence[str]) -> set[tuple[str, int]]:
    """(key, number) of everything already told about these things."""
    return set(Notice.objects.filter(about=kind, key__in=keys).values_list("key", "number"))


def letters_by_state() -> dict[str, int]:
    """How many letters stand in each state: for the administrator's page."""
    counted = Letter.objects.values_list("state").annotate(many=Count("pk"))
    found = dict(counted)
    return {state.value: found.get(state.value, 0) for state in LetterState}


def channels_wanted(person_id: int) -> list[str]:
    """The channels in use that the person has not refused."""
    refused = set(Refusal.objects.filter(person_id=person_id).values_list("channel", flat=True))
    return [name for name in channels() if name not in refused]


def due(now: datetime) -> QuerySet[Letter]:
    """Letters to send now: those whose time has come, and those whose sender fell silent."""
    waiting = Q(state=LetterState.WAITING.value, next_at__lte=now)
    return Letter.objects.filter(waiting | Q(state=LetterState.SENDING.value, lease_until__lt=now))
