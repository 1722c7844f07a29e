"""Lists of more than ninety-nine items and numbers of many parts."""

import pytest
from tests.plans.words import source_text, words, words_given_back

from motcua.plans.reading import PlanReading, read_document

DEEDS = (
    "Rà soát danh mục thủ tục hành chính",
    "Tổ chức tập huấn nghiệp vụ",
    "Kiểm tra việc giải quyết hồ sơ",
)


def read(*lines: str) -> PlanReading:
    top = ("KẾ HOẠCH", "Kiểm soát thủ tục hành chính năm 2026", "", "I. NHIỆM VỤ")
    reading = read_document("\n".join((*top, *lines)).encode(), "a.txt")
    assert not words(source_text(reading)) - words_given_back(reading)
    return reading


@pytest.mark.parametrize("outer", ["", "1."])
@pytest.mark.parametrize("labelled", [False, True])
def test_items_beyond_ninety_nine_are_items(outer: str, labelled: bool) -> None:
    who = "- Cơ quan chủ trì: Văn phòng HĐND và UBND xã", "- Thời gian: trước ngày {}/12/2026"
    lines = ["1. Cải cách thủ tục hành chính"] if outer else []
    for number in range(96, 113):
        item = f"{outer}{number}. {DEEDS[number % 3]} đợt {number}"
        day = number - 90
        told = f"; Văn phòng HĐND và UBND xã chủ trì, xong trước ngày {day}/12/2026."
        lines += [item, who[0], who[1].format(day)] if labelled else [item + told]
    tasks = read(*lines).tasks
    assert [task.number for task in tasks] == [f"{outer}{number}" for number in range(96, 113)]
    assert all(list(task.lead) == ["Văn phòng HĐND và UBND xã"] for task in tasks)
    days = [task.deadline.date.day if task.deadline and task.deadline.date else None for task in tasks]
    assert days == [number - 90 for number in range(96, 113)]


def test_numbers_of_many_parts() -> None:
    numbers = [f"2.1.1.3.{last}" for last in range(1, 12)]
    above = ["2. Số hóa", "2.1. Số hóa hồ sơ", "2.1.1. Số hóa kết quả", "2.1.1.3. Kết quả còn hiệu lực"]
    tasks = read(
        "1. Rà soát quy định",
        *above,
        *(f"{one}. {DEEDS[0]} lần {one[-1]}; hoàn thành Quý III/2026." for one in numbers),
    ).tasks
    assert [task.number for task in tasks][1:] == numbers
    assert all(task.deadline_text == "hoàn thành Quý III/2026" for task in tasks[1:])


def test_a_number_of_things_is_no_ordinal() -> None:
    tasks = read(
        "1. Số hóa hồ sơ, phấn đấu trong năm đạt",
        "1.000 hồ sơ đất đai, hộ tịch; hoàn thành Quý III/2026.",
        "2. Rà soát hồ sơ tồn đọng, xử lý dứt điểm",
        "150. hồ sơ quá hạn; hoàn thành Quý II/2026.",
    ).tasks
    assert [task.number for task in tasks] == ["1", "2"]
