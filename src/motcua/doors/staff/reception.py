"""Tiếp nhận: choose the procedure, fill in the applicant, check the papers, send. Everything by keyboard."""

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from motcua.accounts.models import Person
from motcua.blobs import store
from motcua.catalogue.enums import Unit
from motcua.catalogue.models import TimeLimit
from motcua.catalogue.queries import limit_for, parts_of
from motcua.doors.frame.uploads import most_bytes, too_large
from motcua.doors.staff.cards import APPLICANT, DELEGATE, Taken, fill_empty, line_in_photo, take_card
from motcua.doors.staff.desks import (
    Receivable,
    choices_for,
    clock_starts_elsewhere,
    desks_of,
    named_by,
    others_for,
    receivable,
)
from motcua.doors.staff.due_words import key_of
from motcua.doors.staff.gates import act_key_of, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.reception_forms import ReceptionForm
from motcua.doors.staff.reception_papers import EMPTY_FILE, PAPER, REUSE, SCAN
from motcua.dossiers import actions
from motcua.dossiers.access import dossiers_for
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import HandedIn
from motcua.dossiers.identity_help import help_today
from motcua.dossiers.law import law_for
from motcua.dossiers.look_ups import look_up
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import clocks
from motcua.dossiers.rules.snapshot import Snapshot
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.enums import Right, Role
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.storehouse.enums import Origin
from motcua.storehouse.models import Paper
from motcua.storehouse.queries import held_by
from motcua.worktime.cases import DueDate
from motcua.worktime.words import limit_text

_PAPERS_OFFERED = 40
_NOT_THEIRS = "Thẩm quyền giải quyết thủ tục không thuộc cơ quan này. Chọn cơ quan giải quyết khác."
_CHOOSE_FIRST = "Chọn cơ quan giải quyết để biết ngày hẹn trả."


@dataclass(frozen=True, slots=True)
class KnownApplicant:
    """What the house knows of the person with an identity number."""

    person: Person
    earlier: int
    papers: list[Paper]


@dataclass(frozen=True, slots=True)
class Expected:
    """What the officer sees before sending: when it will be due, what is to be paid."""

    due: DueDate | None
    limit: str
    problem: str
    total: int
    elsewhere: str = ""


