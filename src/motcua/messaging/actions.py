"""The acts of messaging: tell people, carry letters out, and note what was read or is not wanted."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from motcua.audit.record import record
from motcua.datastore.rows import insert, insert_blindly
from motcua.datastore.writing import act
from motcua.jobs.queue import enqueue
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.messaging.enums import LetterState
from motcua.messaging.models import Letter, Notice, Refusal
from motcua.messaging.ports import Channel, Contact, Undeliverable, Unreachable, channels
from motcua.messaging.queries import due
from motcua.messaging.rules import next_attempt

log = logging.getLogger(__name__)

DELIVER = "messaging.deliver"
_LEASE = timedelta(minutes=5)
_AT_ONCE = 20
_LENGTH_OF_REASON = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing to tell. `person_id` None: nobody signs in as them, letters may still reach them.

    `text` is the whole letter, `short` what fits a text message; `outside` says whether letters leave the house
    or the notice only waits for the person's next visit.
    """

    about: str
    key: str
    number: int
    person_id: int | None
    contact: Contact
    title: str
    text: str
    short: str
    happened_at: datetime
    outside: bool = True


def tell(news: Sequence[News]) -> int:
    """Note what people are told and set letters on their way; what was told before is left out.

    An act of its own. Answers how many notices are new.
    """
    if not news:
        return 0
    now = clock.now()
    with act():
        fresh = _not_yet_told(news)
        notices = insert([_notice(each, now) for each in fresh])
        letters = [letter for pair in zip(fresh, notices, strict=True) for letter in _letters(*pair, now=now)]
        refused = _refused({each.person_id for each in fresh if each.person_id})
        wanted = [each for each in letters if (each.notice.person_id, each.channel) not in refused]
        insert_blindly(wanted)
        if wanted:
            enqueue(DELIVER, {}, unique_key=DELIVER)
    return len(fresh)


def _not_yet_told(news: Sequence[News]) -> list[News]:
    about_keys = Q()
    for about in {each.about for each in news}:
        about_keys |= Q(about=about, key__in={each.key for each in news if each.about == about})
    told = set(Notice.objects.filter(about_keys).values_list("about", "key", "number"))
    return [each for each in news if (each.about, each.key, each.number) not in told]


def _notice(news: News, now: datetime) -> Notice:
    return Notice(
        about=news.about,
        key=news.key,
        number=news.number,
        person_id=news.person_id,
        title=news.title,
        body=news.text,
        happened_at=news.happened_at,
        created_at=now,
    )


def _letters(news: News, notice: Notice, *, now: datetime) -> list[Letter]:
    if not news.outside:
        return []
    return [
        Letter(
            notice=notice,
            channel=channel.name,
            address=address,
            text=news.short if channel.short else news.text,
            next_at=now,
        )
        for channel in channels().values()
        if (address := channel.address_of(news.contact))
    ]


def _refused(people: set[int]) -> set[tuple[int | None, str]]:
    return set(Refusal.objects.filter(person_id__in=people).values_list("person_id", "channel"))


def deliver(report: Callable[[int, int], None]) -> int:
    """Hand every letter that is due to its channel; answers how many were taken.

    A letter is leased before it is sent, and no act is open while a channel is asked. A sender that dies between
    the channel's answer and our note sends twice: better than never.
    """
    sent = done = 0
    while letters := _take():
        for letter in letters:
            sent += _send(letter)
            done += 1
            report(done, done)
    return sent


def _take() -> list[Letter]:
    now = clock.now()
    with act():
        letters = list(due(now).select_related("notice").order_by("next_at", "pk")[:_AT_ONCE])
        Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(
            state=LetterState.SENDING.value, lease_until=now + _LEASE
        )
    return letters


def _send(letter: Letter) -> bool:
    channel = channels().get(letter.channel)
    try:
        reference = _hand_over(channel, letter)
    except Undeliverable as answer:
        _note(letter, LetterState.FAILED, error=str(answer))
        return False
    except Unreachable as answer:
        _later(letter, str(answer))
        return False
    _note(letter, LetterState.SENT, sent_at=clock.now(), reference=reference[:120], error="")
    return True


def _hand_over(channel: Channel | None, letter: Letter) -> str:
    if channel is None:
        raise Unreachable("Kênh này hiện không được cài đặt.")
    try:
        return channel.send(letter.address, letter.notice.title, letter.text)
    except (Undeliverable, Unreachable):
        raise
    except Exception as fault:
        # A fault of an adapter must not stop the letters behind this one; its words may hold an address.
        log.error("channel %s: %s", channel.name, type(fault).__name__)
        raise Unreachable(f"Kênh gặp lỗi ({type(fault).__name__}); sẽ thử lại.") from fault


def _later(letter: Letter, reason: str) -> None:
    letter.attempts += 1
    again = next_attempt(letter.attempts, clock.now())
    if again is None:
        _note(letter, LetterState.FAILED, attempts=letter.attempts, error=reason)
        return
    _note(letter, LetterState.WAITING, attempts=letter.attempts, next_at=again, error=reason)


def _note(letter: Letter, state: LetterState, **columns: object) -> None:
    columns["error"] = str(columns.get("error", ""))[:_LENGTH_OF_REASON]
    with act():
        Letter.objects.filter(pk=letter.pk).update(state=state.value, lease_until=None, **columns)


def try_again(letter_id: int, *, actor: Actor) -> None:
    """Send a letter that was given up once more. Raises Refused when it is not one."""
    now = clock.now()
    with act():
        changed = Letter.objects.filter(pk=letter_id, state=LetterState.FAILED.value).update(
            state=LetterState.WAITING.value, attempts=0, next_at=now, error=""
        )
        if not changed:
            raise Refused("Thư này đã gửi hoặc đang chờ gửi, không cần gửi lại.", code="not_failed")
        record(actor, action="messaging.try_again", kind="letter", key=letter_id, agency="")
        enqueue(DELIVER, {}, unique_key=DELIVER)


def mark_read(person_id: int, notice_ids: Sequence[int]) -> int:
    """The person looked at these notices; others' and those read before stay as they are."""
    with act():
        unread = Notice.objects.filter(pk__in=notice_ids, person_id=person_id, read_at=None)
        return unread.update(read_at=clock.now())


def choose_channels(person_id: int, wanted: Sequence[str], *, actor: Actor) -> None:
    """Which channels the person wants letters through; the others are refused from now on."""
    known = channels()
    unknown = set(wanted) - set(known)
    if unknown:
        raise Refused("Kênh nhận tin này không còn được dùng. Tải lại trang rồi chọn lại.", field="channels")
    now = clock.now()
    with act():
        Refusal.objects.filter(person_id=person_id).delete()
        insert_blindly(
            [Refusal(person_id=person_id, channel=name, since=now) for name in known if name not in wanted]
        )
        record(
            actor,
            action="messaging.choose_channels",
            kind="person",
            key=person_id,
            agency="",
            detail={"channels": sorted(wanted)},
        )
