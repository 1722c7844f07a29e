"""What people do with a task: take it up, accept it or send it back, talk about it, ask for help, hand it on."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from motcua.doors.frame.forms import DayField
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, Staff
from motcua.organisation.rules import Officer
from motcua.plans import access, tasking
from motcua.plans.models import Obstacle
from motcua.plans.successors import likely_taker, takers


class GiveForm(forms.Form):
    """A task given outside any plan."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="Cơ quan thực hiện", empty_label=None)
    title = forms.CharField(
        label="Nội dung",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi nội dung nhiệm vụ."},
    )
    source = forms.CharField(
        label="Ai giao, theo văn bản nào", max_length=500,
        help_text="Ví dụ: Chủ tịch UBND tỉnh, Công văn số 15/UBND-KSTT ngày 02/6/2026.",
        error_messages={"required": "Ghi ai giao, theo văn bản nào."},
    )  # fmt: skip
    due_date = DayField(label="Hạn", required=False)
    deliverable = forms.CharField(label="Sản phẩm, kết quả", required=False)
    holder = forms.ModelChoiceField(
        Staff.objects.none(), label="Giao cho", required=False, empty_label="Chưa giao",
        help_text="Chỉ cán bộ của cơ quan thực hiện.",
    )  # fmt: skip

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "agency", Agency.objects.filter(pk__in=[each.pk for each in agencies]).order_by("path"))
        here = Staff.objects.filter(agency__in=agencies, last_day=None).select_related("agency")
        here = here.order_by("agency__path", "name_key")
        _offer(self, "holder", here)
        # Officers of several agencies: each with where they work.
        named = [(one.pk, f"{one.name} ({one.agency.short_name or one.agency.name})") for one in here]
        field = self.fields["holder"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.choices = [("", "Chưa giao"), *named]


class PassDownForm(forms.Form):
    """Which agencies below carry out a task, until when."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label="Đơn vị thực hiện", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một đơn vị."},
    )  # fmt: skip
    due_date = DayField(label="Hạn của đơn vị", error_messages={"required": "Ghi hạn của đơn vị."})
    words = forms.CharField(label="Yêu cầu thêm", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, below: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "agencies", Agency.objects.filter(pk__in=[each.pk for each in below]).order_by("path"))


class HandOverForm(forms.Form):
    """Who takes over all open tasks of somebody who left."""

    taker = forms.ModelChoiceField(
        Staff.objects.none(),
        label="Giao lại cho",
        empty_label="Chọn người làm tiếp",
        error_messages={"required": "Chọn người làm tiếp."},
    )

    def __init__(self, given: Any, leaver: Staff, agency: Agency) -> None:
        likely = likely_taker(leaver, agency)
        super().__init__(given, initial={"taker": likely})
        _offer(self, "taker", takers(agency).exclude(pk=leaver.pk))
        if likely is not None:
            self.fields["taker"].help_text = f"Đề xuất {likely.name}: cùng chức danh «{likely.title}»."


def _offer(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
    field.queryset = rows


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def give(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Register a task given outside any plan."""
    agencies = [each for each in access.agencies_for(officer, Right.STEER) if each.valid_to is None]
    first = next((each for each in agencies if each.code == officer.agency_code), None)
    form = GiveForm(
        request.POST if request.method == "POST" else None, agencies=agencies, initial={"agency": first}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            task = tasking.give_task(
                data["agency"], actor=officer.actor, title=data["title"], source=data["source"],
                due_date=data["due_date"], deliverable=data["deliverable"],
                holder_id=data["holder"].pk if data["holder"] else None,
            )  # fmt: skip
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            done(request, "Đã ghi nhiệm vụ.")
            return redirect("staff:task", task.pk)
    context = {
        "form": form, "heading": "Nhiệm vụ ngoài kế hoạch", "submit_label": "Ghi nhiệm vụ",
        "lead": "Việc cấp trên giao không nằm trong kế hoạch nào: được theo dõi hạn, minh chứng, nghiệm thu như mọi nhiệm vụ.",
        "cancel_url": reverse("staff:tasks"),
    }  # fmt: skip
    return show(request, officer, "frame/form_page.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def pass_down(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Give a task to agencies below."""
    found = access.task_for(officer, number)
    below = access.agencies_below(found.plan.agency)
    if not below:
        raise NotFound
    form = PassDownForm(
        request.POST if request.method == "POST" else None, below=below, initial={"due_date": found.due_date}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = tasking.pass_down(
                found.pk, actor=officer.actor, agencies=list(data["agencies"]), due_date=data["due_date"],
                words=data["words"],
            )  # fmt: skip
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            done(request, f"Đã giao cho {len(made)} đơn vị.")
            return redirect("staff:task", found.pk)
    context = {
        "form": form, "heading": "Giao xuống đơn vị", "lead": found.title, "submit_label": "Giao",
        "cancel_url": reverse("staff:task", args=[found.pk]),
    }  # fmt: skip
    return show(request, officer, "frame/form_page.html", context, status=422 if form.is_bound else 200)


@require_POST
@gate()
def take_up(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The holder has seen that the task is there."""
    found = access.task_seen_by(officer, number)
    tasking.note_seen(found.pk, actor=officer.actor)
    done(request, "Đã nhận việc.")
    return redirect("staff:task", found.pk)


@require_POST
@gate()
def judge(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Accept a task that is reported done, or send it back with words."""
    found = access.task_seen_by(officer, number)
    accepting = request.POST.get("answer") == "accept"
    above = access.may_send_back_from_above(officer, found)
    if not access.may_accept(officer, found) and (accepting or not above):
        raise NotFound
    if accepting:
        tasking.accept(found.pk, actor=officer.actor)
        done(request, "Đã nghiệm thu.")
    else:
        tasking.send_back(
            found.pk, actor=officer.actor, words=request.POST.get("words", ""), from_above=above
        )
        done(request, "Đã trả lại cho người làm.")
    return redirect("staff:task", found.pk)


@require_POST
@gate()
def comment(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Say something on a task; asking for help is the same form."""
    found = access.task_seen_by(officer, number)
    words = request.POST.get("words", "")[:4000]
    if request.POST.get("kind") == "obstacle":
        if not access.may_report(officer, found):
            raise NotFound
        made = tasking.raise_obstacle(found.pk, actor=officer.actor, words=words)
        done(request, f"Đã gửi vướng mắc, được trả lời chậm nhất {made.answer_by:%d/%m/%Y}.")
    else:
        tasking.comment(found.pk, actor=officer.actor, words=words)
        done(request, "Đã ghi.")
    return redirect("staff:task", found.pk)


@require_POST
@gate()
def answer(request: HttpRequest, officer: Officer, number: int, obstacle: int) -> HttpResponse:
    """Answer what stands in the way of a task."""
    found = access.task_seen_by(officer, number)
    row = Obstacle.objects.filter(pk=obstacle, task=found).first()
    if row is None or not access.may_answer(officer, found):
        raise NotFound
    tasking.answer_obstacle(row.pk, actor=officer.actor, words=request.POST.get("words", "")[:4000])
    done(request, "Đã trả lời.")
    return redirect("staff:task", found.pk)


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def hand_over(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Give the open tasks of somebody who left to a colleague, in one step: of one agency after the other."""
    leaver = Staff.objects.select_related("agency").filter(pk=number).first()
    tasks = tasking.left_behind(leaver) if leaver is not None else []
    tasks = [task for task in tasks if officer.may(Right.STEER, task.plan.agency.path)]
    if leaver is None or not tasks:
        raise NotFound
    agency = tasks[0].plan.agency
    here = [task for task in tasks if task.plan.agency_id == agency.pk]
    form = HandOverForm(request.POST if request.method == "POST" else None, leaver, agency)
    if request.method == "POST" and form.is_valid():
        taker = form.cleaned_data["taker"]
        many = tasking.hand_over_all(leaver.pk, taker.pk, of=[agency.pk], actor=officer.actor)
        done(request, f"Đã giao lại {many} nhiệm vụ.")
        if len(here) < len(tasks):
            return redirect("staff:task-hand-over", leaver.pk)
        return redirect("staff:task-reminders")
    context = {
        "form": form, "heading": f"Nhiệm vụ của {leaver.name}", "submit_label": "Giao lại tất cả",
        "lead": f"Người này không còn làm ở cơ quan. {len(here)} nhiệm vụ còn dở của {agency.name} được giao cho một người; "
        "tiến độ, minh chứng giữ nguyên.",
        "cancel_url": reverse("staff:task-reminders"),
    }  # fmt: skip
    return show(request, officer, "frame/form_page.html", context, status=422 if form.is_bound else 200)
