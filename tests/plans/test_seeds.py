"""The three real documents read completely: every row, what it says, and every word accounted for."""

from collections import Counter
from pathlib import Path

import pytest
from tests.plans.expected import differences
from tests.plans.words import words, words_given_back

from motcua.plans.reading import PlanReading, read_document
from motcua.plans.reading.result import Target, Task

SEEDS = Path(__file__).parent.parent / "seeds"
NAMES = ("plan_gio_chau_2024.txt", "plan_my_hoa_hung_2024.txt", "proposal_quang_ngai_2024.txt")


@pytest.fixture(scope="module")
def readings() -> dict[str, PlanReading]:
    return {name: read_document((SEEDS / name).read_bytes(), name) for name in NAMES}


@pytest.fixture(scope="module")
def gio_chau(readings: dict[str, PlanReading]) -> PlanReading:
    return readings[NAMES[0]]


@pytest.fixture(scope="module")
def my_hoa_hung(readings: dict[str, PlanReading]) -> PlanReading:
    return readings[NAMES[1]]


@pytest.fixture(scope="module")
def quang_ngai(readings: dict[str, PlanReading]) -> PlanReading:
    return readings[NAMES[2]]


def task(reading: PlanReading, section: str | None, number: str) -> Task:
    return next(item for item in reading.tasks if (item.section, item.number) == (section, number))


def target(reading: PlanReading, section: str, number: str) -> Target:
    return next(item for item in reading.targets if (item.section, item.number) == (section, number))


def day(item: Task) -> str | None:
    return item.deadline.as_json()["date"] if item.deadline else None


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_the_file_stands_somewhere(name: str, readings: dict[str, PlanReading]) -> None:
    raw = (SEEDS / name).read_text()
    given = words_given_back(readings[name])
    # The markup left in a text file is named once, however often it occurs.
    tags = {"b", "i", "p"}
    lost = Counter({word: count for word, count in (words(raw) - given).items() if word not in tags})
    assert not lost
    assert tags & set(words(raw)) <= set(given)


@pytest.mark.parametrize("name", ["plan_gio_chau_2024", "proposal_quang_ngai_2024"])
def test_every_row_is_read_as_it_stands_in_the_document(name: str, readings: dict[str, PlanReading]) -> None:
    expected = (SEEDS.parent / "plans" / "examples" / "seeds" / f"{name}.expected").read_text("utf-8")
    assert differences(expected, readings[f"{name}.txt"].as_json()) == []


def test_gio_chau_first_page(gio_chau: PlanReading) -> None:
    document = gio_chau.document
    assert document.title == "KẾ HOẠCH Cải cách thủ tục hành chính trọng tâm năm 2024"
    assert (document.year, document.date, document.issuer) == (2024, None, "UBND xã Gio Châu")
    assert [plan.split(" ngày")[0] for plan in document.parent_plans] == [
        "Quyết định số 104/QĐ-TTg",
        "Kế hoạch số 46/KH-UBND",
        "Kế hoạch số 56/KH-UBND",
    ]
    assert len(document.recipients) == 4


def test_gio_chau_work_and_duties(gio_chau: PlanReading) -> None:
    assert [(item.section, item.number) for item in gio_chau.tasks] == [("III", "1"), ("III", "2")]
    first = task(gio_chau, "III", "1")
    assert [item.as_json()["date"] for item in first.deadlines] == ["2024-07-30", "2024-04-30", "2024-08-15"]
    assert day(first) == "2024-08-15"
    assert [part[:2] for part in first.parts] == ["a)", "Ch", "Kế", "b)", "Ch"]
    assert [duty.who for duty in gio_chau.duties] == [
        "Các Công chức chuyên môn",
        "Công chức Văn phòng- Thống kê (phụ trách kiểm soát TTHC)",
    ]
    assert gio_chau.duties[1].deadline_text == "Hàng tháng"


def test_gio_chau_targets(gio_chau: PlanReading) -> None:
    inside = [
        (item.number, item.operator, item.value, item.unit)
        for item in gio_chau.targets
        if item.section == "III"
    ]
    assert inside == [("1", "=", 100, "%"), ("1", ">=", 20, "%"), ("1", ">=", 20, "%"), ("2", "=", 100, "%")]
    rows = [(item.section, item.operator, item.value) for item in gio_chau.targets if item.section != "III"]
    assert rows == [
        *(
            ("1", operator, value)
            for operator, value in ((">=", 80), (">=", 45), (">=", 50), (">=", 80), ("=", 100), ("=", 80))
        ),
        *(
            ("2", operator, value)
            for operator, value in (
                ("=", 100),
                ("=", 100),
                (">=", 50),
                ("=", 100),
                ("=", 100),
                ("=", 100),
                (">=", 90),
            )
        ),
    ]
    copies = target(gio_chau, "2", "2")
    assert (copies.lead, copies.assessor) == (("CC Tư pháp- Hộ tịch",), "Văn phòng – Thống kê")


