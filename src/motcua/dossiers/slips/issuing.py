"""Issuing a form: it gets its number, and what went out is kept so that it can be printed again, word for word."""

import json
from collections.abc import Iterable
from typing import Any

from motcua.audit.record import record
from motcua.blobs import store
from motcua.datastore.counters import take_number
from motcua.datastore.writing import act
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.paper_trail import FormCounter, IssuedForm
from motcua.dossiers.slips import register
from motcua.dossiers.slips.kinds import FormKind
from motcua.dossiers.slips.layouts import A4, A5
from motcua.dossiers.slips.printing import Printed, as_docx, as_pdf, docx_values, images, printed
from motcua.dossiers.slips.reading import form_day, form_of, forms_possible, read, receipt_of, rules_for
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.models import Agency
from motcua.regimes import law
from motcua.regimes.queries import rules_on
from motcua.rendering import bounded
from motcua.storehouse.template_models import Template
from motcua.storehouse.templates import active_for

# Forms of the desk take the desk's numbers; the others those of the agency that settles.
_OF_THE_DESK = frozenset({FormKind.SUPPLEMENT, FormKind.REFUSAL, FormKind.RECEIPT, FormKind.CONTROL_SLIP})
_WITH = ("procedure", "version", "agency", "desk", "person", "business", "receiver")


def issue(
    dossier_id: int, kind: FormKind, event: int, *, actor: Actor, look_up: str = "", slip_at: str = ""
) -> IssuedForm:
    """Issue one form for one event of a dossier; what was issued for it before is answered, number and all.

    `look_up`, `slip_at`: addresses that stand on it, as `reading.receipt_of` takes them.

    Refuses a form that the dossier has no event for, or that the circular of its day does not know.
    """
    with act():
        dossier = (
            Dossier.objects.select_for_update(of=("self",))
            .select_related(*_WITH)
            .filter(pk=dossier_id)
            .first()
        )
        if dossier is None:
            raise NotFound
        before = IssuedForm.objects.filter(dossier=dossier, kind=kind.value, event=event).first()
        return before or _issue(dossier, kind, event, actor, {"look_up": look_up, "slip_at": slip_at})


def _issue(
    dossier: Dossier, kind: FormKind, event: int, actor: Actor, addresses: dict[str, str]
) -> IssuedForm:
    events = list(Event.objects.filter(dossier=dossier).order_by("number"))
    rules = rules_for(dossier)
    told = _told(forms_possible(dossier, events, rules), kind, event)
    day = form_day(dossier)
    form = form_of(kind, day, rules)
    unit = dossier.desk if kind in _OF_THE_DESK else dossier.agency
    own = active_for(kind.rule, form.family, unit.chain, procedure=dossier.procedure.code)
    more: dict[str, Any] = {"rules": rules, **addresses}
    year = clock.today().year
    if kind is FormKind.RECEIPT:
        more["entry"] = register.entry_of(dossier)
    if kind.numbered:
        read(dossier, kind, events, told, **more)  # refuses before a number is taken
        more["number"] = take_number(FormCounter, kind=kind.value, unit=unit.code, period=str(year))
    slip = read(dossier, kind, events, told, **more)
    said = printed(slip)
    row = IssuedForm(
        dossier=dossier, kind=kind.value, event=event, family=form.family, form_number=form.number, title=form.title,
        unit=unit.code, year=year, number=slip.head.number, mark=slip.head.mark, texts=json.dumps(said.texts),
        qr=said.qr, template=own, issued_at=said.made_at, issued_by=actor.label,
    )  # fmt: skip
    row.save(force_insert=True)
    detail = {"kind": kind.value, "form": form.number, "number": row.number_text, "event": event}
    record(
        actor, action="dossiers.issue_form", kind="dossier", key=dossier.pk, agency=unit.code, detail=detail
    )
    return row


def _told(possible: Iterable[tuple[FormKind, Event | None]], kind: FormKind, event: int) -> Event | None:
    for each, told in possible:
        if each is kind and (told.number if told else 0) == event:
            return told
    raise Refused("Hồ sơ không còn việc nào cần mẫu này. Tải lại trang để xem.", code="no_event")


def issued_of(dossier: Dossier) -> list[IssuedForm]:
    """Every form that went out for a dossier, in order."""
    return list(
        IssuedForm.objects.filter(dossier=dossier)
        .select_related("template", "paper")
        .order_by("issued_at", "pk")
    )


def words_of(row: IssuedForm) -> Printed:
    """An issued form as it was said."""
    return Printed(FormKind(row.kind), row.family, json.loads(row.texts), row.qr, row.issued_at)


def issued_pdf(row: IssuedForm, *, paper: str = A5) -> bytes:
    """An issued form again, as PDF/A: the signed file where it was signed, else drawn from its words.

    With the office's own template of then where it had one. A signed file keeps the paper it was signed on.
    """
    if row.paper is not None and row.paper.signed and row.paper.blob_id:
        return store.read_blob(row.paper.blob_id)
    said = words_of(row)
    return filled(row.template, said)[1] if row.template else as_pdf(said, paper=paper)


def issued_docx(row: IssuedForm, *, paper: str = A5) -> bytes:
    """An issued form again, as an editable document."""
    said = words_of(row)
    return filled(row.template, said)[0] if row.template else as_docx(said, paper=paper)


def receipt(
    dossier: Dossier, extension: str = "pdf", *, paper: str = "", look_up: str = "", slip_at: str = ""
) -> bytes:
    """The receipt as it went out, as PDF or docx; before that, as it would go out today, own template included.

    Without `paper`: the one its desk prints on. Raises Refused for a dossier that was not received.
    """
    paper = paper or paper_for(dossier.desk, FormKind.RECEIPT)
    if went_out := [row for row in issued_of(dossier) if row.kind == FormKind.RECEIPT.value]:
        return (issued_docx if extension == "docx" else issued_pdf)(went_out[-1], paper=paper)
    said = printed(receipt_of(dossier, look_up=look_up, slip_at=slip_at))
    kind, scopes = FormKind.RECEIPT.rule, dossier.desk.chain
    if own := active_for(kind, said.family, scopes, procedure=dossier.procedure.code):
        return filled(own, said)[0 if extension == "docx" else 1]
    return (as_docx if extension == "docx" else as_pdf)(said, paper=paper)


def filled(own: Template, said: Printed, *, seconds: int = bounded.CPU_SECONDS) -> tuple[bytes, bytes]:
    """Docx and PDF from the office's own template, made in a process of so many seconds of processor at most."""
    try:
        made = bounded.fill(
            store.read_blob(own.source_id),
            docx_values(said),
            images=images(said, A5),
            made_at=said.made_at,
            seconds=seconds,
        )
    except bounded.Fault as fault:
        raise Refused(f"Mẫu riêng của cơ quan không điền được: {fault}", code="template") from fault
    return made.docx, made.pdf


def paper_for(agency: Agency, kind: FormKind) -> str:
    """The paper an agency prints a form on: its own setting, else the one the form names."""
    rules = rules_on(clock.today(), scopes=agency.chain)
    chosen = str(rules("print.paper"))
    if chosen in (A5, A4):
        return chosen
    try:
        return str(rules(kind.rule)["paper"])
    except Refused:
        return str(law.rows()[kind.rule][-1].value["paper"])
