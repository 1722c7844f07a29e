"""Signatures that papers need: asked for in an order, made many at once in the background, each one reported."""

import logging
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.db.models import Q, QuerySet

from motcua.audit.outbox import mark
from motcua.audit.record import record
from motcua.blobs.store import open_blob, put, read_blob
from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.jobs import queue
from motcua.jobs.enums import JobState
from motcua.jobs.models import Job
from motcua.jobs.reasons import reason_for
from motcua.jobs.timers import timer
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.models import Agency, Staff
from motcua.regimes.queries import rules_on
from motcua.storehouse import looks, ports
from motcua.storehouse.enums import KeyPurpose, ScannedState, SigningState
from motcua.storehouse.keys import access_to, check_in_force
from motcua.storehouse.models import Paper, ScannedPaper, SigningBatch, SigningKey, SigningStep
from motcua.storehouse.ports import OpenKey, SignedAs, Wish
from motcua.storehouse.scan_queue import read_later
from motcua.storehouse.trusting import trust

_ENDS_THE_BATCH = {"wrong_secret", "locked", "no_token", "no_key", "no_service", "no_module", "token_fault"}
_SPOOL = 8 * 1024 * 1024
_LOST = "Lượt ký trước dừng giữa chừng, văn bản này chưa ký. Hãy ký lại."

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One signature that a paper needs. A seal is its agency's; an officer signs for the agency named."""

    purpose: KeyPurpose
    agency: Agency
    staff: Staff | None = None
    above: str = ""


def ask_signatures(
    paper: Paper, wanted: Sequence[Wanted], *, by: Staff | None = None, actor: Actor
) -> list[SigningStep]:
    """Have a paper signed by these, in this order; later ones wait for earlier ones. After those there are.

    Refuses a paper without a PDF, one that is replaced or revoked, and a signature that is asked for already.
    """
    if paper.blob is None or paper.blob.mime != "application/pdf":
        raise Refused(
            f"«{paper.title}» chưa có tệp PDF nên chưa trình ký được. Hãy xuất ra PDF trước.", code="not_pdf"
        )
    if paper.revoked_at or paper.superseded_by_id:
        raise Refused(f"«{paper.title}» đã bị thay thế hoặc thu hồi.", code="not_in_force")
    with act():
        locked(Paper, paper.pk)
        _refuse_asked_already(paper, wanted)
        last = SigningStep.objects.filter(paper=paper).order_by("-order").first()
        first = last.order + 1 if last else 1
        steps = [
            SigningStep.objects.create(
                paper=paper, order=order, purpose=each.purpose.value, staff=each.staff, agency=each.agency,
                above=each.above, state=SigningState.WAITING.value, asked_by=by, asked_at=clock.now(),
            )
            for order, each in enumerate(wanted, first)
        ]  # fmt: skip
        record(
            actor,
            action="papers.ask_signatures",
            kind="paper",
            key=paper.pk,
            detail={"signatures": len(steps)},
        )
    return steps


def _refuse_asked_already(paper: Paper, wanted: Sequence[Wanted]) -> None:
    waiting = SigningStep.objects.filter(
        paper=paper, state__in=[SigningState.WAITING.value, SigningState.SIGNING.value]
    )
    asked = set(waiting.values_list("purpose", "staff_id", "agency_id"))
    if any((each.purpose.value, each.staff and each.staff.pk, each.agency.pk) in asked for each in wanted):
        raise Refused(f"«{paper.title}» đã được trình ký và đang chờ ký.", code="asked_already")


def waiting_for(staff: Staff, *, seals_of: Iterable[Agency] = ()) -> QuerySet[SigningStep]:
    """Signatures an officer owes now, the longest waiting first, with seals of agencies whose seal they keep.

    Only those whose turn it is: all earlier signatures of the paper are made.
    """
    own = Q(purpose=KeyPurpose.PERSONAL.value, staff=staff)
    seals = Q(purpose=KeyPurpose.SEAL.value, agency__in=list(seals_of))
    return ready().filter(own | seals).order_by("asked_at", "pk")


def ready() -> QuerySet[SigningStep]:
    """Signatures whose turn it is."""
    from django.db.models import Exists, OuterRef

    pending = [SigningState.WAITING.value, SigningState.SIGNING.value]
    earlier = SigningStep.objects.filter(
        paper=OuterRef("paper"), order__lt=OuterRef("order"), state__in=pending
    )
    return (
        SigningStep.objects.filter(state=SigningState.WAITING.value)
        .exclude(Exists(earlier))
        .select_related("paper__blob", "scanned__copy", "scanned__scan", "agency", "staff")
    )


