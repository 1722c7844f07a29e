"""Turns a dossier may take under the regime of today: extra papers, opinions, stop, refusals, withdrawal."""

import pytest
from playwright.sync_api import expect
from tests.web.conftest import Open
from tests.web.every_page.places import dossier_key
from tests.web.house import House
from tests.web.test_bodies import receive
from tests.web.test_dossier import SPECIALIST, hand_over
from tests.web.turns import Officers, act, ask_for_an_extra_paper, complete, issued, refused, told

pytestmark = pytest.mark.web
BIRTH = "1.001193"


@pytest.fixture
def officers(visit: Open) -> Officers:
    return Officers(visit("tiepnhan"), visit("chuyenvien"), visit("lanhdao"))


def test_an_extra_paper_an_opinion_and_a_stop(visit: Open, officers: Officers) -> None:
    clerk, specialist, leader = officers.clerk, officers.specialist, officers.leader
    code = receive(clerk, BIRTH, "Hứa Văn Rẽ")
    hand_over(clerk, code, SPECIALIST)
    ask_for_an_extra_paper(officers, code)
    complete(officers, code)
    act(
        specialist,
        code,
        "ask-opinion",
        asked_of="Công an xã",
        due_on="20/11/2026",
        note="Xác nhận nơi cư trú",
    )
    refused(leader, code, "finish", "ý kiến chưa trả lời", title="Giấy khai sinh")
    act(specialist, code, "give-opinion", note="Không cư trú tại xã")
    act(leader, code, "stop", note="Người nộp không cư trú tại xã")
    paper = issued(leader, code, "Thông báo dừng giải quyết")
    for words in ("Mẫu số 05", "Thông tư 03/2025/TT-VPCP", "Người nộp không cư trú tại xã"):
        assert words in paper, paper
    told(visit(), code, "Đã dừng giải quyết; xem thông báo")
    register = visit("kiemsoat")
    register.goto("/can-bo/so-vi-pham")
    expect(register.page.locator("main")).to_contain_text("Lãnh đạo đồng ý")


def test_what_is_not_received_not_granted_taken_back_and_corrected(
    visit: Open, officers: Officers, house: House
) -> None:
    clerk, leader, citizen = officers.clerk, officers.leader, visit()
    tracking = dossier_key(house, "submitted")
    act(clerk, tracking, "refuse", note="Không thuộc thẩm quyền của xã")
    paper = issued(clerk, tracking, "Phiếu từ chối")
    assert "Mẫu số 03" in paper
    assert "Không thuộc thẩm quyền của xã" in paper
    told(citizen, tracking, "Cơ quan không nhận hồ sơ; xem lý do")

    code = receive(clerk, BIRTH, "Hứa Văn Nhầm")
    act(leader, code, "correct", applicant_name="Hứa Văn Nhằm", note="Ghi sai dấu")
    expect(leader.page.locator(".lead").first).to_contain_text("Hứa Văn Nhằm")
    hand_over(clerk, code, SPECIALIST)
    act(leader, code, "refuse-to-settle", note="Đã đăng ký khai sinh ở nơi khác")
    assert "Đã đăng ký khai sinh ở nơi khác" in issued(leader, code, "Phiếu từ chối")
    act(clerk, code, "return", note="Trả giấy tờ cho người nộp")

    taken_back = receive(clerk, BIRTH, "Hứa Văn Rút")
    act(clerk, taken_back, "withdraw", note="Theo đơn của người nộp, đã trả đủ giấy tờ")
    told(citizen, taken_back, "Đã rút theo yêu cầu của ông/bà")
