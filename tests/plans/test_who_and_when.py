# ruff: noqa: E501 - a sentence or a row of a table stays on one line
"""Plans no program had seen: who leads and helps in sentences, crosses under months, headings that are agencies."""

import docx
import pytest
from tests.plans.office_files import Row, saved, table

from motcua.plans.reading import PlanReading, read_document
from motcua.plans.reading.actors import who_in_sentences
from motcua.plans.reading.aims import aims_in_text
from motcua.plans.reading.bodies import split_bodies
from motcua.plans.reading.drafts import Draft
from motcua.plans.reading.marks import months_named, period_named
from motcua.plans.reading.phrases import phrases_in

# an item's words → lead | cooperating
ITEMS = {
    "Công an xã phối hợp với Đoàn Thanh niên xã hướng dẫn người dân kích hoạt tài khoản.": "Công an xã | Đoàn Thanh niên xã",
    "Giao công chức Tài chính - Kế toán mua sắm trang thiết bị trong tháng 8/2025.": "công chức Tài chính - Kế toán |",
    "Thống nhất mua 02 máy quét; giao Phòng Kinh tế thực hiện thủ tục mua sắm.": "Phòng Kinh tế |",
    "Giao Sở Nội vụ chủ trì, phối hợp với Văn phòng UBND tỉnh nâng cấp Hệ thống thông tin.": "Sở Nội vụ | Văn phòng UBND tỉnh",
    "Giao Văn phòng chủ trì, phối hợp với các đoàn thể, hoàn thành trước 30/6/2026.": "Văn phòng | các đoàn thể",
    "Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh tăng cường giám sát.": "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh |",
    "Các sở, ban, ngành đánh giá tác động TTHC trước khi trình UBND tỉnh.": "Các sở, ban, ngành |",
    "Văn phòng HĐND và UBND xã chịu trách nhiệm chính; Phòng Kinh tế, Phòng Văn hóa - Xã hội phối hợp thực hiện.": "Văn phòng HĐND và UBND xã | Phòng Kinh tế, Phòng Văn hóa - Xã hội",
    "Rà soát TTHC: Các phòng chuyên môn thực hiện; hoàn thành trước 30/6/2026.": "Các phòng chuyên môn |",
    "Kiểm soát quy định: Phòng Tư pháp chủ trì, Phòng Nội vụ phối hợp; thường xuyên.": "Phòng Tư pháp | Phòng Nội vụ",
    "Lập Tổ hỗ trợ. (Đoàn Thanh niên chủ trì; Công an xã, Hội Phụ nữ phối hợp; xong trước 28/4/2026)": "Đoàn Thanh niên | Công an xã, Hội Phụ nữ",
    "Bố trí máy tính. (Văn phòng HĐND và UBND xã; hoàn thành ngày 29/4/2026)": "Văn phòng HĐND và UBND xã |",
    "Trả lời kiến nghị của người dân. Các phòng chuyên môn thực hiện.": "Các phòng chuyên môn |",
    "Các phòng chuyên môn ký số kết quả giải quyết TTHC kể từ ngày 01/3/2026.": "Các phòng chuyên môn |",
    "Khảo sát (Phòng Văn hóa - Xã hội chủ trì; phối hợp với UBMTTQ Việt Nam xã; quý III/2026).": "Phòng Văn hóa - Xã hội | UBMTTQ Việt Nam xã",
    "Lắp camera giám sát tại Trung tâm (Phòng Kinh tế - tháng 4/2026).": "Phòng Kinh tế |",
    "Các phòng, đơn vị tự kiểm tra văn bản.": "Các phòng, đơn vị |",
    "Trung tâm Phục vụ hành chính công phường tiếp nhận, trả kết quả.": "Trung tâm Phục vụ hành chính công phường |",
    # nobody is named, or is only spoken of
    "Gửi báo cáo về cơ quan cấp trên (UBND tỉnh).": "|",
    "Địa điểm: Trung tâm Phục vụ hành chính công xã.": "|",
    "Phối hợp với các cơ quan: Sở Nội vụ thực hiện kiểm tra.": "|",
    # A head nobody lists: said to lead in so many words, it leads.
    "Kiểm tra kho (Nghiệp đoàn bốc xếp chủ trì; Xưởng in số 5 phối hợp)": "Nghiệp đoàn bốc xếp | Xưởng in số 5",
    "Tuyên truyền. Giao Vườn quốc gia Cát Bà chủ trì thực hiện": "Vườn quốc gia Cát Bà |",
    "Nghiệp đoàn bốc xếp chủ trì, phối hợp với Công an xã họp dân": "Nghiệp đoàn bốc xếp | Công an xã",
    "Tổ chức hội nghị chủ trì, phối hợp với các ngành": "|",
}


