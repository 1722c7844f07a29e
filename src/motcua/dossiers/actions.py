"""The acts on dossiers: the only way one is made or changed.

Each act takes a key (the same key twice is one act) and the revision its author saw; somebody who acts on
an older one is told who did what. `tell` is the bulk form: whole histories decided one by one, written together.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from motcua.catalogue.models import ProcedureVersion
from motcua.datastore.finishing import wait_for_disk
from motcua.datastore.kept import moment
from motcua.datastore.rows import sent_together
from motcua.datastore.writing import act
from motcua.dossiers import beside, body_clocks, fees_anew, ledger
from motcua.dossiers.applicants import (
    forget_mistaken,
    person_corrected,
)
from motcua.dossiers.bodies import open_bodies_of
from motcua.dossiers.cash import payments_with
from motcua.dossiers.enums import Channel
from motcua.dossiers.filing import Correction, Deed, Filing, HandedIn, History, Paid
from motcua.dossiers.law import LawBook
from motcua.dossiers.models import Dossier, Event, PaperRole
from motcua.dossiers.opening import open_pages
from motcua.dossiers.rules import commands
from motcua.dossiers.rules.decide import decide
from motcua.dossiers.rules.routes import RouteCommand
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.kernel.text import squeeze
from motcua.payments.actions import NewOrder, NewPayment, open_orders, pay_many
from motcua.payments.rules import Line

# What an act prepared under the lock answers: the command, its papers, and what is stored after the dossier.
Prepare = Callable[[Dossier, datetime], tuple[commands.Command, tuple[HandedIn, ...], Callable[[], None]]]
# Raises Refused where somebody's right to act on a dossier may have ended since it was opened.
May = Callable[[Dossier], None]

# Columns of a dossier that are not sealed: their old values may stand in the history.
_READABLE = frozenset({"applicant_name", "delegate_name", "authorisation", "subject"})
_KEY_USED = "Biểu mẫu này đã được dùng để ghi một việc khác. Mở lại trang, nhập lại rồi gửi."


def file(filing: Filing, *, actor: Actor, act_key: str | None = None) -> Dossier:
    """A citizen hands in; the dossier waits for the desk's check and has a tracking number, no code yet."""
    filed = Deed(commands.File(), actor, clock.now(), act_key=act_key)
    done_before = _Before(actor, act_key, filing=filing)
    return _once(done_before, lambda: tell([History(filing, filed)])[0], look_first=False)


def receive_at_counter(
    filing: Filing,
    *,
    actor: Actor,
    receiver_id: int,
    paid: Paid | None = None,
    act_key: str | None = None,
    started: datetime | None = None,
    elsewhere: bool = False,
    at_once: HandedIn | None = None,
    note: str = "",
    mail: str = "",
) -> Dossier:
    """Hand in and receive in one act: the whole reception of a complete dossier at the desk.

    `elsewhere`: for another agency, whose taking over starts the clock. `at_once`: the result handed over with the
    reception (NĐ 61/2018 Điều 17.4: no appointment slip, but the system is kept). `mail`: the parcel's number.
    """
    now = clock.now()
    filed = Deed(commands.File(), actor, now, act_key=act_key)
    command = commands.Receive(note, receiver_id=receiver_id, started=started, elsewhere=elsewhere, mail=mail)
    deeds = [Deed(command, actor, now, paid=paid)]
    if at_once is not None:
        deeds += [Deed(commands.Finish(), actor, now, (at_once,)), Deed(commands.Return(), actor, now)]
    done_before = _Before(actor, act_key, filing=filing)
    try:
        return _once(done_before, lambda: tell([History(filing, filed, tuple(deeds))])[0], look_first=False)
    except Refused as refused:
        beside.remember(refused, filing.agency_id)
        raise beside.with_what_follows(refused) from refused


