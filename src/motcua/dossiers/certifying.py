"""Certified electronic copies from originals (NĐ 45/2020/NĐ-CP Điều 10.3): the original checked or refused, the copy
numbered in the book, signed by the certifier and sealed by the agency, given to its owner as the dossier's result.

What takes long (composing, and what follows the last signature) is done in `certifying_jobs`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db.models import Q, QuerySet

from motcua.audit.record import record
from motcua.blobs.store import Readable, put
from motcua.datastore.counters import take_number
from motcua.datastore.writing import act
from motcua.dossiers.actions import perform
from motcua.dossiers.certified_models import CertifiedCopy, CopyCounter, CopyState
from motcua.dossiers.models import Dossier, DossierFee, DossierPaper
from motcua.dossiers.rules import commands
from motcua.dossiers.rules.certifying import check_refusal, fee_rule, number_text
from motcua.jobs import queue
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.kernel.text import squeeze
from motcua.organisation.access import paths_where
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, RoleGrant, Staff
from motcua.organisation.rules import RIGHTS_OF, Officer
from motcua.regimes import law
from motcua.regimes.queries import rules_on
from motcua.storehouse import results
from motcua.storehouse.enums import SigningState
from motcua.storehouse.models import SigningStep
from motcua.storehouse.scan_jobs import workplace
from motcua.storehouse.workshop.bounded import Bounds, call

SEES_BOOK = (Right.WORK, Right.SIGN_OFF, Right.RECEIVE, Right.STEER)
DOES = (Right.WORK, Right.SIGN_OFF)
_PREPARE = Bounds(seconds=120, megabytes=2048)
_PICTURES = ("image/jpeg", "image/png")
_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Original:
    """An original as the officer describes it. An empty text means the paper does not say."""

    title: str
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    replaces_id: int | None = None


@dataclass(frozen=True, slots=True)
class Fees:
    """What the copies of a dossier cost by the rule, and what was asked for and paid, in đồng."""

    by_rule: int
    asked: int
    paid: int

    @property
    def still_to_ask(self) -> int:
        return max(0, self.by_rule - self.asked)


def certifies(dossier: Dossier) -> bool:
    """Whether the dossier's procedure is one that copies are certified under, at an agency that may certify."""
    # Which procedures and levels these are is law and no setting: asked of the packaged rows, without a query.
    day = dossier.received_on or clock.today()
    known = dossier.procedure.code in law.rule("certify.procedures", on=day)
    return known and dossier.agency.level in law.rule("certify.levels", on=day)


def levels_that_certify(on: date) -> frozenset[str]:
    """The levels of government that certify copies from originals on a day."""
    return frozenset(law.rule("certify.levels", on=on))


def agencies_that_certified(codes: Sequence[str], first: date, last: date) -> set[str]:
    """Of these agencies, those that certified at least one electronic copy from a day to a day, both included."""
    rows = CertifiedCopy.objects.filter(
        agency__code__in=codes, state=CopyState.CERTIFIED.value, certified_at__gte=clock.at_local(first, 0),
        certified_at__lt=clock.at_local(last + timedelta(days=1), 0),
    )  # fmt: skip
    return set(rows.values_list("agency__code", flat=True).distinct())


def refusals(dossier: Dossier) -> Mapping[str, str]:
    """The lawful reasons for not certifying, by key."""
    found = rules_on(clock.today(), scopes=dossier.agency.chain)("certify.refusals")
    return {str(key): str(words) for key, words in found.items()}


def certifiers_of(agency: Agency) -> QuerySet[Staff]:
    """Who may sign for an agency today: those with a role that signs off over it."""
    today = clock.today()
    lasting = (Q(last_day=None) | Q(last_day__gte=today)) & Q(first_day__lte=today)
    codes = agency.path.rstrip("/").split("/")
    above = ["/".join(codes[:length]) + "/" for length in range(1, len(codes))]
    here = Q(agency=agency) | Q(agency__path__in=above, with_below=True)
    roles = [role.value for role, rights in RIGHTS_OF.items() if Right.SIGN_OFF in rights]
    grants = RoleGrant.objects.filter(lasting, here, role__in=roles)
    return Staff.objects.filter(lasting, pk__in=grants.values("staff_id")).order_by("name_key")


