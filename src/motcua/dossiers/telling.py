"""Telling the applicant about each change, at once and with the minimum items (NĐ 224/2026 Điều 15.1g).

The relay marks a dossier; what happened to it and was not told yet is told now. So marks may merge or repeat.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from motcua.catalogue.models import Procedure
from motcua.datastore.kept import kept, moment
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.telling_words import TOLD, Happening, short, title_of, whole
from motcua.kernel import clock
from motcua.messaging.actions import News, tell
from motcua.messaging.ports import Contact
from motcua.messaging.queries import told_numbers
from motcua.organisation.models import Agency, Staff
from motcua.regimes.queries import Rules, rules_on

ABOUT = "dossier"


def on_dossier_marks(keys: list[str]) -> None:
    """Dossiers changed: tell what their applicants do not know yet."""
    tell(news_of([int(key) for key in keys]))


def news_of(dossier_ids: Iterable[int], *, now: datetime | None = None) -> list[News]:
    """What is still to be told about these dossiers; a fixed number of queries however many they are.

    What was recorded too long ago (`messages.tell_within_days`) is history, not news: a restored backup or work
    entered late must not flood people with messages.
    """
    now = now or clock.now()
    untold = _untold(list(dossier_ids))
    dossiers = _dossiers({event.dossier_id for event in untold})
    books: dict[int, Rules] = {}
    found = []
    with moment():
        for event in untold:
            dossier = dossiers[event.dossier_id]
            rules = _rules(books, dossier.agency_id, now)
            if event.recorded_at >= now - timedelta(days=int(rules("messages.tell_within_days"))):
                found.append(_news(event, dossier, outside=event.act in rules("messages.acts_sent_out")))
    return found


def _untold(ids: list[int]) -> list[Event]:
    told = told_numbers(ABOUT, [str(number) for number in ids])
    events = Event.objects.filter(dossier_id__in=ids, act__in=TOLD).order_by("dossier_id", "number")
    return [event for event in events if (str(event.dossier_id), event.number) not in told]


class _Known(NamedTuple):
    """A dossier as far as its applicant is told of it; who and where by their ids."""

    pk: int
    code: str | None
    tracking: str
    agency_id: int
    desk_id: int
    procedure_id: int
    receiver_id: int | None
    holder_id: int | None
    person_id: int | None
    received_at: datetime | None
    due_at: datetime | None
    applicant_phone: str
    applicant_email: str


def _dossiers(ids: set[int]) -> dict[int, _Known]:
    rows = Dossier.objects.filter(pk__in=ids).values_list(*_Known._fields)
    return {row[0]: _Known(*row) for row in rows}


class _Place(NamedTuple):
    """An agency as people are told of it."""

    name: str
    desk_name: str
    chain: tuple[str, ...]


@kept(Agency)
def _place(agency_id: int) -> _Place:
    agency = Agency.objects.get(pk=agency_id)
    return _Place(agency.name, agency.desk_name or agency.name, agency.chain)


@kept(Procedure)
def _procedure(procedure_id: int) -> str:
    return str(Procedure.objects.values_list("name", flat=True).get(pk=procedure_id))


@kept(Staff)
def _officer(staff_id: int | None) -> str:
    return Staff.objects.values_list("name", flat=True).get(pk=staff_id) if staff_id else ""


def _rules(books: dict[int, Rules], agency_id: int, now: datetime) -> Rules:
    if agency_id not in books:
        books[agency_id] = rules_on(clock.local_day(now), scopes=_place(agency_id).chain)
    return books[agency_id]


def _news(event: Event, dossier: _Known, *, outside: bool) -> News:
    happening = Happening(
        act=event.act,
        at=event.happened_at,
        code=dossier.code or dossier.tracking,
        tracking=dossier.tracking,
        procedure=_procedure(dossier.procedure_id),
        agency=_place(dossier.agency_id).name,
        desk=_place(dossier.desk_id).desk_name,
        received_by=_officer(dossier.receiver_id),
        resolved_by=_officer(dossier.holder_id),
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        due_before=event.due_before,
        due_after=event.due_after,
        note=event.note,
        amount=int(event.detail.get("amount") or 0),
    )
    return News(
        about=ABOUT,
        key=str(dossier.pk),
        number=event.number,
        person_id=dossier.person_id,
        contact=Contact(phone=dossier.applicant_phone, email=dossier.applicant_email),
        title=title_of(happening),
        text=whole(happening),
        short=short(happening),
        happened_at=event.happened_at,
        outside=outside,
    )
