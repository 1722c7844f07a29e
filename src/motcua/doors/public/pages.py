"""What every public page knows: the agency that the installation serves, and the other language."""

from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from motcua.kernel import clock
from motcua.organisation.models import Agency
from motcua.organisation.queries import home_agency

PLACE_KEPT_SECONDS: Final = 60
FIGURES_KEPT_SECONDS: Final = 600
MOST_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Place:
    """The home agency as public pages show it; empty texts in a system without agencies."""

    code: str = ""
    key: int = 0
    name: str = ""
    short_name: str = ""
    path: str = ""
    desk: str = ""
    address: str = ""
    phone: str = ""

    @property
    def contact(self) -> str:
        """Desk, address and phone in one line, without what is not known."""
        return " · ".join(part for part in (self.desk, self.address, self.phone) if part)


def place() -> Place:
    """The home agency, kept for a minute; two statements when asked anew."""
    kept: Place | None = cache.get("public.place")
    if kept is None:
        kept = _place_of(home_agency(clock.today()))
        cache.set("public.place", kept, PLACE_KEPT_SECONDS)
    return kept


def _place_of(agency: Agency | None) -> Place:
    if agency is None:
        return Place()
    return Place(
        code=agency.code,
        key=agency.pk,
        name=agency.name,
        short_name=agency.short_name,
        path=agency.path,
        desk=agency.desk_name,
        address=agency.address,
        phone=agency.phone,
    )


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
    folder: str = "public",
) -> HttpResponse:
    """A public page with the agency, the feedback address and the switch of language."""
    here = place()
    known = {
        "place": here,
        "agency_name": here.name,
        "data_lang": data_language(),
        "switch": _switch(request),
        "shell": getattr(request, "shell", None),  # a machine's, around the page
        **(context or {}),
    }
    return render(request, f"{folder}/{template}", known, status=status)


def as_data(words: str) -> SafeString:
    """Words of the data (a name, a title) where a page gives a plain text on: marked as Vietnamese on English pages."""
    marked = data_language()
    return format_html("<span{}>{}</span>", marked, words) if marked else conditional_escape(words)


def data_language() -> SafeString:
    """The attribute for words of the law and the catalogue, which stay Vietnamese on an English page."""
    return SafeString("" if get_language() == "vi" else ' lang="vi"')


def _switch(request: HttpRequest) -> dict[str, str]:
    other, label = ("en", "English") if get_language() == "vi" else ("vi", "Tiếng Việt")
    back = urlencode({"ve": request.get_full_path()})
    return {"code": other, "label": label, "url": f"{reverse('public:language', args=[other])}?{back}"}