def test_my_hoa_hung_first_page(my_hoa_hung: PlanReading) -> None:
    document = my_hoa_hung.document
    assert (document.number, document.date, document.place) == ("198/KH-UBND", "2024-02-24", "Mỹ Hòa Hưng")
    assert document.title is not None
    assert document.title.startswith("KẾ HOẠCH Thực hiện hoạt động Kiểm soát")
    assert document.title.endswith("trên địa bàn xã Mỹ Hòa Hưng")
    assert [plan[:18] for plan in document.parent_plans] == ["Kế hoạch số 1513/K"]
    assert len(document.recipients) == 6
    assert len(my_hoa_hung.duties) == 5


def test_my_hoa_hung_rows(my_hoa_hung: PlanReading) -> None:
    counts = Counter(item.section for item in my_hoa_hung.tasks)
    assert counts == {
        "1": 7,
        "2": 4,
        "3.I": 6,
        "3.II": 6,
        "4.I": 4,
        "4.II": 1,
        "5.I": 4,
        "5.II": 4,
        "6": 4,
        "7": 3,
        "8.I": 2,
        "8.II": 6,
    }
    cut = task(my_hoa_hung, "3.II", "1")
    assert cut.title.endswith("trả kết quả giải quyết thủ tục hành chính tại xã.")
    assert [part[:2] for part in cut.parts] == ["1.", "2.", "3.", "4.", "5.", "6.", "7."]
    joined = task(my_hoa_hung, "5.I", "4")
    assert joined.deliverable == "Thủ tục hành chính được tích hợp với Cổng Dịch vụ công Quốc gia"
    weekly = task(my_hoa_hung, "7", "1")
    assert "thủ tục hành chính dịch vụ công theo thời gian thực" in weekly.title
    assert (
        weekly.note
        == "Công khai trên công thông tin điện tử của đơn vị, các phương tiện thông tin đại chúng."
    )
    inspected = task(my_hoa_hung, "7", "3")
    assert inspected.note is not None
    assert inspected.note.endswith("các nội dung, nhiệm vụ được giao (nếu có)")
    assert day(inspected) == "2024-03-30"
    assert task(my_hoa_hung, "8.I", "1").cooperating == (
        "Trung tâm Văn hóa – HTCD xã",
        "các ngành có liên quan",
    )


def test_my_hoa_hung_targets(my_hoa_hung: PlanReading) -> None:
    counts = Counter(item.section for item in my_hoa_hung.targets)
    assert counts["9.1"] == 7
    assert counts["9.2.I"] == 1
    assert counts["9.2.II"] == 12
    band = target(my_hoa_hung, "9", "9.3")
    assert (band.operator, band.value, band.value_high, band.unit) == ("between", 80, 90, "điểm")
    part = target(my_hoa_hung, "9.1", "6.2")
    assert part.name.startswith("Tỷ lệ xử lý văn bản")
    assert (part.value, part.lead) == (80, ("VP HĐND và UBND xã",))
    hospitals = target(my_hoa_hung, "9.2.II", "8")
    assert (hospitals.lead, hospitals.cooperating) == (("Sở Y tế",), ("Bảo hiểm xã hội tỉnh", "STTTT"))
    inside = [
        (item.section, item.number, item.operator, item.value, item.unit) for item in my_hoa_hung.targets[:14]
    ]
    assert ("3.II", "3", ">=", 5280, "hồ sơ") in inside
    assert ("5.II", "3", "=", 80, "%") in inside
    assert ("8.II", "6", ">=", 1, "tin, bài viết/tuần") in inside


def test_my_hoa_hung_warnings(my_hoa_hung: PlanReading) -> None:
    text = "\n".join(my_hoa_hung.warnings)
    assert "31/01/2024 trước ngày ban hành" in text
    assert "«UBND thành phố và xã, phường» (mục 3.II.3, 5.II.2)" in text
    assert "05/02/2024 trước ngày ban hành" in text
    assert "lệch cột" in text
    assert "766/QĐ-TTg" in text
    assert "3.II.1: hàng bị cắt qua trang" in text


def test_quang_ngai(quang_ngai: PlanReading) -> None:
    document = quang_ngai.document
    assert (document.number, document.date, document.place, document.year) == (
        "/VP-TTHC",
        None,
        "Quảng Ngãi",
        2024,
    )
    assert document.title == "V/v đề xuất nhiệm vụ cải cách hành chính năm 2024"
    assert document.issuer == "Văn phòng UBND tỉnh Quảng Ngãi"
    assert document.recipients[0] == "Sở Nội vụ"
    assert [item.number for item in quang_ngai.tasks] == [str(number) for number in range(1, 17)]
    assert all(
        item.lead and item.cooperating and item.deadline and item.deliverable for item in quang_ngai.tasks
    )
    fourth = task(quang_ngai, None, "4")
    assert fourth.lead == ("Văn phòng UBND tỉnh", "Các sở, ban ngành", "UBND cấp huyện", "UBND cấp xã")
    assert task(quang_ngai, None, "5").title.endswith(
        "trên phần mềm Hệ thống thông tin giải quyết TTHC tỉnh."
    )
    tenth = task(quang_ngai, None, "10")
    assert [item.as_json()["end"] for item in tenth.deadlines] == ["2024-06-30", "2024-09-30"]
    assert len(tenth.parts) == 2
