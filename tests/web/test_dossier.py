"""The life of a dossier in the hands of several officers, each at a computer of their own."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.web.conftest import Open
from tests.web.house import House
from tests.web.visitor import SMALL, Visitor

pytestmark = pytest.mark.web

_RESULT = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def received(visit: Open) -> Callable[[], str]:
    """The code of a dossier just received at the counter."""

    def receive() -> str:
        officer = visit("tiepnhan")
        officer.goto("/can-bo/tiep-nhan/1.001193")
        for name, words in (
            ("identity_number", "099200011122"), ("name", "Hứa Văn Nháp"), ("phone", "0000999888"),
        ):  # fmt: skip
            officer.page.fill(f"[name={name}]", words)
        officer.page.click("button.main[type=submit]")
        officer.page.wait_for_url("**/da-tiep-nhan")
        return str(officer.page.inner_text(".code.big"))

    return receive


def hand_over(officer: Visitor, code: str, to: str) -> None:
    """Forward a dossier to a colleague, from its page."""
    officer.goto(f"/can-bo/ho-so/{code}")
    form = officer.page.locator(".panel form")
    form.locator("select[name=holder]").select_option(label=to)
    form.locator("button[type=submit]").click()
    officer.page.wait_for_selector(".notice.success")


def open_act(officer: Visitor, label: str) -> None:
    """Unfold one of the other acts of the page."""
    officer.page.locator(".acts summary", has_text=label).click()


SPECIALIST = "Trần Quốc Khoa – Công chức Tư pháp – Hộ tịch"
LEADER = "Phạm Đức Bình – Phó Chủ tịch UBND xã"


def test_from_the_counter_to_the_result_in_hand(
    visit: Open, received: Callable[[], str], house: House
) -> None:
    code = received()
    clerk, specialist, leader = visit("tiepnhan"), visit("chuyenvien"), visit("lanhdao")
    hand_over(clerk, code, SPECIALIST)

    specialist.goto("/can-bo/viec")
    specialist.page.get_by_role("link", name=code).click()
    assert SPECIALIST.partition(" –")[0] in specialist.page.inner_text(".panel")
    specialist.screenshot("journey-dossier-specialist")
    specialist.check()
    hand_over(specialist, code, LEADER)

    leader.goto(f"/can-bo/ho-so/{code}")
    if not leader.page.locator(".panel form[action$='finish']").count():
        open_act(leader, "Giải quyết xong")
    form = leader.page.locator("form[action$='/viec/finish']")
    form.locator("[name=title]").fill("Giấy khai sinh")
    form.locator("[name=file]").set_input_files(
        {"name": "giay-khai-sinh.pdf", "mimeType": "application/pdf", "buffer": _RESULT}
    )
    form.locator("[name=signed]").check()
    form.locator("button[type=submit]").click()
    leader.page.wait_for_selector(".notice.success")
    assert "Đã xử lý xong" in leader.text()
    leader.screenshot("journey-dossier-settled")
    leader.check()
    paper = leader.page.get_by_role("link", name="Xem Giấy khai sinh").get_attribute("href")
    assert leader.context.request.get(paper).body() == _RESULT

    clerk.goto(f"/can-bo/ho-so/{code}")
    clerk.page.locator("form[action$='/viec/return'] button[type=submit]").click()
    clerk.page.wait_for_selector(".notice.success")
    assert "Đã trả kết quả" in clerk.text()
    clerk.check()
    citizen = visit()
    citizen.goto(f"/tra-cuu/{code}")
    assert citizen.page.inner_text("h1") == "Đã trả kết quả"


def test_a_dossier_from_the_portal_is_checked_and_received(visit: Open, house: House) -> None:
    clerk = visit("tiepnhan")
    clerk.goto("/can-bo/cho-tiep-nhan")
    row = clerk.page.locator("#list tbody tr").first
    tracking = row.locator("th a").inner_text()
    row.locator("th a").click()
    clerk.page.wait_for_url(f"**/ho-so/{tracking}")
    clerk.check()
    clerk.page.locator("form[action$='/viec/receive'] button[type=submit]").click()
    clerk.page.wait_for_selector(".notice.success")
    code = house.one("SELECT code FROM dossiers_dossier WHERE tracking = ?", tracking)
    assert code in clerk.page.inner_text("h1")
    clerk.goto("/can-bo/cho-tiep-nhan")
    assert tracking not in clerk.text()
    citizen = visit()
    citizen.goto(f"/tra-cuu/{tracking}")
    assert "Ngày hẹn trả" in citizen.text()


def test_several_dossiers_are_returned_at_once_and_the_one_refused_is_told(visit: Open) -> None:
    clerk, other = visit("tiepnhan"), visit("tiepnhan")
    clerk.goto("/can-bo/viec?whose=all&state=settled")
    rows = clerk.page.locator("#list tbody tr")
    codes = [rows.nth(n).locator("th a").inner_text() for n in range(3)]
    for n in range(3):
        rows.nth(n).locator("input[name=pick]").check()
    other.goto(f"/can-bo/ho-so/{codes[1]}")
    other.page.locator("form[action$='/viec/return'] button[type=submit]").click()
    other.page.wait_for_selector(".notice.success")
    clerk.page.locator(".together button[value=return]").click()
    clerk.page.wait_for_url("**/viec/nhieu-ho-so")
    assert "2 hồ sơ" in clerk.page.inner_text("h1")
    assert codes[1] in clerk.page.inner_text(".panel")
    assert "Không thể «trả kết quả»" in clerk.page.inner_text(".panel")
    clerk.screenshot("journey-many")
    clerk.check()


def test_the_second_of_two_learns_who_acted_and_keeps_the_words(
    visit: Open, received: Callable[[], str], house: House
) -> None:
    code = received()
    first, second = visit("tiepnhan"), visit("lanhdao")
    second.goto(f"/can-bo/ho-so/{code}")
    if not second.page.locator("form[action$='/viec/ask_supplement'] [name=note]").is_visible():
        open_act(second, "Yêu cầu bổ sung")
    hand_over(first, code, SPECIALIST)
    form = second.page.locator("form[action$='/viec/ask_supplement']")
    form.locator("[name^=lack_]").first.select_option("missing")
    form.locator("[name=note]").fill("Thiếu bản sao sổ hộ khẩu")
    form.locator("button[type=submit]").click()
    second.page.wait_for_selector("[role=alert]")
    told = second.page.inner_text("[role=alert]")
    assert "Nguyễn Thị Hạnh" in told
    assert second.page.input_value("[name=note]") == "Thiếu bản sao sổ hộ khẩu"
    second.screenshot("journey-overtaken")
    second.check()
    assert house.one("SELECT state FROM dossiers_dossier WHERE code = ?", code) == "processing"


def test_a_list_narrowed_in_place_is_the_list_of_its_address(visit: Open) -> None:
    """What HTMX puts into the page, what the address gives when opened anew, and what the form gives without
    scripts are the same rows."""
    officer = visit("lanhdao")
    officer.goto("/can-bo/so-theo-doi?first=01/01/2026&last=18/11/2026")
    with officer.page.expect_response(lambda answer: "state=returned" in answer.url) as answer:
        officer.page.select_option(".filters [name=state]", "returned")
    assert answer.value.request.headers["hx-request"] == "true"
    officer.page.wait_for_url("**state=returned**")
    officer.page.wait_for_selector("body:not(:has(.htmx-request))")
    in_place = officer.page.inner_text("#list")
    address = officer.path()
    officer.goto(address)
    assert officer.page.inner_text("#list") == in_place
    assert officer.page.input_value(".filters [name=state]") == "returned"
    plain = visit("lanhdao", scripts=False)
    plain.goto("/can-bo/so-theo-doi?first=01/01/2026&last=18/11/2026")
    plain.page.select_option(".filters [name=state]", "returned")
    plain.page.click(".filters button[type=submit]")
    assert plain.page.inner_text("#list") == in_place


def test_pages_of_a_list_keep_the_filter(visit: Open) -> None:
    officer = visit("lanhdao")
    officer.goto("/can-bo/so-theo-doi?first=01/01/2024&last=18/11/2026")
    before = officer.page.inner_text("#list tbody tr:first-child th")
    officer.page.click(".pager >> text=Sau")
    officer.page.wait_for_url("**page=2**")
    expect(officer.page.locator("#list tbody tr:first-child th")).not_to_have_text(before)
    shown = officer.page.inner_text("#list")
    assert "first=01" in officer.path()
    officer.goto(officer.path())
    assert officer.page.inner_text("#list") == shown


def test_on_a_telephone_the_filters_are_folded_and_tell_how_many_are_set(visit: Open) -> None:
    officer = visit("chuyenvien")
    fold, state = officer.page.locator(".more-filters summary"), officer.page.locator(".filters [name=state]")
    officer.goto("/can-bo/viec?whose=all")
    expect(state).to_be_visible()  # on the office computer nothing is folded
    expect(fold).to_be_hidden()
    officer.resize(SMALL)
    expect(state).to_be_hidden()
    expect(officer.page.locator(".filters [name=q]")).to_be_visible()
    expect(fold).to_have_text("Điều kiện lọc: 1 đang chọn")
    assert officer.page.locator("#list h2").bounding_box()["y"] < 740  # the list begins on the first screen
    fold.click()
    state.select_option("any")
    officer.page.wait_for_url("**state=any**")
    expect(fold).to_have_text("Điều kiện lọc: 2 đang chọn")
    officer.page.click(".filters >> text=Bỏ lọc")
    officer.page.wait_for_url("**/can-bo/viec")
    expect(fold).to_have_text("Điều kiện lọc")
