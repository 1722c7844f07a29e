"""Bàn điều hành: pictures first, each of which opens."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from motcua.doors.frame.charts import Heat
from motcua.doors.frame.components import Summary
from motcua.doors.staff.gates import gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering import pictures
from motcua.doors.staff.steering.choosing import (
    ChoiceForm,
    View,
    alive_in,
    chosen_view,
    last_months,
)
from motcua.doors.staff.steering.criteria_table import criteria_table
from motcua.doors.staff.steering.dossier_lists import dossier_page
from motcua.doors.staff.steering.levers import levers, lost_for_good, standing_cards
from motcua.doors.staff.steering.year_plans import TaskRow, YearPlans, due_dates, targets_of, year_plans
from motcua.dossiers.lateness import soon_until
from motcua.indicators.scoring import CriterionScore, GroupScore, Score
from motcua.kernel import clock
from motcua.kernel.periods import Period, PeriodKind, containing
from motcua.measurement.port import Measured
from motcua.measurement.queries import (
    Board,
    Figures,
    boards,
    first_day,
    open_keys,
    scope_of,
)
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.plans import queries
from motcua.plans.enums import Standing, TaskState
from motcua.plans.models import PlanTarget

DUE = {
    "late": "Đã qua ngày hẹn trả",
    "today": "Hẹn trả hôm nay",
    "next": "Sắp đến hạn",
    "later": "Còn trong hạn",
}


@require_GET
@gate(Right.SEE_FIGURES)
def control(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The control room of an agency in a period."""
    view = chosen_view(request, officer)
    plans = year_plans(officer, view)
    pictured = index_pictures(view, also=own_years(view) if plans.tasks else ())
    shown = pictured["shown"]
    possible = levers(view, shown.score)
    context = {
        "view": view,
        "choice": ChoiceForm(view),
        **pictured,
        "cards": standing_cards(view, shown, pictured["months"], possible, pictured["open"]),
        "levers": possible[:6],
        "lost": lost_for_good(view, shown.score),
        "criteria": criteria_table(criteria_by_group(view, shown.score)),
        **steering_of(view, plans, shown, pictured["years"]),
    }
    return show(request, officer, "staff/steering/control.html", context)


def own_years(view: View) -> list[Period]:
    """The years that targets ask for, read with the rest: of an agency alone, as targets are its own."""
    year = containing(date(view.period.year, 1, 1), PeriodKind.YEAR)
    wanted = [] if view.with_below else [year.previous(), year]
    return [each for each in wanted if each.last >= first_day() and each.first <= clock.today()]


def index_pictures(view: View, *, also: Sequence[Period] = ()) -> dict[str, Any]:
    """The figures shown, with the dial, the trend of twelve months, what is open by due date and the agencies compared.

    `also`: further periods read with the same statements, answered as `years`.
    """
    now, today = clock.now(), clock.today()
    scope = view.scope()
    months = last_months(min(view.period.last, today))
    agencies = alive_in(view.agencies, view.period)
    compared = [scope_of(each) for each in agencies] if len(agencies) > 1 else []
    found, others = boards([([scope], [view.period, *months, *also]), (compared, [view.period])], now)
    shown = found[view.agency.code, view.period.code]
    by_month = [found[view.agency.code, month.code] for month in months]
    return {
        "shown": shown,
        "months": by_month,
        "years": [found[view.agency.code, year.code] for year in also],
        "dial": pictures.index_dial(view, shown),
        "trend": pictures.index_trend(view, by_month),
        "open": pictures.open_by_due(view, scope.codes, today),
        "heat": _heat_picture(view, agencies, others) if compared else None,
    }


def criteria_by_group(view: View, scored: Score) -> list[tuple[GroupScore, list[tuple[CriterionScore, str]]]]:
    """Groups with their criteria, each with its address."""
    return [
        (
            group,
            [
                (one, view.url("criterion", code))
                for code, one in scored.criteria.items()
                if one.criterion.group == group.group.code
            ],
        )
        for group in scored.groups.values()
        if not group.group.parts
    ]


def _heat_picture(view: View, agencies: Sequence[Agency], found: Board) -> Heat | None:
    """Agencies compared; as in the ranking, one without a dossier in the period is no row: nothing of it was measured."""
    rows = [each for each in agencies if found[each.code, view.period.code].tally.handled]
    return pictures.agencies_by_group(view, found, rows) if rows else None


def steering_of(view: View, plans: YearPlans, shown: Figures, years: Sequence[Figures]) -> dict[str, Any]:
    """How tasks and targets stand; `years`: figures of the agency alone that were already read."""
    today, year, tasks = clock.today(), view.period.year, plans.tasks
    if not tasks:
        return {"year_line": None, "target_cards": None}
    dates = due_dates(plans, year)
    dated = {one.task.pk for one in dates}
    without = [task for task in tasks if task.pk not in dated and task.state is not TaskState.DROPPED]
    line = pictures.task_year(dates, without, year=year, today=today)
    return {
        "year_line": line,
        "task_cards": _task_cards(view, tasks),
        "target_cards": _target_cards(view, targets_of(plans.plans), shown, years),
    }


def _task_cards(view: View, tasks: Sequence[TaskRow]) -> list[Summary]:
    today = clock.today()
    stood = [task.standing(today) for task in tasks]
    wanted = (Standing.OVERDUE, Standing.SOON, Standing.RUNNING, Standing.DONE_IN_TIME)
    return [
        Summary(one.label, stood.count(one), view.url("tasks", standing=one.value), "nhiệm vụ", one.tone)  # type: ignore[arg-type]
        for one in wanted
    ]


def _target_cards(
    view: View, targets: list[PlanTarget], shown: Figures, years: Sequence[Figures]
) -> list[Summary]:
    # Targets are an agency's own: its figures with those below it answer for none of them.
    measured = {(view.agency.code, each.period.year): Measured(each) for each in years}
    found = queries.with_values(targets, shown.at, measured)
    met = sum(1 for one in found if one.met)
    missed = sum(1 for one in found if one.met is False)
    url = view.url("targets")
    return [
        Summary("Chỉ tiêu đạt", met, f"{url}&verdict=met", "chỉ tiêu", "done"),
        Summary("Chưa đạt", missed, f"{url}&verdict=missed", "chỉ tiêu", "late"),
        Summary("Chưa đo, theo dõi", len(found) - met - missed, f"{url}&verdict=open", "chỉ tiêu", "plain"),
    ]


@require_GET
@gate(Right.SEE_FIGURES)
def open_dossiers(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The dossiers behind one bar of «Hồ sơ đang giải quyết theo hạn trả»."""
    view = chosen_view(request, officer)
    due = request.GET.get("due", "late")
    due = due if due in DUE else "late"
    today = clock.today()
    keys = open_keys(view.scope().codes, due, today, soon=soon_until(view.agency, today))
    page = Paginator(keys, 50).get_page(request.GET.get("page"))
    context = {
        "view": view,
        "heading": DUE[due],
        "page": page,
        "rows": dossier_page(officer, list(page)),
        "many": len(keys),
    }
    return show(request, officer, "staff/steering/open_dossiers.html", context)
