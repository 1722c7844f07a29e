"""A result that was wrong is replaced: the new one stands in the dossier beside the old, which says so to whoever checks.

A replaced result is neither taken away nor changed: its mark and its file lead on to the new one (a revoked result
leads nowhere). What was still to be signed on the old one is no longer to be signed.
"""

from dataclasses import dataclass
from datetime import date

from motcua.audit.outbox import mark
from motcua.audit.record import record
from motcua.blobs.store import Readable, put
from motcua.datastore.writing import act
from motcua.dossiers.ledger import TOPIC
from motcua.dossiers.models import DossierPaper, PaperRole
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Overtaken, Refused
from motcua.kernel.text import squeeze
from motcua.storehouse import coding
from motcua.storehouse.actions import NewPaper, keep, supersede
from motcua.storehouse.enums import Origin, PaperKind, SigningState
from motcua.storehouse.models import Paper, SigningStep
from motcua.storehouse.queries import with_merged


@dataclass(frozen=True, slots=True)
class NewResult:
    """The corrected result: its file (PDF) and what is written on it. Empty: as on the old one."""

    content: bytes | Readable
    name: str
    number: str = ""
    issued_on: date | None = None


def candidates(row: DossierPaper) -> list[DossierPaper]:
    """Other results of the same dossier that still stand and have a file: one of them may be the new one."""
    rows = DossierPaper.objects.filter(dossier=row.dossier_id, role=PaperRole.RESULT).exclude(
        paper=row.paper_id
    )
    standing = rows.filter(paper__superseded_by=None, paper__revoked_at=None, paper__blob__isnull=False)
    return list(standing.select_related("paper").order_by("pk"))


def replace_by_file(row: DossierPaper, new: NewResult, *, reason: str, actor: Actor) -> DossierPaper:
    """Replace a result by a corrected file, which is then sent for signature like any result.

    Refuses without a reason, what is no PDF, the very same file, and what was replaced or revoked already.
    """
    why = _why(reason)
    blob = put(new.content, declared_name=new.name)
    if blob.mime != "application/pdf":
        raise Refused("Kết quả thay thế phải là tệp PDF.", field="file", code="not_pdf")
    if blob.sha256 == row.paper.blob_id:
        raise Refused("Đây chính là tệp của kết quả cũ. Chọn tệp đã sửa.", field="file", code="same_file")
    old, now = row.paper, clock.now()
    with act():
        _check_stands(old)
        [paper] = keep(
            [
                NewPaper(
                    kind=PaperKind.RESULT, title=old.title, origin=Origin.PRODUCED, blob=blob.sha256,
                    type_code=old.type_code, owner=old.owner_person or old.owner_business,
                    number=squeeze(new.number) or old.number, issued_on=new.issued_on or clock.local_day(now),
                    issuer=old.issuer, valid_to=_still(old.valid_to, new.issued_on), digitised_at=now,
                )
            ]
        )  # fmt: skip
        agency = row.dossier.agency
        paper.agency, paper.scope = agency, old.scope
        paper.verification = coding.new_verification()
        paper.code = coding.take_code(agency, paper.type_code, clock.today())
        paper.save(update_fields=["agency", "scope", "verification", "code"])
        made = DossierPaper.objects.create(dossier_id=row.dossier_id, role=PaperRole.RESULT, paper=paper)
        _give_way(row, paper, why, actor)
    return made


def replace_by_other(row: DossierPaper, other: DossierPaper, *, reason: str, actor: Actor) -> None:
    """Replace a result by another one of the same dossier. Refuses as `replace_by_file` does."""
    why = _why(reason)
    if other.pk not in {each.pk for each in candidates(row)}:
        raise Refused("Chọn một kết quả khác của chính hồ sơ này, còn giá trị và có tệp.", field="other")
    with act():
        _check_stands(row.paper)
        fresh = other.paper
        fresh.verification = fresh.verification or coding.new_verification()
        fresh.save(update_fields=["verification"])
        _give_way(row, fresh, why, actor)


def _give_way(row: DossierPaper, new: Paper, why: str, actor: Actor) -> None:
    supersede(row.paper, new, reason=why)
    owed = SigningStep.objects.filter(paper=row.paper, state=SigningState.WAITING.value)
    owed.update(state=SigningState.CANCELLED.value)
    mark("paper", *with_merged(row.paper_id), new.pk)
    mark(TOPIC, str(row.dossier_id))
    record(
        actor, action="papers.replace", kind="paper", key=row.paper_id, agency=row.dossier.agency.code,
        detail={"by": new.pk, "reason": why},
    )  # fmt: skip


def _check_stands(old: Paper) -> None:
    fresh = Paper.objects.select_for_update().get(pk=old.pk)
    if fresh.superseded_by_id or fresh.revoked_at or fresh.destroyed_at:
        raise Overtaken("Kết quả này vừa được thay, thu hồi hoặc hủy. Tải lại trang để xem.")
    if SigningStep.objects.filter(paper=old, state=SigningState.SIGNING.value).exists():
        raise Overtaken("Kết quả này đang được ký. Chờ ký xong rồi thay.")


def _why(reason: str) -> str:
    words = squeeze(reason)
    if not words:
        raise Refused("Ghi căn cứ và lý do thay kết quả.", field="reason", code="reason")
    return words[:400]


def _still(valid_to: date | None, issued_on: date | None) -> date | None:
    """The old last day of validity, unless it lies before the new day of issue."""
    first = issued_on or clock.today()
    return valid_to if valid_to is None or valid_to >= first else None