def check_original(
    dossier: Dossier,
    original: Original,
    *,
    content: bytes | Readable | None = None,
    name: str = "",
    handed_in: DossierPaper | None = None,
    by: Staff,
    actor: Actor,
) -> CertifiedCopy:
    """The officer saw the original and vouches for its scan: a file, or a paper of the dossier that has one.

    Refuses what is no PDF or picture, too many pages, and a document that is signed electronically: that is an
    original itself.
    """
    _must_run(dossier)
    scan, pages = _scan(dossier, content, name, handed_in)
    copy = _row(dossier, original, by, CopyState.CHECKED)
    copy.scan_id, copy.pages = scan, pages
    copy.fee = _fee(dossier, pages)
    with act():
        copy.save(force_insert=True)
        _record(copy, actor, "original_checked", {"pages": pages, "blob": scan})
    return copy


def refuse_original(
    dossier: Dossier, original: Original, *, reason: str, words: str, by: Staff, actor: Actor
) -> CertifiedCopy:
    """The original is no basis for a certified copy. Refuses without one of the lawful reasons."""
    _must_run(dossier)
    copy = _row(dossier, original, by, CopyState.REFUSED)
    copy.reason, copy.refusal = reason, check_refusal(reason, squeeze(words)[:400], refusals(dossier))[:600]
    with act():
        copy.save(force_insert=True)
        _record(copy, actor, "original_refused", {"reason": reason})
    return copy


def drop(copy: CertifiedCopy, *, actor: Actor) -> None:
    """An original that was entered by mistake, before its copy has a number."""
    with act():
        _move(copy, (CopyState.CHECKED, CopyState.REFUSED), state=CopyState.DROPPED.value)
        _record(copy, actor, "original_dropped", {})


def number_copies(
    dossier: Dossier, copies: Sequence[CertifiedCopy], *, certifier: Staff, verify_url: str, actor: Actor
) -> int:
    """Enter copies in the book of the year and have them composed; they wait for signatures afterwards.

    `verify_url` holds `{}` where the mark stands. Returns how many. Numbers follow each other without gaps.
    """
    _must_run(dossier)
    if not certifiers_of(dossier.agency).filter(pk=certifier.pk).exists():
        raise Refused("Người này không có quyền ký chứng thực của cơ quan.", field="certifier", code="signer")
    now, today = clock.now(), clock.today()
    pattern = str(rules_on(today, scopes=dossier.agency.chain)("certify.number"))
    with act():
        rows = CertifiedCopy.objects.select_for_update().filter(
            pk__in=[copy.pk for copy in copies], dossier=dossier, state=CopyState.CHECKED.value
        )
        waiting = list(rows.order_by("pk"))
        if not waiting:
            raise Overtaken("Các bản chính đã chọn đã được lập bản sao hoặc đã bỏ. Tải lại trang để xem.")
        first = take_number(
            CopyCounter, kind="copies", unit=dossier.agency.code, period=str(today.year), many=len(waiting)
        )
        for serial, copy in enumerate(waiting, first):
            copy.state, copy.year, copy.serial = CopyState.COMPOSING.value, today.year, serial
            copy.number_text = number_text(pattern, number=serial, year=today.year)
            copy.numbered_at, copy.certifier = now, certifier
            copy.certifier_name, copy.certifier_title = certifier.name, certifier.title
            copy.save()
            _enqueue(copy, verify_url)
            _record(copy, actor, "copy_numbered", {"year": today.year, "number": serial})
    return len(waiting)


def compose_again(copy: CertifiedCopy, *, verify_url: str, actor: Actor) -> None:
    """Try a copy anew whose composing failed, under the number it has."""
    with act():
        changed = CertifiedCopy.objects.filter(pk=copy.pk, state=CopyState.COMPOSING.value).exclude(
            problem=""
        )
        if not changed.update(problem=""):
            raise Overtaken("Bản sao này đang được lập hoặc đã lập xong.")
        _enqueue(copy, verify_url)
        _record(copy, actor, "copy_again", {})


