"""A day of the desk under the regime of 2018 (NĐ 61/2018, TT 01/2018): three levels of government, six forms.

The house of the other journeys, its clock set back to June 2024: the communes of that time, with accounts for three of
their officers.
"""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.web.conftest import Open
from tests.web.house import House, environment, open_house
from tests.web.test_dossier import hand_over, open_act
from tests.web.turns import (
    Officers,
    act,
    ask_for_an_extra_paper,
    complete,
    forms_offered,
    issued,
    told,
    words_of,
)
from tests.web.visitor import SMALL, Visitor

pytestmark = pytest.mark.web

# A Tuesday, half past eight in Việt Nam.
NOW = datetime(2024, 6, 4, 1, 30, tzinfo=UTC)
COMMUNE = "H99.20.01"
OFFICERS = {"tiepnhan18": "reception", "chuyenvien18": "specialist", "lanhdao18": "leader"}
CODE = re.compile(r"H99\.20\.01-240604-\d{4}")
CARD = "099300012345||Lý Thị Xưa|05051990|Nữ|Thôn Đoài, xã An Thịnh|15042023"
BIRTH = "1.001193"
_RESULT = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def open_the_day(home: Path) -> None:
    """Officers can sign in, and a citizen has filed from home."""
    give_accounts(home)
    subprocess.run(
        [sys.executable, "-m", "tests.web.filed", COMMUNE, BIRTH], env=environment(home, NOW), check=True
    )


def give_accounts(home: Path) -> None:
    """Officers of the old commune sign in with the sample's password."""
    with closing(sqlite3.connect(home / "motcua.sqlite3")) as database, database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(accounts_user)")]
        others = ", ".join(name for name in columns if name not in ("id", "username"))
        for login, role in OFFICERS.items():
            made = database.execute(
                f"INSERT INTO accounts_user (username, {others}) SELECT ?, {others} FROM accounts_user"
                " WHERE username = 'tiepnhan'", (login,),
            )  # fmt: skip
            database.execute(
                "UPDATE organisation_staff SET user_id = ? WHERE id = (SELECT s.id FROM organisation_staff s"
                " JOIN organisation_agency a ON a.id = s.agency_id JOIN organisation_rolegrant g ON g.staff_id = s.id"
                " WHERE a.code = ? AND g.role = ? ORDER BY s.id LIMIT 1)",
                (made.lastrowid, COMMUNE, role),
            )


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with open_house(sample=True, now=NOW, change=open_the_day) as served:
        yield served


SPECIALIST = "Mai Quốc Dũng – Công chức Tư pháp – Hộ tịch"
LEADER = "Đỗ Hữu Bình – Chủ tịch UBND xã"


def receive(clerk: Visitor) -> str:
    """By keyboard: the card is scanned, the telephone typed, sent with Ctrl+Enter."""
    page = clerk.page
    clerk.goto(f"/can-bo/tiep-nhan/{BIRTH}")
    expect(page.locator("[name=card]")).to_be_focused()
    page.keyboard.type(CARD, delay=1)
    page.keyboard.press("Enter")
    expect(page.locator("[name=name]")).to_have_value("Lý Thị Xưa")
    phone = page.locator("[name=phone]")
    if not phone.input_value():  # whoever came before brings it along
        expect(phone).to_be_focused()  # a moment after the name is there: what is typed sooner is lost
        page.keyboard.type("0000123456")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/da-tiep-nhan")
    code = str(page.inner_text(".code.big"))
    assert CODE.fullmatch(code)
    return code


@pytest.fixture
def officers(visit: Open) -> Officers:
    return Officers(visit("tiepnhan18"), visit("chuyenvien18"), visit("lanhdao18"))


def test_from_the_card_to_the_result_in_hand(visit: Open, house: House) -> None:
    clerk, specialist, leader = visit("tiepnhan18"), visit("chuyenvien18"), visit("lanhdao18")
    code = receive(clerk)
    clerk.check()
    receipt = words_of(clerk.context.request.get(f"/can-bo/ho-so/{code}/giay-tiep-nhan").body())
    for words in (
        "Thông tư 01/2018/TT-VPCP",
        code,
        "05 tháng 6 năm 2024",
        "Bộ phận Tiếp nhận và Trả kết quả",
    ):
        assert words.lower() in receipt.lower(), receipt
    hand_over(clerk, code, SPECIALIST)

    specialist.goto("/can-bo/viec")
    specialist.check()
    specialist.goto(f"/can-bo/ho-so/{code}/viec/ask-supplement")
    specialist.page.locator("[name^=lack_]").first.select_option("missing")
    specialist.page.keyboard.press("Control+Enter")
    specialist.page.wait_for_selector(".notice.success")
    assert "Chờ người nộp bổ sung" in specialist.text()
    specialist.screenshot("2018-supplement")

    clerk.goto(f"/can-bo/ho-so/{code}")
    clerk.page.locator("form[action$='/viec/complete_supplement'] button[type=submit]").click()
    clerk.page.wait_for_selector(".notice.success")
    assert house.one("SELECT due_date FROM dossiers_dossier WHERE code = ?", code) == "2024-06-05"
    specialist.goto("/can-bo/viec")
    expect(specialist.page.locator("tr", has_text=code)).to_contain_text("Đã bổ sung")
    specialist.screenshot("2018-work")
    hand_over(specialist, code, LEADER)

    leader.goto(f"/can-bo/ho-so/{code}")
    if not leader.page.locator(".panel form[action$='finish']").count():
        open_act(leader, "Giải quyết xong")
    form = leader.page.locator("form[action$='/viec/finish']")
    form.locator("[name=title]").fill("Giấy khai sinh")
    form.locator("[name=file]").set_input_files(
        {"name": "giay-khai-sinh.pdf", "mimeType": "application/pdf", "buffer": _RESULT}
    )
    form.locator("button[type=submit]").click()
    leader.page.wait_for_selector(".notice.success")
    leader.check()

    clerk.goto(f"/can-bo/ho-so/{code}")
    clerk.page.locator("form[action$='/viec/return'] button[type=submit]").click()
    clerk.page.wait_for_selector(".notice.success")
    clerk.goto("/can-bo/so-theo-doi")
    clerk.check()
    expect(clerk.page.locator("#list")).to_contain_text(code)
    offered = " ".join(forms_offered(clerk, code))
    clerk.screenshot("2018-forms")
    for words in ("Giấy tiếp nhận", "Phiếu yêu cầu bổ sung", "Phiếu kiểm soát"):
        assert words in offered
    assert "dừng giải quyết" not in offered.lower()  # a form of 2025

    citizen = visit(width=SMALL)
    citizen.goto(f"/tra-cuu/{code}")
    assert citizen.page.inner_text("h1") == "Đã trả kết quả"
    citizen.check()


