"""What is done to one inspection, each by a form of the common kind."""

from collections import Counter
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.doors.frame.forms import DayField, Radios
from motcua.doors.staff.administration.desk.showing import people_choices
from motcua.doors.staff.control.inspection import ONE
from motcua.doors.staff.control.inspections import DayAndNumber
from motcua.doors.staff.control.showing import Cleaned, areas, day_words, form_page, offer
from motcua.doors.staff.gates import gate
from motcua.dossiers.models import Dossier
from motcua.inspections import access, concluding, inspecting
from motcua.inspections.checklists import checklist_of
from motcua.inspections.concluding import Conclusion
from motcua.inspections.enums import Answered, FindingKind, ViolationKind
from motcua.inspections.inspection_models import ChecklistAnswer, Finding, Inspection, Remedy
from motcua.inspections.report import finding_words
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.dated import lasting
from motcua.organisation.enums import Right
from motcua.organisation.models import Staff
from motcua.organisation.rules import Officer


class NotifyForm(forms.Form):
    """When those inspected were told."""

    notified_on = DayField(label="Ngày thông báo cho đơn vị")


class DropForm(forms.Form):
    """Why it does not take place."""

    reason = forms.CharField(label="Vì sao không tiến hành", widget=areas(2))


class FindingForm(forms.Form):
    """A finding, and what is to be done about it."""

    kind = forms.ChoiceField(label="Loại", choices=[(each.value, each.label) for each in FindingKind])
    item = forms.ChoiceField(label="Mục của bảng kiểm", required=False)
    dossier = forms.CharField(label="Mã hồ sơ", max_length=60, required=False)
    words = forms.CharField(label="Nội dung", widget=areas())
    remedy = forms.CharField(
        label="Kiến nghị", widget=areas(2), required=False, help_text="Đơn vị phải làm gì."
    )
    due_on = DayField(label="Hạn thực hiện", required=False)


