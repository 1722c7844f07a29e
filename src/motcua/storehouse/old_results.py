"""The plan of a year for old results, and how far it is: counted from what was kept out of lists, never typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency, Staff
from motcua.regimes.queries import through_time
from motcua.storehouse.enums import ScannedState, ScanSource, ScanState
from motcua.storehouse.models import Scan, ScannedPaper, YearOfOldResults
from motcua.storehouse.old_results_rules import YearPlan, YearStanding, standing

STEP = "digitise.old_results_step"


@dataclass(frozen=True, slots=True)
class AgencyYear:
    """One agency's year: its plan with the standing (None where nothing was planned), and what waits in the queue."""

    agency: Agency
    year: int
    standing: YearStanding | None
    basis: str
    done: int
    waiting: int
    failed: int


def years_of(agencies: Iterable[Agency], year: int) -> list[AgencyYear]:
    """The year of several agencies, in their order; four statements and one for the step."""
    agencies = list(agencies)
    keys = [agency.pk for agency in agencies]
    plans = {row.agency_id: row for row in YearOfOldResults.objects.filter(agency__in=keys, year=year)}
    done = _done(keys, year)
    queue_ = _in_queue(keys)
    steps, today = through_time(STEP), clock.today()
    return [
        AgencyYear(
            agency, year, _standing(plans.get(agency.pk), done.get(agency.pk, 0), int(steps(today, agency.chain))),
            plans[agency.pk].basis if agency.pk in plans else "", done.get(agency.pk, 0),
            *queue_.get(agency.pk, (0, 0)),
        )
        for agency in agencies
    ]  # fmt: skip


def _standing(plan: YearOfOldResults | None, done: int, step: int) -> YearStanding | None:
    if plan is None:
        return None
    return standing(
        YearPlan(plan.year, plan.total, plan.before, plan.planned), done, step=step, on=clock.today()
    )


def _done(agencies: list[int], year: int) -> dict[int, int]:
    kept = ScannedPaper.objects.filter(
        scan__agency__in=agencies, scan__source=ScanSource.LIST.value, state=ScannedState.KEPT.value,
        kept_at__gte=clock.at_local(date(year, 1, 1), 0),
        kept_at__lt=clock.at_local(date(year + 1, 1, 1), 0),
    ).exclude(_twice())  # fmt: skip
    return dict(kept.values_list("scan__agency").annotate(Count("pk")).order_by())


def _in_queue(agencies: list[int]) -> dict[int, tuple[int, int]]:
    open_ = ~Q(state__in=[ScannedState.KEPT.value, ScannedState.DROPPED.value])
    waiting = ScannedPaper.objects.filter(
        open_, scan__agency__in=agencies, scan__source=ScanSource.LIST.value
    )
    many = dict(waiting.values_list("scan__agency").annotate(Count("pk")).order_by())
    bad = Scan.objects.filter(agency__in=agencies, source=ScanSource.LIST.value, state=ScanState.FAILED.value)
    failed = dict(bad.values_list("agency").annotate(Count("pk")).order_by())
    return {key: (many.get(key, 0), failed.get(key, 0)) for key in agencies}


def done_before(agency: Agency, year: int) -> int:
    """What to begin a year with: last year's beginning and what was done in it, else all that came out of lists."""
    last = YearOfOldResults.objects.filter(agency=agency, year=year - 1).first()
    if last is not None:
        return min(last.total, last.before + _done([agency.pk], year - 1).get(agency.pk, 0))
    kept = ScannedPaper.objects.filter(
        scan__agency=agency, scan__source=ScanSource.LIST.value, state=ScannedState.KEPT.value,
        kept_at__lt=clock.at_local(date(year, 1, 1), 0),
    ).exclude(_twice())  # fmt: skip
    return kept.count()


def _twice() -> Exists:
    """One old result that came out of lists twice and was merged: it counts where it is kept."""
    stays = ScannedPaper.objects.filter(
        paper=OuterRef("paper__superseded_by"), scan__source=ScanSource.LIST.value
    )
    return Exists(stays.filter(state=ScannedState.KEPT.value, paper__isnull=False))


def plan_year(agency: Agency, plan: YearPlan, basis: str, *, by: Staff, actor: Actor) -> None:
    """Set the plan of a year, or change it (the record keeps the figures). Refuses figures that cannot be."""
    if plan.before > plan.total:
        raise Refused("Số đã số hóa đến đầu năm không thể lớn hơn tổng số.", field="before")
    if plan.planned > plan.total - plan.before:
        raise Refused(f"Chỉ còn {plan.total - plan.before} kết quả chưa số hóa.", field="planned")
    with act():
        YearOfOldResults.objects.update_or_create(
            agency=agency, year=plan.year,
            defaults={
                "total": plan.total, "before": plan.before, "planned": plan.planned, "basis": squeeze(basis)[:300],
                "set_by": by, "set_at": clock.now(),
            },
        )  # fmt: skip
        record(
            actor, action="papers.plan_year", kind="agency", key=agency.code, agency=agency.code,
            detail={"year": plan.year, "total": plan.total, "before": plan.before, "planned": plan.planned},
        )  # fmt: skip
