"""Composing a certified copy, and what follows the last signature: the owner's store, the dossier's result."""

from django.db.models import Exists, OuterRef

from motcua.audit import outbox
from motcua.audit.record import record
from motcua.blobs.store import put
from motcua.datastore.writing import act
from motcua.dossiers import certifying_text
from motcua.dossiers.certified_models import CertifiedCopy, CopyState
from motcua.dossiers.ledger import TOPIC
from motcua.dossiers.models import DossierPaper, PaperRole
from motcua.jobs import queue
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM
from motcua.kernel.refusals import Refused
from motcua.storehouse import coding
from motcua.storehouse.actions import NewPaper, keep, supersede
from motcua.storehouse.enums import KeyPurpose, Origin, PaperKind, SigningState
from motcua.storehouse.models import Paper, SigningStep
from motcua.storehouse.results import grouped
from motcua.storehouse.scan_jobs import workplace
from motcua.storehouse.signing import Wanted, ask_signatures
from motcua.storehouse.workshop.bounded import Bounds, call

TYPE_CODE = "BSCT"
_JOIN = Bounds(seconds=60, megabytes=1024)


@queue.job("dossiers.compose_copy", lease=180)
def compose(arguments: queue.Arguments, report: queue.Report) -> queue.Result:
    """Make the file of a numbered copy and have it signed. Twice is harmless: each half is done once."""
    copy = CertifiedCopy.objects.select_related("agency__parent", "dossier__procedure", "certifier").get(
        pk=arguments["copy"]
    )
    if copy.status is CopyState.COMPOSING:
        try:
            _compose(copy, str(arguments["verify"]))
        except Refused as refused:
            with act():
                CertifiedCopy.objects.filter(pk=copy.pk, state=CopyState.COMPOSING.value).update(
                    problem=refused.message[:400]
                )
            return {"problem": refused.code}
    if copy.status is CopyState.SIGNING and not SigningStep.objects.filter(paper=copy.paper).exists():
        _ask(copy)
    return None


def on_paper_marks(keys: list[str]) -> None:
    """Papers were signed: copies that have all their signatures now are certified."""
    pending = SigningStep.objects.filter(paper=OuterRef("paper")).exclude(state=SigningState.SIGNED.value)
    seal = SigningStep.objects.filter(
        paper=OuterRef("paper"), purpose=KeyPurpose.SEAL.value, state=SigningState.SIGNED.value
    )
    whole = CertifiedCopy.objects.filter(
        ~Exists(pending), Exists(seal), state=CopyState.SIGNING.value, paper_id__in=[int(key) for key in keys]
    )
    for copy in whole.select_related(
        "paper", "replaces__paper", "agency", "dossier__person", "dossier__business"
    ):
        _certified(copy)


def _compose(copy: CertifiedCopy, verify_url: str) -> None:
    from motcua.rendering import bounded, qr

    mark = coding.new_verification()
    template = certifying_text.template_for(copy.agency.chain, copy.dossier.procedure.code)
    pictures = {"qr": (qr.png(verify_url.format(mark)), certifying_text.QR_MM)}
    try:
        text = bounded.fill(
            template, certifying_text.values(_told(copy, mark)), images=pictures, made_at=clock.now()
        )
    except bounded.Fault as fault:
        raise Refused(f"Không điền được mẫu lời chứng: {fault}", code="template") from fault
    blob = put(_joined(str(copy.scan_id), text.pdf)).sha256
    with act():
        copy.paper = _paper(copy, blob, mark)
        changed = CertifiedCopy.objects.filter(pk=copy.pk, state=CopyState.COMPOSING.value).update(
            state=CopyState.SIGNING.value, paper=copy.paper, problem=""
        )
        if not changed:  # it was given up meanwhile: nobody may rely on this file
            Paper.objects.filter(pk=copy.paper.pk).update(
                revoked_at=clock.now(), revoked_reason="Bản sao đã hủy trong sổ chứng thực."
            )
            return
        copy.state = CopyState.SIGNING.value


def _told(copy: CertifiedCopy, mark: str) -> certifying_text.Certified:
    agency = copy.agency
    return certifying_text.Certified(
        agency=agency.name, parent=agency.parent.name if agency.parent else "", number=copy.number_text,
        day=clock.local_day(copy.numbered_at or clock.now()), title=copy.title, original_number=copy.number,
        issuer=copy.issuer, issued_on=copy.issued_on, pages=copy.pages, signer=copy.certifier_name,
        signer_title=copy.certifier_title, mark=grouped(mark),
    )  # fmt: skip


def _joined(scan: str, text: bytes) -> bytes:
    with workplace(scan) as (source, folder):
        behind, target = folder / "text.pdf", folder / "copy.pdf"
        behind.write_bytes(text)
        call(
            "motcua.storehouse.workshop.joining:join",
            {"parts": [str(source), str(behind)], "target": str(target)},
            within=_JOIN,
            folder=folder,
        )
        return target.read_bytes()


def _paper(copy: CertifiedCopy, blob: str, mark: str) -> Paper:
    """The paper without an owner: it enters the owner's store when it is signed and sealed."""
    [paper] = keep(
        [
            NewPaper(
                kind=PaperKind.CERTIFIED, title=f"Bản sao chứng thực: {copy.title}", origin=Origin.PRODUCED, blob=blob,
                type_code=TYPE_CODE, number=copy.number_text, issuer=copy.agency.name,
                issued_on=clock.local_day(copy.numbered_at or clock.now()), digitised_at=clock.now(),
            )
        ]
    )  # fmt: skip
    paper.agency, paper.verification = copy.agency, mark
    paper.code = coding.take_code(copy.agency, TYPE_CODE, clock.today())
    paper.save(update_fields=["agency", "verification", "code"])
    return paper


def _ask(copy: CertifiedCopy) -> None:
    """First the certifier, then the seal (NĐ 45/2020/NĐ-CP Điều 10.3)."""
    assert copy.paper is not None  # noqa: S101 - a copy that waits for signatures has its file
    above = copy.certifier_name
    wanted = [
        Wanted(KeyPurpose.PERSONAL, copy.agency, copy.certifier, above),
        Wanted(KeyPurpose.SEAL, copy.agency, above=above),
    ]
    paper = Paper.objects.select_related("blob").get(pk=copy.paper.pk)
    ask_signatures(paper, wanted, by=copy.checked_by, actor=SYSTEM)


def _certified(copy: CertifiedCopy) -> None:
    paper, dossier = copy.paper, copy.dossier
    assert paper is not None  # noqa: S101 - asked for by its paper
    with act():
        changed = CertifiedCopy.objects.filter(pk=copy.pk, state=CopyState.SIGNING.value).update(
            state=CopyState.CERTIFIED.value, certified_at=clock.now()
        )
        if not changed:
            return
        Paper.objects.filter(pk=paper.pk).update(
            owner_person=None if dossier.business_id else dossier.person, owner_business=dossier.business
        )
        DossierPaper(dossier=dossier, role=PaperRole.RESULT, paper=paper).save(force_insert=True)
        if copy.replaces is not None and copy.replaces.paper is not None:
            supersede(copy.replaces.paper, paper)
            outbox.mark("paper", copy.replaces.paper.pk)
        record(
            SYSTEM, action="dossiers.copy_certified", kind="dossier", key=dossier.pk, agency=copy.agency.code,
            detail={"copy": copy.pk, "paper": paper.pk},
        )  # fmt: skip
        outbox.mark(TOPIC, dossier.pk)
