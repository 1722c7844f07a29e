"""Somebody with a browser: opens pages, signs in, and notices what a page does wrong."""

import os
import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from tests.web.every_page.places import CITIZEN
from tests.web.house import PASSWORD, House

WIDE, SMALL = 1280, 360
_HEIGHT = {WIDE: 800, SMALL: 740}
_WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_AXE = Axe().axe_script
# Rules that ask where each part of a page is drawn, and in which colours.
_OF_LOOKS = ("color-contrast", "target-size", "link-in-text-block")
_COUNTED = ("navigation", "link", "script")
_PATIENCE_MS = 8000
# The browser's own line about an answer with 4xx; whether the answer is right is the journey's matter.
_STATUS_LINE = "Failed to load resource"


class Visitor:
    """One browser context (cookies of its own) with one page."""

    def __init__(
        self, browser: Any, house: House, *, width: int = WIDE, scripts: bool = True, state: Any = None
    ) -> None:
        self.house = house
        self.context = browser.new_context(
            base_url=house.address,
            viewport={"width": width, "height": _HEIGHT.get(width, 800)},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            java_script_enabled=scripts,
            reduced_motion="reduce",
            storage_state=state,
        )
        self.context.set_default_timeout(_PATIENCE_MS)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"lỗi trong trang: {error}"))

    def close(self) -> None:
        """Leave, and say whether the browser complained of anything on the way."""
        self.context.close()
        assert self.complaints == []

    def goto(self, path: str, status: int = 200) -> None:
        """Open an address of the house, which answers with this status."""
        answer = self.page.goto(path)
        assert answer.status == status, f"{path}: {answer.status}, không phải {status}"

    def resize(self, width: int) -> None:
        """Turn the telephone, or move to the office computer."""
        self.page.set_viewport_size({"width": width, "height": _HEIGHT.get(width, 800)})

    def sign_in(self, login: str) -> None:
        """As an officer of the sample, or as its citizen."""
        citizen = login == CITIZEN
        self.goto("/dang-nhap" if citizen else "/can-bo/dang-nhap")
        self.page.fill("[name=username]", login)
        self.page.fill("[name=password]", PASSWORD)
        self.page.locator("main button[type=submit]", has_text="Đăng nhập").click()
        self.page.wait_for_url("**/cua-toi" if citizen else re.compile(r"/can-bo/(?!dang-nhap)"))

    def path(self) -> str:
        """Where the visitor is, without the house's name."""
        return str(self.page.url.removeprefix(self.house.address))

    def text(self) -> str:
        """What stands in the main part of the page."""
        return str(self.page.inner_text("main"))

    def assert_accessible(self, *, looks: bool = True, whole: bool = True) -> None:
        """axe finds nothing against WCAG 2.2 AA. Rules on how things look are three quarters of its work, what stands
        around `main` on every page another part; style sheets come from this house, nothing has to be fetched."""
        options = {
            "runOnly": {"type": "tag", "values": _WCAG_2_2_AA},
            "rules": {rule: {"enabled": looks} for rule in _OF_LOOKS},
            "resultTypes": ["violations"],
            "preload": False,
            "selectors": False,
        }
        self.page.evaluate(_AXE)
        found = self.page.evaluate(
            "async ([where, options]) => (await axe.run(where, options)).violations",
            [{"include": [["html" if whole else "main"]]}, options],
        )
        where = f"{self.path()} ({self.page.viewport_size['width']} px)"
        assert not found, _report(where, found)

    def assert_no_console_errors(self) -> None:
        """Neither a script's fault nor anything that the content security policy stopped."""
        assert self.complaints == [], f"{self.path()}: {self.complaints}"

    def assert_fits(self) -> None:
        """No sideways scrolling, and the name of what sticks out."""
        width = self.page.viewport_size["width"]
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (
            f"{self.path()}: rộng {wide} px trên màn hình {width} px: {self._sticking_out()}"
        )

    def assert_in_order(self) -> None:
        """One heading of the first level, the language said, a title."""
        self.page.locator("h1").first.wait_for(state="attached")  # a page on its way has nothing yet
        heads, language, title = self.page.evaluate(
            """() => [[...document.querySelectorAll("h1")].map((each) => each.innerText.trim()),
                      document.documentElement.lang, document.title.trim()]"""
        )
        assert len(heads) == 1, f"{self.path()}: {len(heads)} tiêu đề h1: {heads}"
        assert heads[0], f"{self.path()}: tiêu đề h1 trống"
        assert language == "vi", f"{self.path()}: tiếng {language}"
        assert title, f"{self.path()}: không có title"

    def check(self, *, accessible: bool = True, head: bool = False) -> None:
        """Everything that holds for every page; axe, the slowest of it, only when asked.

        Of an officer's page it sees `main`, and the head too when asked: the same stands on every page. How its parts
        look is measured in the gallery they come from (tests/frame); AXE=all measures it here too.
        """
        self.assert_no_console_errors()
        self.assert_in_order()
        self.assert_fits()
        if accessible:
            public = not self.page.evaluate("document.body.classList.contains('staff')")
            everything = public or os.environ.get("AXE") == "all"
            self.assert_accessible(looks=everything, whole=everything or head)

    def screenshot(self, name: str) -> None:
        """Keep a picture when `SCREENSHOTS` names a folder."""
        folder = os.environ.get("SCREENSHOTS")
        if folder:
            width = self.page.viewport_size["width"]
            self.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)

    def weights(self) -> dict[str, int]:
        """Bytes of HTML, style and scripts as they come over the line at a first visit, kept ones counted too."""
        entries = self.page.evaluate(
            """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
                .map((each) => [each.name, each.initiatorType, each.encodedBodySize])"""
        )
        return {
            name.removeprefix(self.house.address): size for name, kind, size in entries if kind in _COUNTED
        }

    def _heard(self, said: Any) -> None:
        if said.type == "error" and not said.text.startswith(_STATUS_LINE):
            self.complaints.append(said.text)
        elif said.type == "error" and "/static/" in said.location.get("url", ""):
            self.complaints.append(f"{said.text}: {said.location['url']}")

    def _sticking_out(self) -> Any:
        return self.page.evaluate(
            """() => [...document.body.querySelectorAll("*")]
                .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
                .slice(-3).map((each) => each.outerHTML.slice(0, 120))"""
        )


def _report(path: str, violations: list[dict[str, Any]]) -> str:
    lines = [f"{path}: {len(violations)} điểm chưa tiếp cận được"]
    for each in violations:
        lines.append(f"- {each['id']} ({each['impact']}): {each['help']}")
        for node in each["nodes"][:5]:
            why = " ".join(node.get("failureSummary", "").split())
            lines.append(f"    {node['html'][:160]}\n      {why[:240]}")
    return "\n".join(lines)
