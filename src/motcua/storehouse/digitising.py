"""The four steps of digitising a paper: copy, extract, code, store (TT 01/2023/TT-VPCP Điều 7).

Acts of officers. What takes long is done by the jobs in `scan_jobs`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from motcua.accounts.models import Person
from motcua.audit.outbox import mark
from motcua.audit.record import record
from motcua.blobs.kinds import plain_name
from motcua.blobs.models import Blob
from motcua.blobs.store import Readable, put
from motcua.datastore.sealing import blind
from motcua.datastore.writing import act
from motcua.jobs import queue
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Overtaken, Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency, Staff
from motcua.regimes.queries import rules_on
from motcua.storehouse import coding, scan_queue
from motcua.storehouse.actions import NewPaper, digitise, keep
from motcua.storehouse.enums import (
    KeyPurpose,
    Origin,
    PaperKind,
    ScannedState,
    ScanSource,
    ScanState,
    SigningState,
)  # fmt: skip
from motcua.storehouse.models import Paper, Scan, ScannedPaper, SigningBatch, SigningKey, SigningStep
from motcua.storehouse.signing import sign_many

READABLE = ("application/pdf", "image/jpeg", "image/png")
_OTHER = "Chỉ số hóa được PDF và ảnh JPEG, PNG. Văn bản Word, Excel: hãy xuất ra PDF rồi gửi."
_ORIGINS = {ScanSource.PHOTO: Origin.SCANNED_AT_DESK, ScanSource.LIST: Origin.PRODUCED}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What an officer confirmed of a paper. Days are dates; an empty text means the paper does not say."""

    title: str
    kind: PaperKind = PaperKind.COMPONENT
    type_code: str = ""
    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    valid_to: date | None = None
    summary: str = ""
    scope: str = ""
    owner_name: str = ""
    owner_identity: str = ""
    born: date | None = None


def take_in(
    content: bytes | Readable,
    name: str,
    *,
    agency: Agency,
    source: ScanSource,
    actor: Actor,
    by: Staff | None = None,
    wanted: Paper | None = None,
    told: Mapping[str, str] | None = None,
) -> Scan:
    """A file to digitise. `wanted`: the paper seen at reception that it is the scan of; `told`: what a list says.

    Refuses what is no PDF or picture, what is not what its name says, and a file that came in before.
    """
    blob = put(content, declared_name=name)
    if blob.mime not in READABLE:
        raise Refused(_OTHER, field="file", code="not_scannable")
    _refuse_again(blob, agency)
    with act():
        scan = Scan.objects.create(
            agency=agency, source=source.value, name=plain_name(name) or "khong-ten", by=by, original=blob,
            state=ScanState.PREPARING.value, wanted=wanted, told=json.dumps(dict(told or {})),
            created_at=clock.now(),
        )  # fmt: skip
        scan_queue.prepare_later(scan)
        record(
            actor, action="papers.scan", kind="scan", key=scan.pk, agency=agency.code,
            detail={"source": source.value, "blob": blob.sha256},
        )  # fmt: skip
    return scan


def _refuse_again(blob: Blob, agency: Agency) -> None:
    gone = [ScanState.DROPPED.value, ScanState.FAILED.value]
    before = Scan.objects.filter(original=blob, agency=agency).exclude(state__in=gone).first()
    if before is not None:
        when = clock.local(before.created_at)
        raise Refused(
            f"Tệp này đã được đưa vào lúc {when:%H:%M %d/%m/%Y} (mục {before.pk}). Không đưa vào lần nữa.",
            field="file",
            code="already_in",
        )


def prepare_again(scan: Scan, *, actor: Actor) -> None:
    """Try a file anew that could not be prepared."""
    with act():
        failed = Scan.objects.filter(pk=scan.pk, state=ScanState.FAILED.value)
        if not failed.update(state=ScanState.PREPARING.value, problem=""):
            raise Overtaken("Tệp này đang được xử lý hoặc đã xong.")
        scan_queue.prepare_later(scan)
        record(actor, action="papers.prepare_again", kind="scan", key=scan.pk, agency=scan.agency.code)


