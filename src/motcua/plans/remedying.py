"""Remedy plans: what last year's reform index fell short of becomes tasks and targets; the rest is not to fall.

The index stands in `indicators` (self-assessment, appraisal). A target of a remedy plan is measured by this year's points
under `CCHC.<criterion>`: nothing is typed twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.indicators.assessed import AssessedCriterion, AssessedField
from motcua.indicators.enums import Provenance
from motcua.indicators.local_assessed import assessed_at, assessed_for
from motcua.indicators.models import IndicatorValue
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency
from motcua.plans.enums import PlanKind
from motcua.plans.models import Plan, PlanDocument, PlanTarget, PlanTask
from motcua.plans.storing import set_deadline

PREFIX = "CCHC."


@dataclass(frozen=True, slots=True)
class Standing:
    """A criterion as scored last year; `lost` None when nobody scored it."""

    field: AssessedField
    one: AssessedCriterion
    points: Decimal | None

    @property
    def lost(self) -> Decimal | None:
        """Points short of the maximum."""
        return None if self.points is None else self.one.maximum - self.points


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What is to be done about one criterion: points aimed at, who advises and helps, in which period."""

    criterion: str
    aim: Decimal
    measures: str
    adviser: str
    cooperating: tuple[str, ...] = ()
    period: str = ""


def points_of(agency: str, year: int) -> dict[str, Decimal]:
    """The points of a year by criterion, appraised before one's own; one statement."""
    used = assessed_at(agency, date(year, 12, 31))
    rows = IndicatorValue.objects.of(agency=agency, period=str(year), set_code=used.code)
    found: dict[str, Decimal] = {}
    for row in rows.filter(provenance__in=[Provenance.SELF.value, Provenance.APPRAISED.value]).standing():
        appraised = row.provenance == Provenance.APPRAISED.value
        if row.points is not None and (appraised or row.criterion not in found):
            found[row.criterion] = row.points
    return found


def standings(agency: Agency, year: int) -> list[Standing]:
    """Every criterion with its points of a year, in the order of the set."""
    points = points_of(agency.code, year)
    return [
        Standing(field, one, points.get(one.code))
        for field in assessed_for(agency.chain, date(year, 12, 31)).fields
        for one in field.criteria
    ]


def draw_up(agency: Agency, *, actor: Actor, year: int, remedies: Sequence[Remedy]) -> Plan:
    """The plan of a year that remedies last year's shortfalls, to be checked and confirmed like one read from a document.

    Every other scored criterion becomes a target not below last year. Refused without a shortfall chosen, for an aim that
    is not above last year or above the maximum, without measures or an adviser, and when the year has such a plan.
    """
    last = {one.one.code: one for one in standings(agency, year - 1)}
    if not remedies:
        raise Refused("Chọn ít nhất một tiêu chí cần khắc phục.", field="aim", code="nothing_chosen")
    for remedy in remedies:
        _check(remedy, last)
    title = f"Kế hoạch khắc phục tồn tại, hạn chế trong Chỉ số cải cách hành chính năm {year - 1}"
    with act():
        if Plan.objects.filter(agency=agency, year=year, kind=PlanKind.REMEDY.value, revises=None).exists():
            raise Refused(f"Đã có kế hoạch khắc phục năm {year}. Mở kế hoạch đó để sửa.", code="drawn_before")
        fields = {each.field.code: each.field.name for each in last.values()}
        plan = Plan.objects.create(
            agency=agency, kind=PlanKind.REMEDY.value, title=title, issuer=agency.name[:300], year=year,
            imported_at=clock.now(), headings=[{"label": code, "title": name, "place": 0} for code, name in fields.items()],
        )  # fmt: skip
        PlanDocument.objects.create(plan=plan)
        for order, remedy in enumerate(remedies, start=1):
            _task(plan, order, remedy, last[remedy.criterion])
        _targets(plan, {one.criterion: one for one in remedies}, last)
        record(
            actor, action="plans.draw_up_remedy", kind="plan", key=plan.pk, agency=agency.code,
            detail={"criteria": [one.criterion for one in remedies]},
        )  # fmt: skip
    return plan


def _check(remedy: Remedy, last: Mapping[str, Standing]) -> None:
    one = last.get(remedy.criterion)
    if one is None or one.points is None or not one.lost:
        raise Refused(
            f"Tiêu chí {remedy.criterion} năm trước không bị mất điểm.", field="aim", code="no_shortfall"
        )
    if not one.points < remedy.aim <= one.one.maximum:
        raise Refused(
            f"Tiêu chí {remedy.criterion}: điểm phấn đấu phải trên {one.points:f} và không quá {one.one.maximum:f}.",
            field="aim", code="odd_aim",
        )  # fmt: skip
    if not squeeze(remedy.measures) or not squeeze(remedy.adviser):
        raise Refused(f"Tiêu chí {remedy.criterion}: ghi giải pháp và bộ phận tham mưu.", field="measures")


def _task(plan: Plan, order: int, remedy: Remedy, last: Standing) -> None:
    task = PlanTask(
        plan=plan, order=order, section=last.field.code, number=remedy.criterion[:40], title=squeeze(remedy.measures),
        lead=[squeeze(remedy.adviser)], cooperating=list(remedy.cooperating), criterion=remedy.criterion,
        note=f"Khắc phục tiêu chí {remedy.criterion}. {last.one.name}: "
        f"năm trước {_written(last.points)}/{_written(last.one.maximum)} điểm.",
    )  # fmt: skip
    task.save()
    if remedy.period:
        set_deadline(task, squeeze(remedy.period))
        task.save()


def _targets(plan: Plan, remedies: Mapping[str, Remedy], last: Mapping[str, Standing]) -> None:
    rows: list[PlanTarget] = []
    for code, one in last.items():
        if one.points is None:
            continue
        remedy = remedies.get(code)
        rows.append(
            PlanTarget(
                plan=plan, order=len(rows) + 1, section=one.field.code, number=code[:40], name=f"{code}. {one.one.name}",
                unit="điểm", operator=">=" if remedy else "not_below_last_year", value=remedy.aim if remedy else None,
                baseline=one.points, baseline_operator="=", year=plan.year, measure=f"{PREFIX}{code}",
                lead=[squeeze(remedy.adviser)] if remedy else [],
                cooperating=list(remedy.cooperating) if remedy else [], assessor="Cơ quan thẩm định cấp trên",
            )
        )  # fmt: skip
    PlanTarget.objects.bulk_create(rows)


def _written(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")