def sign_many(
    steps: Sequence[SigningStep], key: SigningKey, secret: str, *, by: Staff, actor: Actor
) -> SigningBatch:
    """Make these signatures in the background with one key and one PIN.

    Refuses a key that is not the officer's, out of force or for another purpose, and an empty choice.
    """
    if key.holder_id != by.pk:
        raise NotFound
    check_in_force(key, clock.now())
    if not steps:
        raise Refused("Chưa chọn văn bản nào để ký.", field="pick", code="nothing_chosen")
    if any(step.purpose != key.purpose for step in steps):
        raise Refused(
            "Có văn bản cần loại chữ ký khác: chữ ký cá nhân và con dấu cơ quan ký thành hai lượt.",
            field="key",
            code="other_purpose",
        )
    with act():
        batch = SigningBatch.objects.create(by=by, key=key, secret=secret, created_at=clock.now())
        taken = SigningStep.objects.filter(
            pk__in=[step.pk for step in steps], state=SigningState.WAITING.value
        ).update(state=SigningState.SIGNING.value, batch=batch, problem="")
        if not taken:
            raise Refused("Các văn bản đã chọn đang được ký hoặc đã ký xong.", code="nothing_left")
        wish = queue.enqueue(
            "papers.sign", {"batch": batch.pk}, owner=f"staff:{by.pk}", agency=actor.agency, max_attempts=3
        )
        SigningBatch.objects.filter(pk=batch.pk).update(job=wish.pk)
        batch.job = wish.pk
    return batch


@queue.job("papers.sign", lease=600)
def sign_batch(arguments: queue.Arguments, report: queue.Report) -> queue.Result:
    """Sign what is left of a batch. Twice is harmless: what is signed is left alone."""
    batch = SigningBatch.objects.select_related("key__agency", "key__image", "by__agency").get(
        pk=arguments["batch"]
    )
    steps = list(_of(batch).order_by("asked_at", "order", "pk"))
    session = _Session(batch)
    try:
        with ports.signer().open_key(access_to(batch.key, batch.secret)) as key:
            for number, step in enumerate(steps):
                report(number, len(steps), f"đã ký {number} trên {len(steps)} văn bản")
                session.sign(key, step)
    except Refused as refused:
        session.give_back(refused.message)
    with act():
        SigningBatch.objects.filter(pk=batch.pk).update(secret="", finished_at=clock.now())
    return {"signed": session.signed, "failed": session.failed}


@timer("papers.sign_lost", every=60)
def give_back_what_was_lost() -> None:
    """Batches whose job has ended without an answer (its worker died): their documents wait again, the PIN goes."""
    open_ = SigningBatch.objects.filter(finished_at=None, job__isnull=False).values_list("pk", "job")
    jobs = {number: job for number, job in open_ if job is not None}
    living = Job.objects.filter(
        pk__in=jobs.values(), state__in=[JobState.WAITING.value, JobState.RUNNING.value]
    )
    alive = set(living.values_list("pk", flat=True))
    for batch in [number for number, job in jobs.items() if job not in alive]:
        with act():
            lost = SigningStep.objects.filter(batch=batch, state=SigningState.SIGNING.value)
            lost.update(state=SigningState.WAITING.value, problem=_LOST)
            SigningBatch.objects.filter(pk=batch).update(secret="", finished_at=clock.now())


def _of(batch: SigningBatch) -> QuerySet[SigningStep]:
    return SigningStep.objects.filter(batch=batch, state=SigningState.SIGNING.value).select_related(
        "paper__blob", "scanned__copy", "agency"
    )


