"""Tasks: the table by plan, section, standing, lead, month and person; one task with its dates and evidence."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Case, F, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.lists import as_file, wants_file
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.files import download
from motcua.doors.staff.steering.forms import AssignForm, ProgressForm
from motcua.doors.staff.steering.plan_choice import ALL, PlanChoice
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Staff
from motcua.organisation.rules import Officer
from motcua.plans import access, cascading, proofs, queries, reminders, reporting
from motcua.plans.dropping import drops_of
from motcua.plans.enums import PlanState, Standing, TaskState
from motcua.plans.models import Evidence, Obstacle, Occurrence, PlanTask, Remark
from motcua.rendering.xlsx import Value

_ORDERS = {"due": "due_date", "number": "order", "percent": "percent"}
_HEADERS = (
    "Số",
    "Mục",
    "Nội dung",
    "Chủ trì",
    "Phối hợp",
    "Thời hạn theo văn bản",
    "Hạn",
    "Tình trạng",
    "Tiến độ %",
    "Người làm",
    "Sản phẩm",
    "Vì sao không còn phải làm",
)


class TaskFilter(forms.Form):
    """What a list of tasks is narrowed by."""

    q = forms.CharField(label="Tìm trong nội dung", required=False)
    plan = forms.ChoiceField(label="Kế hoạch", required=False)
    standing = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Tất cả"), *((one.value, one.label) for one in Standing)],
    )
    section = forms.ChoiceField(label="Mục", required=False)
    lead = forms.ChoiceField(label="Chủ trì", required=False)
    month = forms.ChoiceField(
        label="Hạn trong tháng",
        required=False,
        choices=[("", "Cả năm"), *((str(each), f"Tháng {each}") for each in range(1, 13))],
    )
    holder = forms.ChoiceField(label="Người làm", required=False)
    agency = forms.ChoiceField(label="Cơ quan", required=False)

    def __init__(self, given: Any, tasks: QuerySet[PlanTask], choice: PlanChoice) -> None:
        super().__init__(given)
        heads = {(plan.pk, head["label"]): head["title"] for plan in choice.plans for head in plan.headings}
        sections = tasks.order_by("plan_id", "place").values_list("plan_id", "section")
        named: dict[str, str] = {}
        for plan_id, section in sections:
            head = f"{section}. {heads.get((plan_id, section), '')}"[:70] if section else "Không theo mục"
            # Plans give the same number to different headings.
            same = named.setdefault(section or queries.NONE, head) == head
            named[section or queries.NONE] = head if same else f"Mục {section} của mỗi kế hoạch"
        holders = Staff.objects.filter(pk__in=tasks.exclude(holder=None).values("holder_id")).order_by(
            "name_key"
        )
        plan = self.fields["plan"]
        assert isinstance(plan, forms.ChoiceField)  # noqa: S101 - declared above
        plan.choices = choice.choices
        if len(choice.agencies) > 1:
            self._offer("agency", [(one.code, one.name) for one in choice.agencies])
        else:
            del self.fields["agency"]
        self._offer("section", list(named.items()))
        self._offer("lead", [(lead, lead[:60]) for lead in queries.leads_of(tasks)])
        self._offer(
            "holder", [(queries.NONE, "Chưa giao"), *((str(staff.pk), staff.name) for staff in holders)]
        )
        self.is_valid()

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", "Tất cả"), *choices]

    def value(self, name: str) -> str:
        """What was chosen; empty for nothing or what cannot be read."""
        return str(getattr(self, "cleaned_data", {}).get(name) or "")

    def number(self, name: str) -> int | None:
        """A chosen key."""
        return int(self.value(name)) if self.value(name) else None

    def holder_key(self) -> int | str | None:
        """Whose tasks: a key, or `queries.NONE` for those nobody holds."""
        return self.value("holder") if self.value("holder") == queries.NONE else self.number("holder")


@require_GET
@gate(Right.STEER, Right.SEE_FIGURES)
def tasks(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The tasks of all confirmed plans in scope, the next due first."""
    today = clock.today()
    choice = PlanChoice(request, officer)
    mine = access.tasks_for(officer, Right.SEE_FIGURES).filter(plan__in=choice.plans)
    form = TaskFilter(request.GET, mine, choice)
    mine = mine.filter(plan__in=choice.chosen(form.value("plan")))
    found = queries.chosen(
        mine, today, section=form.value("section"), lead=form.value("lead"),
        standing=Standing(form.value("standing")) if form.value("standing") else None,
        month=form.number("month"), holder=form.holder_key(), words=form.value("q"),
        year=choice.year_of(form.value("plan")) if choice.period or form.value("plan") != ALL else None,
    )  # fmt: skip
    found = _ordered(request, found)
    if wants_file(request):
        return as_file(_HEADERS, _lines(found), name="nhiem-vu")
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    rows = [(task, queries.standing_of(task, today)) for task in page]
    return show(request, officer, "staff/steering/tasks.html", {
        "form": form, "page": page, "rows": rows, "may_give": officer.may_anywhere(Right.STEER),
    })  # fmt: skip


