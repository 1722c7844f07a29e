"""The year of tasks at a glance, what people are to be reminded of, and plans that units below owe."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.doors.frame.forms import DayField
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.plan_choice import PlanChoice
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.plans import access, cascading, proofs, queries, reminders, year_view
from motcua.plans.dropping import lately_dropped
from motcua.plans.enums import PlanKind
from motcua.plans.models import Plan
from motcua.plans.successors import predecessors


class YearFilter(forms.Form):
    """What the rows of the year are."""

    by = forms.ChoiceField(label="Xem theo", required=False, choices=list(year_view.BY.items()))
    plan = forms.ChoiceField(label="Kế hoạch", required=False)

    def __init__(self, given: Any, choice: PlanChoice) -> None:
        super().__init__(given)
        field = self.fields["plan"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choice.choices
        self.is_valid()


@require_GET
@gate(Right.STEER, Right.SEE_FIGURES)
def year(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Every due date of the year by month: by person, by section, by agency."""
    choice = PlanChoice(request, officer)
    form = YearFilter(request.GET, choice)
    asked = getattr(form, "cleaned_data", {})
    by = asked.get("by") or "person"
    plan = asked.get("plan") or ""
    of_year = choice.year_of(plan)
    tasks = access.tasks_for(officer, Right.SEE_FIGURES).filter(plan__in=choice.chosen(plan))
    rows = year_view.year_rows(queries.occurrences_in(tasks, of_year), by, clock.today())
    narrowed = {"plan": plan, "agency": choice.agency}
    kept = {name: value for name, value in narrowed.items() if value} | {"period": str(of_year)}
    context = {
        "form": form, "year": of_year, "months": range(1, 13), "heading": year_view.BY[by],
        "rows": [(row, urlencode(kept | dict(row.chosen))) for row in rows],
    }  # fmt: skip
    return show(request, officer, "staff/steering/year.html", context)


@require_GET
@gate(Right.STEER, Right.SEE_FIGURES)
def remind(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What waits for somebody now: late, soon due, of nobody, of one who left, to accept, to answer."""
    tasks = access.tasks_for(officer, Right.SEE_FIGURES)
    scopes = tuple(reversed(officer.agency_path.rstrip("/").split("/")))
    found = reminders.reminders(tasks, clock.today(), scopes)
    leavers = {task.holder.pk: task.holder.name for task in found.leaderless if task.holder}
    groups = [
        ("Quá hạn lâu, báo lãnh đạo", "late", found.escalated),
        ("Vừa quá hạn", "late", found.late),
        ("Sắp đến hạn", "soon", found.soon),
        ("Chưa giao cho ai", "waiting", found.unassigned),
        ("Chờ nghiệm thu", "running", found.to_accept),
    ]
    owed = [
        (call, one)
        for call, rows in access.calls_with_units(officer, clock.today(), 6)
        for one in rows
        if one.plan is None
        and officer.may(Right.STEER, one.agency.path)
        and not officer.may(Right.STEER, call.agency.path)
    ]
    context = {
        "owed": owed,
        "groups": [(words, tone, rows) for words, tone, rows in groups if rows],
        "leavers": sorted(leavers.items(), key=lambda each: each[1]),
        "leaderless": found.leaderless,
        "obstacles": found.obstacles,
        "dropped_above": [one for one in lately_dropped(tasks, clock.today(), 14) if one.because],
        "many": found.many + len(owed),
        "proposals": proofs.proposals(
            # Units below look at their own: an agency above would ask once more for each of them.
            tasks.filter(
                plan__state="confirmed",
                plan__year=clock.today().year,
                plan__agency__code__in=predecessors(officer.agency_code),
            ),
            clock.today(),
        ),
        "today": clock.today(),
    }
    return show(request, officer, "staff/steering/reminders.html", context)


class CallForm(forms.Form):
    """Which plan is asked of which units, until when."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="Cơ quan yêu cầu", empty_label=None)
    kind = forms.ChoiceField(
        label="Loại kế hoạch",
        choices=[(one.value, one.label) for one in PlanKind if one not in (PlanKind.OUTSIDE, PlanKind.OTHER)],
    )
    year = forms.IntegerField(label="Năm", min_value=2018, max_value=2100)
    due_on = DayField(label="Gửi trước hết ngày", error_messages={"required": "Ghi hạn gửi."})

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Agency.objects.filter(pk__in=[each.pk for each in agencies]).order_by("path")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER, Right.SEE_FIGURES)
def calls(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Plans that units below owe, who has sent theirs and who has not; a POST asks for one."""
    steered = [each for each in access.agencies_for(officer, Right.STEER) if each.valid_to is None]
    above = {each.parent_id for each in steered}
    callers = [each for each in steered if each.pk in above]
    asked = request.GET.get("nam", "")
    initial = {
        "year": int(asked) if asked.isdecimal() else clock.today().year, "kind": request.GET.get("loai")
    }  # fmt: skip
    form = CallForm(request.POST or None, agencies=callers, initial=initial) if callers else None
    if request.method == "POST" and form is not None and form.is_valid():
        data = form.cleaned_data
        caller: Agency = data["agency"]
        units = access.units_of(caller)
        kind = PlanKind(data["kind"])
        parent = Plan.objects.filter(
            agency=caller, kind=kind.value, year=data["year"], state="confirmed"
        ).first()
        try:
            cascading.call_for_plans(
                caller,
                actor=officer.actor,
                kind=kind,
                year=data["year"],
                due_on=data["due_on"],
                units=units,
                parent=parent,
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            done(request, f"Đã yêu cầu {len(units)} đơn vị.")
            return redirect("staff:plan-calls")
    today = clock.today()
    rows = access.calls_with_units(officer, today, 6)
    shown = [
        (call, units, sum(one.plan is None for one in units), sum(one.in_time is False for one in units))
        for call, units in rows
    ]
    bound = form is not None and form.is_bound
    context = {"form": form, "calls": shown}
    return show(request, officer, "staff/steering/calls.html", context, status=422 if bound else 200)


@require_POST
@gate(Right.STEER)
def link(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Say which plan above a plan carries out."""
    found = access.plan_for(officer, number)
    wanted = request.POST.get("parent", "")
    cascading.link_parent(found.pk, int(wanted) if wanted.isdecimal() else None, actor=officer.actor)
    done(request, "Đã ghi kế hoạch cấp trên.")
    return redirect(reverse("staff:plan", args=[found.pk]))
