"""The review of a reading: the source on the left, what was read of it on the right, page by page, how sure each row is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from motcua.doors.staff.gates import gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.source_text import Span, source_of
from motcua.indicators.local_assessed import assessed_for
from motcua.indicators.sets import load
from motcua.kernel import clock
from motcua.measurement.measures import measures
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.plans import access, bodies, revising
from motcua.plans.comparing import Words
from motcua.plans.doubts import (
    Cautions,
    Doubt,
    Sureness,
    doubts_of_target,
    doubts_of_task,
    name_of_target,
    names_of_task,
    sureness_of,
)
from motcua.plans.enums import PlanState
from motcua.plans.models import Occurrence, Plan, PlanDocument, PlanDuty, PlanTarget, PlanTask
from motcua.plans.periodic import times_in
from motcua.plans.remedying import PREFIX
from motcua.plans.unmeasured import why_unmeasured

# More rows on one page make a browser slow before they make an officer faster.
ROWS_ON_A_PAGE = 120
_MOST_WORDS = 60  # warnings and stretches named above the rows; all of them are marked at their places
_MOST_DAYS = 4
_TONES = {Sureness.LOW: "late", Sureness.MIDDLE: "soon", Sureness.HIGH: "done"}


@dataclass(slots=True)
class Reviewed:
    """A row of the review. `stand`: the number of its passage in the source, -1 where nobody kept it."""

    kind: str
    row: PlanTask | PlanTarget | PlanDuty
    stand: int
    doubts: Sequence[Doubt] = ()
    days: Sequence[date] = ()

    @property
    def sureness(self) -> Sureness:
        return sureness_of(self.doubts)

    @property
    def tone(self) -> str:
        return _TONES[self.sureness]

    @property
    def more_days(self) -> int:
        """Days beyond the few that are shown."""
        return max(0, len(self.days) - _MOST_DAYS)

    @property
    def first_days(self) -> Sequence[date]:
        return self.days[:_MOST_DAYS]

    @property
    def times(self) -> int:
        """How often a year the words ask for it on no fixed day."""
        return times_in(self.row.deadlines) if isinstance(self.row, PlanTask) else 0

    @property
    def why_not(self) -> str:
        """Why the system does not measure a target."""
        row = self.row
        return why_unmeasured(row.name, row.unit) if isinstance(row, PlanTarget) and not row.measure else ""


@require_GET
@gate(Right.STEER)
def review(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The source and what was read of it; `?xem=` of rows that are not sure only."""
    plan = access.plan_for(officer, number)
    if plan.status is not PlanState.READ:
        return redirect("staff:plan", plan.pk)
    context = review_context(
        plan, page=request.GET.get("page", "1"), unsure=request.GET.get("xem") == "chua-chac"
    )
    return show(request, officer, "staff/steering/review.html", context)


def review_context(plan: Plan, *, page: str = "1", unsure: bool = False) -> dict[str, Any]:
    """Everything one page of the review shows; as many statements whatever the plan's length."""
    document = PlanDocument.objects.get(plan=plan)
    rows, cautions = reviewed_rows(plan, document)
    wanted = [one for one in rows if one.sureness is not Sureness.HIGH] if unsure else rows
    shown = Paginator(wanted, ROWS_ON_A_PAGE).get_page(page)
    here = list(shown)
    days = _days_of(here)
    for one in here:
        if isinstance(one.row, PlanTask):
            one.days = days.get(one.row.pk, ())
    unread = [one for one in document.unread if not one["frame"]]
    named = bodies.names_in(plan)
    unknown = sum(one.meant is None for one in named)
    kinds = [one.kind for one in rows]
    return {
        "plan": plan,
        **_revision(plan),
        "names": len(named),
        "unknown": unknown,
        "recognised": len(named) - unknown,
        "page": shown,
        "unsure": unsure,
        "unsure_rows": sum(one.sureness is not Sureness.HIGH for one in rows),
        "source": source_of(document, _span(wanted, here, unsure=unsure)),
        "unread": unread[:_MOST_WORDS],
        "unread_more": max(0, len(unread) - _MOST_WORDS),
        "unread_many": len(unread),
        "warnings": cautions.of_document[:_MOST_WORDS],
        "warnings_more": max(0, len(cautions.of_document) - _MOST_WORDS),
        "many": {kind: kinds.count(kind) for kind in ("task", "target", "duty")},
        "tasks": [one for one in here if one.kind == "task"],
        "targets": [one for one in here if one.kind == "target"],
        "duties": [one for one in here if one.kind == "duty"],
        "indicators": names_of_measures(plan),
    }


