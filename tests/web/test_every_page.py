"""Every page, small and wide: accessible, quiet, in order, and no heavier than a telephone likes."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from tests.web.begun import begin_for_the_citizen
from tests.web.every_page import PAGES, PUBLIC
from tests.web.every_page.no_pages import NOT_A_PAGE
from tests.web.every_page.places import CITIZEN, CONTROL, Page
from tests.web.house import House
from tests.web.importing import hand_in, this_years_plan
from tests.web.visitor import SMALL, WIDE, Visitor

pytestmark = pytest.mark.web
# Of a public page at the first visit.
_MOST_BYTES = 100_000
_FIRST = {(page.name, page.case): page for page in reversed(PAGES)}
# The head and the menu of each officer are looked at once.
_WHOLE = {page.login: page for page in reversed(PAGES)}.values()


@pytest.fixture(scope="module")
def _plans(browser: Any, house: House, signed_in: Callable[[str], Any]) -> None:
    """A plan that runs, and a reading that nobody has confirmed yet."""
    officer = Visitor(browser, house, state=signed_in(CONTROL))
    for content in (this_years_plan("Bản để chạy."), this_years_plan("Bản chờ.")):
        hand_in(officer, content)
        officer.page.wait_for_url("**/kiem-tra")
        waits = officer.path()
    officer.goto("/can-bo/ke-hoach")
    officer.page.locator(f"tbody a[href$='/kiem-tra']:not([href='{waits}'])").first.click()
    officer.page.get_by_role("button", name="Xác nhận kế hoạch").first.click()
    officer.page.wait_for_url(re.compile(r"/ke-hoach/\d+$"))
    officer.close()


@pytest.fixture(scope="module")
def _begun(browser: Any, house: House, signed_in: Callable[[str], Any]) -> None:
    """The citizen has begun a birth and a reply, and is offered something of every level."""
    begin_for_the_citizen(Visitor(browser, house, state=signed_in(CITIZEN)))


@pytest.fixture(scope="module")
def at_work(
    browser: Any, house: House, signed_in: Callable[[str], Any]
) -> Iterator[Callable[[str], Visitor]]:
    """Officers, and a citizen (""), who go from page to page in one browser window each: a new one for every page costs
    as much as the page."""
    known: dict[str, Visitor] = {}

    def of(login: str) -> Visitor:
        if login not in known:
            known[login] = Visitor(browser, house, state=signed_in(login) if login else None)
        return known[login]

    yield of
    for each in known.values():
        each.close()


@pytest.mark.usefixtures("_plans", "_begun")
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_in_order(at_work: Callable[[str], Visitor], house: House, page: Page) -> None:
    visitor = at_work(page.login)
    visitor.resize(SMALL)
    visitor.complaints.clear()
    visitor.goto(page.path(house), page.status)
    if page in PUBLIC:
        weights = visitor.weights()
        assert any(each.endswith(".css") for each in weights)
        assert sum(weights.values()) < _MOST_BYTES, weights
    # axe where most people are: citizens on a telephone, officers at a desk. Everything else at both widths. Another
    # officer sees the same page.
    usual = SMALL if page in PUBLIC else WIDE
    asked = _FIRST[page.name, page.case] is page
    for width in (SMALL, WIDE):
        visitor.resize(width)
        visitor.screenshot(str(page))
        visitor.check(accessible=asked and width == usual, head=page in _WHOLE)


def test_no_page_is_forgotten() -> None:
    known = {page.name for page in PAGES} | NOT_A_PAGE.keys()
    assert sorted(set(_names(get_resolver().url_patterns)) - known) == []


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _names(each.url_patterns, each.namespace or space)
        elif space in ("public", "staff", "kiosk"):
            yield f"{space}:{each.name}"
