"""A whole reception without the mouse, in a real browser; the keystrokes that the guide promises."""

from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.web

CARD = "001190555777||TRẦN THỊ PHÍM|02031990|Nữ|Thôn Phím, xã Thử|15042021"

# Every key of some lines, where the focus is, all at once: a busy machine does not make a slow typist of the scanner.
_KEYS = """(lines) => [...lines].forEach((sign) => document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", { key: sign === "\\n" ? "Enter" : sign, bubbles: true, cancelable: true })))"""


class Hands:
    """Hands on a keyboard that are counted; what a scanner types costs nothing."""

    def __init__(self, page: Any) -> None:
        self.page, self.strokes = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.strokes += 1

    def type(self, text: str) -> None:
        for letter in text:
            self.press(letter)

    def scan(self, line: str) -> None:
        for letter in line:
            if letter.isascii():
                self.page.keyboard.type(letter)
            else:
                self.page.keyboard.insert_text(letter)
        self.page.keyboard.press("Enter")


def test_a_new_and_a_known_applicant_by_keyboard_alone(visit: Any) -> None:
    visitor = visit("tiepnhan")
    page = visitor.page
    visitor.goto("/can-bo/")
    hands = Hands(page)
    hands.press("F2")
    page.wait_for_selector("#procedure-q:focus")
    hands.type("khai sinh")
    page.wait_for_selector("h2:has-text('khai sinh')")
    hands.press("Alt+1")
    page.wait_for_selector("[data-scan]:focus")
    hands.scan(CARD)
    page.wait_for_selector("#id_phone:focus")
    assert page.input_value("#id_name") == "Trần Thị Phím"
    assert page.input_value("[data-scan]") == ""
    hands.type("0912345678")
    hands.press("Control+Enter")
    page.wait_for_selector("text=Đã tiếp nhận")
    assert hands.strokes == 22

    again = Hands(page)
    again.press("F6")
    page.wait_for_selector("[data-scan]:focus")
    again.scan(CARD)
    page.wait_for_selector("text=1 hồ sơ trước đây")
    again.press("Control+Enter")
    page.wait_for_selector("text=Đã tiếp nhận")
    assert again.strokes == 2


def test_a_certified_copy_within_forty_seconds(visit: Any) -> None:
    """A practised hand strikes three keys a second; a slow one a key a second: both are within forty seconds."""
    visitor = visit("tiepnhan")
    page = visitor.page
    visitor.goto("/can-bo/")
    hands = Hands(page)
    hands.press("F2")
    page.wait_for_selector("#procedure-q:focus")
    hands.type("sao y")
    page.wait_for_selector("#choices li:first-child >> text=2.000815")
    hands.press("Alt+1")
    page.wait_for_selector("[data-scan]:focus")
    hands.scan(CARD.replace("555777", "555999"))
    page.wait_for_selector("#id_phone:focus")
    hands.type("0912345678")
    hands.press("Control+Enter")
    page.wait_for_selector("text=Đã tiếp nhận")
    assert hands.strokes == 18
    # The citizen asks about the electronic identity account: one key, and one more was a slip of the finger.
    hands = Hands(page)
    hands.press("F8")
    page.wait_for_selector("#identity-help >> text=Đã đếm: kích hoạt.")
    assert hands.strokes == 1
    page.click("text=Bỏ lần vừa đếm")
    page.wait_for_selector("#identity-help >> text=Đã bỏ: kích hoạt.")


def test_a_scan_into_another_field_goes_to_the_card_and_the_field_stays(visit: Any) -> None:
    visitor = visit("tiepnhan")
    page = visitor.page
    visitor.goto("/can-bo/tiep-nhan/2.000815")
    line = (
        CARD.replace("TRẦN THỊ PHÍM", "TRAN THI PHIM")
        .replace("Nữ", "Nu")
        .replace("Thôn Phím, xã Thử", "Thon Phim")
    )
    for _ in range(5):  # a busy machine may type more slowly than any scanner: then it was a person
        page.fill("#id_subject", "Sao y hai bản")
        page.focus("#id_subject")
        page.keyboard.type(line)
        page.keyboard.press("Enter")
        if page.input_value("#id_subject") == "Sao y hai bản":
            break
    expect(page.locator("#id_identity_number")).to_have_value("001190555777")
    expect(page.locator("#id_subject")).to_have_value("Sao y hai bản")
    assert "mất dấu tiếng Việt" in page.inner_text("#applicant")
    # Somebody hands in for the applicant: the fold has a scan field of its own.
    page.keyboard.press("Alt+T")
    page.focus("#id_delegate_card")
    Hands(page).scan("001085555778||LÊ VĂN THAY|02031985|Nam|Thôn Thay, xã Thử|15042021")
    expect(page.locator("#id_delegate_name")).to_have_value("Lê Văn Thay")
    expect(page.locator("#id_identity_number")).to_have_value("001190555777")


def test_enter_walks_from_field_to_field_and_sends_nothing(visit: Any) -> None:
    visitor = visit("tiepnhan")
    page = visitor.page
    visitor.goto("/can-bo/tiep-nhan?q=khai%20sinh")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-scan]:focus")
    page.focus("#id_identity_number")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_name"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_birth_date"
    assert "/tiep-nhan/" in visitor.path()
    scan = page.locator("#checklist input[type=file]").first
    scan.set_input_files({"name": "rong.pdf", "mimeType": "application/pdf", "buffer": b""})
    expect(page.locator("#checklist [role=alert]")).to_contain_text("Tệp rỗng")
    assert scan.input_value() == "", "not sent in vain"
    scan.set_input_files({"name": "du.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"})
    expect(page.locator("#checklist [role=alert]")).to_have_count(0)


def test_a_receipt_or_a_card_scanned_on_any_page_opens_the_dossier(visit: Any) -> None:
    """Whoever hands out results scans what the citizen holds; the lines of a QR code come one after another."""
    visitor = visit("tiepnhan")
    page = visitor.page
    visitor.goto("/can-bo/tiep-nhan/2.000815")
    hands = Hands(page)
    hands.scan(CARD.replace("555777", "555333"))
    page.wait_for_selector("#id_phone:focus")
    hands.type("0912345678")
    hands.press("Control+Enter")
    code = page.inner_text(".code.big")
    receipt = [f"Mã hồ sơ: {code}", "Mã TTHC: 2.000815", "Số định danh: 001190555333"]
    for lines in (receipt, [CARD.replace("555777", "555333")]):
        visitor.goto("/can-bo/")
        page.evaluate(_KEYS, "".join(f"{line}\n" for line in lines))
        page.wait_for_url(f"**/can-bo/ho-so/{code}")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for wanted in ("001190555333", "".join(receipt)):
        visitor.goto("/can-bo/")
        page.keyboard.press("Control+K")
        page.fill("#site-search", wanted)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/can-bo/ho-so/{code}")
    assert not [each for each in asked if "001190555333" in each], "no address holds somebody's number"


def test_the_reception_works_without_scripts(visit: Any) -> None:
    visitor = visit("tiepnhan", scripts=False)
    page = visitor.page
    visitor.goto("/can-bo/tiep-nhan?q=khai%20sinh")
    page.click(".choose a >> nth=0")
    page.fill("#id_card", CARD.replace("555777", "555888"))
    page.press("#id_card", "Enter")
    assert page.input_value("#id_name") == "Trần Thị Phím"
    page.fill("#id_phone", "0912345678")
    page.click("button.main")
    assert page.is_visible("text=Đã tiếp nhận")