def perform(
    dossier_id: int,
    command: commands.Command,
    *,
    actor: Actor,
    seen: int | None = None,
    papers: Sequence[HandedIn] = (),
    paid: Paid | None = None,
    act_key: str | None = None,
    answers: str | None = None,
    may: May | None = None,
) -> Dossier:
    """One act on one dossier. `seen` is the revision its author looked at; None skips that check.

    `answers`: the e-form as it is answered from now on. `may` is asked while the dossier is held, before anything of it
    is told.

    Raises Refused (not allowed, something missing), Overtaken (somebody acted first), NotFound.
    """
    deed = Deed(command, actor, clock.now(), tuple(papers), paid, act_key, answers)
    try:
        return _once(_Before(actor, act_key, dossier_id), lambda: _perform(dossier_id, deed, seen, may))
    except Refused as refused:
        raise _after_refusal(refused, dossier_id, deed) from refused


def correct_receipt(
    dossier_id: int,
    correction: Correction,
    *,
    reason: str,
    actor: Actor,
    seen: int | None = None,
    act_key: str | None = None,
) -> Dossier:
    """Mend what was entered wrongly at receipt. The event names the fields and keeps old values that are not sealed.

    Raises Refused when nothing changes or no reason is given, and for a procedure without a sure limit.
    """

    def mend() -> Dossier:
        with act():
            dossier = _seen(dossier_id, seen)
            book = LawBook()
            values, command = _corrections(dossier, correction, reason, book)
            page = _decided(dossier, Deed(command, actor, clock.now(), act_key=act_key), book)
            mistaken = dossier.person
            if "applicant_identity" in values:
                values["person"] = person_corrected(dossier, values)
            page.corrected = values
            if "delegate_may_follow" in values:
                # A delegate noted before the column they are found by is found from now on.
                page.corrected = {"delegate_identity": dossier.delegate_identity, **values}
            ledger.write([page])
            if mistaken is not None and values.get("person", mistaken) != mistaken:
                forget_mistaken(mistaken, dossier)
        for name, value in values.items():
            setattr(dossier, name, value)
        return dossier

    return _once(_Before(actor, act_key, dossier_id), mend)


def perform_on_many(
    dossier_ids: Iterable[int], command: commands.Command, *, actor: Actor
) -> tuple[list[Dossier], dict[int, str]]:
    """One act on many dossiers in one transaction; those that refuse it are answered with the reason."""
    done: list[ledger.Page] = []
    refused: dict[int, str] = {}
    book = LawBook()
    with act(), moment():
        for dossier in _locked(dossier_ids):
            try:
                done.append(_decided(dossier, Deed(command, actor, clock.now()), book))
            except Refused as refusal:
                refused[dossier.pk] = refusal.message
        ledger.write(done)
    return [page.dossier for page in done], refused


def tell(histories: Sequence[History], *, book: LawBook | None = None) -> list[Dossier]:
    """The bulk form: file dossiers and do what followed, each deed decided at its own moment, all written together.

    Equal row for row to the same acts done one by one under a set clock.
    """
    if not histories:
        return []
    book = book or LawBook()
    with act(), moment(), sent_together():
        if len(histories) == 1:
            _draw_keys(histories[0])
        pages = open_pages(histories, book)
        payments: list[NewPayment] = []
        for page, history in zip(pages, histories, strict=True):
            for deed in (history.filed, *history.deeds):
                _enter(page, _with_limit(deed, page.dossier, book))
                payments += payments_with(page, deed)
        pay_many(payments)
        ledger.write_as_last(pages)
    return [page.dossier for page in pages]


def _draw_keys(history: History) -> None:
    papers = (*history.filing.papers, *(paper for deed in history.deeds for paper in deed.papers))
    ledger.draw_keys(
        papers=sum(paper.reused_paper_id is None for paper in papers), orders=1 if history.filing.fees else 0
    )


