"""A certified electronic copy in the browser: request, copy, signed and sealed with key files, verified by upload."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.forge import pki, scans
from tests.web.conftest import Open
from tests.web.house import House
from tests.web.visitor import Visitor

pytestmark = pytest.mark.web

_PIN = "bi-mat"
_LONG = 30_000


def test_from_the_request_to_a_stranger_who_verifies_the_file(
    visit: Open, house: House, tmp_path: Path
) -> None:
    clerk, specialist, leader = visit("tiepnhan"), visit("chuyenvien"), visit("lanhdao")
    clerk.goto("/can-bo/tiep-nhan/2.000815")
    for name, words in (
        ("identity_number", "099200011133"),
        ("name", "Hứa Thị Sao"),
        ("phone", "0000999777"),
    ):
        clerk.page.fill(f"[name={name}]", words)
    clerk.page.click("button.main[type=submit]")
    clerk.page.wait_for_url("**/da-tiep-nhan")
    code = str(clerk.page.inner_text(".code.big"))

    page = specialist.page
    specialist.goto(f"/can-bo/ho-so/{code}")
    page.get_by_role("link", name="Bản sao chứng thực").click()
    page.locator("summary", has_text="Đã đối chiếu, chứng thực").click()
    page.fill("#check_title", "Giấy khai sinh")
    page.set_input_files("#check_file", _written(tmp_path / "ban-chinh.pdf", scans.page(scans.told(1))))
    page.check("#check_seen")
    page.get_by_role("button", name="Ghi bản chính đã đối chiếu").click()
    specialist.check()
    page.get_by_role("button", name="Cho số và lập bản sao").click()
    expect(page.locator("#copies")).to_contain_text(
        "Chờ ký, đóng dấu", timeout=_LONG
    )  # the page brings itself up to date

    world = pki.world()
    for purpose in ("personal", "seal"):
        file = world.officer(f"Người ký {purpose}").as_pkcs12(_PIN, world.authority.certificate)
        _sign(leader, purpose, _written(tmp_path / f"{purpose}.p12", file))
    expect(page.locator("#copies")).to_be_visible()
    for _ in range(30):
        page.reload()
        if page.get_by_role("button", name="Giải quyết xong hồ sơ").count():
            break
        page.wait_for_timeout(500)
    copy = page.request.get(house.address + str(page.locator("#copies a").first.get_attribute("href"))).body()
    page.get_by_role("button", name="Giải quyết xong hồ sơ").click()
    page.wait_for_url(f"**/ho-so/{code}")
    specialist.goto("/can-bo/so-chung-thuc")
    expect(page.locator("tbody")).to_contain_text("Hứa Thị Sao")
    specialist.check()

    stranger = visit()
    stranger.goto("/xac-minh")
    stranger.page.set_input_files("[type=file]", _written(tmp_path / "ban-sao.pdf", copy))
    stranger.page.get_by_role("button", name="Kiểm tra tệp").click()
    told = stranger.page.locator("main")
    expect(told).to_contain_text("Bản sao chứng thực: Giấy khai sinh", timeout=_LONG)
    expect(told).to_contain_text("SCT/BS")
    expect(told).to_contain_text("nguyên vẹn")


def _written(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return str(path)


def _sign(leader: Visitor, purpose: str, key_file: str) -> None:
    """Register a key file, and sign what waits for it."""
    page = leader.page
    leader.goto("/can-bo/ky-so/khoa")
    page.locator("summary", has_text="Tệp khóa .p12").click()
    form = page.locator("form:has([name=way][value=file])")
    form.locator("[name=purpose]").select_option(purpose)
    form.locator("[name=secret]").fill(_PIN)
    form.locator("[name=file]").set_input_files(key_file)
    form.locator("button").click()
    leader.goto("/can-bo/ky-so")
    page.locator("tr", has_text="Bản sao chứng thực: Giấy khai sinh").first.locator("[name=pick]").check()
    page.locator("select[name=key]").select_option(
        str(
            page.locator("select[name=key] option", has_text=f"Người ký {purpose}").first.get_attribute(
                "value"
            )
        )
    )
    page.fill("[name=secret]", _PIN)
    page.get_by_role("button", name="Ký các văn bản đã chọn").click()
    expect(page.locator("main")).to_contain_text("Đã ký", timeout=_LONG)
