"""Plans: their list and import, what was read corrected and confirmed, and the plan once it runs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering import plan_reading, review
from motcua.doors.staff.steering.files import download
from motcua.doors.staff.steering.forms import ImportForm, TargetForm, TaskForm
from motcua.indicators.local_assessed import assessed_for
from motcua.indicators.sets import IndicatorSet, load
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.plans import access, actions, cascading, queries, revising
from motcua.plans.dropping import drops_of
from motcua.plans.enums import PlanState
from motcua.plans.models import Plan, PlanDuty, PlanIssue, PlanTarget, PlanTask

_LARGEST = 64 * 1024 * 1024
# What takes seconds to read is read in the background; a plan of a hundred tasks has a tenth of this.
_READ_AT_ONCE = 1024 * 1024


@require_http_methods(["GET", "POST"])
@gate(Right.STEER, Right.SEE_FIGURES)
def plans(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The plans in scope; a POST imports a document and leads to its review."""
    agencies = [
        each
        for each in access.agencies_for(officer, Right.STEER)
        if each.valid_to is None or officer.agency_code == each.code
    ]
    first = next(
        (each for each in agencies if each.code == officer.agency_code), agencies[0] if agencies else None
    )
    form = ImportForm(
        request.POST or None, request.FILES or None, agencies=agencies, initial={"agency": first}
    )
    if request.method == "POST":
        if not officer.may_anywhere(Right.STEER):
            raise NotFound
        if form.is_valid() and (made := _import(request, form, officer)):
            return made
    found = access.plans_for(officer, Right.SEE_FIGURES).defer("headings")
    context = {"form": form if agencies else None, "plans": _with_counts(list(found))}
    return show(request, officer, "staff/steering/plans.html", context, status=422 if form.is_bound else 200)


def _import(request: HttpRequest, form: ImportForm, officer: Officer) -> HttpResponse | None:
    """To the review; a scan is read in the background, page by page, and so is a very long text."""
    upload: Any = form.cleaned_data["file"]
    if upload.size and upload.size > _LARGEST:
        form.add_error("file", "Tệp lớn hơn 64 MB, không phải văn bản kế hoạch. Chọn lại tệp.")
        return None
    from motcua.plans.reading.scans import scanned_pages  # with its picture libraries, only when a file comes

    agency, data, name = form.cleaned_data["agency"], upload.read(), upload.name or ""
    try:
        if scanned_pages(data) or (len(data) > _READ_AT_ONCE and _is_text(name)):
            return redirect("staff:plan-reading", plan_reading.ask(officer, agency, data, name).pk)
        made = actions.import_document(agency, data=data, name=name, actor=officer.actor)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return None
    done(request, "Đã đọc văn bản. Kiểm tra từng dòng bên cạnh bản gốc rồi xác nhận.")
    return redirect("staff:plan-review", made.pk)


def _is_text(name: str) -> bool:
    """Of a page or a text every byte is to be read; the others are mostly pictures."""
    return name.lower().endswith((".html", ".htm", ".txt", ".md"))


def _with_counts(found: Sequence[Plan]) -> list[dict[str, Any]]:
    today = clock.today()
    by_plan: dict[int, list[PlanTask]] = {}
    for task in PlanTask.objects.filter(plan__in=found).only("plan_id", "state", "due_date", "done_on"):
        by_plan.setdefault(task.plan_id, []).append(task)
    targets: dict[int, int] = {}
    for key in PlanTarget.objects.filter(plan__in=found).values_list("plan_id", flat=True):
        targets[key] = targets.get(key, 0) + 1
    rows = []
    for plan in found:
        tasks = by_plan.get(plan.pk, [])
        stood = [queries.standing_of(task, today).value for task in tasks]
        rows.append({
            "plan": plan, "tasks": len(tasks) - stood.count("dropped"), "dropped": stood.count("dropped"),
            "targets": targets.get(plan.pk, 0),
            "overdue": stood.count("overdue"), "done": sum(task.state == "done" for task in tasks),
            "tone": {"read": "waiting", "confirmed": "running", "closed": "done"}[plan.state],
        })  # fmt: skip
    return rows


