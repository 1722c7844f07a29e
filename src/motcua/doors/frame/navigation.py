"""Which entries the navigation of a door has: each door registers its own, the frame only shows them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry. `badge` is a count to show beside the label (None: no badge); `group` is its heading."""

    label: str
    url: str
    current: bool = False
    badge: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who the head of a page names; empty strings where nobody is signed in."""

    name: str = ""
    post: str = ""
    agency: str = ""


Supplier: TypeAlias = Callable[[HttpRequest], Iterable[NavItem]]
Introducer: TypeAlias = Callable[[HttpRequest], SignedIn]

_suppliers: dict[str, Supplier] = {}
_introducers: dict[str, Introducer] = {}


def register_navigation(namespace: str, supplier: Supplier, introducer: Introducer | None = None) -> None:
    """Name who supplies the entries for pages under a URL namespace (`staff`, `public`).

    Called once, from the door's `AppConfig.ready`. The supplier runs when a template asks for `nav`,
    never for a page without navigation. `current` may be left to the frame, which marks the entry
    with the longest address that begins the page's own. `introducer` names who is signed in, for pages that
    answer without a view of the door: errors and refusals.
    """
    _suppliers[namespace] = supplier
    if introducer:
        _introducers[namespace] = introducer


def navigation(request: HttpRequest) -> tuple[NavItem, ...]:
    """The entries for this page; empty where the door registered none, or the address leads nowhere."""
    supplier = _suppliers.get(_door(request))
    items = tuple(supplier(request)) if supplier else ()
    return items if any(item.current for item in items) else mark_current(items, request.path)


def signed_in(request: HttpRequest) -> SignedIn:
    """Who is signed in at the door of this page."""
    introducer = _introducers.get(_door(request))
    return introducer(request) if introducer else SignedIn()


def _door(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.namespaces[0] if match and match.namespaces else ""


def mark_current(items: tuple[NavItem, ...], path: str) -> tuple[NavItem, ...]:
    """The same entries, that one marked whose address begins `path` and is the longest to do so.

    An entry under whose address other entries lie (the first page of a door) marks only its own page: a page
    that belongs to no entry marks none.
    """
    inside = [item.url for item in items if path == item.url or _under(path, item.url)]
    here = max(inside, key=len, default=None)
    if (
        here is not None
        and here != path
        and any(_under(item.url, here) for item in items if item.url != here)
    ):
        here = None
    return tuple(NavItem(item.label, item.url, item.url == here, item.badge, item.group) for item in items)


def _under(path: str, url: str) -> bool:
    return path.startswith(url.rstrip("/") + "/")
