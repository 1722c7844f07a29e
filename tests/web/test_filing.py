"""A citizen registers a birth on a telephone: signs in, fills the form, photographs a paper, sends, follows."""

import io

import pytest
from PIL import Image, ImageDraw
from tests.web.conftest import Open
from tests.web.visitor import SMALL, Visitor

pytestmark = pytest.mark.web
BIRTH = "1.001193"


@pytest.fixture
def citizen(visit: Open) -> Visitor:
    found = visit(width=SMALL)
    found.goto(f"/nop-ho-so/{BIRTH}")
    found.check()
    found.page.fill("[name=username]", "congdan")
    found.page.fill("[name=password]", "motcua-mau")
    found.page.locator("main button[type=submit]").click()
    found.page.wait_for_url(f"**/nop-ho-so/{BIRTH}")
    return found


def photograph() -> bytes:
    """A paper as a telephone takes it."""
    picture = Image.new("RGB", (1200, 1600), "white")
    ImageDraw.Draw(picture).text((200, 200), "GIAY CHUNG SINH", fill="black")
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


def answer(citizen: Visitor, **given: str) -> None:
    """Fill the page's fields and go on."""
    for name, value in given.items():
        choice = citizen.page.locator(f"input[type=radio][name={name}][value='{value}']")
        if choice.count():
            choice.check()
        else:
            citizen.page.fill(f"[name={name}]", value)
    before = citizen.page.url
    citizen.page.get_by_role("button", name="Tiếp tục").click()
    citizen.page.wait_for_url(lambda url: url != before)


def test_a_birth_from_sign_in_to_the_tracking_number(citizen: Visitor) -> None:
    citizen.check()
    citizen.screenshot("nop-bat-dau")
    citizen.page.get_by_role("button", name="Bắt đầu").click()
    citizen.page.wait_for_url("**/to-khai/nguoi-yeu-cau")
    assert citizen.page.input_value("[name=requester_name]") == "Lường Thị Mây"
    citizen.check()
    citizen.screenshot("nop-nguoi-yeu-cau")
    citizen.page.get_by_role("button", name="Tiếp tục").click()
    citizen.page.wait_for_selector(".error-summary")
    citizen.check()
    citizen.screenshot("nop-thieu")
    answer(citizen, relation="me")
    answer(
        citizen, child_name="Lường Văn Sơn", child_born="01/11/2026", child_gender="nam", child_ethnic="Tày",
        child_nationality="Việt Nam", child_birthplace="Trạm y tế xã", child_home="xã Lam Bình",
    )  # fmt: skip
    answer(
        citizen, mother_name="Lường Thị Mây", mother_born="08/03/1990", mother_ethnic="Tày",
        mother_nationality="Việt Nam", mother_address="Thôn Nà Tông",
    )  # fmt: skip
    answer(citizen, father_known="no")
    answer(citizen, wants_copies="no")
    citizen.page.wait_for_url("**/giay-to")
    citizen.check()
    section = citizen.page.locator("section", has_text="Giấy chứng sinh").last
    section.locator("input[type=file]").set_input_files(
        {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    )
    section.get_by_role("button", name="Tải lên").click()
    section.get_by_role("button", name="Bỏ").wait_for()
    citizen.check()
    citizen.screenshot("nop-giay-to")
    citizen.page.get_by_role("button", name="Tiếp tục").click()
    citizen.page.wait_for_url("**/nhan-ket-qua**")
    citizen.check()
    citizen.screenshot("nop-nhan-ket-qua")
    citizen.page.get_by_role("button", name="Tiếp tục").click()
    citizen.page.wait_for_url("**/kiem-tra**")
    citizen.check()
    citizen.screenshot("nop-kiem-tra")
    citizen.page.get_by_role("button", name="Gửi hồ sơ").click()
    citizen.page.wait_for_url("**/da-gui**")
    citizen.check()
    citizen.screenshot("nop-da-gui")
    tracking = citizen.page.locator(".notice .code").inner_text()
    citizen.goto("/cua-toi")
    assert tracking in citizen.text()
    citizen.check()
    citizen.screenshot("cua-toi")
    citizen.goto(f"/tra-cuu/{tracking}")
    assert "Đã gửi, đang chờ cơ quan kiểm tra" in citizen.page.inner_text("h1")
