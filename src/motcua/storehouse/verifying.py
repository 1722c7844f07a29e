"""Is this paper genuine, and does it still hold? By the mark in its QR, or by the file itself."""

import hashlib
import tempfile
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from motcua.blobs.store import Readable
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.storehouse import ports
from motcua.storehouse.care_enums import Replacing
from motcua.storehouse.enums import PaperKind
from motcua.storehouse.models import Paper, PaperQuerySet, SigningStep
from motcua.storehouse.ports import CheckReport
from motcua.storehouse.trusting import trust

_LARGEST = 30 * 1024 * 1024
_PIECE = 1 << 16
_LONGEST_CHAIN = 20
_ISSUED = (PaperKind.RESULT.value, PaperKind.CERTIFIED.value)
# A check starts a process: a few at a time, so that the desk does not wait for those who try our patience.
_AT_ONCE = threading.BoundedSemaphore(2)
_PATIENCE = 10.0
_BUSY = "Đang có nhiều người kiểm tra. Vui lòng thử lại sau ít phút."


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a paper of ours holds today; `words` is one Vietnamese sentence, `tone` its colour and shape."""

    holds: bool
    words: str
    tone: str
    replaced_by: Paper | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """An uploaded file: its signatures, and the paper of ours that it is, when it is one."""

    report: CheckReport
    paper: Paper | None
    standing: Standing | None


def paper_with_mark(mark: str) -> Paper | None:
    """The paper a QR leads to; None when there is none. Letters may be typed small, with blanks or hyphens."""
    cleaned = "".join(letter for letter in mark.upper() if letter.isalnum())
    if not 8 <= len(cleaned) <= 24:
        return None
    return _papers().filter(verification=cleaned).first()


def standing_of(paper: Paper, on: date | None = None) -> Standing:
    """Whether a paper still holds on a day (today)."""
    day = on or clock.today()
    if paper.revoked_at is not None:
        when = clock.local(paper.revoked_at)
        return Standing(False, f"Giấy tờ này đã bị thu hồi, hủy bỏ từ {when:%d/%m/%Y}.", "stopped")
    if paper.superseded_by_id is not None:
        return _replaced(paper, day)
    if paper.destroyed_at is not None:
        when = clock.local(paper.destroyed_at)
        words = f"Giấy tờ này đã hết thời hạn lưu; tệp được hủy ngày {when:%d/%m/%Y}, không còn để đối chiếu."
        return Standing(False, words, "stopped")
    if paper.valid_to is not None and paper.valid_to < day:
        return Standing(False, f"Giấy tờ này đã hết giá trị từ sau ngày {paper.valid_to:%d/%m/%Y}.", "late")
    return Standing(True, "Giấy tờ này do hệ thống phát hành và đang còn giá trị.", "done")


def _replaced(paper: Paper, day: date) -> Standing:
    """What became of a paper that gave way: the newest one that stands for it is named, never why."""
    newest = newest_of(paper)
    if newest is None or newest.revoked_at is not None:
        return Standing(
            False, "Giấy tờ này đã được thay bằng bản khác, bản đó cũng đã bị thu hồi.", "stopped"
        )
    if paper.replaced_how == Replacing.MERGED:
        own = standing_of(newest, day)
        words = f"Kho giữ một bản khác của chính giấy tờ này. {own.words}"
        return Standing(own.holds, words, own.tone, newest)
    since = f" từ {clock.local(paper.replaced_at):%d/%m/%Y}" if paper.replaced_at else ""
    words = f"Giấy tờ này đã được thay bằng bản khác{since}, không còn giá trị sử dụng."
    return Standing(False, words, "late", newest)


def newest_of(paper: Paper) -> Paper | None:
    """The paper at the end of those that replaced each other; None for a chain that is too long to be true."""
    newest = paper
    for _ in range(_LONGEST_CHAIN):
        following = newest.superseded_by
        if following is None:
            return newest
        newest = following
    return None


def verify_file(content: Readable) -> Verified:
    """Check an uploaded PDF. Nothing of it is kept. Refuses what is too large or no PDF, and when too busy."""
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        raise Refused(_BUSY, field="file", code="busy")
    try:
        with tempfile.TemporaryDirectory(prefix="motcua-check-") as name:
            path = Path(name) / "document.pdf"
            digest = _copy(content, path)
            report = ports.checker().check(path, trust=trust(), now=clock.now(), folder=Path(name))
    finally:
        _AT_ONCE.release()
    paper = _of_bytes(digest)
    return Verified(report, paper, standing_of(paper) if paper else None)


def _of_bytes(digest: str) -> Paper | None:
    """The paper of ours these very bytes are, or were before its last signature.

    What somebody handed in is kept too, but nobody here issued it: it vouches for nothing.
    """
    own = _papers().filter(blob_id=digest, kind__in=_ISSUED).order_by("-pk").first()
    if own is not None:
        return own
    step = SigningStep.objects.filter(after_id=digest, paper__isnull=False).select_related("paper").first()
    return _papers().filter(pk=step.paper_id).first() if step and step.paper_id else None


def _papers() -> PaperQuerySet:
    return Paper.objects.select_related("superseded_by", "agency")


def _copy(content: Readable, path: Path) -> str:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        while piece := content.read(_PIECE):
            size += len(piece)
            if size > _LARGEST:
                raise Refused(
                    "Tệp lớn hơn 30 MB, không kiểm tra trực tuyến được.", field="file", code="too_large"
                )
            digest.update(piece)
            file.write(piece)
    if size == 0:
        raise Refused("Tệp rỗng. Hãy chọn tệp khác.", field="file", code="file_empty")
    return digest.hexdigest()
