"""A citizen with a telephone: what papers are needed, and how far is my dossier."""

import pytest
from tests.web.conftest import Open
from tests.web.every_page.places import dossier_key
from tests.web.house import House
from tests.web.visitor import SMALL, Visitor

pytestmark = pytest.mark.web


@pytest.fixture
def citizen(visit: Open) -> Visitor:
    return visit(width=SMALL)


def test_from_a_few_words_to_the_papers_and_the_sheet_on_the_board(citizen: Visitor) -> None:
    citizen.goto("/")
    citizen.page.fill("#home-search", "giay khai sinh")
    citizen.page.keyboard.press("Enter")
    citizen.page.wait_for_url("**/thu-tuc?q=giay+khai+sinh")
    first = citizen.page.locator("main a[href^='/thu-tuc/']").first
    assert "khai sinh" in first.inner_text()
    citizen.page.get_by_role("link", name="Thủ tục đăng ký khai sinh", exact=True).click()
    citizen.page.wait_for_url("**/thu-tuc/1.001193")
    words = citizen.text()
    assert "Giấy chứng sinh" in words
    assert "Thời hạn giải quyết" in words
    citizen.check()
    sheet = citizen.page.get_by_role("link", name="Bản in niêm yết (PDF)").get_attribute("href")
    answer = citizen.context.request.get(sheet)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
    assert answer.body().rstrip().endswith(b"%%EOF")


def test_a_code_leads_to_the_dossier_without_saying_whose_it_is(citizen: Visitor, house: House) -> None:
    code = dossier_key(house, "processing")
    name = house.one("SELECT applicant_name FROM dossiers_dossier WHERE code = ?", code)
    citizen.goto("/tra-cuu")
    citizen.page.fill("#code", code.lower())
    citizen.page.keyboard.press("Enter")
    citizen.page.wait_for_url(f"**/tra-cuu/{code}")
    assert "Đang được giải quyết" in citizen.page.inner_text("h1")
    assert "Ngày hẹn trả" in citizen.text()
    assert name not in citizen.page.content()
    citizen.check()


def test_the_search_of_the_first_page_knows_a_code(citizen: Visitor, house: House) -> None:
    code = dossier_key(house, "returned")
    citizen.goto("/")
    citizen.page.fill("#home-search", code)
    citizen.page.keyboard.press("Enter")
    citizen.page.wait_for_url(f"**/tra-cuu/{code}")
    assert "Đã trả kết quả" in citizen.page.inner_text("h1")


def test_a_wrong_code_keeps_what_was_typed_and_says_what_to_try(citizen: Visitor) -> None:
    citizen.goto("/tra-cuu")
    citizen.page.fill("#code", "H99.101-260101-9999")
    citizen.page.keyboard.press("Enter")
    citizen.page.wait_for_url("**/tra-cuu/H99.101-260101-9999")
    assert citizen.page.input_value("#code") == "H99.101-260101-9999"
    assert "Không có hồ sơ nào mang mã này." in citizen.text()
    assert "Phân biệt số 0 với chữ O" in citizen.text()
    citizen.check()


def test_the_pages_speak_english_when_asked(citizen: Visitor) -> None:
    citizen.goto("/")
    citizen.page.get_by_role("link", name="English").click()
    assert citizen.page.get_attribute("html", "lang") == "en"
    assert citizen.page.get_by_role("button", name="Search").is_visible()
    citizen.page.get_by_role("link", name="Tiếng Việt").click()
    assert citizen.page.get_attribute("html", "lang") == "vi"