@pytest.mark.parametrize("text", ITEMS)
def test_who_leads_and_who_helps_in_the_words_of_an_item(text: str) -> None:
    draft = Draft(None, None, 0, title=text)
    who_in_sentences(draft)
    assert f"{'; '.join(draft.lead)} | {'; '.join(draft.cooperating)}".strip() == ITEMS[text].strip()


SENTENCES = {
    "Ban hành kế hoạch (tháng 01/2026); kiểm tra (quý I/2026).": ("tháng 01/2026", "quý I/2026"),
    "Tổng kết năm trước (tháng 12/2024).": (),
    "Làm sạch dữ liệu dân cư (thường xuyên).": ("thường xuyên",),
    "Phòng Tư pháp chủ trì; thường xuyên.": ("thường xuyên",),
    "Trình công bố chậm nhất 20 ngày trước ngày văn bản có hiệu lực.": (
        "chậm nhất 20 ngày trước ngày văn bản có hiệu lực",
    ),
    "Trình văn bản trước 16 giờ ngày 10/4/2026.": ("trước 16 giờ ngày 10/4/2026",),
    "Lắp đặt máy tính, hoàn thành ngày 29/4/2026.": ("hoàn thành ngày 29/4/2026",),
    "Lắp camera (Phòng Kinh tế - tháng 4/2026).": ("tháng 4/2026",),
    "Khảo sát (Phòng Kinh tế chủ trì; quý III/2026).": ("quý III/2026",),
    "Phòng Kinh tế kiểm tra việc số hóa, định kỳ hằng quý.": ("định kỳ hằng quý",),
    "Thực hiện Kế hoạch số 12/KH-UBND, trước ngày 05/3/2026 của tỉnh.": (),
    "Tổng hợp số liệu, định kỳ ngày 20 hằng tháng.": ("định kỳ ngày 20 hằng tháng",),
    "Thông báo thời gian đối thoại trước ít nhất 07 ngày.": ("trước ít nhất 07 ngày",),
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_deadlines_in_sentences(sentence: str) -> None:
    assert phrases_in(sentence, 2026) == SENTENCES[sentence]


NAMES = {
    "Thời gian thực hiện Quý II": "Quý II",
    "Tháng thực hiện T9": "T9",
    "Tháng 10/2026": "Tháng 10/2026",
    "Thời gian (tháng) 4": "Tháng 4",
    "Quý thực hiện III": "Quý III",
    "Lộ trình 2027": "năm 2027",
    "Số lượng": None,
    "Nhóm 1": None,
    "Chủ trì": None,
}


def test_the_period_a_column_is_named_by() -> None:
    assert {name: period_named(name) for name in NAMES} == NAMES
    figures = tuple(str(figure) for figure in range(1, 13))
    assert months_named(("Nội dung", *figures, "Ghi chú"))[1:3] == ("Tháng 1", "Tháng 2")
    assert months_named(("1", "2", "3")) == ("1", "2", "3")


def test_a_small_letter_begins_the_next_officer() -> None:
    assert split_bodies("Công chức Tư pháp - Hộ tịch, công chức Địa chính - Xây dựng") == (
        "Công chức Tư pháp - Hộ tịch",
        "công chức Địa chính - Xây dựng",
    )
    assert split_bodies("Cán bộ, công chức xã") == ("Cán bộ, công chức xã",)


def test_a_hundred_typed_with_the_letter_l() -> None:
    assert [(aim.operator, aim.value, aim.unit) for aim in aims_in_text("l00% TTHC được niêm yết")] == [
        ("=", 100, "%")
    ]


def word(*rows: Row) -> PlanReading:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Cải cách hành chính năm 2026")
    table(document, rows)
    return read_document(saved(document), "a.docx")


def told(reading: PlanReading) -> list[str]:
    return [
        " | ".join((task.number or "", task.title, "; ".join(task.lead), task.deadline_text or ""))
        for task in reading.tasks
    ]


def test_crosses_under_quarters_are_deadlines() -> None:
    reading = word(
        ("TT", "Nội dung", "Chủ trì", "Thời gian", "<", "<", "<"),
        ("^", "^", "^", "Quý I", "Quý II", "Quý III", "Quý IV"),
        ("1", "Hội thi", "Phòng Nội vụ", "", "", "x", ""),
        ("2", "Sơ kết", "Phòng Nội vụ", "", "X", "", "X"),
        ("3", "Chưa định ngày", "Phòng Nội vụ", "", "", "", ""),
    )
    assert told(reading) == [
        "1 | Hội thi | Phòng Nội vụ | Quý III",
        "2 | Sơ kết | Phòng Nội vụ | Quý II; Quý IV",
        "3 | Chưa định ngày | Phòng Nội vụ | ",
    ]
    assert [str(one.last_day) for one in reading.tasks[1].deadlines] == ["2026-06-30", "2026-12-31"]
    assert not any("x" in piece.text.lower().split() for piece in reading.unread if not piece.frame)


def test_months_named_by_figures_only() -> None:
    figures = tuple(str(figure) for figure in range(1, 13))
    crosses = ("", "", "x", *[""] * 6, "x", "", "")
    reading = word(
        ("Nội dung tuyên truyền", "Người thực hiện", *figures), ("Đề án 06", "Công an xã", *crosses)
    )
    assert told(reading) == [" | Đề án 06 | Công an xã | Tháng 3; Tháng 10"]


def test_figures_under_quarters_are_no_crosses() -> None:
    reading = word(
        ("TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm 2026", "<"),
        ("^", "^", "^", "Quý I", "Quý II"),
        ("1", "Tỷ lệ hồ sơ trực tuyến", "%", "65", "70"),
    )
    assert [target.value for target in reading.targets] == [65, 70]


def test_numbers_in_titles_of_a_table_without_a_column_of_numbers() -> None:
    reading = word(
        ("Mục tiêu", "Nhiệm vụ", "Chủ trì", "Thời gian"),
        ("1. Nâng cao hiệu quả", "1.1. Xây dựng kế hoạch", "Phòng Nội vụ", "Tháng 01"),
        ("^", "1.2. Kiểm tra", "Phòng Nội vụ", "Quý II"),
    )
    assert told(reading) == [
        "1.1 | Xây dựng kế hoạch | Phòng Nội vụ | Tháng 01",
        "1.2 | Kiểm tra | Phòng Nội vụ | Quý II",
    ]
    assert reading.targets == ()


def test_several_tasks_of_one_person_in_merged_cells() -> None:
    reading = word(
        ("STT", "Họ và tên", "Nhiệm vụ được giao", "Thời hạn"),
        ("1", "Nguyễn Văn A", "Xây dựng kế hoạch", "15/01/2026"),
        ("^", "^", "Tổng hợp báo cáo quý", "Ngày 20 tháng cuối quý"),
        ("^", "^", "- số hồ sơ quá hạn;", ""),
    )
    assert [(task.title, task.deadline_text) for task in reading.tasks] == [
        ("Xây dựng kế hoạch", "15/01/2026"),
        ("Tổng hợp báo cáo quý", "Ngày 20 tháng cuối quý"),
    ]


def test_a_schedule_of_inspections_without_numbers() -> None:
    reading = word(
        ("Đơn vị được kiểm tra", "Thời gian", "Trưởng đoàn"),
        ("Bộ phận Một cửa", "15/4/2026", "Phó Chủ tịch UBND phường"),
        ("Trạm Y tế", "Tháng 6/2026", "Phó Chủ tịch UBND phường"),
    )
    assert [(task.title, task.deadline_text) for task in reading.tasks] == [
        ("Bộ phận Một cửa", "15/4/2026"),
        ("Trạm Y tế", "Tháng 6/2026"),
    ]


def test_months_in_a_column_named_by_the_word() -> None:
    reading = word(
        ("Tháng", "Nội dung công việc", "Đơn vị thực hiện"), ("Tháng 4", "Kiểm tra 03 xã", "Phòng Nội vụ")
    )
    assert told(reading) == [" | Kiểm tra 03 xã | Phòng Nội vụ | Tháng 4"]


def test_a_frequency_is_when_nothing_else_is() -> None:
    header = ("STT", "Nhiệm vụ", "Tần suất", "Đơn vị thực hiện")
    assert told(word(header, ("1", "Phát thanh", "03 lần/tuần", "Phòng Văn hóa"))) == [
        "1 | Phát thanh | Phòng Văn hóa | 03 lần/tuần"
    ]
    assert told(
        word((*header, "Thời gian"), ("1", "Phát thanh", "03 lần/tuần", "Phòng Văn hóa", "Quý I"))
    ) == ["1 | Phát thanh | Phòng Văn hóa | Quý I"]


def test_headers_in_abbreviations() -> None:
    reading = word(
        ("STT", "Nội dung", "ĐV chủ trì", "ĐV phối hợp", "TG hoàn thành", "SP/KQ"),
        ("1", "Rà soát phí, lệ phí", "Phòng TC-KH", "Các phòng", "T3/2026", "Danh mục"),
    )
    (task,) = reading.tasks
    assert (task.lead, task.cooperating, task.deadline_text, task.deliverable) == (
        ("Phòng TC-KH",),
        ("Các phòng",),
        "T3/2026",
        "Danh mục",
    )


def test_lead_and_help_in_abbreviations_and_how_far_it_is() -> None:
    reading = word(
        ("STT", "Nhiệm vụ", "Đơn vị chủ trì; phối hợp", "Xong trước ngày", "Tiến độ đến nay"),
        ("1", "Dữ liệu đất đai", "CT: Sở Tư pháp; PH: Công an tỉnh", "30/6/2026", "Đang làm"),
        ("2", "Học bạ số", "CT: Sở Nội vụ\nPH: VNPT", "15/7/2026", "Chưa"),
    )
    assert [(task.lead, task.cooperating, task.deadline_text) for task in reading.tasks] == [
        (("Sở Tư pháp",), ("Công an tỉnh",), "30/6/2026"),
        (("Sở Nội vụ",), ("VNPT",), "15/7/2026"),
    ]


def test_shortcomings_are_what_was_and_remedies_are_the_work() -> None:
    reading = word(
        ("STT", "Tồn tại, hạn chế", "Giải pháp khắc phục", "Người thực hiện", "Thời hạn"),
        ("1", "Hồ sơ đất đai trễ hạn 6,5%", "Giảm tỷ lệ trễ hạn xuống dưới 2%", "Phòng Kinh tế", "31/3/2026"),
    )
    assert [task.title for task in reading.tasks] == ["Giảm tỷ lệ trễ hạn xuống dưới 2%"]
    assert [(target.operator, target.value) for target in reading.targets] == [("<", 2)]
    assert "6,5%" in (reading.tasks[0].note or "")


def test_a_table_whose_work_is_the_agency_visited() -> None:
    reading = word(
        ("TT", "Đơn vị", "Thời gian kiểm tra", "<", "Chủ trì"),
        ("^", "^", "Tháng 4", "Tháng 6", "^"),
        ("1", "UBND xã Nam Dong", "x", "", "Phòng Nội vụ"),
        ("2", "UBND xã Tâm Thắng", "", "x", "Thanh tra huyện"),
    )
    assert told(reading) == [
        "1 | UBND xã Nam Dong | Phòng Nội vụ | Tháng 4",
        "2 | UBND xã Tâm Thắng | Thanh tra huyện | Tháng 6",
    ]


PROSE = {
    # bullets that each name who does them are the work; a sentence under an item says who does it
    """II. NHIỆM VỤ
1. Về công khai
- Trung tâm Phục vụ hành chính công xã niêm yết TTHC trước ngày 15/02/2026.
- Phòng Văn hóa - Xã hội đăng tải TTHC; thường xuyên.
2. Tập huấn.
Văn phòng HĐND và UBND xã tổ chức 01 lớp trong quý II/2026.
3. Rà soát TTHC.
Phòng Kinh tế chủ trì, phối hợp với Công an xã thực hiện. Thời gian: từ 01/3 đến 30/5/2026.""": [
        " | Trung tâm Phục vụ hành chính công xã niêm yết TTHC trước ngày 15/02/2026. | Trung tâm Phục vụ hành chính công xã | trước ngày 15/02/2026",
        " | Phòng Văn hóa - Xã hội đăng tải TTHC; thường xuyên. | Phòng Văn hóa - Xã hội | thường xuyên",
        "2 | Tập huấn. | Văn phòng HĐND và UBND xã | trong quý II/2026",
        "3 | Rà soát TTHC. | Phòng Kinh tế | từ 01/3 đến 30/5/2026",
    ],
    """II. NHIỆM VỤ
1. Rà soát, cắt giảm thời gian giải quyết
+ Cơ quan thực hiện: Các sở, ban, ngành (chủ trì); Sở Tư pháp (phối hợp).
+ Thời hạn: Trước ngày 30/4/2026.""": [
        "1 | Rà soát, cắt giảm thời gian giải quyết | Các sở, ban, ngành | Trước ngày 30/4/2026"
    ],
    # an agency's name as a Roman heading leads what stands under it
    """B. NHIỆM VỤ
I. Công an xã
1. Làm sạch dữ liệu dân cư (thường xuyên).
II. Phòng Văn hóa - Xã hội
1. Phối hợp với Công an xã đối chiếu dữ liệu (tháng 4/2026).
III. Trung tâm Phục vụ hành chính công xã
Hướng dẫn người dân; định kỳ ngày 20 hằng tháng gửi số liệu.""": [
        "1 | Làm sạch dữ liệu dân cư (thường xuyên). | Công an xã | thường xuyên",
        "1 | Phối hợp với Công an xã đối chiếu dữ liệu (tháng 4/2026). | Phòng Văn hóa - Xã hội | tháng 4/2026",
        " | Hướng dẫn người dân; định kỳ ngày 20 hằng tháng gửi số liệu. | Trung tâm Phục vụ hành chính công xã | định kỳ ngày 20 hằng tháng",
    ],
    # lettered items that each name who does them are the work
    """II. NHIỆM VỤ
1. Công bố thủ tục hành chính
a) Các sở, ban, ngành trình công bố trước ngày 31/3/2026.
b) Văn phòng UBND tỉnh kiểm soát chất lượng dự thảo.
2. Rà soát thủ tục hành chính
a) Nội dung rà soát theo mẫu;
b) Kết quả gửi trước ngày 15/8/2026.""": [
        "1.a | Các sở, ban, ngành trình công bố trước ngày 31/3/2026. | Các sở, ban, ngành | trước ngày 31/3/2026",
        "1.b | Văn phòng UBND tỉnh kiểm soát chất lượng dự thảo. | Văn phòng UBND tỉnh | ",
        "2 | Rà soát thủ tục hành chính |  | trước ngày 15/8/2026",
    ],
    """II. NHIỆM VỤ
Nhiệm vụ 1: Hoàn thiện quy chế. Chủ trì: Văn phòng HĐND và UBND xã. Hoàn thành: 15/3/2026.
Nhiệm vụ 2: Công khai đường dây nóng. Chủ trì: Phòng Kinh tế. Hoàn thành: Thường xuyên.""": [
        "1 | Hoàn thiện quy chế. | Văn phòng HĐND và UBND xã | 15/3/2026",
        "2 | Công khai đường dây nóng. | Phòng Kinh tế | Thường xuyên",
    ],
    """II. NỘI DUNG
1. Tổ chức ngày hội chuyển đổi số.
2. Địa điểm: Nhà văn hóa các thôn.""": ["1 | Tổ chức ngày hội chuyển đổi số. |  | "],
}


@pytest.mark.parametrize("body", PROSE)
def test_prose(body: str) -> None:
    text = f"UBND XÃ HÒA BÌNH\nSố: 1/KH-UBND\nHòa Bình, ngày 05 tháng 01 năm 2026\nKẾ HOẠCH\nCải cách hành chính năm 2026\n{body}\n"
    assert told(read_document(text.encode(), "a.txt")) == PROSE[body]
