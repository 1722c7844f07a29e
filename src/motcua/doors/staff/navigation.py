"""What an officer finds in the navigation: only what the officer may open."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

from motcua.doors.frame.navigation import NavItem, SignedIn
from motcua.doors.staff.gates import officer_on
from motcua.dossiers.finding import filed_at_desks, scope_of
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

_INBOX = "staff:inbox"

# (group, label, URL name, rights of which one opens it; none named: every officer)
ENTRIES: tuple[tuple[str, str, str, tuple[Right, ...]], ...] = (
    ("Bộ phận Một cửa", "Hôm nay", "staff:home", ()),
    ("Bộ phận Một cửa", "Tiếp nhận", "staff:receive", (Right.RECEIVE,)),
    ("Bộ phận Một cửa", "Hồ sơ trực tuyến", _INBOX, (Right.RECEIVE,)),
    ("Bộ phận Một cửa", "Việc của tôi", "staff:work", (Right.SEE_DOSSIERS,)),
    ("Bộ phận Một cửa", "Liên thông", "staff:bodies", (Right.SEE_DOSSIERS,)),
    ("Bộ phận Một cửa", "Dự thảo chờ duyệt", "staff:drafts-waiting", (Right.SIGN_OFF,)),
    ("Bộ phận Một cửa", "Sổ theo dõi", "staff:register", (Right.SEE_DOSSIERS,)),
    ("Bộ phận Một cửa", "Hàng đợi", "staff:queue", (Right.RECEIVE,)),
    ("Bộ phận Một cửa", "Trang của tôi", "staff:mine", ()),
    ("Bộ phận Một cửa", "Nhiệm vụ của tôi", "staff:own-tasks", ()),
    ("Bộ phận Một cửa", "Đề xuất nhiệm vụ", "staff:proposals", ()),
    ("Bộ phận Một cửa", "Tin, bài của tôi", "staff:outreach-add", ()),
    ("Bộ phận Một cửa", "Trễ hạn", "staff:lateness", (Right.SEE_DOSSIERS,)),
    ("Bộ phận Một cửa", "Thu, hoàn phí", "staff:money", (Right.COLLECT_FEE, Right.SIGN_OFF)),
    ("Giấy tờ", "Số hóa", "staff:scans", (Right.RECEIVE, Right.WORK)),
    ("Giấy tờ", "Ký số", "staff:signing", (Right.RECEIVE, Right.WORK, Right.SIGN_OFF)),
    ("Giấy tờ", "Kết quả", "staff:results", (Right.WORK, Right.SIGN_OFF)),
    (
        "Giấy tờ",
        "Sổ chứng thực",
        "staff:certified-book",
        (Right.WORK, Right.SIGN_OFF, Right.RECEIVE, Right.STEER),
    ),
    ("Giấy tờ", "Kết quả cũ", "staff:old-results", (Right.WORK, Right.RECEIVE, Right.SIGN_OFF, Right.STEER)),
    ("Giấy tờ", "Thời hạn lưu", "staff:keeping", (Right.SIGN_OFF, Right.STEER)),
    ("Giấy tờ", "Làm sạch giấy tờ", "staff:cleaning", (Right.CORRECT, Right.STEER)),
    ("Giấy tờ", "Kiểm tra chữ ký", "staff:check-signatures", ()),
    ("Điều hành", "Bàn điều hành", "staff:control", (Right.SEE_FIGURES,)),
    ("Điều hành", "Đánh giá cán bộ, cơ quan", "staff:nine", (Right.SEE_FIGURES,)),
    ("Điều hành", "Thước đo, nghị quyết", "staff:measures", (Right.SEE_FIGURES,)),
    ("Điều hành", "Hỏi số liệu", "staff:ask", (Right.SEE_FIGURES,)),
    ("Điều hành", "Chỉ số CCHC", "staff:reform", (Right.SEE_FIGURES,)),
    ("Điều hành", "Công bố chỉ số", "staff:publications", (Right.STEER, Right.SEE_FIGURES)),
    ("Điều hành", "Bộ chỉ số", "staff:sets", (Right.ADMINISTER, Right.SEE_FIGURES)),
    ("Điều hành", "Sổ vi phạm", "staff:violations", (Right.STEER,)),
    ("Điều hành", "Kế hoạch", "staff:plans", (Right.STEER, Right.SEE_FIGURES)),
    ("Điều hành", "Nhiệm vụ", "staff:tasks", (Right.STEER, Right.SEE_FIGURES)),
    ("Điều hành", "Chỉ tiêu", "staff:targets", (Right.SEE_FIGURES,)),
    ("Kiểm soát TTHC", "Kiểm tra", "staff:inspections", (Right.STEER, Right.SEE_FIGURES)),
    ("Kiểm soát TTHC", "Đối thoại", "staff:dialogues", (Right.STEER, Right.SEE_FIGURES)),
    ("Kiểm soát TTHC", "Truyền thông", "staff:outreach", (Right.STEER, Right.SEE_FIGURES)),
    ("Kiểm soát TTHC", "Báo cáo đã gửi", "staff:sent-reports", (Right.STEER, Right.SEE_FIGURES)),
    ("Kiểm soát TTHC", "Thi đua", "staff:emulation", (Right.STEER, Right.SEE_FIGURES)),
    ("Kiểm soát TTHC", "Sáng kiến", "staff:initiatives", (Right.STEER, Right.SEE_FIGURES)),
    ("Kiểm soát TTHC", "Kinh phí", "staff:budget", (Right.STEER, Right.SEE_FIGURES)),
    ("Quản trị", "Tổ chức một cửa", "staff:desk", (Right.ADMINISTER, Right.ASSIGN, Right.STEER)),
    ("Quản trị", "Cơ quan, cán bộ", "staff:agency", (Right.ADMINISTER,)),
    ("Quản trị", "Lịch, giờ làm việc", "staff:calendar", (Right.ADMINISTER,)),
    ("Quản trị", "Thủ tục, thời hạn", "staff:procedures", (Right.ADMINISTER,)),
    ("Quản trị", "Tờ khai điện tử", "staff:eforms", (Right.ADMINISTER,)),
    ("Quản trị", "Quy trình nội bộ", "staff:processes", (Right.ADMINISTER, Right.STEER)),
    ("Quản trị", "Mẫu giấy tờ", "staff:templates", (Right.ADMINISTER,)),
    ("Quản trị", "Thiết lập", "staff:settings", (Right.ADMINISTER,)),
    ("Quản trị", "Chứng thư tin cậy", "staff:trust", (Right.ADMINISTER,)),
    ("Quản trị", "Xem dữ liệu công dân", "staff:looks", (Right.ADMINISTER,)),
    ("Quản trị", "Kho tệp giấy tờ", "staff:store", (Right.ADMINISTER,)),
    ("Quản trị", "Xử lý nền", "staff:background", (Right.ADMINISTER,)),
    ("Quản trị", "Nhật ký", "staff:record", (Right.ADMINISTER,)),
    ("Quản trị", "Giới thiệu", "staff:about", (Right.ADMINISTER,)),
)


def staff_navigation(request: HttpRequest) -> Iterator[NavItem]:
    """The entries of the officer who asks; none before sign-in."""
    officer = _officer(request)
    if officer is None:
        return
    held = frozenset(right for grant in officer.grants for right in grant.rights)
    for name, entry in _entries(held, get_script_prefix(), get_urlconf()):
        yield replace(entry, badge=_waiting(officer)) if name == _INBOX else entry


@lru_cache(maxsize=256)
def _entries(held: frozenset[Right], _prefix: str, _urls: str | None) -> tuple[tuple[str, NavItem], ...]:
    """URL names and entries for who holds these rights, the same on every page; none of pages this house has not."""
    mine = [entry for entry in ENTRIES if not entry[-1] or not held.isdisjoint(entry[-1])]
    addressed = [(group, label, name, _url(name)) for group, label, name, _ in mine]
    return tuple((name, NavItem(label, url, group=group)) for group, label, name, url in addressed if url)


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def staff_signed_in(request: HttpRequest) -> SignedIn:
    """Name, post and agency for the head of every staff page."""
    officer = _officer(request)
    return SignedIn(officer.name, officer.title, officer.agency_name) if officer else SignedIn()


def _officer(request: HttpRequest) -> Officer | None:
    if not request.user.is_authenticated:
        return None
    try:
        return officer_on(request)
    except NotFound:
        return None


def _waiting(officer: Officer) -> int | None:
    """How many filed dossiers wait at the officer's desks; one statement on the index by desk and state."""
    return filed_at_desks(scope_of(officer, Right.RECEIVE)) or None
