"""The control officer: from the plan's document to tasks with days and targets with values, and from a figure
down to the dossier behind it."""

import re
import time

import pytest
from playwright.sync_api import expect
from tests.web.conftest import Open
from tests.web.house import House
from tests.web.importing import as_this_years, hand_in, this_years_plan
from tests.web.visitor import Visitor

pytestmark = pytest.mark.web

# The relay looks every quarter of a second; the rest is for a busy machine.
_SECONDS_TO_COUNT = 5


def test_a_plan_becomes_tasks_and_measured_targets(visit: Open, house: House) -> None:
    officer = visit("kiemsoat")
    hand_in(officer, this_years_plan("Bản của hành trình.", "Phục vụ Nhân dân tại nhà"))
    officer.page.wait_for_url("**/kiem-tra")
    assert "Phục vụ Nhân dân tại nhà năm 2026" in officer.text()
    officer.screenshot("journey-plan-review")
    officer.check()
    first = officer.page.locator("#nhiem-vu article").first
    row = first.get_attribute("id")
    first.get_by_role("link", name="Sửa").click()
    form = officer.page.locator(f"#{row} form")
    form.locator("[name=title]").fill("Rà soát thủ tục hành chính, gửi kết quả về tỉnh")
    form.locator("[name=deadline_text]").fill("trước ngày 10/12/2026")
    form.locator("[name=lead]").fill("Văn phòng – Thống kê; Tư pháp – Hộ tịch")
    form.locator("button[type=submit]").click()
    expect(officer.page.locator(f"#{row}")).to_contain_text("Đã sửa")
    assert "10/12/2026" in officer.page.inner_text(f"#{row}")
    officer.check()
    officer.page.get_by_role("button", name="Xác nhận kế hoạch").first.click()
    officer.page.wait_for_url(re.compile(r"/ke-hoach/\d+$"))
    officer.screenshot("journey-plan-confirmed")

    officer.page.get_by_role(
        "link", name=re.compile("Rà soát thủ tục hành chính, gửi kết quả về tỉnh")
    ).click()
    officer.page.wait_for_url(re.compile(r"/nhiem-vu/\d+$"))
    task = officer.path()
    officer.page.fill("[name=percent]", "40")
    officer.page.fill("[name=text]", "Đã rà soát 12 thủ tục, Báo cáo số 15/BC-UBND")
    officer.page.set_input_files(
        "[name=file]", {"name": "bao-cao.txt", "mimeType": "text/plain", "buffer": "Báo cáo".encode()}
    )
    officer.page.get_by_role("button", name="Ghi tiến độ").click()
    officer.page.wait_for_selector(".notice.success")
    assert "40 %" in officer.text()
    assert "Đã rà soát 12 thủ tục" in officer.text()
    officer.screenshot("journey-task")
    officer.check()

    officer.goto("/can-bo/nhiem-vu?q=gửi+kết+quả+về+tỉnh")
    assert officer.page.locator(f"#list a[href='{task}']").count() == 1
    assert "40 %" in officer.page.inner_text("#list")
    officer.goto("/can-bo/chi-tieu")
    row_of = officer.page.locator("tr", has_text="Tỷ lệ số hóa hồ sơ, kết quả giải quyết TTHC").first
    measured = row_of.locator("td[data-label='Hiện nay']").inner_text()
    parts = re.search(r"([\d,]+) %\s+(\d+) / (\d+)", measured)
    assert parts, measured
    share = 100 * int(parts[2]) / int(parts[3])
    assert abs(float(parts[1].replace(",", ".")) - share) < 0.01
    row_of.locator("td[data-label='Hiện nay'] a").click()
    officer.page.wait_for_url("**/tieu-chi/IV.2**")
    assert f"{parts[2]}: " in officer.text()
    officer.goto(
        f"/can-bo/ke-hoach/{house.one('SELECT plan_id FROM plans_plantask WHERE id = ?', task.rpartition('/')[2])}"
    )
    every_row_is_explained(officer, tasks=2, targets=17)


