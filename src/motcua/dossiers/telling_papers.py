"""Telling whose result it is that it was replaced or revoked: whoever holds the old one must not learn it at a counter.

The relay marks a paper; what became of it and was not told yet is told now, so marks may merge or repeat. Source: each
change is told at once (NĐ 224/2026/NĐ-CP Điều 15.1g); a result that is corrected or withdrawn is a change of the
dossier's result.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.dossiers.models import Dossier, DossierPaper, PaperRole
from motcua.kernel import clock
from motcua.messaging.actions import News, tell
from motcua.messaging.ports import Contact
from motcua.messaging.queries import told_numbers
from motcua.regimes.queries import rules_on
from motcua.storehouse.care_enums import Replacing
from motcua.storehouse.models import Paper
from motcua.storehouse.verifying import newest_of

ABOUT = "paper"
_REPLACED, _REVOKED = 1, 2


def on_paper_marks(keys: list[str]) -> None:
    """Papers changed: tell what became of results that no longer hold."""
    tell(news_of([int(key) for key in keys]))


def news_of(paper_ids: Iterable[int], *, now: datetime | None = None) -> list[News]:
    """What is still to be told about these papers; merged duplicates still hold and are no news.

    What happened too long ago (`messages.tell_within_days`) is history: a restored backup floods nobody.
    """
    now = now or clock.now()
    ended = [row for row in _ended(list(paper_ids)) if _number(row.paper)]
    told = told_numbers(ABOUT, [str(row.paper_id) for row in ended])
    return [
        _news(row, at)
        for row in ended
        if (str(row.paper_id), _number(row.paper)) not in told
        and (at := _since(row.paper)) is not None
        and at >= now - timedelta(days=_days(row.dossier, now))
    ]


def _ended(ids: list[int]) -> list[DossierPaper]:
    """Results that no longer hold, each once, with the latest dossier they are a result of."""
    rows = DossierPaper.objects.filter(paper_id__in=ids, role=PaperRole.RESULT)
    loaded = rows.select_related(
        "paper__superseded_by", "dossier__agency", "dossier__desk", "dossier__procedure"
    )
    return list({row.paper_id: row for row in loaded.order_by("pk")}.values())


def _number(paper: Paper) -> int:
    """Which of the two it is, the graver one; 0 for a paper that holds."""
    if paper.revoked_at is not None:
        return _REVOKED
    return _REPLACED if paper.superseded_by_id and paper.replaced_how == Replacing.REPLACED else 0


def _since(paper: Paper) -> datetime | None:
    return paper.revoked_at or paper.replaced_at


def _days(dossier: Dossier, now: datetime) -> int:
    return int(rules_on(clock.local_day(now), scopes=dossier.agency.chain)("messages.tell_within_days"))


def _news(row: DossierPaper, at: datetime) -> News:
    paper, dossier = row.paper, row.dossier
    revoked = _number(paper) == _REVOKED
    new = None if revoked else newest_of(paper)
    of = Ended(
        paper=paper.title, code=dossier.code or dossier.tracking or "", procedure=dossier.procedure.name,
        agency=dossier.agency.name, desk=dossier.desk.desk_name or dossier.desk.name, at=at,
        reason=paper.revoked_reason, replaced_by=new.title if new else "",
    )  # fmt: skip
    title = "Kết quả đã bị thu hồi, hủy bỏ" if revoked else "Kết quả đã được thay bằng bản khác"
    short = "bi thu hoi, huy bo" if revoked else "duoc thay bang ban khac"
    return News(
        about=ABOUT, key=str(paper.pk), number=_number(paper), person_id=paper.owner_person_id or dossier.person_id,
        contact=Contact(phone=dossier.applicant_phone, email=dossier.applicant_email), title=f"{title} · {of.code}",
        text=revoked_text(of) if revoked else replaced_text(of), happened_at=at,
        short=f"Ket qua ho so {of.code} da {short}. Khong dung ban cu. Xem tren trang Mot cua.",
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A result that no longer holds, as its owner is told of it. `reason` only where it was revoked."""

    paper: str
    code: str
    procedure: str
    agency: str
    desk: str
    at: datetime
    reason: str = ""
    replaced_by: str = ""


def revoked_text(of: Ended) -> str:
    """The whole notice of a result that was withdrawn: its owner may know the reason, whoever verifies it may not."""
    lines = [
        "Kết quả dưới đây đã bị thu hồi, hủy bỏ. Xin không sử dụng bản đã nhận; ai kiểm tra cũng thấy nó không còn giá trị.",
        "", *_facts(of), f"Căn cứ, lý do: {of.reason}", "",
        f"Cần được giải thích hoặc không đồng ý, xin liên hệ {of.desk}, hoặc gửi phản ánh, kiến nghị trên trang này.",
    ]  # fmt: skip
    return "\n".join(lines)


def replaced_text(of: Ended) -> str:
    """The whole notice of a result that gave way to a corrected one."""
    lines = [
        "Kết quả dưới đây đã được thay bằng bản khác. Xin dùng bản mới; bản đã nhận không còn giá trị.",
        "", *_facts(of), f"Bản mới: {of.replaced_by}" if of.replaced_by else "", "",
        f"Xem bản mới ở mục «Giấy tờ của tôi» sau khi đăng nhập, hoặc liên hệ {of.desk}.",
    ]  # fmt: skip
    return "\n".join(line for number, line in enumerate(lines) if line or number in (1, len(lines) - 2))


def _facts(of: Ended) -> list[str]:
    return [
        f"Giấy tờ: {of.paper}", f"Mã hồ sơ: {of.code}", f"Thủ tục: {of.procedure}", f"Cơ quan giải quyết: {of.agency}",
        f"Từ: {clock.local(of.at):%H:%M ngày %d/%m/%Y}",
    ]  # fmt: skip
