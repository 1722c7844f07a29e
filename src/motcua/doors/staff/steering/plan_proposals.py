"""Tasks proposed for next year: sent by any unit, gathered and answered by whoever steers, asked for by a day."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.doors.frame.components import Crumb, Summary
from motcua.doors.frame.forms import DayField, Radios
from motcua.doors.frame.templatetags.frame import status_tag
from motcua.doors.staff.control.showing import (
    Cleaned,
    Do,
    Filter,
    Line,
    Place,
    Sheet,
    Table,
    form_page,
    offer,
    place_of,
    sheet,
    years,
)
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.lists import as_file, wants_file
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.forms import names_in
from motcua.doors.staff.steering.proposal_files import FilesField, FilesForm, named
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, Staff
from motcua.organisation.rules import Officer
from motcua.plans import access, proposing
from motcua.plans.enums import PlanKind, ProposalState
from motcua.plans.proposing import Words
from motcua.plans.task_models import ProposalCall, TaskProposal

PAGE = "staff:proposals"
_HEADS = ("Nhiệm vụ", "Đơn vị đề xuất", "Loại kế hoạch", "Vì sao cần làm", "Sản phẩm", "Thời gian", "Chủ trì",
          "Tình trạng", "Trả lời")  # fmt: skip
_SHOWN = ("Nhiệm vụ", "Đơn vị đề xuất", "Sản phẩm", "Thời gian", "Tình trạng", "Trả lời")
_OWN = ("Nhiệm vụ", "Gửi tới", "Thời gian", "Tình trạng", "Trả lời")


class WordsForm(forms.Form):
    """What a proposed task says."""

    kind = forms.ChoiceField(
        label="Cho kế hoạch", choices=[(one.value, one.label) for one in list(PlanKind)[:5]]
    )
    title = forms.CharField(
        label="Nhiệm vụ đề xuất", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi nhiệm vụ đề xuất."},
    )  # fmt: skip
    reason = forms.CharField(
        label="Vì sao cần làm", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi vì sao cần làm."},
    )  # fmt: skip
    deliverable = forms.CharField(
        label="Sản phẩm, kết quả", max_length=500, help_text="Ví dụ: báo cáo, quyết định, 02 lớp tập huấn.",
        error_messages={"required": "Ghi sản phẩm, kết quả phải có."},
    )  # fmt: skip
    deadline_text = forms.CharField(
        label="Thời gian thực hiện", max_length=500, help_text="Ví dụ: trước ngày 30/6; Quý II; hằng quý.",
        error_messages={"required": "Ghi thời gian thực hiện, ví dụ: Quý II, hoặc trước ngày 30/6."},
    )  # fmt: skip
    lead = forms.CharField(
        label="Đơn vị chủ trì", max_length=500, help_text="Nhiều đơn vị cách nhau bằng dấu chấm phẩy.",
        error_messages={"required": "Ghi đơn vị chủ trì."},
    )  # fmt: skip
    cooperating = forms.CharField(label="Đơn vị phối hợp", max_length=500, required=False)

    def words(self) -> Words:
        """As the acts take them."""
        given = self.cleaned_data
        return Words(
            title=given["title"], reason=given["reason"], deliverable=given["deliverable"],
            deadline_text=given["deadline_text"], lead=tuple(names_in(given["lead"])),
            cooperating=tuple(names_in(given["cooperating"])), kind=PlanKind(given["kind"]),
        )  # fmt: skip


class ProposeForm(WordsForm):
    """A proposal, with whom it goes to and who proposes it."""

    field_order = ("agency", "year", "unit_name")
    agency = forms.ChoiceField(label="Gửi tới")
    year = forms.TypedChoiceField(label="Năm kế hoạch", coerce=int)
    unit_name = forms.CharField(
        label="Đơn vị, bộ phận đề xuất", max_length=200,
        error_messages={"required": "Ghi đơn vị, bộ phận đề xuất."},
    )  # fmt: skip
    file = FilesField(
        label="Tệp kèm theo",
        required=False,
        help_text="Dự toán, văn bản, ảnh hiện trạng; chọn được nhiều tệp.",
    )


class AnswerForm(WordsForm):
    """The answer to a proposal, with its words as they go into the plan."""

    answer = forms.ChoiceField(
        label="Trả lời", widget=Radios(boxed=True),
        choices=[("accept", "Nhận vào kế hoạch"), ("decline", "Không nhận")],
        error_messages={"required": "Chọn nhận hay không nhận."},
    )  # fmt: skip
    words_back = forms.CharField(
        label="Lời nhắn lại cho đơn vị", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Không nhận thì phải nói vì sao.",
    )  # fmt: skip


class CallForm(forms.Form):
    """Until when proposals are asked for, and how."""

    due_on = DayField(label="Gửi trước hết ngày", error_messages={"required": "Ghi hạn gửi."})
    words = forms.CharField(
        label="Hướng dẫn", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ví dụ: mỗi đơn vị ít nhất một nhiệm vụ, nói rõ sản phẩm kiểm tra được.",
    )  # fmt: skip


@require_safe
@gate()
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What units sent and how it was answered; everybody sees their own."""
    gathers = officer.may_anywhere(Right.SEE_FIGURES)
    place = place_of(request, officer) if gathers else None
    year = _year(request)
    sent = list(proposing.proposals_to(place.agency, year)) if place else []
    if place and wants_file(request):
        return as_file(_HEADS, (_cells(row) for row in sent), name=f"de-xuat-nhiem-vu-{year}")
    own = access.proposals_for(officer).filter(proposer_id=officer.staff_id, year=year)
    call = _call_for(officer, place, year)
    tables = [_gathered(place, sent, year)] if place else []
    tables.append(
        Table("Tôi đã đề xuất", _OWN, [_own_line(row) for row in own], "Ông/bà chưa đề xuất nhiệm vụ nào.")
    )
    of = Sheet(
        f"Đề xuất nhiệm vụ năm {year}", tables, lead=_lead(call), do=_doing(place, year), notes=_notes(place, sent, call),
        cards=_cards(sent) if place else (), crumbs=[Crumb("Kế hoạch", reverse("staff:plans")), Crumb("Đề xuất nhiệm vụ")]
        if gathers else [Crumb("Nhiệm vụ của tôi", reverse("staff:own-tasks")), Crumb("Đề xuất nhiệm vụ")],
    )  # fmt: skip
    filters = [Filter("nam", "Năm kế hoạch", years(), str(year))]
    return sheet(request, officer, of, place=place, filters=filters, saves=bool(sent))