@pytest.mark.parametrize(
    ("seed", "tasks", "targets"), [("plan_my_hoa_hung_2024", 51, 35), ("proposal_quang_ngai_2024", 16, 0)]
)
def test_a_real_document_is_checked_by_keyboard_and_runs_the_year(
    visit: Open, seed: str, tasks: int, targets: int
) -> None:
    officer = visit("kiemsoat")
    hand_in(officer, as_this_years(seed), f"{seed}-2026.txt")
    officer.page.wait_for_url("**/kiem-tra")
    first = officer.page.locator("#nhiem-vu article").first
    row = first.get_attribute("id")
    # To the cell of the source and back, and into the form, without a mouse.
    first.get_by_role("link", name="Xem ở bản gốc").focus()
    officer.page.keyboard.press("Enter")
    expect(officer.page.locator(".source :target")).to_be_visible()
    first.get_by_role("link", name="Sửa").focus()
    officer.page.keyboard.press("Enter")
    expect(officer.page.locator(f"#{row} [name=title]")).to_be_focused()
    officer.page.keyboard.press("Tab")
    expect(officer.page.locator(f"#{row} [name=lead]")).to_be_focused()
    officer.page.keyboard.press("ControlOrMeta+a")
    officer.page.keyboard.type("Công chức Văn phòng – Thống kê")
    officer.page.keyboard.press("Enter")
    expect(officer.page.locator(f"#{row}")).to_contain_text("Đã sửa")
    expect(officer.page.locator(f"#{row}").get_by_role("link", name="Sửa")).to_be_focused()
    officer.page.locator("#confirm-end button").focus()
    officer.page.keyboard.press("Enter")
    officer.page.wait_for_url(re.compile(r"/ke-hoach/\d+$"))
    every_row_is_explained(officer, tasks=tasks, targets=targets)


def every_row_is_explained(officer: Visitor, *, tasks: int, targets: int) -> None:
    """The month's page of a plan tells of each of its tasks and targets how it stands and why."""
    officer.page.get_by_role("link", name="Tình hình từng tháng").click()
    officer.page.wait_for_url("**/thang")
    whys = officer.page.locator("td.why").all_inner_texts()
    assert len(whys) == tasks + targets
    assert all(why.strip() for why in whys)


def test_from_a_figure_down_to_the_dossier(visit: Open) -> None:
    officer = visit("kiemsoat")
    officer.goto("/can-bo/dieu-hanh")
    officer.page.locator("#where figure, #where table").first.wait_for()
    assert officer.page.title().startswith("Bàn điều hành"), (
        "a part that comes later must not rename the page"
    )
    gain = officer.page.locator("table a[href*='/tieu-chi/IV.']").first
    gain.click()
    officer.page.wait_for_url("**/tieu-chi/IV.**")
    numbers = officer.page.inner_text(".facts")
    found = re.search(r"Tử số\s+(\d+):.*Mẫu số\s+(\d+):", numbers, re.DOTALL)
    assert found, numbers
    having, whole = int(found[1]), int(found[2])
    tabs = officer.page.locator("#list nav, #list .tabs").first.inner_text()
    shown = [int(each) for each in re.findall(r"\d+", tabs)]
    assert shown == [whole - having, having], tabs
    officer.page.locator("#list tbody th a").first.click()
    officer.page.wait_for_url("**/can-bo/ho-so/**")
    assert "Quá trình" in officer.text()
    officer.check()


def test_a_figure_follows_the_work_within_seconds(visit: Open) -> None:
    """Received at the counter, counted in the control room: no figure is typed, and none waits for a night."""
    clerk, officer = visit("tiepnhan"), visit("kiemsoat")
    before = running(officer)
    clerk.goto("/can-bo/tiep-nhan/1.001193")
    for name, words in (
        ("identity_number", "099200077001"),
        ("name", "Hứa Văn Đếm"),
        ("phone", "0000999888"),
    ):
        clerk.page.fill(f"[name={name}]", words)
    clerk.page.click("button.main[type=submit]")
    clerk.page.wait_for_url("**/da-tiep-nhan")
    until = time.monotonic() + _SECONDS_TO_COUNT
    while running(officer) == before and time.monotonic() < until:
        officer.page.wait_for_timeout(200)
    assert running(officer) == before + 1


