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


Supplier: TypeAlias = Callable[[HttpRequest], Iterable[NavItem]]

_suppliers: dict[str, Supplier] = {}


def register_navigation(namespace: str, supplier: Supplier) -> None:
    """Name who supplies the entries for pages under a URL namespace (`staff`, `public`).

    Called once, from the door's `AppConfig.ready`. The supplier runs when a template asks for `nav`,
    never for a page without navigation. `current` may be left to the frame, which marks the entry
    with the longest address that begins the page's own.
    """
    _suppliers[namespace] = supplier


def navigation(request: HttpRequest) -> tuple[NavItem, ...]:
    """The entries for this page; empty where the door registered none, or the address leads nowhere."""
    match = request.resolver_match
    supplier = _suppliers.get(match.namespaces[0]) if match and match.namespaces else None
    items = tuple(supplier(request)) if supplier else ()
    return items if any(item.current for item in items) else mark_current(items, request.path)


def mark_current(items: tuple[NavItem, ...], path: str) -> tuple[NavItem, ...]:
    """The same entries, that one marked whose address begins `path` and is the longest to do so."""
    inside = [item.url for item in items if path == item.url or path.startswith(item.url.rstrip("/") + "/")]
    here = max(inside, key=len, default=None)
    return tuple(NavItem(item.label, item.url, item.url == here, item.badge, item.group) for item in items)
