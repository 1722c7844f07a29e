"""What the small scripts do, in a real browser under the real policy; and that pages do without."""

import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from tests.browser import browser_path

CHROMIUM = browser_path()

pytestmark = [
    pytest.mark.web,
    pytest.mark.skipif(CHROMIUM is None, reason="không có trình duyệt Chromium trên máy này"),
]


class Silent(WSGIRequestHandler):
    """A test server that does not write on the console."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - named by the base class
        pass


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        opened = player.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()


@pytest.fixture
def site() -> Iterator[str]:
    server: WSGIServer = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), handler_class=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.blocked = []
    opened.on(
        "console", lambda said: opened.blocked.append(said.text) if "Content Security" in said.text else None
    )
    opened.on("pageerror", lambda error: opened.blocked.append(str(error)))
    yield opened
    context.close()
    assert opened.blocked == []


def focused(tab: Any, what: str) -> Any:
    return tab.evaluate(f"document.activeElement.{what}")


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(tab: Any, site: str) -> None:
    tab.goto(f"{site}/sai")
    assert focused(tab, "className") == "error-summary"
    tab.click("text=Cách nhận kết quả: ")
    assert focused(tab, "name") == "channel"


@pytest.mark.parametrize("page", ["/", "/cong-dan"])
@pytest.mark.parametrize("width", [1280, 360])
def test_every_part_of_a_page_is_accessible_and_can_be_read(
    tab: Any, site: str, page: str, width: int
) -> None:
    """Every component with the contrast of every text: pages made of them need not be measured one by one."""
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(f"{site}{page}")
    found = Axe().run(
        tab,
        options={
            "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
            "resultTypes": ["violations"],
        },
    )
    wrong = [
        (each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found.response["violations"]
    ]
    assert wrong == []


def test_keys_press_the_main_action_and_open_the_search(tab: Any, site: str) -> None:
    tab.goto(f"{site}/")
    tab.keyboard.press("F2")
    tab.wait_for_url("**/#form")
    tab.keyboard.press("Control+k")
    assert focused(tab, "id") == "site-search"


def test_a_scanner_types_into_its_field_wherever_the_focus_is(tab: Any, site: str) -> None:
    tab.goto(f"{site}/")
    # From inside the page: over the line from here, keys come slowly on a busy machine.
    tab.evaluate(
        """() => [..."001234567890|Nguyen Van Mau|01011990", "Enter"].forEach((key) =>
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))"""
    )
    assert focused(tab, "id") == "id_scan"
    assert focused(tab, "value") == "001234567890|Nguyen Van Mau|01011990"
    assert tab.url == f"{site}/"


@pytest.mark.parametrize("focus", ["a.button.main", "button[type=submit]", "input[type=checkbox]"])
def test_the_other_lines_of_a_scan_press_nothing_that_has_the_focus(tab: Any, site: str, focus: str) -> None:
    """A receipt's QR code has several lines; the first opens the dossier, the next ones come while that page loads."""
    tab.goto(f"{site}/")
    prevented = tab.evaluate(
        """(focus) => {
            document.querySelectorAll("[data-scan]").forEach((each) => delete each.dataset.scan);
            document.querySelector(focus).focus();
            const press = (key) => !document.activeElement.dispatchEvent(
                new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
            [..."Mã TTHC: 2.000815"].forEach(press);
            return press("Enter");
        }""",
        focus,
    )
    assert prevented


def test_a_key_held_down_acts_once(tab: Any, site: str) -> None:
    tab.goto(f"{site}/")
    clicks = tab.evaluate(
        """() => {
            let clicks = 0;
            const button = document.querySelector("[data-key=F2]");
            button.addEventListener("click", (event) => { clicks += 1; event.preventDefault(); });
            for (const repeat of [false, true, true]) {
                document.body.dispatchEvent(
                    new KeyboardEvent("keydown", { key: "F2", repeat, bubbles: true, cancelable: true }));
            }
            return clicks;
        }"""
    )
    assert clicks == 1


def test_a_person_typing_outside_a_field_is_no_scanner(tab: Any, site: str) -> None:
    tab.goto(f"{site}/")
    tab.keyboard.type("12345678", delay=90)
    tab.keyboard.press("Enter")
    assert tab.input_value("#id_scan") == ""


def test_an_impatient_click_sends_once(tab: Any, site: str) -> None:
    tab.goto(f"{site}/sai")
    held = tab.evaluate(
        """() => {
            const held = [];
            window.addEventListener("submit", (event) => {
                held.push(event.defaultPrevented);
                event.preventDefault();
            });
            for (let n = 0; n < 3; n++) document.querySelector("form[method=post] .main").click();
            return held;
        }"""
    )
    assert held == [False, True, True]
    assert tab.text_content("form[method=post] .main") == "Đang gửi…"


def test_arrows_walk_the_rows(tab: Any, site: str) -> None:
    tab.goto(f"{site}/")
    tab.focus("table[data-rows] tbody a")
    tab.keyboard.press("ArrowDown")
    assert focused(tab, "textContent").endswith("0002")
    tab.keyboard.press("End")
    assert focused(tab, "textContent").endswith("0007")


def test_a_filter_replaces_the_list_and_the_address_follows(tab: Any, site: str) -> None:
    tab.goto(f"{site}/")
    with tab.expect_response(lambda answer: "state=late" in answer.url) as answer:
        tab.select_option("#id_state", "late")
    assert answer.value.request.headers["hx-request"] == "true"
    tab.wait_for_url("**/?q=&state=late")
    assert tab.evaluate("[htmx.config.allowEval, htmx.config.historyCacheSize]") == [False, 0]


@pytest.mark.parametrize("address", ["/", "/cong-dan", "/sai", "/khong-co"])
@pytest.mark.parametrize("width", [360, 640, 1280])
def test_no_page_is_wider_than_the_screen(tab: Any, site: str, address: str, width: int) -> None:
    """640 px is also what a screen of 1280 px shows at 200 % zoom."""
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(site + address)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("address", "least"), [("/", 24), ("/cong-dan", 24)])
def test_whatever_is_pressed_is_large_enough(tab: Any, site: str, address: str, least: int) -> None:
    """WCAG 2.2 target size; links inside a sentence are excepted by the rule."""
    tab.set_viewport_size({"width": 360, "height": 800})
    tab.goto(site + address)
    small = tab.evaluate(
        """(least) => [...document.querySelectorAll("button, .button, input:not([type=hidden]), select, "
            + "summary, nav a, .links a, .pager a, table.dense tbody a, thead a, .sum, .year a, "
            + ".heat td a, .bars a")]
            .filter((each) => !each.closest("[hidden]") && each.checkVisibility())
            .filter((each) => !(each.matches("[type=radio], [type=checkbox]") && each.closest("label")))
            .filter((each) => !each.closest("table.dense thead") || innerWidth > 640)
            .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
            .filter(([, box]) => box.height < least - 0.5 || box.width < least - 0.5)
            .map(([words, box]) => words + " " + box.width + "x" + box.height)""",
        least,
    )
    assert small == []


def test_a_page_does_without_scripts(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{site}/")
    opened.select_option("#id_state", "late")
    opened.click(".filters button")
    assert "state=late" in opened.url
    opened.click(".pager a >> text=Sau")
    assert "page=5" in opened.url
    assert "state=late" in opened.url
    assert not opened.is_visible("[data-print]")
    context.close()
