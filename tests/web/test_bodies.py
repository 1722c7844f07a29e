"""Dossiers of several bodies in a real browser, each officer at a computer of their own: the three published examples."""

import pytest
from playwright.sync_api import expect
from tests.web.conftest import Open
from tests.web.house import House
from tests.web.visitor import Visitor

pytestmark = pytest.mark.web


def receive(officer: Visitor, procedure: str, name: str) -> str:
    officer.goto(f"/can-bo/tiep-nhan/{procedure}")
    for field, words in (("identity_number", "099200033344"), ("name", name), ("phone", "0000999777")):
        officer.page.fill(f"[name={field}]", words)
    officer.page.click("button.main[type=submit]")
    officer.page.wait_for_url("**/da-tiep-nhan")
    return str(officer.page.inner_text(".code.big"))


def press(officer: Visitor, code: str, label: str) -> None:
    """The main act of the dossier's bodies, as it is offered."""
    officer.goto(f"/can-bo/ho-so/{code}/co-quan")
    button = officer.page.locator(".panel form button.main")
    expect(button).to_contain_text(label)
    button.click()
    officer.page.wait_for_selector(".notice.success")


def slip(officer: Visitor, code: str) -> str:
    officer.goto(f"/can-bo/ho-so/{code}/co-quan")
    return str(officer.page.inner_text("table.slip"))


def test_parallel_bodies_birth_residence_insurance(visit: Open) -> None:
    """IP02, 2025: police and insurance work at the same time, the commune settles when both have answered."""
    clerk, specialist = visit("tiepnhan"), visit("chuyenvien")
    code = receive(clerk, "3.000722", "Hứa Thị Song")
    specialist.goto(f"/can-bo/ho-so/{code}")
    specialist.page.get_by_role("link", name="Phiếu kiểm soát, chuyển và nhận hồ sơ").click()
    expect(specialist.page.locator("main")).to_contain_text("Đây là kế hoạch theo quy trình")
    press(specialist, code, "Chuyển hồ sơ")
    for login, result in (("congan", "Đã đăng ký thường trú"), ("baohiem", "Đã cấp thẻ BHYT")):
        body = visit(login)
        body.goto("/can-bo/lien-thong?ds=nhan")
        expect(body.page.get_by_role("link", name=code)).to_be_visible()
        press(body, code, "Nhận hồ sơ")
        body.goto(f"/can-bo/ho-so/{code}/co-quan")
        body.page.fill(".panel textarea[name=result]", result)
        # The papers came on paper and are proposed to go back so; these results are electronic.
        body.page.select_option(".panel select[name=carrier]", "electronic")
        body.page.locator(".panel form button.main").click()
        body.page.wait_for_selector(".notice.success")
    text = slip(specialist, code)
    assert "Đã đăng ký thường trú" in text
    assert "Đã cấp thẻ BHYT" in text
    assert "trước hạn" in text
    press(specialist, code, "Chuyển hồ sơ")
    specialist.goto(f"/can-bo/ho-so/{code}/viec/finish")
    specialist.page.click("button.main[type=submit]")
    specialist.page.wait_for_selector(".notice.success")
    card = visit("congan")
    press(card, code, "Nhận hồ sơ")


def test_commune_to_department_refused_back_and_sent_again(visit: Open) -> None:
    """IP01, 2025: the department sends back with a reason, gets it again, decides; the commune sees each step."""
    clerk, specialist, department = visit("tiepnhan"), visit("chuyenvien"), visit("sonoivu")
    code = receive(clerk, "3.000579", "Hứa Văn Xung")
    press(specialist, code, "Chuyển hồ sơ")
    department.goto(f"/can-bo/ho-so/{code}/co-quan")
    department.page.locator(".acts summary", has_text="Trả lại nơi gửi").click()
    department.page.fill(".acts textarea[name=note]", "Thiếu danh sách kèm theo")
    department.page.locator(".acts details[open] button[type=submit]").click()
    department.page.wait_for_url("**/lien-thong")
    assert "Thiếu danh sách kèm theo" in slip(specialist, code)
    press(specialist, code, "Chuyển hồ sơ")
    press(department, code, "Nhận hồ sơ")
    press(department, code, "Xong phần việc")
    text = slip(specialist, code)
    assert "3 ngày làm việc" in text
    assert "Quyết định (KQ.G09.000452)" in text
    assert "trước hạn" in text
    visit("xakhac").goto(f"/can-bo/ho-so/{code}/co-quan", status=404)


@pytest.fixture
def three_levels(house: House) -> str:
    """The sample's dossier of 2024 that went from commune to district to province."""
    return str(
        house.one(
            "SELECT d.code FROM dossiers_dossier d JOIN catalogue_procedure p ON p.id = d.procedure_id"
            " WHERE p.code = 'TAM.LT18' ORDER BY d.received_at LIMIT 1"
        )
    )


def test_commune_district_province_under_the_regime_of_2018(visit: Open, three_levels: str) -> None:
    """IP18: five, ten and ten days; the slip is form 05, the district alone was late."""
    officer = visit("chuyenvien")
    text = slip(officer, three_levels)
    body = str(officer.page.inner_text("main"))
    assert "Mẫu 05, Thông tư 01/2018/TT-VPCP" in body
    assert "Phòng Lao động – Thương binh và Xã hội huyện Đông Lam" in text
    assert text.count("quá hạn") >= 1
    assert "Bản giấy" in body
    assert "hồ sơ không trễ: Phòng Lao động" in body