def _year(request: HttpRequest) -> int:
    """The year of `nam`, else the next one."""
    asked = request.GET.get("nam", "")
    return int(asked) if asked in dict(years()) else clock.today().year + 1


def _call_for(officer: Officer, place: Place | None, year: int) -> ProposalCall | None:
    """What the agency looked at asked for; else what was asked of the officer, by the own agency or the one above."""
    rows = ProposalCall.objects.filter(year=year).select_related("agency")
    codes = [place.agency.code] if place else []
    for code in (*codes, *officer.chain[:2]):
        if found := rows.filter(agency__code=code).first():
            return found
    return None


def _lead(call: ProposalCall | None) -> str:
    if call is None:
        return "Đơn vị, cán bộ đề xuất nhiệm vụ; nhiệm vụ được nhận vào thẳng dự thảo kế hoạch và công văn đề xuất."
    words = f" {call.words}" if call.words else ""
    return f"{call.agency.name} đề nghị gửi đề xuất trước hết ngày {call.due_on:%d/%m/%Y}.{words}"


def _doing(place: Place | None, year: int) -> tuple[Do, ...]:
    add = Do("Đề xuất nhiệm vụ", f"{reverse('staff:proposal-add')}?nam={year}", main=True)
    if place is None or not place.leads:
        return (add,)
    ask = f"{reverse('staff:proposal-call')}?co-quan={place.agency.code}&nam={year}"
    return (add, Do("Đề nghị đơn vị đề xuất", ask))


