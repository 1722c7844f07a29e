"""What an officer finds in the navigation: only what the officer may open."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from motcua.doors.frame.navigation import NavItem
from motcua.doors.staff.gates import officer_on
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right

# (group, label, URL name, right that opens it; None: every officer)
ENTRIES: tuple[tuple[str, str, str, Right | None], ...] = (
    ("Bộ phận Một cửa", "Hôm nay", "staff:home", None),
    ("Bộ phận Một cửa", "Tiếp nhận", "staff:receive", Right.RECEIVE),
    ("Bộ phận Một cửa", "Hồ sơ trực tuyến", "staff:inbox", Right.RECEIVE),
    ("Bộ phận Một cửa", "Việc của tôi", "staff:work", Right.SEE_DOSSIERS),
    ("Bộ phận Một cửa", "Sổ theo dõi", "staff:register", Right.SEE_DOSSIERS),
    ("Điều hành", "Bàn điều hành", "staff:control", Right.SEE_FIGURES),
    ("Điều hành", "Kế hoạch", "staff:plans", Right.STEER),
    ("Điều hành", "Nhiệm vụ", "staff:tasks", Right.STEER),
    ("Điều hành", "Chỉ tiêu", "staff:targets", Right.SEE_FIGURES),
    ("Quản trị", "Cơ quan, cán bộ", "staff:agency", Right.ADMINISTER),
    ("Quản trị", "Lịch, giờ làm việc", "staff:calendar", Right.ADMINISTER),
    ("Quản trị", "Thủ tục, thời hạn", "staff:procedures", Right.ADMINISTER),
    ("Quản trị", "Thiết lập", "staff:settings", Right.ADMINISTER),
    ("Quản trị", "Xử lý nền", "staff:background", Right.ADMINISTER),
    ("Quản trị", "Nhật ký", "staff:record", Right.ADMINISTER),
    ("Quản trị", "Giới thiệu", "staff:about", Right.ADMINISTER),
)


def staff_navigation(request: HttpRequest) -> Iterator[NavItem]:
    """The entries of the officer who asks; none before sign-in."""
    if not request.user.is_authenticated:
        return
    try:
        officer = officer_on(request)
    except NotFound:
        return
    for group, label, name, right in ENTRIES:
        if right is None or officer.may_anywhere(right):
            try:
                yield NavItem(label, reverse(name), group=group)
            except NoReverseMatch:
                continue