class _Session:
    """What is the same for all documents of a batch."""

    def __init__(self, batch: SigningBatch) -> None:
        self.batch, self.key, self.by = batch, batch.key, batch.by
        self.actor = Actor(
            "staff", str(batch.by_id), f"{batch.by.name} ({batch.by.title})", batch.by.agency.code
        )
        ask = rules_on(clock.today(), scopes=batch.by.agency.chain)
        self.stamp, self.data = bool(ask("sign.time_stamp")), bool(ask("sign.validation_data"))
        self.trust = trust()
        self.picture = read_blob(self.key.image_id) if self.key.image_id else None
        self.signed = self.failed = 0

    def sign(self, key: OpenKey, step: SigningStep) -> None:
        """One document; a refusal is written down and the next one follows, unless it is the key's."""
        try:
            self._sign(key, step)
            self.signed += 1
        except Refused as refused:
            if refused.code in _ENDS_THE_BATCH:
                raise
            self.failed += 1
            self._put_back(step.pk, refused.message)
        except Exception as fault:  # a document that breaks the library keeps the others from nothing
            log.exception("signing step %s", step.pk)
            self.failed += 1
            self._put_back(step.pk, reason_for(fault))

    def give_back(self, problem: str) -> None:
        """The key could not be used: everything left waits again, with the reason."""
        left = list(_of(self.batch).values_list("pk", flat=True))
        self.failed += len(left)
        for number in left:
            self._put_back(number, problem)

    def _sign(self, key: OpenKey, step: SigningStep) -> None:
        before = _document_of(step)
        wish = Wish(
            reason="Ký bản chụp" if step.scanned_id else "Ký ban hành",
            place=step.agency.short_name or step.agency.name,
            look=self._look(step),
            time_stamp=self.stamp,
            validation_data=self.data,
            trust=self.trust,
        )
        with tempfile.SpooledTemporaryFile(max_size=_SPOOL) as out, open_blob(before) as document:
            done = key.sign(document, cast(BinaryIO, out), wish)
            out.seek(0)
            after = put(out)
        with act():
            self._write(step, before, after.sha256, done)

    def _write(self, step: SigningStep, before: str, after: str, done: SignedAs) -> None:
        changed = SigningStep.objects.filter(pk=step.pk, state=SigningState.SIGNING.value).update(
            state=SigningState.SIGNED.value, before_id=before, after_id=after, signed_at=done.signed_at,
            time_stamped=done.time_stamped, validation_data=done.validation_data, notes=list(done.notes),
        )  # fmt: skip
        if not changed:
            return  # another run of this job was faster
        if step.scanned_id:
            copy_signed(step.scanned_id, after)
        else:
            Paper.objects.filter(pk=step.paper_id or 0).update(blob_id=after, signed=True)
            mark("paper", str(step.paper_id))
        record(
            self.actor, action="papers.sign", kind="scanned_paper" if step.scanned_id else "paper",
            key=str(step.scanned_id or step.paper_id), agency=step.agency.code,
            detail={"key": self.key.pk, "before": before, "after": after, "stamp": done.time_stamped,
                    "data": done.validation_data},
        )  # fmt: skip

    def _look(self, step: SigningStep) -> ports.Look:
        shown = looks.Shown(
            name=self.by.name, title=self.by.title, agency=step.agency.name, at=clock.now(),
            trial=self.key.trial, picture=self.picture,
        )  # fmt: skip
        if step.scanned_id:
            return looks.copy_look(shown)
        if step.purpose == KeyPurpose.SEAL:
            return looks.seal_look(shown, above=step.above, order=step.order - 1)
        return looks.officer_look(shown, above=step.above, order=step.order - 1)

    def _put_back(self, number: int, problem: str) -> None:
        with act():
            SigningStep.objects.filter(pk=number, state=SigningState.SIGNING.value).update(
                state=SigningState.WAITING.value, problem=problem[:400]
            )


def copy_signed(scanned: int, blob: str) -> None:
    """Inside an act: a scanned copy has its officer's signature, now it is read."""
    changed = ScannedPaper.objects.filter(pk=scanned, state=ScannedState.TO_SIGN.value).update(
        signed_id=blob, state=ScannedState.READING.value
    )
    if changed:
        piece = ScannedPaper.objects.select_related("scan__agency").only("scan__agency").get(pk=scanned)
        read_later(scanned, piece.scan.agency)


def _document_of(step: SigningStep) -> str:
    """The bytes to sign: as they are now, with the signatures made so far."""
    if step.scanned_id:
        scanned = ScannedPaper.objects.get(pk=step.scanned_id)
        return scanned.signed_id or scanned.copy_id
    paper = Paper.objects.get(pk=step.paper_id or 0)
    if paper.revoked_at or paper.superseded_by_id or paper.blob_id is None:
        raise Refused("Giấy tờ này đã bị thay thế hoặc thu hồi nên không ký.", code="not_in_force")
    return paper.blob_id
