"""Targets handed down to units, and what they come to together."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from motcua.audit.record import record
from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.indicators.scoring import Count
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency
from motcua.plans.counted import ADDING_UP
from motcua.plans.enums import PlanState
from motcua.plans.models import PlanTarget
from motcua.plans.queries import TargetStanding, aim_of, percent, plain
from motcua.plans.rules import met
from motcua.plans.tasking import outside_plan

_COPIED = (
    "name", "unit", "operator", "value", "value_high", "baseline_operator", "year", "assessor", "measure",
)  # fmt: skip


def hand_down(target_id: int, *, actor: Actor, agencies: Sequence[Agency]) -> list[PlanTarget]:
    """Set a target for each chosen agency below, tied to this one; what an agency has already is left alone.

    Last year's value is not copied: it is each unit's own.
    """
    with act():
        target = locked(PlanTarget, target_id, "plan__agency")
        if target.plan.status is not PlanState.CONFIRMED:
            raise Refused("Kế hoạch của chỉ tiêu này không còn thực hiện.", code="not_running")
        own = target.plan.agency
        if not agencies:
            raise Refused("Chọn ít nhất một đơn vị.", field="agencies")
        if any(each.pk == own.pk or not each.path.startswith(own.path) for each in agencies):
            raise Refused("Chỉ giao xuống đơn vị cấp dưới của cơ quan này.", field="agencies")
        has = set(PlanTarget.objects.filter(parent=target).values_list("plan__agency_id", flat=True))
        made = []
        for agency in agencies:
            if agency.pk in has:
                continue
            plan = outside_plan(agency, target.year or target.plan.year)
            order = PlanTarget.objects.filter(plan=plan).count() + 1
            copied = {name: getattr(target, name) for name in _COPIED}
            made.append(
                PlanTarget.objects.create(plan=plan, order=order, lead=[agency.name], parent=target, **copied)
            )
        record(
            actor, action="plans.hand_down_target", kind="plan", key=target.plan_id, agency=own.code,
            detail={"target": target.pk, "units": [each.code for each in agencies]},
        )  # fmt: skip
    return made


@dataclass(frozen=True, slots=True)
class RolledUp:
    """What units' values come to. `count` where the system counts them all: then the share is of all together."""

    met: int
    missed: int
    unknown: int
    count: Count | None
    value: Decimal | None
    reached: bool | None


def roll_up(target: PlanTarget, units: Sequence[TargetStanding]) -> RolledUp:
    """Units' standings together: shares are added as counts, never averaged; numbers that add up are added.

    Without all of them there is no value.
    """
    counts = [each.count for each in units if each.count is not None]
    together = None
    if units and len(counts) == len(units):
        together = Count(sum(each.numerator for each in counts), sum(each.denominator for each in counts))
    value = percent(together)
    if units and target.measure in ADDING_UP:
        values = [plain(each.number) for each in units]
        value = sum((one for one in values if one is not None), Decimal(0)) if None not in values else None
    aim = aim_of(target, target.baseline)
    verdicts = [each.met for each in units]
    return RolledUp(
        verdicts.count(True), verdicts.count(False), verdicts.count(None), together, value,
        None if value is None else met(aim, value),
    )  # fmt: skip
