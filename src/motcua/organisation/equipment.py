"""What stands at a desk against what should, and what the difference would cost (REQ O8)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.desk_enums import Condition, EquipmentKind
from motcua.organisation.models import Agency, Counter, Equipment
from motcua.regimes.queries import Rules, rules_on

STANDARD, PRICES = "desk.equipment", "desk.equipment_prices"


def note_equipment(
    *,
    actor: Actor,
    agency: Agency,
    kind: EquipmentKind,
    quantity: int,
    condition: Condition,
    checked_on: date,
    name: str = "",
    note: str = "",
    replaces: Equipment | None = None,
) -> Equipment | None:
    """What was found at a check. `replaces`: an earlier finding, which ends; quantity 0 then says it is gone."""
    if checked_on > clock.today():
        raise Refused("Ngày kiểm tra không ở tương lai.", field="checked_on")
    if quantity < 1 and replaces is None:
        raise Refused("Ghi số lượng từ 1 trở lên.", field="quantity")
    if replaces and checked_on < replaces.checked_on:
        raise Refused(
            f"Lần kiểm tra trước là {replaces.checked_on:%d/%m/%Y}; chọn ngày từ đó trở đi.",
            field="checked_on",
        )
    with act():
        if replaces:
            Equipment.objects.filter(pk=replaces.pk).update(ended_on=checked_on)
        made = (
            Equipment.objects.create(
                agency=agency, kind=kind.value, name=squeeze(name), quantity=quantity,
                condition=condition.value, checked_on=checked_on, note=squeeze(note),
            )
            if quantity
            else None
        )  # fmt: skip
        detail = {"kind": kind.value, "quantity": quantity, "condition": condition.value}
        record(
            actor, action="organisation.note_equipment", kind="agency", key=agency.code,
            agency=agency.code, detail=detail,
        )  # fmt: skip
    return made


# --- rules ---


@dataclass(frozen=True, slots=True)
class Need:
    """One kind against the standard. `price` in đồng, None when the agency has not written one."""

    kind: EquipmentKind
    wanted: int
    working: int
    broken: int
    price: int | None

    @property
    def short(self) -> int:
        """How many are missing; broken ones do not count as there."""
        return max(self.wanted - self.working, 0)

    @property
    def cost(self) -> int | None:
        """What the missing ones would cost, in đồng; None without a price."""
        return None if self.price is None else self.short * self.price


def needs(
    standard: Mapping[str, Mapping[str, int]],
    prices: Mapping[str, int],
    found: Iterable[tuple[str, str, int]],
    counters: int,
) -> list[Need]:
    """Each kind of the standard, and what else is there. `found`: kind, condition, quantity. Pure.

    A desk without counters entered is taken to have one.
    """
    per_counter, per_desk = standard.get("counter", {}), standard.get("desk", {})
    working: dict[str, int] = {}
    broken: dict[str, int] = {}
    for kind, condition, quantity in found:
        into = broken if condition == Condition.BROKEN.value else working
        into[kind] = into.get(kind, 0) + quantity
    rows = []
    for kind in EquipmentKind:
        wanted = per_counter.get(kind.value, 0) * max(counters, 1) + per_desk.get(kind.value, 0)
        there = working.get(kind.value, 0), broken.get(kind.value, 0)
        if wanted or any(there):
            rows.append(Need(kind, wanted, *there, prices.get(kind.value)))
    return rows


def estimate(rows: Iterable[Need]) -> tuple[int, int]:
    """The cost of what is missing in đồng, and how many kinds are missing that have no price."""
    missing = [row for row in rows if row.short]
    return sum(row.cost or 0 for row in missing), sum(row.price is None for row in missing)


# --- reads ---


@dataclass(frozen=True, slots=True)
class DeskEquipment:
    """One desk and what it needs."""

    agency: Agency
    rows: tuple[Need, ...]

    @property
    def whole(self) -> bool:
        """Whether the desk has everything of the standard."""
        return not any(row.short for row in self.rows)


def equipment_of(agency: Agency) -> QuerySet[Equipment]:
    """What is at a desk now."""
    return Equipment.objects.filter(agency=agency, ended_on=None).order_by("kind", "pk")


def desks_against_standard(desks: Iterable[Agency], day: date) -> list[DeskEquipment]:
    """Every desk against the standard of its own scope; two statements and one for each desk."""
    known = list(desks)
    found: dict[int, list[tuple[str, str, int]]] = {}
    things = Equipment.objects.filter(agency__in=known, ended_on=None)
    for agency, *thing in things.values_list("agency_id", "kind", "condition", "quantity"):
        found.setdefault(agency, []).append(tuple(thing))  # type: ignore[arg-type]
    counters: dict[int, int] = {}
    for agency in Counter.objects.filter(agency__in=known, last_day=None).values_list("agency_id", flat=True):
        counters[agency] = counters.get(agency, 0) + 1
    return [
        DeskEquipment(
            desk, tuple(_needs(rules_on(day, scopes=desk.chain), found.get(desk.pk, ()), counters.get(desk.pk, 0)))
        )
        for desk in known
    ]  # fmt: skip


def _needs(ask: Rules, found: Iterable[tuple[str, str, int]], counters: int) -> list[Need]:
    return needs(ask(STANDARD), ask(PRICES), found, counters)