@dataclass(frozen=True, slots=True)
class _Before:
    """What an act done earlier under the same key must be, to be the answer to this one."""

    actor: Actor
    act_key: str | None
    dossier_id: int | None = None
    filing: Filing | None = None

    def dossier(self) -> Dossier | None:
        """The dossier of the act done under this key, None when there was none.

        Refuses a key of somebody else, of another dossier or of another applicant: answering with that one
        would show what is not theirs, or say «done» of what was never done (a form sent again with other data).
        """
        event = Event.objects.filter(act_key=self.act_key).order_by().first() if self.act_key else None
        if event is None:
            return None
        dossier = Dossier.objects.select_related("agency", "procedure").get(pk=event.dossier_id)
        mine = (event.actor_kind, event.actor_id) == (self.actor.kind, self.actor.id)
        if not mine or self.dossier_id not in (None, dossier.pk) or not self._filed_as(dossier):
            raise Refused(_KEY_USED, code="key_used")
        return dossier

    def _filed_as(self, dossier: Dossier) -> bool:
        if self.filing is None:
            return True
        asked = (self.filing.version_id, self.filing.agency_id, self.filing.applicant.identity_number)
        return asked == (dossier.version_id, dossier.agency_id, dossier.applicant_identity)


def _once(before: _Before, perform_it: Callable[[], Dossier], *, look_first: bool = True) -> Dossier:
    """Do it, unless the same key was done already: then answer with what that act made.

    A new dossier needs no look first: the unique key refuses the second one.
    """
    if look_first and (done := before.dossier()):
        wait_for_disk()
        return done
    try:
        return perform_it()
    except (IntegrityError, Refused):
        # Two requests with one key at the same moment: the unique key let one through, or the second, which had
        # waited for the first, found the dossier changed by its own twin.
        if done := before.dossier():
            wait_for_disk()
            return done
        raise


def _perform(dossier_id: int, deed: Deed, seen: int | None, may: May | None) -> Dossier:
    with act(), moment():
        dossier = _seen(dossier_id, seen, may)
        book = LawBook()
        page = _decided(dossier, beside.checked(dossier, _with_limit(deed, dossier, book)), book)
        payments = payments_with(page, deed)
        if deed.answers is not None:
            page.corrected = {"answers": deed.answers}
        fees_anew.reckon(page, deed)
        ledger.write([page])
        body_clocks.follow(page, deed.actor)
        beside.answer_opinion(dossier, deed)
        beside.propose_refunds_at_end(dossier, deed)
        beside.close_fulfilled_duties(dossier, deed)
        if payments:
            pay_many(payments)
    return dossier


def _after_refusal(refused: Refused, dossier_id: int, deed: Deed) -> Refused:
    """What a refused act leaves behind is kept; of two officers who did the same, the second learns who did it."""
    dossier = Dossier.objects.filter(pk=dossier_id).first()
    if dossier is None:
        return refused
    beside.remember(refused, dossier.agency_id, dossier_id=dossier_id, deed=deed)
    if refused.code == "transition":
        message = f"{refused.message} Lần cuối: {_last_done(dossier)}."
        return Refused(message, field=refused.field, code=refused.code)
    return beside.with_what_follows(refused)


def _seen(dossier_id: int, seen: int | None, may: May | None = None) -> Dossier:
    """The dossier, held until the act ends, if nobody acted since its author looked."""
    dossier = next(iter(_locked([dossier_id])), None)
    if dossier is None:
        raise NotFound
    if may is not None:
        may(dossier)
    if seen is not None and dossier.revision != seen:
        raise Overtaken(_who_did_what(dossier))
    return dossier


def _corrections(
    dossier: Dossier, correction: Correction, reason: str, book: LawBook
) -> tuple[dict[str, Any], commands.Correct]:
    """The columns that really change, and the command that says so."""
    # Nothing said and «no» are the same.
    values: dict[str, Any] = {
        name: value
        for name, value in correction.values().items()
        if (value or None) != (getattr(dossier, name) or None)
    }
    old = {name: getattr(dossier, name) for name in values if name in _READABLE}
    limit = None
    if correction.version_id is not None and correction.version_id != dossier.version_id:
        version = (
            ProcedureVersion.objects.select_related("procedure").filter(pk=correction.version_id).first()
        )
        limit = book.limit(version, dossier.channel) if version else None
        if version is None or limit is None or not version.receivable:
            raise Refused("Thủ tục mới chưa có thời hạn chắc chắn nên chưa nhận hồ sơ được.", field="version")
        old["procedure"] = dossier.procedure.code
        values |= {"version": version, "procedure": version.procedure}
        dossier.version, dossier.procedure = version, version.procedure
    if not values:
        raise Refused("Không có gì thay đổi so với thông tin đã ghi.", code="nothing_changed")
    command = commands.Correct(
        note=reason,
        fields=tuple(sorted(values)),
        old=tuple(sorted(old.items())),
        limit_value=limit.value if limit else None,
        limit_unit=limit.unit if limit else "",
    )
    return values, command


