"""Free questions over the exported facts: measure, dimensions, filter, picture; as a page, a file, or later."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from motcua.catalogue.models import Procedure
from motcua.doors.frame.components import Crumb
from motcua.doors.staff.exports import format_of
from motcua.doors.staff.gates import act_key_of, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.ask_table import WORDS, Table, chart_of, file_of, table_of
from motcua.doors.staff.steering.choosing import period_choices
from motcua.dossiers.enums import Channel
from motcua.feedback.enums import PetitionKind
from motcua.jobs.models import Job
from motcua.jobs.queries import status_of
from motcua.jobs.queue import Arguments, GiveUp, Report, Result, enqueue
from motcua.kernel import clock
from motcua.kernel.periods import Period, PeriodKind, containing, parse
from motcua.kernel.refusals import NotFound, Refused
from motcua.measurement.engines.asking import (
    FILTERED_BY,
    PARTED_BY,
    PATIENT_SECONDS,
    Answer,
    Dimension,
    Line,
    Question,
    TooLong,
    ask,
    kind_of,
)
from motcua.measurement.engines.columns import Kind
from motcua.measurement.engines.exporting import folder
from motcua.measurement.measures import OF_DOSSIERS, OF_PAYMENTS, OF_PETITIONS, measures
from motcua.organisation.access import officer_from
from motcua.organisation.enums import Right
from motcua.organisation.models import Staff
from motcua.organisation.rules import Officer
from motcua.plans.access import agencies_for

_OFFERED = {Kind.DOSSIERS: OF_DOSSIERS, Kind.PETITIONS: OF_PETITIONS, Kind.PAYMENTS: OF_PAYMENTS}
# To which periods a fact belongs, said beneath each answer.
_BELONGS = {
    Kind.DOSSIERS: "Một hồ sơ thuộc mọi kỳ từ lúc tiếp nhận đến lúc xong, nên các tháng không cộng thành năm.",
    Kind.PETITIONS: "Một phản ánh, kiến nghị thuộc kỳ tiếp nhận; chưa trả lời thì xét hạn tại cuối kỳ, hoặc tại lúc xuất "
    "nếu kỳ còn chạy.",
    Kind.PAYMENTS: "Một giao dịch thuộc kỳ có ngày nộp tiền và cơ quan giữ hồ sơ hôm đó.",
}
_FILTERS = ("field", "procedure", "channel", "kind")
_MOST_SHOWN = 300
_PICTURES = [("bars", "Cột"), ("trend", "Đường theo thời gian"), ("none", "Chỉ bảng")]


class AskForm(forms.Form):
    """A question as a bar of choices; whatever is not in the lists is refused."""

    measure = forms.ChoiceField(label="Thước đo")
    by = forms.ChoiceField(label="Chia theo", required=False)
    then = forms.ChoiceField(label="Rồi theo", required=False)
    period = forms.CharField(label="Kỳ", required=False, widget=forms.Select)
    agency = forms.ChoiceField(label="Cơ quan", required=False)
    field = forms.ChoiceField(label="Lĩnh vực", required=False)
    procedure = forms.ChoiceField(label="Thủ tục", required=False)
    channel = forms.ChoiceField(label="Kênh nộp", required=False)
    kind = forms.ChoiceField(label="Nội dung PAKN", required=False)
    picture = forms.ChoiceField(label="Hình", required=False, choices=_PICTURES)

    def __init__(self, asked: QueryDict, officer: Officer) -> None:
        self.officer = officer
        self.agencies = tuple(agencies_for(officer, Right.SEE_FIGURES))
        self.named = tuple(agencies_for(officer, Right.STEER)) + tuple(agencies_for(officer, Right.ASSIGN))
        services = list(Procedure.objects.order_by("field_sort", "code").values_list("code", "field", "name"))
        self.services = {code: field for code, field, _ in services}
        super().__init__(asked if "measure" in asked else None)
        self._choose("measure", _measures())
        dimensions = [each for each in Dimension if each is not Dimension.OFFICER or self.named]
        parts = [(each.value, WORDS[each]) for each in dimensions]
        self._choose("by", [("", "Không chia"), *parts])
        self._choose("then", [("", "Không"), *parts])
        self._choose(
            "agency", [("", "Mọi cơ quan trong phạm vi"), *((one.code, one.name) for one in self.agencies)]
        )
        fields = dict.fromkeys(self.services.values())
        self._choose("field", [("", "Mọi lĩnh vực"), *((each, each) for each in fields)])
        named = [(code, f"{code}. {name}"[:120]) for code, _, name in services]
        self._choose("procedure", [("", "Mọi thủ tục"), *named])
        self._choose("channel", [("", "Mọi kênh"), *((each.value, each.label) for each in Channel)])
        self._choose("kind", [("", "Mọi nội dung"), *((each.value, each.label) for each in PetitionKind)])
        today = clock.today()
        now = containing(today, PeriodKind.YEAR)
        with_own = asked.get("period", "")
        widget = self.fields["period"].widget
        assert isinstance(widget, forms.Select)  # noqa: S101 - declared above
        try:
            widget.choices = period_choices(parse(with_own) if with_own else now, today)
        except Refused:
            widget.choices = period_choices(now, today)
        self.initial = {"period": now.code, "by": "agency"}

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = list(choices)

    def clean_period(self) -> Period:
        """A period that has begun."""
        text = self.cleaned_data["period"]
        try:
            period = parse(text) if text else containing(clock.today(), PeriodKind.YEAR)
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused
        if period.first > clock.today():
            raise forms.ValidationError(f"{period.label} chưa đến, chưa có gì để đo. Chọn kỳ khác.")
        return period

    def clean(self) -> dict[str, Any]:
        """Two ways of parting that go together and that the measure's facts know, and a picture that suits them."""
        given = super().clean() or {}
        by = self.dimensions()
        if measure := given.get("measure"):
            self._held(kind_of(measure))
        if sum(each.of_time for each in by) > 1:
            self.add_error("then", "Chỉ chia theo một loại kỳ: tuần, tháng, quý…")
        if given.get("picture") == "trend" and not (len(by) == 1 and by[0].of_time):
            self.add_error("picture", "Đường theo thời gian cần chia chỉ theo một loại kỳ: tuần, tháng, quý…")
        return given

    def _held(self, kind: Kind) -> None:
        """Say at its field what facts of this kind do not hold."""
        parts = ", ".join(_inside(WORDS[each]) for each in PARTED_BY[kind] if not each.of_time)
        for name in ("by", "then"):
            one = self.cleaned_data.get(name)
            if one and Dimension(one) not in PARTED_BY[kind]:
                self.add_error(
                    name, f"Thước đo này đếm {kind.label}: chia được theo {parts} hoặc theo kỳ. Chọn lại."
                )
        for name in _FILTERS:
            if self.cleaned_data.get(name) and Dimension(name) not in FILTERED_BY[kind]:
                label = _inside(WORDS[Dimension(name)])
                self.add_error(
                    name, f"Thước đo này đếm {kind.label}, không lọc được theo {label}. Để trống ô này."
                )

    def dimensions(self) -> tuple[Dimension, ...]:
        """What the figure is parted by, in order."""
        given = (self.cleaned_data.get(name) for name in ("by", "then"))
        return tuple(dict.fromkeys(Dimension(each) for each in given if each))

    def question(self) -> Question:
        """The question over the officer's own scope: with officers, only where the officer leads or steers."""
        given, by = self.cleaned_data, self.dimensions()
        allowed = self.named if Dimension.OFFICER in by else self.agencies
        codes = tuple(dict.fromkeys(one.code for one in allowed if given["agency"] in ("", one.code)))
        only = {Dimension(name): given[name] for name in _FILTERS if given[name]}
        return Question(given["measure"], by, given["period"], codes, self.services, only)