def test_an_apology_is_signed_once_and_a_second_is_explained(visit: Open, house: House) -> None:
    clerk, specialist, leader = visit("tiepnhan18"), visit("chuyenvien18"), visit("lanhdao18")
    code = receive(clerk)
    hand_over(clerk, code, SPECIALIST)
    specialist.goto(f"/can-bo/ho-so/{code}/viec/draft-apology")
    specialist.page.select_option("[name=cause]", "verifying")
    specialist.page.fill("[name=new_due]", "12/06/2024")
    specialist.page.fill("[name=note]", "Phải xác minh tại xã Bình Lam")
    specialist.page.keyboard.press("Control+Enter")
    specialist.page.wait_for_selector(".notice.success")
    leader.goto("/can-bo/tre-han?xem=cho-ky")
    leader.page.locator("tbody tr", has_text=code).get_by_role("link", name="Ký, hẹn lại").click()
    leader.check()
    leader.page.keyboard.press("Control+Enter")
    leader.page.wait_for_selector(".notice.success")
    assert "12/06/2024" in leader.text()
    leader.screenshot("2018-apology")
    assert any("xin lỗi" in each.lower() for each in forms_offered(leader, code))
    assert house.one("SELECT original_due_date FROM dossiers_dossier WHERE code = ?", code) == "2024-06-05"
    specialist.goto(f"/can-bo/ho-so/{code}")
    assert not specialist.page.locator(".acts summary", has_text="xin lỗi").count()
    specialist.goto(f"/can-bo/ho-so/{code}/viec/draft-apology", status=422)
    expect(specialist.page.locator("main")).to_contain_text("Pháp luật chỉ cho hẹn lại 1 lần")
    specialist.screenshot("2018-second-apology")
    specialist.check()


def test_an_extra_paper_needs_its_law_and_a_leader_and_a_dossier_is_stopped(
    visit: Open, officers: Officers
) -> None:
    code = receive(officers.clerk)
    hand_over(officers.clerk, code, SPECIALIST)
    ask_for_an_extra_paper(officers, code)
    complete(officers, code)
    act(officers.leader, code, "stop", note="Người nộp đã đăng ký ở xã khác")
    assert "dừng" not in " ".join(forms_offered(officers.leader, code)).lower()  # that form is of 2025
    told(visit(), code, "Đã dừng giải quyết; xem thông báo")


def test_what_is_not_received_not_granted_and_taken_back(
    visit: Open, officers: Officers, house: House
) -> None:
    """Form 03 stands for both refusals; a withdrawal has none."""
    clerk, leader, citizen = officers.clerk, officers.leader, visit()
    tracking = house.one("SELECT tracking FROM dossiers_dossier WHERE applicant_name = 'Lò Văn Mạng'")
    clerk.goto("/can-bo/cho-tiep-nhan")
    expect(clerk.page.locator("#list")).to_contain_text(tracking)
    act(clerk, tracking, "refuse", note="Không thuộc thẩm quyền của xã")
    paper = issued(clerk, tracking, "Phiếu từ chối")
    for words in ("Mẫu số 03", "Thông tư 01/2018/TT-VPCP", "Không thuộc thẩm quyền của xã"):
        assert words in paper, paper
    told(citizen, tracking, "Cơ quan không nhận hồ sơ; xem lý do")

    refused_one = receive(clerk)
    hand_over(clerk, refused_one, SPECIALIST)
    act(leader, refused_one, "refuse-to-settle", note="Đã đăng ký khai sinh ở nơi khác")
    assert "Đã đăng ký khai sinh ở nơi khác" in issued(leader, refused_one, "Phiếu từ chối")
    act(clerk, refused_one, "return", note="Trả giấy tờ cho người nộp")
    told(citizen, refused_one, "Đã trả kết quả")

    taken_back = receive(clerk)
    act(clerk, taken_back, "withdraw", note="Theo đơn của người nộp, đã trả đủ giấy tờ")
    told(citizen, taken_back, "Đã rút theo yêu cầu của ông/bà")