def _notes(place: Place | None, sent: Sequence[TaskProposal], call: ProposalCall | None) -> list[str]:
    if place is None or call is None or call.agency_id != place.agency.pk:
        return []
    silent = proposing.silent_units(place.agency, sent)
    if not silent:
        return []
    names = "; ".join(unit.name for unit in silent[:12])
    more = f" và {len(silent) - 12} đơn vị khác" if len(silent) > 12 else ""
    over = "Đã quá hạn gửi" if clock.today() > call.due_on else f"Hạn gửi {call.due_on:%d/%m/%Y}"
    return [f"{over}; {len(silent)} đơn vị chưa gửi đề xuất nào: {names}{more}."]


def _cards(sent: Sequence[TaskProposal]) -> list[Summary]:
    states = [row.status for row in sent]
    return [
        Summary(one.label, states.count(one), note="đề xuất", tone=one.tone)  # type: ignore[arg-type]
        for one in (ProposalState.SENT, ProposalState.ACCEPTED, ProposalState.DECLINED)
    ]


def _gathered(place: Place, sent: Sequence[TaskProposal], year: int) -> Table:
    lines = []
    for row in sent:
        tag = status_tag(row.status.label, row.status.tone)
        label = "Xem, trả lời" if place.leads and row.status is ProposalState.SENT else "Xem"
        do = (Do(label, reverse("staff:proposal", args=[row.pk]), about=row.title),)
        cells = (row.title, row.unit_name, row.deliverable, row.deadline_text, tag, row.answer or "–")
        lines.append(Line(cells, do))
    return Table(f"Gửi tới {place.agency.name}", _SHOWN, lines, f"Chưa có đề xuất nào cho năm {year}.")


def _own_line(row: TaskProposal) -> Line:
    tag = status_tag(row.status.label, row.status.tone)
    do = (Do("Xem", reverse("staff:proposal", args=[row.pk]), about=row.title),)
    return Line((row.title, row.agency.name, row.deadline_text, tag, row.answer or "–"), do)


