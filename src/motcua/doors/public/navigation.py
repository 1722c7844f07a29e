"""What a visitor finds in the navigation."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.doors.frame.navigation import NavItem


def public_navigation(request: HttpRequest) -> Iterator[NavItem]:
    """Six entries, the same for everybody."""
    yield NavItem(_("Thủ tục"), reverse("public:procedures"))
    yield NavItem(_("Tra cứu hồ sơ"), reverse("public:look-up"))
    yield NavItem(_("Của tôi"), reverse("public:mine"))
    yield NavItem(_("Chỉ số phục vụ"), reverse("public:index"))
    yield NavItem(_("Cán bộ phụ trách"), reverse("public:staff"))
    yield NavItem(_("Phản ánh, kiến nghị"), reverse("public:feedback"))
