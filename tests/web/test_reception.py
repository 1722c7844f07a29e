"""Reception: a citizen stands at the counter, and no hand leaves the keyboard."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.web.conftest import Open
from tests.web.house import PASSWORD, House
from tests.web.visitor import SMALL, WIDE, Visitor

pytestmark = pytest.mark.web

# What a scanner types; the person is invented.
CARD = "099300012345||Lý Thị Thử|05051990|Nữ|Thôn Đoài, xã Lam Bình|15042023"
BIRTH = "1.001193"
CODE = re.compile(r"H99\.101-261119-\d{4}")
# Sign-in, procedure, card, telephone, send, receipt, next citizen: a limit on what a change may cost the hands.
_MOST_KEYS = 60


class Hands:
    """Only a keyboard; keys are counted, those of the scanner apart."""

    def __init__(self, page: Any) -> None:
        self._keyboard = page.keyboard
        self.keys = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self._keyboard.press(key)
            self.keys += 1

    def write(self, text: str) -> None:
        self._keyboard.type(text)
        self.keys += len(text)

    def scan(self, line: str) -> None:
        self._keyboard.type(line, delay=1)
        self._keyboard.press("Enter")


def test_a_whole_reception_by_keyboard(visit: Open, house: House) -> None:
    officer = visit()
    page, hands = officer.page, Hands(officer.page)
    officer.goto("/can-bo/dang-nhap")
    page.focus("[name=username]")
    hands.write("tiepnhan")
    hands.press("Tab")
    hands.write(PASSWORD)
    hands.press("Enter")
    page.wait_for_url("**/can-bo/")
    signed_in = hands.keys

    hands.press("F2")
    page.wait_for_selector("#procedure-q:focus")
    with page.expect_response(lambda answer: "q=khai" in answer.url and answer.ok):
        hands.write("khai sinh")
    page.wait_for_selector("#choices >> text=Thủ tục khớp với «khai sinh»")
    wanted = page.get_by_role("link", name="Thủ tục đăng ký khai sinh 1.001193")
    hands.press(wanted.get_attribute("data-key"))
    page.wait_for_url(f"**/can-bo/tiep-nhan/{BIRTH}")

    expect(page.locator("[name=card]")).to_be_focused()
    hands.scan(CARD)
    expect(page.locator("[name=name]")).to_have_value("Lý Thị Thử")
    assert page.input_value("[name=identity_number]") == "099300012345"
    assert page.input_value("[name=birth_date]") == "05/05/1990"
    assert page.input_value("[name=card]") == ""
    expect(page.locator("[name=phone]")).to_be_focused()
    hands.write("0000123456")
    _tab_to(hands, page, "[name=subject]")
    hands.write("Lý Văn Con")
    officer.screenshot("journey-reception-filled")
    hands.press("Control+Enter")
    page.wait_for_url("**/da-tiep-nhan")
    code = page.inner_text(".code.big")
    assert CODE.fullmatch(code)
    officer.screenshot("journey-received")
    officer.check()

    # A browser without windows has no viewer for PDF: the request for the receipt is what the key is for.
    with officer.context.expect_event("request", lambda sent: sent.url.endswith(f"/{code}/giay-tiep-nhan")):
        hands.press("F4")
    receipt = officer.context.request.get(f"/can-bo/ho-so/{code}/giay-tiep-nhan")
    assert receipt.headers["content-type"] == "application/pdf"
    assert receipt.body().startswith(b"%PDF-")
    assert len(receipt.body()) > 5000

    print(f"phím bấm: {hands.keys} cả đăng nhập, {hands.keys - signed_in} cho một hồ sơ")  # noqa: T201 - `pytest -s` shows what a reception costs
    assert hands.keys < _MOST_KEYS
    hands.press("F2")
    page.wait_for_url("**/can-bo/tiep-nhan")
    [(name, papers)] = house.rows(
        "SELECT applicant_name, (SELECT count(*) FROM dossiers_dossierpaper p WHERE p.dossier_id = d.id)"
        " FROM dossiers_dossier d WHERE code = ?", code,
    )  # fmt: skip
    assert name == "Lý Thị Thử"
    assert papers == 3


def _tab_to(hands: Hands, page: Any, selector: str) -> None:
    for _ in range(10):
        hands.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"phím Tab không đến được {selector}")


@pytest.fixture
def filled(visit: Open) -> Callable[..., Visitor]:
    """A reception that is ready to be sent."""

    def fill(number: str, *, scripts: bool = True) -> Visitor:
        officer = visit("tiepnhan", scripts=scripts)
        officer.goto(f"/can-bo/tiep-nhan/{BIRTH}")
        for name, words in (("identity_number", number), ("name", "Hứa Văn Nháp"), ("phone", "0000999888")):
            officer.page.fill(f"[name={name}]", words)
        return officer

    return fill


def received(house: House, name: str) -> int:
    """How many dossiers there are of an applicant."""
    return int(house.one("SELECT count(*) FROM dossiers_dossier WHERE applicant_name = ?", name))


def test_two_impatient_clicks_are_one_dossier(filled: Callable[..., Visitor], house: House) -> None:
    before = received(house, "Hứa Văn Nháp")
    page = filled("099200054321").page
    with page.expect_navigation(url="**/da-tiep-nhan"):
        page.dblclick("button.main[type=submit]")
    assert CODE.fullmatch(page.inner_text(".code.big"))
    assert received(house, "Hứa Văn Nháp") == before + 1


def test_going_back_and_sending_again_is_still_one_dossier(
    filled: Callable[..., Visitor], house: House
) -> None:
    before = received(house, "Hứa Văn Nháp")
    page = filled("099200054322").page
    page.click("button.main[type=submit]")
    page.wait_for_url("**/da-tiep-nhan")
    code = page.inner_text(".code.big")
    page.go_back()
    page.wait_for_selector("[name=phone]")
    if page.input_value("[name=phone]"):  # the browser kept the form, and with it the key of the act
        page.click("button.main[type=submit]")
        page.wait_for_url("**/da-tiep-nhan")
        assert page.inner_text(".code.big") == code
    assert received(house, "Hứa Văn Nháp") == before + 1


def test_what_is_missing_is_named_and_nothing_is_lost(filled: Callable[..., Visitor]) -> None:
    officer = filled("12345")
    officer.page.click("button.main[type=submit]")
    officer.page.wait_for_selector(".error-summary")
    assert officer.page.evaluate("document.activeElement.className") == "error-summary"
    assert "12 chữ số" in officer.page.inner_text(".error-summary")
    assert officer.page.input_value("[name=name]") == "Hứa Văn Nháp"
    assert officer.page.title().startswith("Cần sửa")
    officer.screenshot("journey-reception-refused")
    officer.check()


def test_another_code_scanned_is_no_card(filled: Callable[..., Visitor]) -> None:
    officer = filled("099200054323")
    officer.page.focus("[name=card]")
    officer.page.keyboard.type("https://vi.du/khong-phai-the|1|2", delay=1)
    officer.page.keyboard.press("Enter")
    officer.page.wait_for_selector("#card-problem:not(:empty)")
    assert "không phải mã QR của thẻ căn cước" in officer.page.inner_text("#card-problem")
    assert officer.page.input_value("[name=name]") == "Hứa Văn Nháp"


def test_reception_does_without_scripts(filled: Callable[..., Visitor], house: House) -> None:
    officer = filled("", scripts=False)
    officer.page.fill(
        "[name=card]", CARD.replace("Lý Thị Thử", "Mạc Thị Tĩnh").replace("099300012345", "099300099999")
    )
    officer.page.fill("[name=name]", "")
    officer.page.click("button[name=fill]")
    assert officer.page.input_value("[name=name]") == "Mạc Thị Tĩnh"
    assert officer.page.input_value("[name=phone]") == "0000999888"
    officer.page.click("button.main[type=submit]")
    assert officer.path().endswith("/da-tiep-nhan")
    assert CODE.fullmatch(officer.page.inner_text(".code.big"))
    assert received(house, "Mạc Thị Tĩnh") == 1


def test_a_long_name_leaves_room_for_the_card_on_a_telephone(visit: Open) -> None:
    """The law's longest names are cut after three lines; the whole one is a press away, and everybody hears it."""
    clerk = visit("tiepnhan", width=SMALL)
    clerk.goto("/can-bo/tiep-nhan/1.013949")
    name = clerk.page.locator("h1")
    low = name.bounding_box()["height"]
    assert low < 120
    assert clerk.page.locator("[name=card]").bounding_box()["y"] < 740
    clerk.check()
    clerk.page.get_by_role("link", name="Xem đủ tên thủ tục").click()
    assert name.bounding_box()["height"] > 2 * low
    expect(clerk.page.get_by_role("link", name="Xem đủ tên thủ tục")).to_be_hidden()
    clerk.resize(WIDE)
    clerk.goto("/can-bo/tiep-nhan/1.013949")
    expect(clerk.page.get_by_role("link", name="Xem đủ tên thủ tục")).to_be_hidden()
    clerk.check(accessible=False)
