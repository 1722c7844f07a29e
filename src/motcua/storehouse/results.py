"""Results: given the mark they are verified by, printed with their QR, revoked (replacing one is an act on its dossier)."""

from dataclasses import dataclass

from motcua.audit.outbox import mark
from motcua.audit.record import record
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.rendering import pdf, qr
from motcua.storehouse import coding
from motcua.storehouse.enums import SigningState
from motcua.storehouse.models import Paper, SigningStep
from motcua.storehouse.queries import with_merged
from motcua.storehouse.scan_jobs import workplace
from motcua.storehouse.workshop.bounded import Bounds, call

PROVIDER = "Hệ thống Một Cửa"
_STAMP = """#let it = json("values.json")
#set page(width: 150pt, height: 58pt, margin: 2pt, fill: white)
#set text(font: "Libertinus Serif", size: 5.4pt, lang: "vi")
#set par(leading: 0.4em)
#grid(columns: (50pt, 1fr), column-gutter: 4pt, align: horizon, image("qr.svg", width: 50pt),
  [#for line in it.lines [#line \\ ]])
"""
_BOUNDS = Bounds(seconds=30, megabytes=2048)


@dataclass(frozen=True, slots=True)
class PrintedWith:
    """What the QR of a printed paper tells besides the paper itself (TT 01/2023/TT-VPCP Điều 26)."""

    dossier: str = ""
    procedure: str = ""
    owner: str = ""
    address: str = ""


def ensure_verifiable(paper: Paper, *, actor: Actor) -> Paper:
    """Give a paper its mark and its code, once. Inside no act."""
    if paper.verification and paper.code:
        return paper
    with act():
        fresh = Paper.objects.select_for_update(of=("self",)).select_related("agency").get(pk=paper.pk)
        fresh.verification = fresh.verification or coding.new_verification()
        if fresh.agency is not None and not fresh.code:
            fresh.code = coding.take_code(fresh.agency, fresh.type_code, clock.today())
        fresh.save(update_fields=["verification", "code"])
        record(actor, action="papers.code", kind="paper", key=paper.pk, detail={"code": fresh.code or ""})
    paper.verification, paper.code = fresh.verification, fresh.code
    return paper


def qr_text(paper: Paper, told: PrintedWith) -> str:
    """The minimum data, a line each, and where the paper is verified."""
    valid = f"{paper.valid_to:%d/%m/%Y}" if paper.valid_to else "không thời hạn"
    lines = [
        f"Mã hồ sơ: {told.dossier}" if told.dossier else "",
        f"Mã TTHC: {told.procedure}" if told.procedure else "",
        f"Định danh: {told.owner}" if told.owner else "",
        paper.title[:120],
        PROVIDER,
        f"Xuất lúc: {clock.local(clock.now()):%d/%m/%Y %H:%M}",
        f"Thời hạn: {valid}",
        f"Phạm vi: {paper.scope or 'toàn quốc'}",
        told.address,
    ]
    return "\n".join(line for line in lines if line)


def printed(paper: Paper, told: PrintedWith) -> bytes:
    """The paper for the printer: its pages with the QR at the top left of the first (Điều 26).

    It is a print of the signed file, not the signed file: the stamp changes the bytes.
    """
    if paper.blob_id is None or paper.blob is None or paper.blob.mime != "application/pdf":
        raise Refused("Giấy tờ này chưa có tệp PDF để in.", code="not_pdf")
    lines = [
        "Bản in từ giấy tờ điện tử.", f"Mã xác minh: {grouped(paper.verification or '')}",
        f"Mã kết quả: {paper.code}" if paper.code else "", "Quét mã QR để kiểm tra.",
    ]  # fmt: skip
    code = qr.svg(qr_text(paper, told)).encode()
    stamp = pdf.render(_STAMP, {"lines": [line for line in lines if line]}, files={"qr.svg": code})
    with workplace(paper.blob_id) as (source, folder):
        (folder / "stamp.pdf").write_bytes(stamp)
        request = {
            "source": str(source),
            "stamp": str(folder / "stamp.pdf"),
            "target": str(folder / "out.pdf"),
        }
        call("motcua.storehouse.workshop.stamping:stamp", request, within=_BOUNDS, folder=folder)
        return (folder / "out.pdf").read_bytes()


def grouped(mark_: str) -> str:
    """A mark as people read it aloud: fours with hyphens."""
    return "-".join(mark_[start : start + 4] for start in range(0, len(mark_), 4))


def revoke(paper: Paper, reason: str, *, actor: Actor) -> None:
    """A result is withdrawn: whoever verifies it is told so. Refuses without a reason, and twice."""
    words = squeeze(reason)
    if not words:
        raise Refused("Ghi căn cứ và lý do thu hồi, hủy bỏ.", field="reason")
    with act():
        changed = Paper.objects.filter(pk=paper.pk, revoked_at=None).update(
            revoked_at=clock.now(), revoked_reason=words[:400]
        )
        if not changed:
            raise Refused("Giấy tờ này đã bị thu hồi trước đó.", code="already_revoked")
        owed = SigningStep.objects.filter(paper=paper, state=SigningState.WAITING.value)
        owed.update(state=SigningState.CANCELLED.value)
        mark("paper", *with_merged(paper.pk))
        record(actor, action="papers.revoke", kind="paper", key=paper.pk)