class ConclusionForm(forms.Form):
    """What a conclusion states."""

    number = forms.CharField(label="Số kết luận", max_length=120)
    concluded_on = DayField(label="Ngày kết luận")
    achieved = forms.CharField(label="Kết quả đạt được", widget=areas())
    lacking = forms.CharField(label="Tồn tại, hạn chế", widget=areas())
    causes = forms.CharField(label="Nguyên nhân", widget=areas())
    proposals = forms.CharField(label="Đề xuất, kiến nghị", widget=areas())


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def decide(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The decision that founds the team."""
    row = access.inspection_to_lead(officer, number)

    def act(given: Cleaned) -> str:
        made = inspecting.decide(row.pk, actor=officer.actor, **given)
        told = f" Thông báo trước hết ngày {day_words(made.notify_by)}." if made.notify_by else ""
        return f"Đã ghi quyết định.{told} Kết luận trước hết ngày {day_words(made.conclude_by)}."

    form = DayAndNumber(request.POST or None, initial={"decided_on": clock.today()})
    return _form(request, officer, row, form, act, "Ghi quyết định kiểm tra")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def notify(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Those inspected were told."""
    row = access.inspection_to_lead(officer, number)

    def act(given: Cleaned) -> str:
        inspecting.notify(row.pk, actor=officer.actor, **given)
        return "Đã ghi. Đơn vị được kiểm tra nhìn thấy cuộc kiểm tra này."

    form = NotifyForm(request.POST or None, initial={"notified_on": clock.today()})
    return _form(request, officer, row, form, act, "Ghi đã thông báo")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def drop(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """It does not take place."""
    row = access.inspection_to_lead(officer, number)

    def act(given: Cleaned) -> str:
        inspecting.drop(row.pk, actor=officer.actor, **given)
        return "Đã ghi: không tiến hành."

    return _form(request, officer, row, DropForm(request.POST or None), act, "Không tiến hành kiểm tra")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def answer(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The checklist, one item after the other; what is not looked at yet stays open."""
    row = access.inspection_to_lead(officer, number)
    of = checklist_of(row)
    given = {each.item: each for each in ChecklistAnswer.objects.filter(inspection=row)}
    form = forms.Form(request.POST or None)
    kinds = [("", "Chưa xem"), *((each.value, each.label) for each in Answered)]
    for item in of.items:
        said = given.get(item.code)
        form.fields[f"a-{item.code}"] = forms.ChoiceField(
            label=f"{item.code}. {item.text}", choices=kinds, widget=Radios(), required=False,
            initial=said.answer if said else "",
        )  # fmt: skip
        form.fields[f"n-{item.code}"] = forms.CharField(
            label=f"Ghi chú mục {item.code}",
            max_length=1000,
            required=False,
            initial=said.note if said else "",
        )

    def act(cleaned: Cleaned) -> str:
        answers = {
            item.code: (Answered(cleaned[f"a-{item.code}"]) if cleaned[f"a-{item.code}"] else None,
                        cleaned[f"n-{item.code}"])
            for item in of.items
        }  # fmt: skip
        inspecting.answer_checklist(row.pk, answers, actor=officer.actor)
        return f"Đã ghi {sum(said is not None for said, _ in answers.values())} trong {len(answers)} mục."

    return _form(request, officer, row, form, act, of.name)


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def find(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A finding with its remedy."""
    row = access.inspection_to_lead(officer, number)
    form = FindingForm(request.POST or None, initial=_found_so_far(request, row))
    offer(form, "item", [("", "Không thuộc mục nào"),
                         *((each.code, f"{each.code}. {each.text}") for each in checklist_of(row).items)])  # fmt: skip

    def act(given: Cleaned) -> str:
        code = given.pop("dossier").strip()
        found = Dossier.objects.filter(agency=row.target_id, code__iexact=code).first() if code else None
        if code and found is None:
            raise Refused("Đơn vị được kiểm tra không có hồ sơ mang mã này.", field="dossier", code="dossier")
        kind = FindingKind(given.pop("kind"))
        concluding.find(row.pk, kind=kind, dossier=found, actor=officer.actor, **given)
        return "Đã ghi phát hiện."

    return _form(request, officer, row, form, act, "Ghi phát hiện")


def _found_so_far(request: HttpRequest, row: Inspection) -> dict[str, str]:
    """A finding begun from a drawn dossier (`ho-so`), or from an item that is not met (`muc`) with its note."""
    initial = {"dossier": request.GET.get("ho-so", ""), "item": request.GET.get("muc", "")}
    item = checklist_of(row).item(initial["item"])
    if item is not None:
        note = (
            ChecklistAnswer.objects.filter(inspection=row, item=item.code)
            .values_list("note", flat=True)
            .first()
        )
        initial["words"] = note or f"Chưa đạt: {item.text}"
    return initial


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def conclude(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The conclusion, begun with what was found."""
    row = access.inspection_to_lead(officer, number)
    initial = {"concluded_on": clock.today(), **_concluded_so_far(row)}
    form = ConclusionForm(request.POST or None, initial=initial)

    def act(given: Cleaned) -> str:
        concluded = concluding.conclude(
            row.pk, number=given.pop("number"), concluded_on=given.pop("concluded_on"), said=Conclusion(**given),
            actor=officer.actor,
        )  # fmt: skip
        return f"Đã kết luận. Đơn vị báo cáo khắc phục trước hết ngày {day_words(concluded.follow_up_by)}."

    return _form(request, officer, row, form, act, "Kết luận kiểm tra")


def _concluded_so_far(row: Inspection) -> dict[str, str]:
    """What checklist, findings and remedies say already: nobody types it again."""
    found = list(Finding.objects.filter(inspection=row).select_related("dossier"))
    given = list(ChecklistAnswer.objects.filter(inspection=row).order_by("item"))
    counts = Counter(each.answer for each in given)
    met = (
        f"- Bảng kiểm: {counts[Answered.MET]} mục đạt, {counts[Answered.NOT_MET]} mục chưa đạt, "
        f"{counts[Answered.NOT_HERE]} mục không có việc này."
    )
    told = {each.item for each in found}
    items = checklist_of(row)
    bare = [
        f"- {each.note or (item.text if (item := items.item(each.item)) else each.item)} (mục {each.item})"
        for each in given
        if each.answer == Answered.NOT_MET.value and each.item not in told
    ]
    said = {
        kind: [f"- {finding_words(each)}" for each in found if each.of_kind is kind] for kind in FindingKind
    }
    asked = Remedy.objects.filter(inspection=row).count()
    return {
        "achieved": "\n".join([*([met] if given else []), *said[FindingKind.GOOD]]),
        "lacking": "\n".join([*said[FindingKind.SHORTCOMING], *said[FindingKind.VIOLATION], *bare]),
        "proposals": f"Đề nghị đơn vị thực hiện {asked} kiến nghị nêu dưới đây đúng hạn." if asked else "",
    }


def _form(
    request: HttpRequest, officer: Officer, row: Inspection, form: forms.Form, act: Any, heading: str
) -> HttpResponse:
    back = reverse(ONE, args=[row.pk])
    return form_page(request, officer, form, act, heading=heading, lead=row.title, back=back, submit="Ghi")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def violation(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A finding with signs of a violation goes into the register."""
    found = Finding.objects.filter(pk=number).first()
    if found is None:
        raise NotFound
    row = access.inspection_to_lead(officer, found.inspection_id)
    form = forms.Form(request.POST or None)
    form.fields["kind"] = forms.ChoiceField(
        label="Loại vi phạm", choices=[(each.value, each.label) for each in ViolationKind]
    )
    staff = Staff.objects.filter(lasting(clock.today()), agency=row.target).order_by("name_key")
    people = {str(one.pk): one for one in staff}
    form.fields["officer"] = forms.ChoiceField(
        label="Người vi phạm", required=False, choices=people_choices(list(people.values()), "Chưa rõ, hoặc cả đơn vị"),
    )  # fmt: skip

    def act(given: Cleaned) -> str:
        concluding.enter_violation(
            found.pk,
            kind=ViolationKind(given["kind"]),
            officer=people.get(given["officer"]),
            actor=officer.actor,
        )
        return "Đã ghi vào sổ vi phạm của đơn vị được kiểm tra."

    return _form(request, officer, row, form, act, "Ghi vào sổ vi phạm")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def close(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Everything asked was done."""
    row = access.inspection_to_lead(officer, number)

    def act(given: Cleaned) -> str:
        concluding.close(row.pk, actor=officer.actor)
        return "Đã khép lại cuộc kiểm tra."

    return _form(
        request,
        officer,
        row,
        forms.Form(request.POST if request.method == "POST" else None),
        act,
        "Khép lại cuộc kiểm tra",
    )
