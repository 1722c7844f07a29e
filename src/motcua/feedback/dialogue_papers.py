"""The papers of a dialogue: the notice to be posted, and its result for the notice board and the heads of hamlets."""

from collections.abc import Sequence

from motcua.feedback.dialogue_models import Dialogue, Question
from motcua.feedback.enums import DialogueState, DialogueWay
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.papers import official
from motcua.rendering.official import Official, Par, pars

_BOARD = ("Niêm yết tại trụ sở", "Trưởng thôn, tổ dân phố")


def notice_paper(row: Dialogue) -> Official:
    """When, where, about what, how to take part (Luật Tổ chức chính quyền địa phương 2025, Điều 43)."""
    at = clock.local(row.held_at)
    body = (
        Par(f"{row.agency.name} tổ chức đối thoại với người dân, doanh nghiệp: {row.title}."),
        Par("1. Thời gian, địa điểm", True),
        Par(f"Lúc {at:%H} giờ {at:%M} ngày {at:%d/%m/%Y}, tại {row.place} ({DialogueWay(row.way).label.lower()})."),
        Par("2. Nội dung", True), *pars(row.content),
        Par("3. Cách tham gia, gửi câu hỏi", True), Par(row.joining),
        *([Par("Câu hỏi gửi được trên trang «Đối thoại» của Cổng, không phải đăng nhập, đến khi buổi đối thoại bắt đầu.")]
          if row.takes_questions else []),
        Par("4. Chủ trì", True), Par(f"{row.chair}./."),
    )  # fmt: skip
    return official(row.agency, kind="THÔNG BÁO", mark="TB", subject=f"Tổ chức đối thoại: {row.title}", body=body,
                    day=None, year=at.year, recipients=_BOARD)  # fmt: skip


def result_paper(row: Dialogue, questions: Sequence[Question]) -> Official:
    """What was said, in the words everybody may read (`shown_words`, `shown_answer`). Refused before it was held."""
    if row.status not in (DialogueState.HELD, DialogueState.PUBLISHED):
        raise Refused("Ghi biên bản trước rồi mới lập thông báo kết quả.", code="not_held")
    at = clock.local(row.held_at)
    said: list[Par] = []
    for number, each in enumerate(questions, start=1):
        passed = f" Chuyển đến: {each.passed_to}." if each.passed_to else ""
        said += [*pars(f"{number}. {each.shown_words}"), *pars(f"Trả lời: {each.shown_answer}{passed}")]
    body = (
        Par(f"Ngày {at:%d/%m/%Y}, {row.agency.name} đã tổ chức đối thoại «{row.title}» tại {row.place}, chủ trì: {row.chair}; "
            f"có {row.people} người dự."),
        Par("I. KẾT QUẢ", True), *pars(row.minutes),
        Par(f"II. CÂU HỎI, KIẾN NGHỊ VÀ TRẢ LỜI ({len(questions)})", True),
        *(said or [Par("Không có câu hỏi nào.")]),
    )  # fmt: skip
    day = clock.local_day(row.published_at) if row.published_at else None
    return official(row.agency, kind="THÔNG BÁO", mark="TB", subject=f"Kết quả đối thoại: {row.title}", body=body,
                    day=day, year=at.year, recipients=_BOARD)  # fmt: skip