def void(copy: CertifiedCopy, reason: str, *, actor: Actor) -> None:
    """A copy is not issued, or withdrawn after it was: its number stays in the book with the reason.

    Whoever verifies it is told so. Refuses without a reason, and while it is being signed.
    """
    words = squeeze(reason)[:400]
    if not words:
        raise Refused("Ghi lý do hủy; lý do được giữ trong sổ chứng thực.", field="reason", code="reason")
    if copy.status is CopyState.CERTIFIED and copy.paper is not None:
        results.revoke(copy.paper, words, actor=actor)
        return
    steps = (
        SigningStep.objects.filter(paper_id=copy.paper_id) if copy.paper_id else SigningStep.objects.none()
    )
    with act():
        if steps.filter(state=SigningState.SIGNING.value).exists():
            raise Refused("Bản sao này đang được ký. Chờ ký xong rồi thu hồi.", code="signing")
        _move(
            copy, (CopyState.COMPOSING, CopyState.SIGNING), state=CopyState.VOID.value, void_reason=words, problem=""
        )  # fmt: skip
        steps.filter(state=SigningState.WAITING.value).update(state=SigningState.CANCELLED.value)
        _record(copy, actor, "copy_void", {})
    if copy.paper is not None and copy.paper.revoked_at is None:
        results.revoke(copy.paper, words, actor=actor)


def finish(dossier: Dossier, *, seen: int | None, act_key: str | None, actor: Actor) -> Dossier:
    """The dossier is settled with its certified copies as results. Refuses while one of them waits."""
    states = [CopyState(copy.state) for copy in copies_of(dossier)]
    done = states.count(CopyState.CERTIFIED)
    if any(state in (CopyState.CHECKED, CopyState.COMPOSING, CopyState.SIGNING) for state in states):
        raise Refused("Còn bản sao chưa lập, chưa ký hoặc chưa đóng dấu xong.", code="not_done")
    if not done:
        raise Refused("Chưa có bản sao nào được chứng thực; nếu không chứng thực, hãy từ chối giải quyết.")
    words = f"Đã cấp {done} bản sao chứng thực điện tử."
    return perform(dossier.pk, commands.Finish(words), actor=actor, seen=seen, act_key=act_key)


def copies_of(dossier: Dossier) -> list[CertifiedCopy]:
    """Everything entered for a dossier, in order; what was entered by mistake is left out."""
    rows = CertifiedCopy.objects.filter(dossier=dossier).exclude(state=CopyState.DROPPED.value)
    return list(rows.select_related("paper__superseded_by", "checked_by", "replaces").order_by("pk"))


def copy_for(officer: Officer, number: int, *rights: Right) -> CertifiedCopy:
    """One copy of an agency where the officer holds one of the rights; NotFound when hidden or absent."""
    found = (
        CertifiedCopy.objects.filter(_within(officer, rights), pk=number)
        .select_related(
            "paper__blob",
            "paper__superseded_by",
            "dossier__agency",
            "dossier__procedure",
            "dossier__person",
            "dossier__business",
            "dossier__desk",
            "scan",
        )
        .first()
    )
    if found is None:
        raise NotFound
    return found


def book_for(officer: Officer) -> QuerySet[CertifiedCopy]:
    """The book: every copy with a number, of the agencies whose book the officer may see."""
    rows = CertifiedCopy.objects.filter(_within(officer, SEES_BOOK), serial__isnull=False)
    return rows.select_related("agency", "dossier", "paper__superseded_by").order_by("-year", "-serial", "pk")


def fees_of_copies(dossier: Dossier, copies: Sequence[CertifiedCopy]) -> Fees:
    """What the copies cost beside what was asked for and paid."""
    counted = [copy.fee for copy in copies if copy.status not in (CopyState.REFUSED, CopyState.VOID)]
    orders = DossierFee.objects.filter(dossier=dossier).values_list("order__amount", "order__paid")
    asked = list(orders)
    return Fees(sum(counted), sum(amount for amount, _ in asked), sum(paid for _, paid in asked))


def _within(officer: Officer, rights: Sequence[Right]) -> Q:
    wanted = Q(pk__in=[])
    for right in rights:
        wanted |= paths_where(officer, right, field="agency__path")
    return wanted


