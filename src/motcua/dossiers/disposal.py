"""Destroying papers kept longer than their time: listed by class, decided by a leader, done by a job, a list kept.

The time of keeping is a dated rule of the agency. A paper used in a dossier filed within that time is not due: the
years run from its last use. Nothing is ever destroyed by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from motcua.audit.outbox import mark
from motcua.audit.record import record
from motcua.blobs.models import Blob
from motcua.blobs.unused import forget, unused
from motcua.datastore.writing import act
from motcua.dossiers.enums import OPEN_STATES
from motcua.dossiers.models import DossierPaper
from motcua.jobs import queue
from motcua.kernel import clock
from motcua.kernel.people import SYSTEM, Actor
from motcua.kernel.refusals import Overtaken, Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency, Staff
from motcua.regimes.queries import explain
from motcua.regimes.rules import Row
from motcua.storehouse.care_enums import DisposalState
from motcua.storehouse.enums import PaperKind
from motcua.storehouse.models import Disposal, DisposedPaper, Paper, Scan, ScannedPaper, SigningStep
from motcua.storehouse.retention import years_before

RULE, KIND = "storage.retention_years", "papers.dispose"
MOST = 20_000
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class PaperClass:
    """A class of papers of an agency today: how long it is kept by which rule, and what is past that."""

    kind: PaperKind
    years: int
    rule: Row
    before: date
    due: int


def classes(agency: Agency) -> list[PaperClass]:
    """Every class with its time and how many papers are due."""
    return [_class(agency, kind) for kind in PaperKind]


def class_of(agency: Agency, kind: PaperKind) -> PaperClass:
    """One class as `classes` tells it."""
    return _class(agency, kind)


def _class(agency: Agency, kind: PaperKind) -> PaperClass:
    today = clock.today()
    row = explain(RULE, on=today, scopes=agency.chain)
    years = int(row.value.get(kind.value, row.value[PaperKind.COMPONENT.value]))
    before = years_before(today, years)
    return PaperClass(kind, years, row, before, due_papers(agency, kind, before).count())


def due_papers(agency: Agency, kind: PaperKind, before: date) -> QuerySet[Paper]:
    """Papers of an agency and class issued (or taken in) before a day and in no dossier that is open or younger."""
    start = clock.at_local(before, 0, 0)
    theirs = DossierPaper.objects.filter(dossier__agency=agency).values("paper")
    still = DossierPaper.objects.filter(
        Q(dossier__state__in=sorted(OPEN_STATES)) | Q(dossier__filed_at__gte=start)
    )
    return (
        Paper.objects.filter(kind=kind.value, destroyed_at=None)
        .filter(Q(agency=agency) | Q(agency=None, pk__in=theirs))
        .filter(Q(issued_on__lt=before) | Q(issued_on=None), created_at__lt=start)
        .exclude(pk__in=still.values("paper"))
        .exclude(pk__in=DisposedPaper.objects.filter(gone_at=None, kept_because="").values("paper"))
        .order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """What a leader signed: number and day of the decision, on whose advice and why; `seen`: how many were listed."""

    number: str
    day: date
    reason: str
    seen: int


def decide(agency: Agency, kind: PaperKind, says: Decision, *, by: Staff, actor: Actor) -> Disposal:
    """Have the listed papers destroyed. Refuses an empty list, one that changed since it was read, a day to come."""
    number, reason = squeeze(says.number), squeeze(says.reason)
    if not number or not reason:
        raise Refused(
            "Ghi số quyết định và căn cứ, ý kiến xét hủy.", field="number" if not number else "reason"
        )
    if says.day > clock.today():
        raise Refused("Ngày quyết định chưa đến.", field="day")
    which = class_of(agency, kind)
    if which.due != says.seen:
        raise Overtaken(
            f"Danh sách vừa thay đổi: nay có {which.due} giấy tờ. Xem lại danh sách rồi quyết định."
        )
    if not 0 < which.due <= MOST:
        raise Refused(
            "Không có giấy tờ nào đến hạn." if not which.due else f"Mỗi quyết định nhiều nhất {MOST} giấy tờ."
        )
    if Disposal.objects.filter(agency=agency, number=number, day=says.day).exists():
        raise Refused("Quyết định số này, ngày này đã có.", field="number", code="twice")
    keys = list(due_papers(agency, kind, which.before).values_list("pk", flat=True))
    with act():
        made = Disposal.objects.create(
            agency=agency, kind=kind.value, before=which.before, years=which.years, source=which.rule.source[:300],
            number=number[:60], day=says.day, reason=reason[:600], state=DisposalState.DECIDED.value,
            decided_by=by, decided_at=clock.now(),
        )  # fmt: skip
        where = _dossiers_of(keys)
        DisposedPaper.objects.bulk_create(
            [DisposedPaper(disposal=made, paper_id=key, dossier=where.get(key, "")) for key in keys],
            batch_size=500,
        )
        queue.enqueue(
            KIND, {"disposal": made.pk}, agency=agency.code, unique_key=f"{KIND}:{made.pk}", max_attempts=5
        )
        record(
            actor, action="papers.dispose_decide", kind="agency", key=agency.code, agency=agency.code,
            detail={"number": number, "kind": kind.value, "papers": len(keys)},
        )  # fmt: skip
    return made


def _dossiers_of(papers: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(papers), 500):
        rows = DossierPaper.objects.filter(paper__in=papers[start : start + 500]).order_by("pk")
        told = rows.values_list("paper_id", "dossier__code", "dossier__tracking")
        found |= {paper: code or tracking or "" for paper, code, tracking in told}
    return found


@queue.job(KIND, lease=900)
def carry_out(arguments: queue.Arguments, report: queue.Report) -> queue.Result:
    """Take away file and text of every paper on the list; what is used again meanwhile stays, with the reason."""
    disposal = Disposal.objects.select_related("agency").get(pk=arguments["disposal"])
    lines = DisposedPaper.objects.filter(disposal=disposal)
    total = lines.count()
    while batch := list(lines.filter(gone_at=None, kept_because="").order_by("pk")[:_AT_ONCE]):
        _destroy(disposal, batch)
        report(
            total - lines.filter(gone_at=None, kept_because="").count(), total, "hủy giấy tờ theo danh sách"
        )
    gone = lines.exclude(gone_at=None).count()
    with act():
        done = Disposal.objects.filter(pk=disposal.pk, state=DisposalState.DECIDED.value)
        if done.update(state=DisposalState.DONE.value, done_at=clock.now()):
            record(
                SYSTEM, action="papers.dispose", kind="agency", key=disposal.agency.code, agency=disposal.agency.code,
                detail={"number": disposal.number, "gone": gone, "kept": total - gone},
            )  # fmt: skip
    return {"gone": gone, "kept": total - gone}


def _destroy(disposal: Disposal, lines: list[DisposedPaper]) -> None:
    used = set(
        DossierPaper.objects.filter(paper__in=[line.paper_id for line in lines])
        .filter(
            Q(dossier__state__in=sorted(OPEN_STATES))
            | Q(dossier__filed_at__gte=clock.at_local(disposal.before, 0))
        )
        .values_list("paper_id", flat=True)
    )
    blobs: set[str] = set()
    now = clock.now()
    with act():
        for line in lines:
            if line.paper_id in used:
                line.kept_because = "Đang dùng trong hồ sơ nộp sau khi lập danh sách"
                continue
            blobs |= _empty(line.paper_id)
            line.gone_at = now
        DisposedPaper.objects.bulk_update(lines, ["gone_at", "kept_because"])
        mark("paper", *(str(line.paper_id) for line in lines if line.gone_at))
    _forget(blobs)


def _empty(key: int) -> set[str]:
    """The row stays with its name, number and code; its files, their scans and the text read go. Inside the act."""
    paper = Paper.objects.select_for_update().get(pk=key)
    blobs = {paper.blob_id, paper.searchable_id}
    steps = SigningStep.objects.filter(paper=paper)
    for before, after in steps.values_list("before_id", "after_id"):
        blobs |= {before, after}
    steps.update(before=None, after=None)
    blobs |= _without_scans(paper)
    Paper.objects.filter(pk=key).update(blob=None, searchable=None, text="", destroyed_at=clock.now())
    return {blob for blob in blobs if blob}


def _without_scans(paper: Paper) -> set[str | None]:
    blobs: set[str | None] = set()
    pieces = list(ScannedPaper.objects.filter(paper=paper))
    for piece in pieces:
        blobs |= {piece.copy_id, piece.signed_id, piece.searchable_id}
        ScannedPaper.objects.filter(again=piece).update(again=None)
        for step in SigningStep.objects.filter(scanned=piece):
            blobs |= {step.before_id, step.after_id}
            step.delete()
        scan = Scan.objects.get(pk=piece.scan_id)
        piece.delete()
        if not ScannedPaper.objects.filter(scan=scan).exists():
            blobs |= {scan.original_id, scan.prepared_id}
            scan.delete()
    return blobs


def _forget(blobs: Iterable[str]) -> None:
    """Bytes that nothing else uses: row first, then the file. A stop in between leaves a file without a row."""
    for blob in Blob.objects.filter(pk__in=list(blobs)):
        if unused(blob):
            forget(blob)