def reviewed_rows(plan: Plan, document: PlanDocument) -> tuple[list[Reviewed], Cautions]:
    """All rows of a reading in the order of the source, with their doubts; warnings that speak of no row."""
    tasks = list(PlanTask.objects.filter(plan=plan))
    targets = list(PlanTarget.objects.filter(plan=plan))
    duties = list(PlanDuty.objects.filter(plan=plan))
    named: dict[str, str] = {}
    for task in tasks:
        for name in names_of_task(task.section, task.number, task.title):
            named.setdefault(name, f"task-{task.pk}")
    for target in targets:
        named.setdefault(name_of_target(target.section, target.number), f"target-{target.pk}")
    cautions = Cautions.sorted_from(document.reading.get("warnings", []), named)
    stands = document.reading.get("stands", {})
    rows = [
        *(Reviewed("task", one, _stand(stands, "tasks", one.order), _doubts(one, cautions)) for one in tasks),
        *(
            Reviewed("target", one, _stand(stands, "targets", one.order), _doubts(one, cautions))
            for one in targets
        ),
        *(Reviewed("duty", one, _stand(stands, "duties", one.order)) for one in duties),
    ]
    rows.sort(key=lambda one: (one.row.place, one.stand))
    return rows, cautions


def one_reviewed(row: PlanTask | PlanTarget) -> Reviewed:
    """A row that was just corrected, as the review shows it."""
    kind = "task" if isinstance(row, PlanTask) else "target"
    document = PlanDocument.objects.only("reading").get(plan=row.plan_id)
    found = Reviewed(kind, row, _stand(document.reading.get("stands", {}), f"{kind}s", row.order))
    if isinstance(row, PlanTask):
        found.days = _days_of([found]).get(row.pk, ())
    return found


def names_of_measures(plan: Plan) -> Mapping[str, str]:
    """What each measure is called: by the set in force, beyond it by its own title."""
    own = {code: one.title for code, one in measures().items()}
    held = load("766", on=plan.issued_on or clock.local_day(plan.imported_at))
    reform = assessed_for(plan.agency.chain, date(plan.year, 12, 31))
    assessed = {f"{PREFIX}{one.code}": one.name for each in reform.fields for one in each.criteria}
    return own | assessed | {one.code: one.name for one in held.scored}


def _stand(stands: Mapping[str, Sequence[int]], kind: str, order: int) -> int:
    kept = stands.get(kind, ())
    return kept[order - 1] if 0 < order <= len(kept) else -1


def _doubts(row: PlanTask | PlanTarget, cautions: Cautions) -> list[Doubt]:
    if row.corrected:
        return []
    if isinstance(row, PlanTask):
        said = cautions.by_row.get(f"task-{row.pk}", ())
        return doubts_of_task(row.lead, row.deadline_text, row.deadlines, said)
    return doubts_of_target(row.operator, row.value, cautions.by_row.get(f"target-{row.pk}", ()))


def _days_of(rows: Sequence[Reviewed]) -> dict[int, list[date]]:
    """The days of each task of a page; one statement."""
    found: dict[int, list[date]] = {}
    keys = [one.row.pk for one in rows if one.kind == "task"]
    dates = Occurrence.objects.filter(task__in=keys).order_by("due_date")
    for task, day in dates.values_list("task_id", "due_date"):
        found.setdefault(task, []).append(day)
    return found


def _span(wanted: Sequence[Reviewed], here: Sequence[Reviewed], *, unsure: bool) -> Span:
    """The part of the source beside a page: every passage is on one page; beside chosen rows theirs alone."""
    if unsure:
        return Span(only=frozenset((one.row.place, one.stand) for one in here))
    if len(here) == len(wanted):
        return Span()
    begin, end = wanted.index(here[0]), wanted.index(here[-1]) + 1
    first = (here[0].row.place, here[0].stand) if begin else (0, -1)
    following = wanted[end] if end < len(wanted) else None
    return Span(first, (following.row.place, following.stand) if following else None)


def _revision(plan: Plan) -> dict[str, Any]:
    """What a revised plan changes; nothing for a new one. Rows that stay the same are counted, not shown."""
    if plan.revises_id is None:
        return {}
    found = revising.comparison(plan)
    shown = [change for change in (*found.tasks, *found.targets) if change.kind != "same"]
    labels = {"new": ("Mới", "running"), "changed": ("Thay đổi", "soon"), "gone": ("Không còn", "stopped")}
    rows = [
        {
            "label": labels[change.kind][0], "tone": labels[change.kind][1],
            "row": change.new or change.old, "old": change.old,
            "fields": [
                (
                    revising.label_of(name),
                    _said(change.old, name) if change.old else "",
                    _said(change.new, name) if change.new else "",
                )
                for name in change.fields
            ],
        }
        for change in shown
    ]  # fmt: skip
    return {"changes": rows, "counts": found.counts(), "revised": Plan.objects.get(pk=plan.revises_id)}


def _said(words: Words, field: str) -> str:
    return words.title if field == "title" else words.fields.get(field, "")