def split(scan: Scan, papers: Sequence[Sequence[int]], *, actor: Actor) -> None:
    """Cut a file into papers by hand: lists of page numbers from 0. Only while none of them is signed or kept.

    Pages named nowhere are left out (the file that came in keeps them). Refuses an impossible division.
    """
    named = [page for pages in papers for page in pages]
    if not named or any(not pages for pages in papers) or len(set(named)) != len(named):
        raise Refused(
            "Mỗi trang thuộc nhiều nhất một giấy tờ, mỗi giấy tờ có ít nhất một trang.", field="papers"
        )
    if min(named) < 0 or max(named) >= scan.pages:
        raise Refused(f"Tệp có {scan.pages} trang; ghi số trang từ 1 đến {scan.pages}.", field="papers")
    with act():
        pieces = ScannedPaper.objects.filter(scan=scan).exclude(state=ScannedState.DROPPED.value)
        fixed = pieces.exclude(state__in=[ScannedState.TO_SIGN.value, ScannedState.FAILED.value])
        if fixed.exists():
            raise Refused(
                "Đã có giấy tờ trong tệp này được ký hoặc bóc tách nên không chia lại. Bỏ giấy tờ sai rồi quét lại.",
                code="too_late",
            )
        pieces.update(state=ScannedState.DROPPED.value)
        Scan.objects.filter(pk=scan.pk).update(state=ScanState.PREPARING.value)
        queue.enqueue(
            scan_queue.CUT,
            {"scan": scan.pk, "papers": [list(pages) for pages in papers]},
            owner=scan_queue.owner_of("scan", scan.pk),
            agency=scan.agency.code,
        )
        record(
            actor, action="papers.split", kind="scan", key=scan.pk, agency=scan.agency.code,
            detail={"papers": len(papers)},
        )  # fmt: skip


def drop_scan(scan: Scan, *, actor: Actor) -> None:
    """Put a file aside, with the papers cut from it that are not kept. The file itself stays stored for a while."""
    with act():
        pieces = ScannedPaper.objects.filter(scan=scan)
        if pieces.filter(state=ScannedState.KEPT.value).exists():
            raise Refused("Đã có giấy tờ trong tệp này được lưu kho nên không bỏ cả tệp.", code="kept")
        pieces.update(state=ScannedState.DROPPED.value)
        Scan.objects.filter(pk=scan.pk).update(state=ScanState.DROPPED.value)
        record(actor, action="papers.drop_scan", kind="scan", key=scan.pk, agency=scan.agency.code)


def drop(scanned: ScannedPaper, *, actor: Actor) -> None:
    """Put one paper aside: a duplicate, a page nobody needs."""
    with act():
        open_ = ScannedPaper.objects.filter(pk=scanned.pk).exclude(state=ScannedState.KEPT.value)
        if not open_.update(state=ScannedState.DROPPED.value):
            raise Refused("Giấy tờ này đã lưu kho nên không bỏ.", code="kept")
        _record(actor, "papers.drop", scanned)


def copy_signature(agency: Agency) -> str:
    """Whether copies must be signed before they are read: required, or none. A dated rule."""
    return str(rules_on(clock.today(), scopes=agency.chain)("digitise.copy_signature"))


def blank_separates(agency: Agency) -> bool:
    """Whether a blank page stands between two papers. A dated rule; off, because the backs of sheets are blank too."""
    return bool(rules_on(clock.today(), scopes=agency.chain)("digitise.blank_separates"))


def sign_copies(
    pieces: Iterable[ScannedPaper], key: SigningKey, secret: str, *, by: Staff, actor: Actor
) -> SigningBatch:
    """Sign scanned copies with one's own name and the time, many at once; each is read as soon as it is signed.

    Source: TT 01/2023/TT-VPCP Điều 8 (name and time, top left of page 1, before extraction).
    """
    with act():
        steps = [
            SigningStep.objects.get_or_create(
                scanned=piece, state=SigningState.WAITING.value,
                defaults={"order": 1, "purpose": KeyPurpose.PERSONAL.value, "staff": by,
                          "agency": piece.scan.agency, "asked_by": by, "asked_at": clock.now()},
            )[0]
            for piece in pieces
            if piece.state == ScannedState.TO_SIGN
        ]  # fmt: skip
    return sign_many(steps, key, secret, by=by, actor=actor)