def running(officer: Visitor) -> int:
    """The dossiers that the control room says are being settled."""
    officer.goto("/can-bo/dieu-hanh")
    found = re.search(r"Tổng cộng (\d+) hồ sơ", officer.text())
    assert found
    return int(found[1])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("rong.txt", b"", "Tệp rỗng"),
        ("anh.docx", b"\x89PNG\r\n\x1a\n" + bytes(200), "docx"),
    ],
)
def test_a_document_that_is_none_says_what_to_do(visit: Open, name: str, content: bytes, words: str) -> None:
    officer = visit("kiemsoat")
    hand_in(officer, content, name)
    officer.page.wait_for_selector(".error-summary")
    assert words in officer.page.inner_text(".error-summary")
    officer.check()


def test_import_does_without_scripts(visit: Open) -> None:
    officer = visit("kiemsoat", scripts=False)
    hand_in(officer, this_years_plan("Bản không có JavaScript."))
    assert officer.path().endswith("/kiem-tra")
    officer.page.locator("#chi-tieu article").first.get_by_role("link", name="Sửa").click()
    officer.page.fill("[name=name]", "Tỷ lệ hồ sơ trả đúng hẹn")
    officer.page.locator("form:has([name=name]) button[type=submit]").click()
    assert officer.path().partition("#")[0].endswith("/kiem-tra")
    assert "Tỷ lệ hồ sơ trả đúng hẹn" in officer.page.inner_text("#chi-tieu")
    officer.page.get_by_role("button", name="Bỏ bản đọc này").click()
    assert officer.path() == "/can-bo/ke-hoach"
    assert "Đã bỏ bản đọc" in officer.text()


def test_another_period_is_the_page_of_its_address(visit: Open) -> None:
    officer = visit("kiemsoat")
    officer.goto("/can-bo/dieu-hanh")
    officer.page.select_option("[name=period]", "2026-Q3")
    officer.page.click(".filters button[type=submit]")
    officer.page.wait_for_url("**period=2026-Q3**")
    assert "quý iii/2026" in officer.page.inner_text(".lead").lower()
    officer.check()


def test_targets_narrowed_in_place_are_those_of_the_address(visit: Open) -> None:
    officer = visit("kiemsoat")
    officer.goto("/can-bo/chi-tieu")
    with officer.page.expect_response(lambda answer: "verdict=missed" in answer.url) as answer:
        officer.page.select_option(".filters [name=verdict]", "missed")
    assert answer.value.request.headers["hx-request"] == "true"
    officer.page.wait_for_url("**verdict=missed**")
    expect(officer.page.locator("#list")).not_to_contain_text("Ghi giá trị")
    in_place = officer.page.inner_text("#list")
    officer.goto(officer.path())
    assert officer.page.inner_text("#list") == in_place
    # Told to go elsewhere, the page asks no more: its next look would begin the way anew.
    told = """() => {
        const say = (name, detail) => document.body.dispatchEvent(
            new CustomEvent(name, { bubbles: true, cancelable: true, detail }));
        const xhr = { getResponseHeader: (name) => (name === "HX-Redirect" ? "/x" : null) };
        return [say("htmx:beforeRequest", {}), say("htmx:beforeOnLoad", { xhr }), say("htmx:beforeRequest", {})];
    }"""
    assert officer.page.evaluate(told) == [True, True, False]


def test_the_wall_turns_its_pictures(visit: Open) -> None:
    officer = visit("lanhdao")
    officer.goto("/can-bo/dieu-hanh/man-hinh?giay=300")
    shown = officer.page.locator("[data-panel]:visible")
    expect(shown).to_have_count(1)
    first = shown.get_attribute("aria-label")
    officer.page.keyboard.press("ArrowRight")
    expect(shown).not_to_have_attribute("aria-label", first or "")
    officer.page.keyboard.press("ArrowLeft")
    expect(shown).to_have_attribute("aria-label", first or "")
    officer.page.get_by_role("button", name="Dừng").click()
    expect(officer.page.get_by_role("button", name="Chạy tiếp")).to_be_visible()
