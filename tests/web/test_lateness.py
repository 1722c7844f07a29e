"""An apology from the list of what will be late to the citizen; a supplement that asks for published papers only."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from tests.web.conftest import Open
from tests.web.house import House

pytestmark = pytest.mark.web


def test_an_apology_goes_from_the_list_over_the_leaders_desk_to_the_citizen(
    visit: Open, house: House
) -> None:
    specialist, leader, citizen = visit("chuyenvien"), visit("lanhdao"), visit()
    specialist.goto("/can-bo/tre-han?xem=de-xuat")
    specialist.check()
    [(code, due)] = house.rows(
        "SELECT d.code, d.due_date FROM dossiers_dossier d JOIN organisation_staff s ON s.id = d.holder_id"
        " JOIN accounts_user u ON u.id = s.user_id WHERE d.state = 'processing' AND u.username = 'lanhdao'"
        " AND d.extensions = 0 AND d.opinions_open = 0 AND d.clock_started_at IS NOT NULL"
        " AND d.id NOT IN (SELECT dossier_id FROM dossiers_apology) ORDER BY d.due_date DESC LIMIT 1"
    )
    new_due = f"{date.fromisoformat(due) + timedelta(days=14):%d/%m/%Y}"
    specialist.goto(f"/can-bo/ho-so/{code}/viec/draft-apology")
    specialist.page.select_option("[name=cause]", "verifying")
    specialist.page.fill("[name=new_due]", new_due)
    specialist.page.fill("[name=note]", "Phải xác minh nơi cư trú trước đây")
    specialist.page.keyboard.press("Control+Enter")
    specialist.page.wait_for_selector(".notice.success")
    assert "Chờ lãnh đạo ký" in specialist.text()

    leader.goto("/can-bo/tre-han?xem=cho-ky")
    row = leader.page.locator("tbody tr", has_text=code)
    row.get_by_role("link", name="Ký, hẹn lại").click()
    assert leader.page.input_value("[name=note]") == "Phải xác minh nơi cư trú trước đây"
    leader.check()
    leader.page.keyboard.press("Control+Enter")
    leader.page.wait_for_selector(".notice.success")
    assert "Các lần đổi ngày hẹn" in leader.text()
    leader.screenshot("journey-apology-signed")
    leader.check()
    assert house.one("SELECT extensions FROM dossiers_dossier WHERE code = ?", code) == 1

    citizen.goto(f"/tra-cuu/{code}")
    assert "Cơ quan xin lỗi" in citizen.text()
    assert "nơi cư trú trước đây" not in citizen.text()
    citizen.check()


def test_what_is_wrong_with_a_paper_is_asked_once_it_is_chosen(visit: Open, house: House) -> None:
    specialist = visit("chuyenvien")
    code = house.one(
        "SELECT d.code FROM dossiers_dossier d JOIN organisation_staff s ON s.id = d.holder_id"
        " JOIN accounts_user u ON u.id = s.user_id WHERE d.state = 'processing' AND u.username = 'chuyenvien'"
        " AND d.version_id IN (SELECT version_id FROM catalogue_component) ORDER BY d.id DESC LIMIT 1"
    )
    specialist.goto(f"/can-bo/ho-so/{code}/viec/ask-supplement")
    words = specialist.page.locator("[name^=words_]").first
    expect(words).to_be_hidden()
    specialist.page.locator("[name^=lack_]").first.select_option("wrong")
    expect(words).to_be_visible()
    specialist.page.keyboard.press("Control+Enter")
    expect(specialist.page.locator("main")).to_contain_text("Ghi rõ phải sửa gì")
    words.fill("Thiếu chữ ký")
    specialist.check()
    specialist.page.keyboard.press("Control+Enter")
    specialist.page.wait_for_selector(".notice.success")
    assert "Thiếu chữ ký" in specialist.text()