@require_GET
@gate(Right.SEE_FIGURES)
def page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The question and its answer; as a file with `?as=`; what takes too long is offered as background work."""
    form = AskForm(request.GET, officer)
    context: dict[str, Any] = {"form": form, "query": request.GET.urlencode()}
    if not form.is_bound or not form.is_valid():
        return show(
            request, officer, "staff/steering/ask.html", context, status=422 if form.is_bound else 200
        )
    question = form.question()
    try:
        answer = ask(question, folder())
    except TooLong as refused:
        return show(request, officer, "staff/steering/ask.html", context | {"too_long": refused.message})
    except Refused as refused:
        return show(
            request, officer, "staff/steering/ask.html", context | {"refused": refused.message}, status=422
        )
    table = table_of(question, answer.lines, request.GET)
    if how := format_of(request):
        return file_of(table, how)
    return show(request, officer, "staff/steering/ask.html", context | _shown(form, question, answer, table))


@require_POST
@gate(Right.SEE_FIGURES)
def later(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Have a long question answered in the background."""
    asked = {"staff": officer.staff_id, "query": request.POST.get("query", "")[:2000]}
    key = f"staff.ask:{officer.staff_id}:{act_key_of(request) or ''}"
    made = enqueue(
        "staff.ask", asked, owner=_owner(officer), agency=officer.agency_code, unique_key=key, max_attempts=2
    )
    return redirect("staff:ask-answer", number=made.pk)