def read_again(scanned: ScannedPaper, *, actor: Actor) -> None:
    """Have a paper read anew: after a failure, or to propose its fields once more."""
    with act():
        changed = ScannedPaper.objects.filter(
            pk=scanned.pk,
            state__in=[ScannedState.FAILED.value, ScannedState.REVIEW.value, ScannedState.READING.value],
        ).update(state=ScannedState.READING.value, problem="")
        if not changed:
            raise Overtaken("Giấy tờ này đã lưu kho, đã bỏ, hoặc chưa ký bản chụp.")
        scan_queue.read_later(scanned.pk, scanned.scan.agency)
        _record(actor, "papers.read_again", scanned)


def type_by_hand(scanned: ScannedPaper, *, actor: Actor) -> None:
    """Do without reading: the officer types what the paper says."""
    with act():
        ScannedPaper.objects.filter(
            pk=scanned.pk, state__in=[ScannedState.FAILED.value, ScannedState.READING.value]
        ).update(state=ScannedState.REVIEW.value)
        _record(actor, "papers.type_by_hand", scanned)


def confirm(scanned: ScannedPaper, says: Confirmed, *, by: Staff, actor: Actor) -> Paper:
    """Store a paper as the officer confirmed it: code, metadata, owner. The signed copy is what has value.

    Refuses what is not waiting for confirmation (somebody was faster) and an identity number of another length.
    """
    _check(says)
    with act():
        taken = ScannedPaper.objects.filter(pk=scanned.pk, state=ScannedState.REVIEW.value)
        if not taken.update(state=ScannedState.KEPT.value, kept_at=clock.now(), kept_by=by):
            raise Overtaken("Giấy tờ này đã được người khác xác nhận hoặc bỏ.")
        paper = _paper_of(scanned, says)
        ScannedPaper.objects.filter(pk=scanned.pk).update(paper=paper)
        mark("paper", str(paper.pk))
        record(
            actor, action="papers.digitise", kind="paper", key=paper.pk, agency=scanned.scan.agency.code,
            detail={"scanned": scanned.pk, "code": paper.code, "blob": paper.blob_id},
        )  # fmt: skip
    return paper


def _paper_of(scanned: ScannedPaper, says: Confirmed) -> Paper:
    scan, now = scanned.scan, clock.now()
    blob = scanned.signed_id or scanned.copy_id
    signed = scanned.signed_id is not None
    if scan.wanted is not None and scan.wanted.blob_id is None:
        paper = scan.wanted
        digitise(paper, blob=blob, signed=signed)
    else:
        [paper] = keep(
            [
                NewPaper(
                    kind=says.kind, title=says.title, origin=_ORIGINS.get(ScanSource(scan.source), Origin.SCANNED_AT_DESK),
                    blob=blob, signed=signed, owner=_owner(says), digitised_at=now,
                )
            ]
        )  # fmt: skip
    paper.title = squeeze(says.title)
    paper.type_code, paper.number = squeeze(says.type_code), squeeze(says.number)
    paper.issued_on, paper.issuer, paper.valid_to = says.issued_on, squeeze(says.issuer), says.valid_to
    paper.summary, paper.scope = squeeze(says.summary), squeeze(says.scope)
    paper.agency, paper.text, paper.searchable_id = scan.agency, scanned.text, scanned.searchable_id
    paper.verification = paper.verification or coding.new_verification()
    paper.code = paper.code or coding.take_code(scan.agency, paper.type_code, clock.today())
    paper.save()
    return paper


def _owner(says: Confirmed) -> Person | None:
    if not says.owner_identity:
        return None
    person, _ = Person.objects.get_or_create(
        identity_blind=blind(says.owner_identity),
        defaults={
            "name": squeeze(says.owner_name), "identity_number": says.owner_identity, "birth_date": says.born,
            "created_at": clock.now(),
        },
    )  # fmt: skip
    return person


def _check(says: Confirmed) -> None:
    number = says.owner_identity
    if number and (not number.isdigit() or len(number) not in (9, 12)):
        raise Refused("Số định danh có 12 chữ số (số CMND cũ có 9).", field="owner_identity", code="identity")
    if number and not squeeze(says.owner_name):
        raise Refused("Ghi họ tên người có số định danh này.", field="owner_name", code="name")


def _record(actor: Actor, action: str, scanned: ScannedPaper) -> None:
    record(actor, action=action, kind="scanned_paper", key=scanned.pk, agency=scanned.scan.agency.code)
