"""Plans in other layouts, written for this test: what each says must be read."""

import io
from pathlib import Path

import docx
import pytest
from docx.table import Table
from tests.plans.words import source_text, words, words_given_back

from motcua.plans.reading import PlanReading, read_document

EXAMPLES = Path(__file__).parent / "examples"


def read(name: str) -> PlanReading:
    reading = read_document((EXAMPLES / name).read_bytes(), name)
    assert not words(source_text(reading)) - words_given_back(reading)
    return reading


def days(reading: PlanReading) -> list[str | None]:
    return [task.deadline.as_json()["date"] if task.deadline else None for task in reading.tasks]


def test_remedy_blocks_with_lettered_labels() -> None:
    reading = read("remedy_blocks.txt")
    assert reading.document.issuer == "ỦY BAN NHÂN DÂN XÃ PHÚ THUẬN"
    assert [task.number for task in reading.tasks] == ["1.1", "1.2", "2.1", "2.2", "3"]
    assert days(reading)[0] == "2024-09-30"
    assert [
        (aim.number, aim.operator, aim.value, aim.baseline_operator, aim.baseline) for aim in reading.targets
    ] == [
        ("2", ">=", 85, None, None),
        ("1.1", ">=", 1, None, None),
        ("1.2", "=", 100, "=", 92.5),
        ("2.1", ">=", 60, "<", 40),
        ("2.2", "above_last_year", None, ">", 85),
        ("3", "not_below_last_year", None, None, None),
    ]
    assert reading.tasks[2].cooperating == ("Đoàn Thanh niên xã", "Công an xã")
    assert [duty.who for duty in reading.duties] == [
        "Công chức Văn phòng - Thống kê",
        "Công chức Văn phòng - Thống kê",
        "Ủy ban Mặt trận Tổ quốc Việt Nam xã",
    ]


def test_a_two_line_header_without_its_merges_and_a_row_over_two_pages() -> None:
    reading = read("district_pages.md")
    assert [(task.section, task.number) for task in reading.tasks] == [
        ("B", number) for number in ("1.1", "1.2", "2.1", "2.2", "2.3")
    ]
    assert reading.tasks[0].cooperating == ("Các phòng, ban", "UBND các xã, thị trấn")
    assert [item.as_json()["date"] for item in reading.tasks[0].deadlines] == ["2024-01-31", "2024-02-15"]
    assert (reading.tasks[1].cooperating, reading.tasks[1].inherited) == (
        reading.tasks[0].cooperating,
        ("cooperating",),
    )
    assert reading.tasks[2].title.endswith("nội bộ theo danh mục đã công bố")
    assert (reading.tasks[2].deadline_text, reading.tasks[2].deliverable) == (
        "Trước ngày 30/7/2024",
        "Báo cáo kết quả rà soát",
    )
    assert len(reading.tasks[3].parts) == 2
    step = next(aim for aim in reading.targets if aim.operator == "increase_per_year")
    assert (step.section, step.number, step.value, step.value_high) == ("A", "2", 20, 100)
    assert ("2.3", ">=", 1200, "hồ sơ") in [(a.number, a.operator, a.value, a.unit) for a in reading.targets]


def test_html_with_merged_cells_lists_and_foot_notes() -> None:
    reading = read("office_page.html")
    assert [(task.section, task.number) for task in reading.tasks] == [
        ("II.I", "1"),
        ("II.I", "2"),
        ("II.II", "1"),
    ]
    assert reading.tasks[0].deliverable == "Tối thiểu 12 chuyên mục; Bản tin tổng hợp cuối năm"
    assert (reading.tasks[1].lead, reading.tasks[1].inherited) == (("Văn phòng Sở",), ("lead",))
    assert reading.tasks[1].parts == ("hướng dẫn từng thủ tục;", "gương cán bộ tận tụy.")
    assert [item.as_json()["end"] for item in reading.tasks[2].deadlines] == ["2026-06-30", "2026-09-30"]
    assert [duty.who for duty in reading.duties] == ["Văn phòng Sở", "Các phòng chuyên môn"]


def test_hard_wrapped_prose_names_who_in_sentences() -> None:
    reading = read("wrapped_prose.txt")
    assert [task.lead for task in reading.tasks] == [
        ("Phòng Tư pháp",),
        ("Thanh tra huyện",),
        ("Phòng Tư pháp",),
    ]
    assert reading.tasks[0].cooperating == ("Văn phòng HĐND và UBND huyện",)
    assert days(reading) == ["2025-10-30", None, "2025-11-15"]
    assert reading.tasks[2].deliverable == "Báo cáo của UBND huyện"
    assert [duty.deadline_text for duty in reading.duties] == ["trước ngày 20/02/2025", None, None]


def test_bullets_with_their_labels_in_brackets() -> None:
    reading = read("bracketed_list.md")
    assert [(task.section, task.title) for task in reading.tasks] == [
        ("II.1", "Rà soát văn bản do phường ban hành"),
        ("II.1", "Lấy ý kiến người dân về dự thảo nghị quyết"),
        ("II.2", "Niêm yết đầy đủ 100% thủ tục"),
    ]
    assert [(aim.operator, aim.value, aim.unit) for aim in reading.targets] == [
        (">", 90, "%"),
        ("<=", 15, "phút"),
        ("=", 100, "%"),
    ]


