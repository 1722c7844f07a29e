"""Tiếp nhận: choose the procedure, fill in the applicant, check the papers, send. Everything by keyboard."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from motcua.accounts.identity_card import IdentityCard, looks_like_card, read_card
from motcua.accounts.models import Person
from motcua.audit.record import record
from motcua.blobs import store
from motcua.catalogue.enums import Unit
from motcua.catalogue.models import TimeLimit
from motcua.catalogue.queries import limit_for, parts_of
from motcua.datastore.sealing import blind
from motcua.datastore.writing import act
from motcua.doors.staff.desks import Receivable, choices_for, desks_of, receivable
from motcua.doors.staff.due_words import key_of
from motcua.doors.staff.gates import act_key_of, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.reception_forms import SCAN, ReceptionForm
from motcua.dossiers import actions
from motcua.dossiers.access import dossiers_for
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import HandedIn
from motcua.dossiers.law import law_for
from motcua.dossiers.rules import clocks
from motcua.dossiers.rules.snapshot import Snapshot
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.storehouse.models import Paper
from motcua.storehouse.queries import held_by
from motcua.worktime.cases import DueDate
from motcua.worktime.words import limit_text

_PAPERS_OFFERED = 40


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


@require_GET
@gate(Right.RECEIVE)
def choose(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The procedure to receive, found by typing; without a text those received most at this desk."""
    text = request.GET.get("q", "")
    desks = desks_of(officer)
    context = {"text": text, "choices": choices_for(text, desks[0]), "desk": desks[0]}
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
        self.known: KnownApplicant | None = None
        self.warnings: tuple[str, ...] = ()

    def page(self) -> HttpResponse:
        """The empty form."""
        postal = not any(desk.code == self.officer.agency_code for desk in self.desks)
        channel = Channel.POST if postal and self.officer.agency_code else Channel.COUNTER
        return self._show(self._form(initial={"channel": channel.value}))

    def filled(self, look_up: bool) -> HttpResponse:
        """The form again with what a card or an earlier visit knows; nothing is judged yet."""
        data = self.request.POST.copy()
        refusal = self._take_card(data)
        if look_up:
            self._know(data.get("identity_number", ""))
        if self.known is not None:
            _fill_empty(data, self.known.person)
        form = self._form(initial={name: data[name] for name in data})
        if look_up:
            form.focus_first_empty()
        return self._show(form, look_up=look_up, card_problem=refusal)

    def send(self) -> HttpResponse:
        """Receive: everything stored in one act, or the form again with what is wrong."""
        self._know(self.request.POST.get("identity_number", ""))
        form = self._form(self.request.POST, self.request.FILES)
        if form.is_valid() and (reason := receivable(self.wanted.procedure.code, form.desk()).reason):
            # The page was opened for the first desk; the one chosen may settle other things.
            form.add_error("desk", reason)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            papers = self._papers(form)
            dossier = actions.receive_at_counter(
                form.filing(self.version.pk, papers),
                actor=self.officer.actor,
                receiver_id=self.officer.staff_id,
                paid=form.paid_now(),
                act_key=act_key_of(self.request),
            )
        except Refused as refused:
            form.refuse(refused)
            return self._show(form, status=422)
        return redirect("staff:received", key=key_of(dossier))

    def _form(self, *args: Any, **kwargs: Any) -> ReceptionForm:
        return ReceptionForm(
            *args,
            parts=self.parts,
            desks=self.desks,
            held=self.known.papers if self.known else (),
            may_collect=self.officer.may_anywhere(Right.COLLECT_FEE),
            **kwargs,
        )

    def _show(self, form: ReceptionForm, *, status: int = 200, **more: Any) -> HttpResponse:
        if self.known is not None:
            self._note_look_up(self.known.person)
        context = {
            "form": form,
            "wanted": self.wanted,
            "version": self.version,
            "known": self.known,
            "warnings": self.warnings,
            "expected": self._expected(form),
            "look_up": False,
            **more,
        }
        return show(self.request, self.officer, "staff/reception.html", context, status=status)

    def _take_card(self, data: QueryDict) -> str:
        """Fill in a scanned card; what a card says goes before what was typed. Returns what is wrong with it."""
        line = data.get("card", "").strip()
        if not line:
            return ""
        data["card"] = ""
        if not looks_like_card(line) and line.isdigit():
            data["identity_number"] = line
            return ""
        try:
            card = read_card(line)
        except Refused as refused:
            return refused.message
        self.warnings = card.warnings
        _fill_card(data, card)
        return ""

    def _know(self, identity_number: str) -> None:
        number = "".join(identity_number.split())
        person = Person.objects.filter(identity_blind=blind(number)).first() if number else None
        if person is None:
            return
        earlier = dossiers_for(self.officer, Right.SEE_DOSSIERS).filter(person=person).count()
        self.known = KnownApplicant(person, earlier, list(held_by(person)[:_PAPERS_OFFERED]))

    def _note_look_up(self, person: Person) -> None:
        """Who looked whom up stands in the record: an identity number opens a person's address and papers."""
        with act():
            # With the procedure it was for: whoever checks the record sees look-ups that led to no dossier.
            purpose = {"procedure": self.wanted.procedure.code}
            record(
                self.officer.actor, action="accounts.look_up", kind="person", key=person.pk, detail=purpose
            )

    def _papers(self, form: ReceptionForm) -> tuple[HandedIn, ...]:
        return tuple(
            paper
            for component in self.parts.components
            if (paper := form.handed_in(component, self._blob(form, component.pk))) is not None
        )

    def _blob(self, form: ReceptionForm, component_id: int) -> str | None:
        if form.cleaned_data[f"given_{component_id}"] != SCAN:
            return None
        upload = form.cleaned_data[f"file_{component_id}"]
        try:
            return store.put(upload, declared_name=upload.name).sha256
        except Refused as refused:
            raise Refused(refused.message, field=f"file_{component_id}", code=refused.code) from refused

    def _expected(self, form: ReceptionForm) -> Expected:
        total = sum(amount for _, amount in form.fees_entered())
        limit = limit_for(self.version, str(form["channel"].value() or Channel.COUNTER.value))
        if limit is None or limit.value is None:
            return Expected(None, "", "Thủ tục chưa có thời hạn chắc chắn nên chưa tiếp nhận được.", total)
        words = limit_text(limit.value, Unit(limit.unit).label)
        try:
            return Expected(self._due(limit, form.desk()), words, "", total)
        except Refused as refused:
            return Expected(None, words, refused.message, total)

    def _due(self, limit: TimeLimit, desk: Agency) -> DueDate:
        now = clock.now()
        law = law_for(self.version, desk, clock.local_day(now))
        received = Snapshot(
            received_at=now, clock_started_at=now, limit_value=limit.value, limit_unit=limit.unit
        )
        return clocks.compute(received, law)


def _fill_card(data: QueryDict, card: IdentityCard) -> None:
    data["identity_number"], data["name"] = card.number, card.name
    if card.birth_date:
        data["birth_date"] = f"{card.birth_date:%d/%m/%Y}"
    if card.address:
        data["address"] = card.address


def _fill_empty(data: QueryDict, person: Person) -> None:
    """What an earlier visit knows fills what is empty; a card's name is better known to us with its marks."""
    born = f"{person.birth_date:%d/%m/%Y}" if person.birth_date else ""
    known = {
        "name": person.name, "birth_date": born, "phone": person.phone,
        "address": person.address, "email": person.email,
    }  # fmt: skip
    for name, value in known.items():
        if value and not data.get(name, "").strip():
            data[name] = value
    if str(data["name"]).isascii() and not person.name.isascii():
        data["name"] = person.name
