"""Telling the applicant about each change, at once and with the minimum items (NĐ 224/2026 Điều 15.1g).

The relay marks a dossier; what happened to it and was not told yet is told now. So marks may merge or repeat.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.telling_words import TOLD, Happening, short, title_of, whole
from motcua.kernel import clock
from motcua.messaging.actions import News, tell
from motcua.messaging.ports import Contact
from motcua.messaging.queries import told_numbers
from motcua.organisation.models import Staff
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
    people = _people(dossiers.values())
    books: dict[tuple[str, ...], Rules] = {}
    found = []
    for event in untold:
        dossier = dossiers[event.dossier_id]
        rules = _rules(books, dossier, now)
        if event.recorded_at >= now - timedelta(days=int(rules("messages.tell_within_days"))):
            found.append(_news(event, dossier, people, outside=event.act in rules("messages.acts_sent_out")))
    return found


def _untold(ids: list[int]) -> list[Event]:
    told = told_numbers(ABOUT, [str(number) for number in ids])
    events = Event.objects.filter(dossier_id__in=ids, act__in=TOLD).order_by("dossier_id", "number")
    return [event for event in events if (str(event.dossier_id), event.number) not in told]


def _dossiers(ids: set[int]) -> dict[int, Dossier]:
    wanted = Dossier.objects.filter(pk__in=ids)
    return {dossier.pk: dossier for dossier in wanted.select_related("agency", "desk", "procedure")}


def _people(dossiers: Iterable[Dossier]) -> dict[int, Staff]:
    wanted = {number for each in dossiers for number in (each.receiver_id, each.holder_id) if number}
    return Staff.objects.in_bulk(wanted)


def _rules(books: dict[tuple[str, ...], Rules], dossier: Dossier, now: datetime) -> Rules:
    chain = dossier.agency.chain
    if chain not in books:
        books[chain] = rules_on(clock.local_day(now), scopes=chain)
    return books[chain]


def _news(event: Event, dossier: Dossier, people: dict[int, Staff], *, outside: bool) -> News:
    receiver, holder = people.get(dossier.receiver_id or 0), people.get(dossier.holder_id or 0)
    happening = Happening(
        act=event.act,
        at=event.happened_at,
        code=dossier.code or dossier.tracking,
        tracking=dossier.tracking,
        procedure=dossier.procedure.name,
        agency=dossier.agency.name,
        desk=dossier.desk.desk_name or dossier.desk.name,
        received_by=receiver.name if receiver else "",
        resolved_by=holder.name if holder else "",
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