def _row(table: Table, *texts: str) -> int:
    table.add_row()
    at = len(table.rows) - 1
    for column, text in enumerate(texts):
        if text:
            table.cell(at, column).text = text
    return at


@pytest.fixture(scope="module")
def office_file() -> PlanReading:
    """Word as offices write it: page head and signatures in tables, automatic numbers, two annexes."""
    document = docx.Document()
    head = document.add_table(rows=1, cols=2)
    head.cell(0, 0).text = "UBND THÀNH PHỐ HẢI AN\nVĂN PHÒNG\nSố: 9/KH-VP"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHải An, ngày 15 tháng 01 năm 2025"
    for text in (
        "KẾ HOẠCH",
        "Rà soát, đánh giá thủ tục hành chính năm 2025",
        "I. NỘI DUNG (Phụ lục kèm theo)",
    ):
        document.add_paragraph(text)
    document.add_paragraph("II. TỔ CHỨC THỰC HIỆN")
    document.add_paragraph("Trưởng các phòng chịu trách nhiệm về tiến độ.", style="List Number")
    document.add_paragraph("Phòng Tổng hợp báo cáo trước ngày 20/12/2025.", style="List Number")
    foot = document.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Các phòng;\n- Lưu: VT."
    foot.cell(0, 1).text = "CHÁNH VĂN PHÒNG\n\nNgô Văn Giả"
    document.add_paragraph("PHỤ LỤC I")
    table = document.add_table(rows=2, cols=6)
    for column, text in enumerate(
        ("TT", "Nội dung rà soát", "Đơn vị thực hiện", "", "Hoàn thành", "Kết quả")
    ):
        if text:
            table.cell(0, column).text = text
    table.cell(0, 2).merge(table.cell(0, 3))
    for column in (0, 1, 4, 5):
        table.cell(0, column).merge(table.cell(1, column))
    table.cell(1, 2).text, table.cell(1, 3).text = "Chủ trì", "Phối hợp"
    group = _row(table, "I", "Lĩnh vực hộ tịch")
    table.cell(group, 1).merge(table.cell(group, 5))
    first = _row(table, "", "Nhóm khai sinh", "Phòng Tư pháp", "UBND các phường", "30/6/2025", "Báo cáo")
    _row(table, "", "- Đăng ký khai sinh lưu động")
    second = _row(table, "", "Nhóm kết hôn", "", "UBND các phường", "15/7/2025", "Báo cáo")
    for at in (first, second):
        table.cell(at, 0).paragraphs[0].style = document.styles["List Number 2"]
    document.add_paragraph("PHỤ LỤC II")
    targets = document.add_table(rows=1, cols=5)
    for column, text in enumerate(("TT", "Chỉ tiêu", "Năm 2024 đạt", "Năm 2025", "Người đánh giá")):
        targets.cell(0, column).text = text
    _row(targets, "1", "Thủ tục được rà soát", "trên 20%", "≥ 30%", "Phòng Tổng hợp")
    stream = io.BytesIO()
    document.save(stream)
    return read_document(stream.getvalue(), "a.docx")


def test_word_prints_its_own_numbers(office_file: PlanReading) -> None:
    assert [(task.section, task.number, task.title) for task in office_file.tasks] == [
        ("I", "1", "Nhóm khai sinh"),
        ("I", "2", "Nhóm kết hôn"),
    ]
    assert office_file.tasks[0].parts == ("Đăng ký khai sinh lưu động",)
    assert [duty.who for duty in office_file.duties] == ["Trưởng các phòng", "Phòng Tổng hợp"]


def test_head_and_signature_in_tables(office_file: PlanReading) -> None:
    document = office_file.document
    assert (document.number, document.date, document.place) == ("9/KH-VP", "2025-01-15", "Hải An")
    assert document.issuer == "VĂN PHÒNG UBND THÀNH PHỐ HẢI AN"
    assert document.recipients == ("Các phòng", "Lưu: VT")


def test_last_years_column_is_the_baseline(office_file: PlanReading) -> None:
    aim = office_file.targets[0]
    assert (aim.operator, aim.value, aim.baseline_operator, aim.baseline) == (">=", 30, ">", 20)
    assert aim.assessor == "Phòng Tổng hợp"


def test_page_numbers_do_not_cut_tables_or_sentences() -> None:
    header = "STT\tNội dung\tChủ trì\tThời gian"
    lines = (
        "II. NHIỆM VỤ",
        header,
        "I\tChỉ đạo\t\t",
        "1\tBan hành kế hoạch\tUBND xã\tQuý I",
        "2\tRà soát thủ tục thuộc\tUBND xã\tQuý II",
        "",
        "2",
        "",
        header,
        "\tthẩm quyền của xã\t\t",
        "3\tBáo cáo\tUBND xã\tQuý IV",
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Công an xã phối hợp giữ trật tự",
        "",
        "- 3 -",
        "",
        "tại nơi tiếp nhận hồ sơ.",
    )
    reading = read_document("\n".join(lines).encode(), "a.txt")
    assert [(task.section, task.number, task.title) for task in reading.tasks] == [
        ("II.I", "1", "Ban hành kế hoạch"),
        ("II.I", "2", "Rà soát thủ tục thuộc thẩm quyền của xã"),
        ("II.I", "3", "Báo cáo"),
    ]
    assert [duty.text for duty in reading.duties] == [
        "Công an xã phối hợp giữ trật tự tại nơi tiếp nhận hồ sơ."
    ]