@require_GET
@gate(Right.RECEIVE)
def choose(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The procedure to receive, found by typing; without a text those received most at this desk."""
    text = request.GET.get("q", "")
    desks = desks_of(officer)
    context = {
        "text": text, "choices": choices_for(text, desks[0]), "desk": desks[0], "helped": help_today(officer),
    }  # fmt: skip
    return show(request, officer, "staff/reception_choose.html", context)


@require_http_methods(["GET", "POST"])
@gate(Right.RECEIVE)
def receive(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """One reception. `fill` asks for the card's or the known person's data, `preview` for the due date only."""
    desks = desks_of(officer)
    wanted = receivable(code, desks[0])
    if wanted.version is None or wanted.reason:
        return show(request, officer, "staff/reception_closed.html", {"wanted": wanted})
    reception = _Reception(request, officer, wanted, desks)
    if request.method == "GET":
        return reception.page()
    if "fill" in request.POST or "preview" in request.POST:
        return reception.filled("fill" in request.POST)
    return reception.send()


class _Reception:
    """One request to the reception form of one procedure."""

    def __init__(
        self, request: HttpRequest, officer: Officer, wanted: Receivable, desks: list[Agency]
    ) -> None:
        assert wanted.version is not None  # noqa: S101 - checked by the view
        self.request, self.officer, self.wanted, self.desks = request, officer, wanted, desks
        self.version = wanted.version
        self.parts = parts_of(wanted.version)
        self.others = others_for(desks[0], wanted.version)
        may_return = officer.may(Right.RETURN_RESULT, desks[0].path)
        self.at_once = wanted.version.immediate_result and may_return and not wanted.for_others
        self.known: KnownApplicant | None = None
        self.refusal = ""

    def page(self) -> HttpResponse:
        """The empty form."""
        postal = not any(desk.code == self.officer.agency_code for desk in self.desks)
        channel = Channel.POST if postal and self.officer.agency_code else Channel.COUNTER
        return self._show(self._form(initial={"channel": channel.value}))

    def filled(self, known: bool) -> HttpResponse:
        """The form again with what a card or an earlier visit knows; nothing is judged yet."""
        data = self.request.POST.copy()
        taken = self._photographed(data) or take_card(data, "card", APPLICANT)
        instead = take_card(data, "delegate_card", DELEGATE)
        if known:
            self._know(data.get("identity_number", ""))
        if self.known is not None:
            fill_empty(data, self.known.person)
        form = self._form(initial={name: data[name] for name in data})
        self._prefer_held(form)
        if known:
            form.focus_first_empty()
        return self._show(
            form, look_up=known, card_problem=taken.problem, delegate_problem=instead.problem,
            warnings=(*taken.warnings, *instead.warnings),
        )  # fmt: skip

    def send(self) -> HttpResponse:
        """Receive: everything stored in one act, or the form again with what is wrong."""
        self._know_again(self.request.POST)
        form = self._form(self.request.POST, self.request.FILES)
        if form.is_valid():
            self._check_competence(form)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            dossier = self._receive(form)
        except Refused as refused:
            form.refuse(refused)
            return self._show(form, status=422)
        return redirect("staff:received", key=key_of(dossier))

    def _receive(self, form: ReceptionForm) -> Dossier:
        postal = Role.POSTAL in self.officer.roles and Role.RECEPTION not in self.officer.roles
        filing = form.filing(self.version.pk, self._papers(form), received_by_post=postal)
        elsewhere = filing.agency_id != filing.desk_id and clock_starts_elsewhere(form.settled_by())
        return actions.receive_at_counter(
            filing,
            actor=self.officer.actor,
            receiver_id=self.officer.staff_id,
            paid=form.paid_now(),
            act_key=act_key_of(self.request),
            elsewhere=elsewhere,
            at_once=self._result(form),
            note=form.remark(),
            mail=form.mail(),
        )

    def _check_competence(self, form: ReceptionForm) -> None:
        """The page was opened for the first desk; the agency chosen may settle other things."""
        settles = form.settled_by()
        if settles != self.desks[0]:
            there = receivable(self.wanted.procedure.code, settles)
            if reason := there.reason or (_NOT_THEIRS if there.for_others else ""):
                form.add_error("for_agency" if settles != form.desk() else "desk", reason)
        if self._wants_result() and settles != form.desk():
            form.add_error("for_agency", "Kết quả trả ngay chỉ áp dụng khi nơi tiếp nhận giải quyết.")
        if self._wants_result() and not form.cleaned_data.get("result_title"):
            form.add_error("result_title", "Ghi tên kết quả đã trả cho người nộp.")

    def _wants_result(self) -> bool:
        return self.at_once and "at_once" in self.request.POST

    def _result(self, form: ReceptionForm) -> HandedIn | None:
        if not self._wants_result():
            return None
        blob = self._put(form, "result_file") if form.cleaned_data["result_file"] else None
        return HandedIn(form.cleaned_data["result_title"], Origin.PRODUCED.value, blob=blob)

    def _form(self, *args: Any, **kwargs: Any) -> ReceptionForm:
        return ReceptionForm(
            *args,
            parts=self.parts,
            desks=self.desks,
            others=self.others,
            for_others=self.wanted.for_others,
            competent=named_by(self.version, self.others),
            held=self.known.papers if self.known else (),
            may_collect=self.officer.may_anywhere(Right.COLLECT_FEE),
            at_once=self.at_once,
            **kwargs,
        )

    def _show(self, form: ReceptionForm, *, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "form": form,
            "wanted": self.wanted,
            "version": self.version,
            "known": self.known,
            "refusal": self.refusal,
            "expected": self._expected(form),
            "helped": help_today(self.officer),
            "look_up": False,
            "most_bytes": most_bytes(),
            "too_large": too_large("{name}"),
            "empty_file": EMPTY_FILE,
            **more,
        }
        return show(self.request, self.officer, "staff/reception.html", context, status=status)

    @staticmethod
    def _prefer_held(form: ReceptionForm) -> None:
        """What the store turned out to hold is offered for reuse first; a choice made since it was offered stays."""
        offered_now = [name for name in form.fields if name.startswith("again_") and name not in form.initial]
        for name in offered_now:
            given = name.replace("again_", "given_", 1)
            if form.initial.get(given) == PAPER:
                del form.initial[given]

    def _photographed(self, data: QueryDict) -> Taken | None:
        """The line of a photographed card goes where a scanner would have typed it; None when that can go on."""
        photo = self.request.FILES.get("card_photo")
        if not isinstance(photo, UploadedFile):
            return None
        try:
            data["card"] = line_in_photo(photo)
        except Refused as refused:
            return Taken(refused.message)
        return None

    def _know(self, identity_number: str) -> None:
        """Who bears the number, shown for this reception and counted; over the limit the officer types on."""
        try:
            person = look_up(
                self.officer, identity_number, self.wanted.procedure, act_key=act_key_of(self.request)
            )
        except Refused as refused:
            self.refusal = refused.message
            return
        if person is not None:
            earlier = dossiers_for(self.officer, Right.SEE_DOSSIERS).filter(person=person).count()
            self.known = KnownApplicant(person, earlier, list(held_by(person)[:_PAPERS_OFFERED]))

    def _know_again(self, data: QueryDict) -> None:
        """A form that is sent needs the person only where stored papers were offered: reused, or asked for again."""
        offered = any(name.startswith("again_") for name in data)
        if offered or any(str(data[name]).startswith(REUSE) for name in data if name.startswith("given_")):
            self._know(data.get("identity_number", ""))

    def _papers(self, form: ReceptionForm) -> tuple[HandedIn, ...]:
        return tuple(
            paper
            for component in self.parts.components
            if (paper := form.handed_in(component, self._blob(form, component.pk))) is not None
        )

    def _blob(self, form: ReceptionForm, component_id: int) -> str | None:
        if form.cleaned_data[f"given_{component_id}"] != SCAN:
            return None
        return self._put(form, f"file_{component_id}")

    def _put(self, form: ReceptionForm, field: str) -> str:
        upload = form.cleaned_data[field]
        try:
            return store.put(upload, declared_name=upload.name).sha256
        except Refused as refused:
            raise Refused(refused.message, field=field, code=refused.code) from refused

    def _expected(self, form: ReceptionForm) -> Expected:
        total = sum(amount for _, amount in form.fees_entered())
        limit = limit_for(self.version, str(form["channel"].value() or Channel.COUNTER.value))
        if limit is None or limit.value is None:
            return Expected(None, "", "Thủ tục chưa có thời hạn chắc chắn nên chưa tiếp nhận được.", total)
        words = limit_text(limit.value, Unit(limit.unit).label)
        settles = form.settled_by()
        if self.wanted.for_others and settles == form.desk() == self.desks[0]:
            return Expected(None, words, _CHOOSE_FIRST, total)
        elsewhere = settles.name if settles != form.desk() and clock_starts_elsewhere(settles) else ""
        try:
            return Expected(self._due(limit, settles), words, "", total, elsewhere)
        except Refused as refused:
            return Expected(None, words, refused.message, total)

    def _due(self, limit: TimeLimit, agency: Agency) -> DueDate:
        now = clock.now()
        law = law_for(self.version, agency, clock.local_day(now))
        received = Snapshot(
            received_at=now, clock_started_at=now, limit_value=limit.value, limit_unit=limit.unit
        )
        return clocks.compute(received, law)
