"""What a visitor finds in the navigation."""

from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.doors.frame.navigation import NavItem


def public_navigation(request: HttpRequest) -> tuple[NavItem, ...]:
    """Six entries, the same for everybody."""
    return _entries(get_language())


@lru_cache(maxsize=8)
def _entries(language: str) -> tuple[NavItem, ...]:
    return (
        NavItem(_("Thủ tục"), reverse("public:procedures")),
        NavItem(_("Tra cứu hồ sơ"), reverse("public:look-up")),
        NavItem(_("Của tôi"), reverse("public:mine")),
        NavItem(_("Chỉ số phục vụ"), reverse("public:index")),
        NavItem(_("Cán bộ phụ trách"), reverse("public:staff")),
        NavItem(_("Phản ánh, kiến nghị"), reverse("public:feedback")),
    )