@require_GET
@gate(Right.SEE_FIGURES)
def answered(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """How far a long question has come, and its answer; for who asked."""
    one = Job.objects.filter(pk=number, owner=_owner(officer), kind="staff.ask").first()
    if one is None:
        raise NotFound
    status = status_of(one)
    asked = QueryDict(one.arguments["query"])
    context: dict[str, Any] = {"job": one, "status": status, "crumbs": [Crumb("Hỏi số liệu", "")]}
    form = AskForm(asked, officer)
    if one.result and form.is_valid():
        question, answer = form.question(), _answer(one.result)
        # Asked by who may; shown to who still may.
        if set(one.result["agencies"]) <= set(question.agencies):
            table = table_of(question, answer.lines, asked)
            if how := format_of(request):
                return file_of(table, how)
            context |= _shown(form, question, answer, table)
    context |= {"form": form, "query": one.arguments["query"]}
    return show(request, officer, "staff/steering/ask.html", context)


def answer_later(arguments: Arguments, report: Report) -> Result:
    """Answer a long question with the rights of who asked, as they are now."""
    staff = Staff.objects.select_related("agency").filter(pk=arguments["staff"]).first()
    form = AskForm(QueryDict(arguments["query"]), officer_from(staff, clock.today())) if staff else None
    if form is None or not form.is_valid():
        raise GiveUp("Câu hỏi không còn dùng được: người hỏi hoặc lựa chọn đã thay đổi.")
    question = form.question()
    report(0, 1, "Đang tính")
    try:
        answer = ask(question, folder(), seconds=PATIENT_SECONDS)
    except Refused as refused:
        raise GiveUp(refused.message) from refused
    lines = [[list(one.keys), one.numerator, one.denominator] for one in answer.lines]
    return {
        "lines": lines, "at": answer.at.isoformat(), "read": answer.read, "peak": answer.peak_memory,
        "agencies": list(question.agencies),
    }  # fmt: skip


def _inside(label: str) -> str:
    """A label inside a sentence."""
    return label[:1].lower() + label[1:]


def _measures() -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be asked for, under what it counts."""
    words = measures()
    return [
        (kind.label.capitalize(), [(code, f"{code}. {words[code].title}") for code in words if code in codes])
        for kind, codes in _OFFERED.items()
    ]


def _answer(result: Mapping[str, Any]) -> Answer:
    from datetime import datetime

    lines = tuple(
        Line(tuple(keys), numerator, denominator) for keys, numerator, denominator in result["lines"]
    )
    return Answer(lines, datetime.fromisoformat(result["at"]), result["read"], result["peak"])


def _shown(form: AskForm, question: Question, answer: Answer, table: Table) -> dict[str, Any]:
    return {
        "question": question,
        "known": measures()[question.measure],
        "counted": question.kind.label,
        "belongs": _BELONGS[question.kind],
        "answer": answer,
        "table": table,
        "shown": table.rows[:_MOST_SHOWN],
        "chart": chart_of(form.cleaned_data["picture"] or "bars", question, table),
        "parts": len(question.by),
    }


def _owner(officer: Officer) -> str:
    return f"staff:{officer.staff_id}"
