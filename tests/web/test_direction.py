"""The control officer's year outside the plans: an inspection to its remedy, a citizen's question to its place."""

import re

import pytest
from playwright.sync_api import expect
from tests.web.conftest import Open
from tests.web.house import House

pytestmark = pytest.mark.web


def test_an_inspection_goes_from_its_preparation_to_the_remedy_followed(visit: Open, house: House) -> None:
    officer, leader = visit("kiemsoat"), visit("lanhdao")
    page = officer.page
    officer.goto("/can-bo/kiem-tra/chuan-bi")
    page.fill("[name=title]", "Kiểm tra đột xuất quầy hộ tịch")
    page.select_option("[name=form]", "sudden")
    page.check("[name=special]")
    page.fill("[name=unit]", "Quầy hộ tịch")
    page.select_option("[name=checklist]", "desk")
    page.select_option("[name=head]", index=1)
    page.locator("[name=members]").nth(2).check()
    page.click("main form button.main[type=submit]")
    page.wait_for_selector(".notice.success")
    page.locator("tr", has_text="Kiểm tra đột xuất quầy hộ tịch").get_by_role("link", name="Mở").click()
    page.wait_for_url(re.compile(r"/kiem-tra/\d+$"))
    at = officer.path()

    def act(name: str, **given: str) -> None:
        page.get_by_role("link", name=name, exact=True).first.click()
        for field, words in given.items():
            page.fill(f"[name={field}]", words)
        page.click("main form button.main[type=submit]")
        page.wait_for_selector(".notice.success")

    act("Ghi quyết định", decision="31/QĐ-UBND")
    act("Rút ngẫu nhiên", first_day="01/06/2026", many="3")
    officer.goto(at)
    row = page.locator("section, table", has_text="Số gieo").last
    row.get_by_role("link", name=re.compile("Xem, rút lại")).click()
    assert "Rút lại ra đúng kết quả này" in officer.text()
    code = page.locator("table tbody tr").first.locator("th, td").first.inner_text().strip()
    officer.check()
    officer.goto(at)
    act(
        "Ghi phát hiện",
        words="Thiếu bản số hóa",
        dossier=code,
        remedy="Quét bù trong tuần",
        due_on="27/11/2026",
    )
    page.get_by_role("link", name="Bảng kiểm", exact=True).first.click()
    for met in page.locator("input[type=radio][value=met]").all():
        met.check()
    officer.check()
    page.click("main form button.main[type=submit]")
    page.wait_for_selector(".notice.success")
    page.get_by_role("link", name="Kết luận", exact=True).first.click()
    assert code in page.input_value("[name=lacking]")
    for field, words in (
        ("number", "32/KL-UBND"),
        ("achieved", "Đúng giờ"),
        ("causes", "Một máy quét"),
        ("proposals", "Thêm máy"),
    ):
        page.fill(f"[name={field}]", words)
    page.click("main form button.main[type=submit]")
    page.wait_for_selector(".notice.success")
    officer.screenshot("journey-inspection-concluded")
    officer.check()

    leader.goto(at)
    leader.page.locator("tr", has_text="Quét bù trong tuần").get_by_role("link").last.click()
    leader.page.fill("[name=words]", "Đã quét bù đủ ba hồ sơ")
    leader.page.get_by_role("button", name="Gửi báo cáo").click()
    leader.page.wait_for_selector(".notice.success")
    officer.goto(at)
    page.locator("tr", has_text="Quét bù trong tuần").get_by_role("link").last.click()
    assert "Đã quét bù đủ ba hồ sơ" in officer.text()
    page.get_by_role("button", name="Chấp nhận, khép lại").click()
    page.wait_for_selector(".notice.success")
    officer.goto(at)
    act("Khép lại")
    expect(page.locator("main")).to_contain_text("Đã khép lại")


def test_a_citizen_asks_before_a_dialogue(visit: Open, house: House) -> None:
    number = house.one("SELECT id FROM feedback_dialogue WHERE state = 'announced' ORDER BY id DESC LIMIT 1")
    citizen = visit(width=360)
    citizen.goto(f"/doi-thoai/{number}")
    citizen.page.get_by_role("link", name="Gửi câu hỏi").click()
    citizen.page.click("main form button.main[type=submit]")
    citizen.page.wait_for_selector(".error-summary")
    citizen.page.fill("[name=words]", "Quầy có mở sáng thứ Bảy không?")
    citizen.check()
    citizen.page.click("main form button.main[type=submit]")
    citizen.page.wait_for_selector(".notice.success")
    citizen.screenshot("journey-dialogue-asked")
    officer = visit("kiemsoat")
    officer.goto(f"/can-bo/doi-thoai/{number}")
    row = officer.page.locator("tr", has_text="Quầy có mở sáng thứ Bảy không?")
    expect(row).to_contain_text("Gửi trước, qua mạng")
    row.get_by_role("link", name="Trả lời", exact=False).first.click()
    officer.page.fill("[name=words]", "Có, từ 7 giờ 30 đến 11 giờ.")
    officer.page.click("main form button.main[type=submit]")
    officer.page.wait_for_selector(".notice.success")
    officer.check()