@require_http_methods(["GET", "POST"])
@gate(Right.STEER, Right.SEE_FIGURES)
def plan(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A plan as it runs: its tasks by section, its targets with values, the duties. A POST closes it."""
    if request.method == "POST":
        closed = actions.close(access.plan_for(officer, number).pk, actor=officer.actor)
        done(request, "Đã khép lại kế hoạch.")
        return redirect("staff:plan", closed.pk)
    found = access.plan_for(officer, number, Right.SEE_FIGURES)
    today = clock.today()
    tasks = list(PlanTask.objects.filter(plan=found).select_related("holder", "plan"))
    targets = list(PlanTarget.objects.filter(plan=found).select_related("plan__agency"))
    drops = drops_of(tasks)
    context = {
        "plan": found,
        "waits": found.status is PlanState.READ,
        "runs": found.status is PlanState.CONFIRMED,
        "begun": found.year <= today.year,
        "sections": queries.by_section(tasks, today),
        "months": queries.by_month(tasks, today),
        "people": queries.by_person(tasks, today),
        "tasks": [(task, queries.standing_of(task, today), drops.get(task.pk)) for task in tasks],
        "targets": queries.with_values(targets, clock.now()),
        "duties": list(PlanDuty.objects.filter(plan=found)),
        "above": cascading.plans_above(found) if officer.may(Right.STEER, found.agency.path) else [],
        "below": cascading.plans_below(found),
        "has_below": bool(access.agencies_below(found.agency)),
        "issues": list(PlanIssue.objects.filter(plan=found)),
        "may_steer": officer.may(Right.STEER, found.agency.path),
    }
    return show(request, officer, "staff/steering/plan.html", context)


@require_GET
@gate(Right.STEER, Right.SEE_FIGURES)
def source(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The file a plan was read from."""
    found = access.plan_for(officer, number, Right.SEE_FIGURES)
    if found.source_id is None:
        raise NotFound
    return download(found.source_id, found.source_name)


@require_POST
@gate(Right.STEER)
def confirm(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """From now the plan holds."""
    found = access.plan_for(officer, number)
    if found.revises_id is not None and not found.asked:
        running = revising.apply_revision(found.pk, actor=officer.actor, seen=_seen(request))
        done(
            request,
            "Đã áp dụng bản sửa đổi. Tiến độ, minh chứng, người được giao của các dòng còn lại được giữ.",
        )
        return redirect("staff:plan", running.pk)
    actions.confirm(found.pk, actor=officer.actor, seen=_seen(request))
    done(request, "Đã xác nhận kế hoạch. Nhiệm vụ được theo dõi theo hạn, chỉ tiêu được đo từ hồ sơ.")
    return redirect("staff:plan", found.pk)


@require_POST
@gate(Right.STEER)
def settle(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Say whether the document revises the plan it resembles."""
    found = access.plan_for(officer, number)
    same = request.POST.get("same") == "yes"
    revising.settle(found.pk, actor=officer.actor, same=same)
    done(request, "Đã ghi: đây là bản sửa đổi." if same else "Đã ghi: đây là kế hoạch khác.")
    return redirect("staff:plan-review", found.pk)


@require_POST
@gate(Right.STEER)
def discard(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Throw an unconfirmed reading away."""
    found = access.plan_for(officer, number)
    actions.discard(found.pk, actor=officer.actor)
    done(request, f"Đã bỏ bản đọc của «{found.source_name}». Tệp chưa được dùng vào việc gì.")
    return redirect("staff:plans")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def correct_task(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Mend a task that was read wrongly; in place with HTMX, on a page of its own without."""
    task = access.task_for(officer, number)
    form = TaskForm(request.POST) if request.method == "POST" else TaskForm.of(task)
    if request.method == "POST" and form.is_valid():
        try:
            task = actions.correct_task(task.pk, actor=officer.actor, seen=_seen(request), **form.values())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            task = access.task_for(officer, number)
        else:
            return _corrected(request, officer, task, "task")
    return _correction(request, officer, task, form, "task")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def correct_target(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Mend a target that was read wrongly."""
    target = access.target_for(officer, number)
    indicators = _indicators(target.plan)
    reform = assessed_for(target.plan.agency.chain, date(target.year or target.plan.year, 12, 31))
    form = (
        TargetForm(request.POST, indicators=indicators, reform=reform)
        if request.method == "POST"
        else TargetForm.of(target, indicators, reform)
    )
    if request.method == "POST" and form.is_valid():
        try:
            target = actions.correct_target(
                target.pk, actor=officer.actor, seen=_seen(request), values=form.cleaned_data
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            target = access.target_for(officer, number)
        else:
            return _corrected(request, officer, target, "target")
    return _correction(request, officer, target, form, "target")


def _corrected(request: HttpRequest, officer: Officer, row: PlanTask | PlanTarget, kind: str) -> HttpResponse:
    if getattr(request, "htmx", False):
        plan = Plan.objects.get(pk=row.plan_id)
        context = {
            "one": review.one_reviewed(row), "kind": kind, "plan": plan, "fresh": True,
            "indicators": review.names_of_measures(plan),
        }  # fmt: skip
        return show(request, officer, "staff/steering/review_corrected.html", context)
    done(request, "Đã sửa.")
    return redirect(f"{_back(row)}#{kind}-{row.pk}")


def _correction(
    request: HttpRequest, officer: Officer, row: PlanTask | PlanTarget, form: TaskForm | TargetForm, kind: str
) -> HttpResponse:
    if not form.is_bound:  # in place the link that was pressed is gone, and with it where the keyboard stood
        next(iter(form.fields.values())).widget.attrs["autofocus"] = True
    context = {"row": row, "form": form, "kind": kind, "back": f"{_back(row)}#{kind}-{row.pk}"}
    template = "correct_row.html" if getattr(request, "htmx", False) else "correct.html"
    return show(request, officer, f"staff/steering/{template}", context, status=422 if form.is_bound else 200)


def _back(row: PlanTask | PlanTarget) -> str:
    name = "staff:plan-review" if row.plan.status is PlanState.READ else "staff:plan"
    return reverse(name, args=[row.plan_id])


def _indicators(plan: Plan) -> IndicatorSet:
    return load("766", on=plan.issued_on or clock.local_day(plan.imported_at))


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get("seen_version", "")
    return int(text) if text.isdecimal() else None
