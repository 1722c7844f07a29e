"""A task that is not to be done any more, and one taken up again: two forms, for whoever steers where the task is."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.doors.frame.forms import DayField, Radios
from motcua.doors.staff.administration.answering import Cleaned, form_page
from motcua.doors.staff.gates import gate
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.plans import access, dropping
from motcua.plans.cascading import gathered
from motcua.plans.dropping import Decision
from motcua.plans.enums import PlanState, TaskState
from motcua.plans.models import PlanTask

_OPEN = (TaskState.TO_DO, TaskState.DOING)


class DropForm(forms.Form):
    """The decision: whose, of which day, on what, why; and what becomes of the units' tasks."""

    decided_by = forms.CharField(
        label="Ai quyết định", max_length=200, help_text="Ví dụ: Chủ tịch UBND xã.",
        error_messages={"required": "Ghi ai quyết định, ví dụ Chủ tịch UBND xã."},
    )  # fmt: skip
    decided_on = DayField(
        label="Ngày quyết định",
        help_text="Từ ngày này nhiệm vụ không bị tính là quá hạn, không tính vào tỷ lệ hoàn thành.",
        error_messages={"required": "Ghi ngày quyết định."},
    )
    document = forms.CharField(
        label="Theo văn bản", max_length=300,
        help_text="Số, ngày của văn bản; hoặc biên bản, thông báo kết luận cuộc họp.",
        error_messages={"required": "Ghi số, ngày của văn bản, hoặc biên bản cuộc họp đã quyết định."},
    )  # fmt: skip
    reason = forms.CharField(
        label="Vì sao không còn phải làm", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lý do ở lại trong nhiệm vụ và trong các báo cáo.",
        error_messages={"required": "Ghi vì sao không còn phải làm."},
    )  # fmt: skip
    units = forms.ChoiceField(label="Đơn vị đang làm nhiệm vụ này", widget=Radios(boxed=True))

    def __init__(self, *args: Any, units: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["units"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [
            ("stop", f"Cũng thôi làm ({units} đơn vị; lý do hiện ở nhiệm vụ của từng đơn vị)"),
            ("go_on", "Vẫn làm tiếp phần đã được giao (đơn vị được báo vì sao)"),
        ]
        if not units:
            del self.fields["units"]


class ResumeForm(forms.Form):
    """Why a dropped task is taken up again."""

    why = forms.CharField(
        label="Vì sao làm lại", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ai quyết định, theo văn bản nào.",
        error_messages={"required": "Ghi vì sao làm lại, theo văn bản nào."},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def drop(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Record the decision; NotFound for a task that does not run."""
    task = access.task_for(officer, number)
    if task.plan.status is not PlanState.CONFIRMED or task.status not in _OPEN:
        raise NotFound
    units = sum(each.status in _OPEN for each in gathered(task, clock.today()).owed)
    form = DropForm(request.POST or None, units=units, initial={"decided_on": clock.today()})

    def act(given: Cleaned) -> str:
        units_too = given.pop("units", "stop") == "stop"
        dropping.drop_task(
            task.pk, actor=officer.actor, decision=Decision(**given), units_too=units_too, seen=_seen(request)
        )
        return "Đã cho thôi nhiệm vụ này" + (f", kể cả ở {units} đơn vị." if units and units_too else ".")

    return _page(
        request, officer, task, form, act, heading="Không còn phải làm", submit="Cho thôi nhiệm vụ này"
    )


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def resume(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Take it up again; NotFound for a task that is not dropped."""
    task = access.task_for(officer, number)
    if task.status is not TaskState.DROPPED:
        raise NotFound

    def act(given: Cleaned) -> str:
        dropping.resume_task(task.pk, actor=officer.actor, why=given["why"], seen=_seen(request))
        return "Nhiệm vụ được làm lại từ chỗ đang dở; các hạn chưa xong lại được tính."

    return _page(request, officer, task, ResumeForm(request.POST or None), act, heading="Làm lại nhiệm vụ này",
                 submit="Làm lại")  # fmt: skip


def _page(
    request: HttpRequest,
    officer: Officer,
    task: PlanTask,
    form: forms.Form,
    act: Any,
    *,
    heading: str,
    submit: str,
) -> HttpResponse:
    return form_page(
        request, officer, form, act, heading=heading, lead=task.title, back=reverse("staff:task", args=[task.pk]),
        submit=submit, version=task.revision,
    )  # fmt: skip


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get("seen_version", "")
    return int(text) if text.isdecimal() else None