def _ordered(request: HttpRequest, found: QuerySet[PlanTask]) -> QuerySet[PlanTask]:
    """By the address's order; without one what is still to be done comes first, the next due on top."""
    wanted = request.GET.get("sort", "")
    column = _ORDERS.get(wanted.lstrip("-"))
    if column is None:
        over = [TaskState.DONE.value, TaskState.DROPPED.value]
        finished = Case(When(state__in=over, then=1), default=0)
        return found.order_by(finished, F("due_date").asc(nulls_last=True), "plan_id", "order")
    direction = F(column).desc(nulls_last=True) if wanted.startswith("-") else F(column).asc(nulls_last=True)
    return found.order_by(direction, "plan_id", "order")


def _lines(found: QuerySet[PlanTask]) -> Iterator[tuple[Value, ...]]:
    today = clock.today()
    drops = drops_of(found.filter(state=TaskState.DROPPED.value))
    for task in found:
        drop = drops.get(task.pk)
        yield (
            task.number, task.section, task.title, "; ".join(task.lead), "; ".join(task.cooperating), task.deadline_text,
            task.due_date, queries.standing_of(task, today).label, task.percent, task.holder.name if task.holder else "",
            task.deliverable, drop.words if drop else "",
        )  # fmt: skip


@require_GET
@gate()
def task(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """One task: for those who steer or see figures there, and for whoever holds it."""
    return _page(request, officer, access.task_seen_by(officer, number))


def _page(
    request: HttpRequest, officer: Officer, found: PlanTask, form: ProgressForm | None = None
) -> HttpResponse:
    today = clock.today()
    may_report = access.may_report(officer, found)
    occurrences = list(
        Occurrence.objects.filter(task=found).select_related("task").order_by("due_date", "pk")
    )
    context = {
        "task": found,
        "standing": queries.standing_of(found, today),
        "occurrences": [(one, queries.occurrence_standing(one, today)) for one in occurrences],
        "evidence": list(Evidence.objects.filter(task=found).select_related("occurrence")),
        "by_period": any(one.cause_words and not one.cause for one in occurrences),
        "many_dates": len(occurrences) > 1,
        "progress": form or (_progress(found, occurrences) if may_report else None),
        "assign": AssignForm(agency=found.plan.agency, initial={"holder": found.holder_id})
        if officer.may(Right.STEER, found.plan.agency.path)
        else None,
        "may_see_plan": officer.may(Right.SEE_FIGURES, found.plan.agency.path),
        "is_done": found.status is TaskState.DONE,
        **_drop(officer, found),
        **_people(officer, found, today),
    }
    return show(request, officer, "staff/steering/task.html", context, status=422 if form else 200)


def _drop(officer: Officer, found: PlanTask) -> dict[str, Any]:
    """The decision that a task is not owed any more, and what an officer may decide about it."""
    steers = officer.may(Right.STEER, found.plan.agency.path) and found.plan.status is PlanState.CONFIRMED
    gone = found.status is TaskState.DROPPED
    drop = drops_of([found]).get(found.pk)
    return {
        "gone": gone,
        "drop": drop,
        "may_drop": steers and found.status in (TaskState.TO_DO, TaskState.DOING),
        "may_resume": steers and gone and (drop is None or drop.because_id is None),
    }


def _progress(found: PlanTask, occurrences: Sequence[Occurrence]) -> ProgressForm:
    waiting = [one for one in occurrences if one.done_on is None]
    return ProgressForm(initial={"percent": found.percent}, waiting=waiting)


def _people(officer: Officer, found: PlanTask, today: date) -> dict[str, Any]:
    """Who has what to do with a task, what they said of it, and what units below made of it."""
    units = cascading.gathered(found, today)
    steers = officer.may(Right.STEER, found.plan.agency.path)
    waits = found.status is TaskState.DONE and found.accepted_at is None
    may_report = access.may_report(officer, found)
    return {
        "today": today,
        "proofs": proofs.proposals([found], today) if may_report else [],
        "take_up": found.holder_id == officer.staff_id
        and found.given_at
        and not found.seen_at
        and found.status in (TaskState.TO_DO, TaskState.DOING),
        "judge": waits and access.may_accept(officer, found),
        "judge_above": access.may_send_back_from_above(officer, found),
        "sent_back": queries.sent_back(PlanTask.objects.filter(pk=found.pk)).get(found.pk),
        "left": reminders.has_left(found, today),
        "remarks": list(Remark.objects.filter(task=found)),
        "obstacles": list(Obstacle.objects.filter(task=found)),
        "may_answer": access.may_answer(officer, found),
        "units": units,
        "unit_rows": [
            (one, stood, officer.may(Right.SEE_FIGURES, one.plan.agency.path)) for one, stood in units.rows
        ],
        "has_below": steers and bool(access.agencies_below(found.plan.agency)),
    }


@require_POST
@gate()
def report(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Report progress with evidence."""
    found = access.task_seen_by(officer, number)
    if not access.may_report(officer, found):
        raise NotFound
    form = ProgressForm(request.POST, request.FILES, waiting=reporting.open_occurrences(found))
    if form.is_valid():
        upload: Any = form.cleaned_data["file"]
        seen = request.POST.get("seen_version", "")
        try:
            reporting.report_progress(
                found.pk, actor=officer.actor, percent=form.cleaned_data["percent"], text=form.cleaned_data["text"],
                file=upload.read() if upload else None, file_name=(upload.name or "") if upload else "",
                occurrence=form.cleaned_data.get("occurrence"), seen=int(seen) if seen.isdecimal() else None,
            )  # fmt: skip
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            done(request, "Đã ghi tiến độ và minh chứng.")
            return redirect("staff:task", found.pk)
    return _page(request, officer, found, form)


@require_POST
@gate()
def prove(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Agree that what the system sees is what the task was to bring."""
    found = access.task_seen_by(officer, number)
    if not access.may_report(officer, found):
        raise NotFound
    seen = request.POST.get("seen_version", "")
    proved = proofs.confirm(
        found.pk,
        request.POST.get("key", ""),
        actor=officer.actor,
        seen=int(seen) if seen.isdecimal() else None,
    )
    done(request, _said_of(found, proved))
    return redirect("staff:task", found.pk)


def _said_of(before: PlanTask, proved: PlanTask) -> str:
    """What a proof that was agreed to has met: the task, or one of its dates."""
    if proved.state == TaskState.DONE or before.due_date is None or proved.due_date is None:
        return "Đã ghi là xong, kèm minh chứng hệ thống thấy."
    return (
        f"Đã ghi xong hạn {before.due_date:%d/%m/%Y}, kèm minh chứng hệ thống thấy. "
        f"Hạn tiếp theo: {proved.due_date:%d/%m/%Y}."
    )


@require_POST
@gate(Right.STEER)
def assign(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Give a task to an officer."""
    found = access.task_for(officer, number)
    form = AssignForm(request.POST, agency=found.plan.agency)
    if not form.is_valid():
        raise Refused("Chỉ giao cho cán bộ đang làm việc của cơ quan có kế hoạch này.", field="holder")
    holder = form.cleaned_data["holder"]
    reporting.assign_task(found.pk, actor=officer.actor, holder_id=holder.pk if holder else None)
    done(request, f"Đã giao cho {holder.name}." if holder else "Nhiệm vụ chưa giao cho ai.")
    return redirect("staff:task", found.pk)


@require_GET
@gate()
def evidence_file(request: HttpRequest, officer: Officer, number: int, evidence: int) -> HttpResponse:
    """A file that was given as evidence."""
    found = access.task_seen_by(officer, number)
    row = Evidence.objects.filter(task=found, pk=evidence).exclude(blob=None).first()
    if row is None or row.blob_id is None:
        raise NotFound
    return download(row.blob_id, row.file_name)
