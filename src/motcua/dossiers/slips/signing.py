"""Digital signatures on issued forms (PAdES): the PDF is kept once as a paper, and signatures are asked for it.

Where nobody holds a key, forms are printed and signed by hand as before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.audit.record import record
from motcua.blobs import store
from motcua.datastore.writing import act
from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.paper_trail import IssuedForm
from motcua.dossiers.slips import issuing
from motcua.dossiers.slips.kinds import FormKind
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency, Staff
from motcua.storehouse.actions import NewPaper, keep
from motcua.storehouse.enums import KeyPurpose, Origin, PaperKind, SigningState
from motcua.storehouse.models import Paper, SigningKey, SigningStep
from motcua.storehouse.signing import Wanted, ask_signatures

# Under which word of the form its officer signs.
_SIGNS_UNDER = ("signer", "receiver", "advisor")
_DESK_SIGNS = frozenset({FormKind.RECEIPT, FormKind.SUPPLEMENT, FormKind.CONTROL_SLIP})


@dataclass(frozen=True, slots=True)
class Signatures:
    """How an issued form stands: names that signed, and names still waited for."""

    signed: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


def unit_of(dossier: Dossier, kind: FormKind) -> Agency:
    """Whose form it is, and whose seal stands on it: the desk's, or that of the agency that settles."""
    return dossier.desk if kind in _DESK_SIGNS else dossier.agency


def keys_there(dossier: Dossier) -> bool:
    """Whether anybody of the desk or of the settling agency holds a key that is in force; one statement."""
    now = clock.now()
    held = SigningKey.objects.filter(ended_at=None, valid_from__lte=now, valid_to__gt=now)
    return (
        held.exclude(reference="trial-root").filter(agency__in={dossier.desk_id, dossier.agency_id}).exists()
    )


def named_on(row: IssuedForm) -> tuple[str, int | None]:
    """The name a form is signed under, and whose it is: who received, or who did the act it tells of."""
    said = issuing.words_of(row).texts
    name = next((str(said[word]) for word in _SIGNS_UNDER if said.get(word)), "")
    if row.kind == FormKind.RECEIPT.value:
        return name, row.dossier.receiver_id
    event = Event.objects.filter(dossier=row.dossier_id, number=row.event, actor_kind="staff").first()
    return name, int(event.actor_id) if event is not None and event.actor_id.isdecimal() else None


def ask(row: IssuedForm, signer: Staff, *, seal: bool, by: Staff, actor: Actor) -> None:
    """Have an issued form signed by an officer, then sealed by its agency where wished.

    Refuses one that is signed or waits for signatures already.
    """
    if (
        SigningStep.objects.filter(paper=row.paper_id or 0)
        .exclude(state=SigningState.CANCELLED.value)
        .exists()
    ):
        raise Refused("Biểu mẫu này đã trình ký số. Xem ở cột «Ký số».", code="asked")
    paper = row.paper or _kept(row, actor)
    name, _ = named_on(row)
    unit = unit_of(row.dossier, FormKind(row.kind))
    wanted = [Wanted(KeyPurpose.PERSONAL, unit, signer, name)]
    if seal:
        wanted.append(Wanted(KeyPurpose.SEAL, unit, above=name))
    ask_signatures(Paper.objects.select_related("blob").get(pk=paper.pk), wanted, by=by, actor=actor)


def standing(rows: Sequence[IssuedForm]) -> dict[int, Signatures]:
    """How each of some issued forms stands, by its id; one statement, none when nothing was asked for."""
    papers = {row.paper_id: row.pk for row in rows if row.paper_id}
    if not papers:
        return {}
    found: dict[int, Signatures] = {}
    steps = SigningStep.objects.filter(paper__in=papers).exclude(state=SigningState.CANCELLED.value)
    for step in steps.select_related("staff", "agency").order_by("paper", "order"):
        name = step.staff.name if step.staff else f"con dấu {step.agency.short_name or step.agency.name}"
        key = papers[step.paper_id or 0]
        before = found.get(key, Signatures())
        if step.state == SigningState.SIGNED.value:
            found[key] = Signatures((*before.signed, name), before.waiting)
        else:
            found[key] = Signatures(before.signed, (*before.waiting, name))
    return found


def _kept(row: IssuedForm, actor: Actor) -> Paper:
    """The PDF of the form as a paper of its own, made once."""
    dossier = row.dossier
    kind = FormKind(row.kind)
    content = issuing.issued_pdf(row, paper=issuing.paper_for(dossier.desk, kind))
    blob = store.put(content, declared_name=f"mau-{row.form_number}.pdf")
    with act():
        fresh = IssuedForm.objects.select_for_update(of=("self",)).select_related("paper").get(pk=row.pk)
        if fresh.paper is not None:
            return fresh.paper
        [paper] = keep([_new_paper(row, blob.sha256)])
        paper.agency = unit_of(dossier, kind)
        paper.save(update_fields=["agency"])
        IssuedForm.objects.filter(pk=row.pk).update(paper=paper)
        record(
            actor, action="dossiers.form_to_sign", kind="dossier", key=dossier.pk, agency=row.unit,
            detail={"kind": row.kind, "number": row.number_text},
        )  # fmt: skip
    row.paper = paper
    return paper


def _new_paper(row: IssuedForm, blob: str) -> NewPaper:
    return NewPaper(
        kind=PaperKind.ATTACHED,
        title=f"{row.title} {row.dossier.code or row.dossier.tracking}"[:1000],
        origin=Origin.PRODUCED,
        blob=blob,
        number=row.number_text,
        issuer=unit_of(row.dossier, FormKind(row.kind)).name,
        issued_on=clock.local_day(row.issued_at),
        digitised_at=clock.now(),
    )