def _locked(dossier_ids: Iterable[int]) -> list[Dossier]:
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("agency", "version", "procedure")
    return list(rows.filter(pk__in=list(dossier_ids)).order_by("pk"))


def perform_with(
    dossier_id: int, prepare: Prepare, *, actor: Actor, seen: int | None = None, act_key: str | None = None
) -> Dossier:
    """One act that depends on rows beside the dossier: `prepare` is asked inside it, with the dossier held.

    It answers the command, the papers that come with it, and what to store once the dossier is written.
    """
    now = clock.now()

    def do() -> Dossier:
        with act():
            dossier = _seen(dossier_id, seen)
            command, papers, store = prepare(dossier, now)
            ledger.write([_decided(dossier, Deed(command, actor, now, papers, act_key=act_key), LawBook())])
            store()
        return dossier

    return _once(_Before(actor, act_key, dossier_id), do)


def _decided(dossier: Dossier, deed: Deed, book: LawBook) -> ledger.Page:
    if isinstance(deed.command, commands.Finish):
        deed = replace(deed, command=replace(deed.command, bodies_open=open_bodies_of(dossier.pk)))
    before = ledger.snapshot_of(dossier)
    day = before.received_on or clock.local_day(deed.at)
    law = book.law(dossier.version, dossier.agency, day)
    page = ledger.Page(dossier, before, before, law, new=False)
    _enter(page, deed)
    return page


def _enter(page: ledger.Page, deed: Deed) -> None:
    """Decide one deed on the page as it stands, and gather what comes with it."""
    changes = decide(page.after, deed.command, deed.at, page.law)
    page.enter(changes, deed.actor, deed.act_key)
    role = _role_of_papers(deed.command)
    page.papers += [(role, paper, deed.at) for paper in deed.papers]
    if isinstance(deed.command, commands.RequirePayment):
        line = Line(squeeze(deed.command.note) or "Nghĩa vụ tài chính", deed.command.amount)
        page.orders.append((open_orders([NewOrder(lines=(line,), created_at=deed.at)])[0], True))
    beside.gather(page, deed)


def _role_of_papers(command: commands.Command) -> PaperRole:
    if isinstance(command, RouteCommand):
        return PaperRole.ATTACHMENT
    return PaperRole.RESULT if isinstance(command, commands.Finish) else PaperRole.COMPONENT


def _with_limit(deed: Deed, dossier: Dossier, book: LawBook) -> Deed:
    """A receipt without a limit takes that of the procedure version for the channel; it knows whether filed online."""
    command = deed.command
    if not isinstance(command, commands.Receive):
        return deed
    command = replace(command, online=dossier.channel == Channel.ONLINE.value)
    limit = None if command.limit_unit else book.limit(dossier.version, dossier.channel)
    if limit is not None:
        command = replace(command, limit_value=limit.value, limit_unit=limit.unit)
    return replace(deed, command=command)


def _last_done(dossier: Dossier) -> str:
    last = Event.objects.filter(dossier=dossier).order_by("-number").first()
    if last is None:
        return "hồ sơ đã thay đổi"
    when = clock.local(last.happened_at).strftime("%H:%M ngày %d/%m/%Y")
    return f"{last.actor_label} đã «{last.get_act_display().lower()}» lúc {when}"


def _who_did_what(dossier: Dossier) -> str:
    return (
        f"{_last_done(dossier)}. Việc ông/bà vừa làm chưa được ghi; xem lại hồ sơ rồi làm tiếp nếu vẫn cần."
    )
