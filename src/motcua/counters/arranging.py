"""How a desk's queue is arranged: kinds of tickets, what each counter calls, the machines that give numbers."""

import re
import secrets
from collections.abc import Sequence
from datetime import date

from motcua.audit.record import record
from motcua.counters.models import Kiosk, Serving, TicketKind
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency, Counter

_LETTER = re.compile(r"[A-Z]{1,2}")


def add_kind(
    *, actor: Actor, agency: Agency, letter: str, name: str, fields: Sequence[str] = (), first_day: date
) -> TicketKind:
    """A kind of tickets with a letter of its own at this desk."""
    sign = letter.strip().upper()
    if not _LETTER.fullmatch(sign):
        raise Refused("Ký hiệu là một hoặc hai chữ cái không dấu, ví dụ A.", field="letter")
    if not squeeze(name):
        raise Refused("Ghi loại việc, ví dụ: Hộ tịch, chứng thực.", field="name")
    with act():
        if TicketKind.objects.filter(agency=agency, letter=sign, last_day=None).exists():
            raise Refused(f"Ký hiệu {sign} đang dùng. Chọn chữ khác.", field="letter")
        made = TicketKind.objects.create(
            agency=agency, letter=sign, name=squeeze(name), fields=list(fields), first_day=first_day
        )
        record(
            actor, action="counters.add_kind", kind="ticket_kind", key=made.pk, agency=agency.code,
            detail={"letter": sign},
        )  # fmt: skip
    return made


def end_kind(*, actor: Actor, kind: TicketKind) -> None:
    """No more tickets of a kind from now on; those that wait are still called."""
    with act():
        TicketKind.objects.filter(pk=kind.pk).update(last_day=clock.today())
        record(actor, action="counters.end_kind", kind="ticket_kind", key=kind.pk, agency=kind.agency.code)


def set_serving(*, actor: Actor, counter: Counter, kinds: Sequence[TicketKind]) -> None:
    """What a counter calls from now on; none named: every kind of the desk."""
    if any(kind.agency_id != counter.agency_id for kind in kinds):
        raise Refused("Loại việc thuộc Bộ phận Một cửa khác.", field="kinds")
    with act():
        Serving.objects.filter(counter=counter).delete()
        Serving.objects.bulk_create([Serving(counter=counter, kind=kind) for kind in kinds])
        record(
            actor, action="counters.set_serving", kind="counter", key=counter.pk,
            agency=counter.agency.code, detail={"kinds": [kind.letter for kind in kinds]},
        )  # fmt: skip


def add_kiosk(*, actor: Actor, agency: Agency, name: str) -> Kiosk:
    """A machine with an address that nobody guesses."""
    if not squeeze(name):
        raise Refused("Ghi tên hoặc nơi đặt máy.", field="name")
    with act():
        made = Kiosk.objects.create(
            agency=agency, name=squeeze(name), key=secrets.token_urlsafe(18), first_day=clock.today()
        )
        record(actor, action="counters.add_kiosk", kind="kiosk", key=made.pk, agency=agency.code)
    return made


def end_kiosk(*, actor: Actor, kiosk: Kiosk) -> None:
    """A machine gives no more numbers: its address leads nowhere."""
    with act():
        Kiosk.objects.filter(pk=kiosk.pk).update(last_day=clock.today())
        record(actor, action="counters.end_kiosk", kind="kiosk", key=kiosk.pk, agency=kiosk.agency.code)
