"""A served house and a browser for every journey. Without Chromium a journey is skipped; with STRICT=1 it fails."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.browser import browser_path
from tests.web.house import House, open_house
from tests.web.visitor import WIDE, Visitor

_CHROMIUM = browser_path()
_MISSING = "không có trình duyệt Chromium trên máy này (Debian: apt-get install chromium)"

Open = Callable[..., Visitor]


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The sample, served. One for each process that runs tests."""
    _chromium()
    with open_house(sample=True) as served:
        yield served


# Not for the session: while Playwright is open, Django refuses its database in this thread.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    path = _chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        opened = player.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
            ],
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def signed_in(browser: Any, house: House) -> Callable[[str], Any]:
    """Cookies of an officer, signed in once: `state=signed_in("tiepnhan")`."""
    kept: dict[str, Any] = {}

    def state(login: str) -> Any:
        if login not in kept:
            guest = Visitor(browser, house)
            guest.sign_in(login)
            kept[login] = guest.context.storage_state()
            guest.close()
        return kept[login]

    return state


@pytest.fixture
def visit(browser: Any, house: House, signed_in: Callable[[str], Any]) -> Iterator[Open]:
    """`visit()` opens a browser for a citizen, `visit("tiepnhan")` for an officer. No journey may leave an error
    on the browser's console."""
    opened: list[Visitor] = []

    def visit(login: str = "", *, width: int = WIDE, scripts: bool = True) -> Visitor:
        state = signed_in(login) if login else None
        opened.append(Visitor(browser, house, width=width, scripts=scripts, state=state))
        return opened[-1]

    yield visit
    for each in opened:
        each.close()


def _chromium() -> str:
    if _CHROMIUM is None:
        if os.environ.get("STRICT") == "1":
            pytest.fail(_MISSING)
        pytest.skip(_MISSING)
    return _CHROMIUM