def _must_run(dossier: Dossier) -> None:
    if not certifies(dossier):
        raise Refused("Thủ tục này không phải chứng thực bản sao từ bản chính.", code="other_procedure")
    if not dossier.status.open:
        raise Refused("Chỉ chứng thực khi hồ sơ đang được giải quyết.", code="not_open")


def _row(dossier: Dossier, original: Original, by: Staff, state: CopyState) -> CertifiedCopy:
    title = squeeze(original.title)
    if not title:
        raise Refused("Ghi tên bản chính.", field="title")
    if original.issued_on and original.issued_on > clock.today():
        raise Refused("Ngày cấp bản chính ở sau hôm nay.", field="issued_on")
    replaced = None
    if original.replaces_id is not None:
        replaced = CertifiedCopy.objects.filter(
            pk=original.replaces_id, dossier=dossier, state=CopyState.CERTIFIED.value
        ).first()
        if replaced is None:
            raise Refused("Chỉ thay được bản sao đã chứng thực của chính hồ sơ này.", field="replaces")
    return CertifiedCopy(
        dossier=dossier, agency=dossier.agency, state=state.value, requester=dossier.applicant_name, title=title[:300],
        number=squeeze(original.number), issuer=squeeze(original.issuer)[:300], issued_on=original.issued_on,
        checked_by=by, checked_at=clock.now(), replaces=replaced,
    )  # fmt: skip


def _scan(
    dossier: Dossier, content: bytes | Readable | None, name: str, handed_in: DossierPaper | None
) -> tuple[str, int]:
    """The scan as a PDF without anything that acts by itself, and its pages."""
    most = int(rules_on(clock.today(), scopes=dossier.agency.chain)("certify.most_pages"))
    if content is None:
        if handed_in is None or handed_in.dossier_id != dossier.pk or handed_in.paper.blob is None:
            raise Refused("Chọn bản chụp của bản chính.", field="file", code="no_file")
        blob = handed_in.paper.blob
    else:
        blob = put(content, declared_name=name)
    if blob.mime != _PDF and blob.mime not in _PICTURES:
        raise Refused("Bản chụp phải là PDF hoặc ảnh JPEG, PNG.", field="file", code="not_scannable")
    with workplace(blob.sha256) as (source, folder):
        made = call(
            "motcua.storehouse.workshop.looking:prepare",
            {"source": str(source), "mime": blob.mime, "folder": str(folder), "photo": False, "most_pages": most, "ocr": False},
            within=_PREPARE, folder=folder,
        )  # fmt: skip
        if made["signed"] and content is not None:
            raise Refused(
                "Tệp này đã có chữ ký số: đó là bản chính điện tử, dùng trực tiếp, không chứng thực bản sao.",
                field="file",
                code="signed",
            )
        with Path(made["file"]).open("rb") as file:
            return put(file).sha256, len(made["marks"])


def _fee(dossier: Dossier, pages: int) -> int:
    value = rules_on(dossier.received_on or clock.today(), scopes=dossier.agency.chain)("certify.fee")
    return fee_rule(value).of(pages)


def _move(copy: CertifiedCopy, from_states: Sequence[CopyState], **changes: object) -> None:
    rows = CertifiedCopy.objects.filter(pk=copy.pk, state__in=[state.value for state in from_states])
    if not rows.update(**changes):
        raise Overtaken("Bản sao này vừa được người khác xử lý. Tải lại trang để xem.")


def _enqueue(copy: CertifiedCopy, verify_url: str) -> None:
    queue.enqueue(
        "dossiers.compose_copy", {"copy": copy.pk, "verify": verify_url}, owner=f"copy:{copy.pk}",
        agency=copy.agency.code, max_attempts=3,
    )  # fmt: skip


def _record(copy: CertifiedCopy, actor: Actor, verb: str, detail: dict[str, object]) -> None:
    record(
        actor, action=f"dossiers.{verb}", kind="dossier", key=copy.dossier_id, agency=copy.agency.code,
        detail={"copy": copy.pk, **detail},
    )  # fmt: skip