def _cells(row: TaskProposal) -> tuple[Any, ...]:
    return (
        row.title, row.unit_name, row.of_kind.label, row.reason, row.deliverable, row.deadline_text, "; ".join(row.lead),
        row.status.label, row.answer,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate()
def add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Send a proposal."""
    proposer = Staff.objects.select_related("agency").get(pk=officer.staff_id)
    unit = proposer.agency
    agencies = {
        str(each.pk): each for each in proposing.receivers(unit, steers=officer.may(Right.STEER, unit.path))
    }
    this = clock.today().year
    form = ProposeForm(
        request.POST or None,
        request.FILES or None,
        initial={"unit_name": unit.name, "year": _year(request), "lead": unit.name},
    )
    offer(form, "agency", [(key, each.name) for key, each in agencies.items()])
    offer(form, "year", [(this + 1, str(this + 1)), (this, str(this))])

    def act(given: Cleaned) -> str:
        made = proposing.propose(
            form.words(), agency=agencies[given["agency"]], unit=unit, unit_name=given["unit_name"],
            year=given["year"], proposer=proposer, actor=officer.actor,
            files=named(given["file"]),
        )  # fmt: skip
        return f"Đã gửi đề xuất tới {made.agency.name}. Câu trả lời hiện ở trang này."

    return form_page(request, officer, form, act, heading="Đề xuất nhiệm vụ", back=reverse(PAGE), submit="Gửi đề xuất",
                     lead="Mỗi đề xuất một nhiệm vụ; nói rõ sản phẩm để kiểm tra được.")  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate()
def one(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """One proposal: whoever gathers answers it, whoever sent it changes it while nobody has."""
    row = access.proposal_for(officer, number)
    waits = row.status is ProposalState.SENT
    answers = officer.may(Right.STEER, row.agency.path) and row.status is not ProposalState.WITHDRAWN
    rewords = waits and access.may_reword(officer, row)
    form: WordsForm | None = None
    if answers:
        form = AnswerForm(request.POST or None, initial=_initial(row))
    elif rewords:
        form = WordsForm(request.POST or None, initial=_initial(row))
    if request.method == "POST":
        if form is None:
            raise NotFound
        if form.is_valid() and (told := _settle(request, officer, row, form)):
            done(request, told)
            return redirect(_back(row, officer))
        row.refresh_from_db()
    context = {
        "row": row, "form": form, "answers": answers, "changed": _changes(row),
        "withdraws": rewords and (not answers or row.proposer_id == officer.staff_id), "back": _back(row, officer),
        "files": proposing.files_of(row), "more_files": FilesForm() if rewords else None,
    }  # fmt: skip
    bound = form is not None and form.is_bound
    return show(request, officer, "staff/steering/proposal.html", context, status=422 if bound else 200)


def _settle(request: HttpRequest, officer: Officer, row: TaskProposal, form: WordsForm) -> str:
    """Answer or reword; empty when refused, with the reason in the form."""
    text = request.POST.get("seen_version", "")
    seen = int(text) if text.isdecimal() else None
    try:
        if not isinstance(form, AnswerForm):
            proposing.reword(row.pk, form.words(), actor=officer.actor, seen=seen)
            return "Đã sửa đề xuất."
        accept = form.cleaned_data["answer"] == "accept"
        proposing.answer(
            row.pk, actor=officer.actor, accept=accept, words=form.cleaned_data["words_back"],
            edited=form.words() if accept else None, seen=seen,
        )  # fmt: skip
    except Refused as refused:
        field = "words_back" if refused.field == "words" else refused.field
        form.add_error(field if field in form.fields else None, refused.message)
        return ""
    return (
        "Đã nhận; nhiệm vụ vào dự thảo kế hoạch và công văn đề xuất." if accept else "Đã trả lời không nhận."
    )


@require_POST
@gate()
def withdraw(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Take a proposal back."""
    row = access.proposal_for(officer, number)
    if not access.may_reword(officer, row):
        raise NotFound
    proposing.withdraw(row.pk, actor=officer.actor)
    done(request, "Đã rút đề xuất.")
    return redirect(f"{reverse(PAGE)}?nam={row.year}")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def call(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Ask for proposals by a day."""
    place = place_of(request, officer, Right.STEER)
    year = _year(request)
    before = ProposalCall.objects.filter(agency=place.agency, year=year).first()
    initial = {"due_on": before.due_on, "words": before.words} if before else {}

    def act(given: Cleaned) -> str:
        proposing.call_for_proposals(place.agency, year=year, actor=officer.actor, **given)
        return f"Đã đề nghị gửi đề xuất cho năm {year}."

    return form_page(
        request, officer, CallForm(request.POST or None, initial=initial), act, heading="Đề nghị đơn vị đề xuất",
        lead=f"Mọi cán bộ của {place.agency.name} và các đơn vị trực thuộc thấy hạn và hướng dẫn này khi đề xuất "
        f"nhiệm vụ năm {year}.", back=f"{reverse(PAGE)}?co-quan={place.agency.code}&nam={year}", submit="Đề nghị",
    )  # fmt: skip


def _initial(row: TaskProposal) -> dict[str, Any]:
    return {
        "kind": row.kind, "title": row.title, "reason": row.reason, "deliverable": row.deliverable,
        "deadline_text": row.deadline_text, "lead": "; ".join(row.lead), "cooperating": "; ".join(row.cooperating),
        "words_back": row.answer,
        "answer": {"accepted": "accept", "declined": "decline"}.get(row.state, ""),
    }  # fmt: skip


def _changes(row: TaskProposal) -> list[tuple[str, str]]:
    """What the unit wrote, where it reads otherwise now."""
    labels = {name: str(field.label) for name, field in WordsForm.base_fields.items()}
    return [
        (labels[name], PlanKind(str(value)).label if name == "kind" else _said(value))
        for name, value in proposing.changed(row).items()
    ]


def _said(value: object) -> str:
    return "; ".join(str(each) for each in value) if isinstance(value, list) else str(value)


def _back(row: TaskProposal, officer: Officer) -> str:
    agency: Agency = row.agency
    at = f"&co-quan={agency.code}" if officer.may(Right.SEE_FIGURES, agency.path) else ""
    return f"{reverse(PAGE)}?nam={row.year}{at}"
