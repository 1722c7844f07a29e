"""Counters of a desk: opened, renamed, closed."""

from datetime import date

from django.db.models import QuerySet

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.dated import lasting
from motcua.organisation.models import Agency, Counter


def open_counter(*, actor: Actor, agency: Agency, number: int, name: str, first_day: date) -> Counter:
    """A counter with a number of its own among those open."""
    if not squeeze(name):
        raise Refused("Ghi tên quầy, ví dụ: Hộ tịch, chứng thực.", field="name")
    with act():
        if Counter.objects.filter(agency=agency, number=number, last_day=None).exists():
            raise Refused(f"Quầy {number} đang mở. Chọn số khác.", field="number")
        made = Counter.objects.create(agency=agency, number=number, name=squeeze(name), first_day=first_day)
        record(
            actor, action="organisation.open_counter", kind="counter", key=made.pk, agency=agency.code,
            detail={"number": number},
        )  # fmt: skip
    return made


def close_counter(*, actor: Actor, counter: Counter) -> None:
    """A counter closes with today; its past stays."""
    with act():
        Counter.objects.filter(pk=counter.pk).update(last_day=clock.today())
        record(
            actor, action="organisation.close_counter", kind="counter", key=counter.pk,
            agency=counter.agency.code, detail={"number": counter.number},
        )  # fmt: skip


def counters_of(agency: Agency, day: date) -> QuerySet[Counter]:
    """Counters open on a day, by number."""
    return Counter.objects.filter(lasting(day), agency=agency).select_related("agency").order_by("number")
