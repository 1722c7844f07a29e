# ruff: noqa: E501 - a sentence or a row of a table stays on one line
"""Where names end in running text, whatever verb follows; what columns hold by their cells; labels known by their values."""

import docx
import pytest
from tests.plans.office_files import Row, saved, table

from motcua.plans.reading import PlanReading, read_document
from motcua.plans.reading.actors import who_in_sentences
from motcua.plans.reading.bodies import cut_at_verb, split_bodies
from motcua.plans.reading.column_contents import is_unknown_header, names_bodies, says_when
from motcua.plans.reading.drafts import Draft
from motcua.plans.reading.labels import labels_of
from motcua.plans.reading.names import name_at_start
from motcua.plans.reading.phrases import phrases_in

# «|» stands where the name ends
NAMES = """
Văn phòng HĐND và UBND xã| dự thảo quyết định
Phòng Văn hóa - Xã hội| viết bài
Phòng Kinh tế, Hạ tầng và Đô thị| gỡ bỏ bảng niêm yết cũ
Trung tâm Phục vụ hành chính công| niêm phong, bàn giao hồ sơ
Công an xã| rút ngắn thời gian
Các buôn, thôn| dán thông báo
Chi nhánh Văn phòng Đăng ký đất đai Ea Kar| trả lời phiếu chuyển
Phó Chủ tịch UBND xã phụ trách kinh tế| ký duyệt
Thanh tra viên phụ trách địa bàn|
Trưởng các phòng, Trưởng Công an xã, Chỉ huy trưởng Ban Chỉ huy Quân sự xã| ký báo cáo
Ban Điều hành khu phố| sắp xếp chỗ ngồi
Tổ công nghệ số cộng đồng thôn| đi từng nhà
Tổ kiểm tra công vụ xã| chấm điểm
Bảo hiểm xã hội cơ sở Cẩm Thủy| trả thẻ
VNPT Huế| hỗ trợ kỹ thuật
Đồng chí Nguyễn Văn A| chủ trì
Bộ phận Tiếp nhận và Trả kết quả xã| soát hồ sơ
Bộ phận tiếp nhận và trả kết quả xã| soát hồ sơ
các cơ quan, đơn vị có liên quan| soát lại
Công chức Địa chính - Nông nghiệp - Xây dựng và Môi trường| đo đạc
Trung tâm Văn hóa và Thông tin| tập luyện
Phòng Quản lý hành nghề| soát xét
Phòng Nội vụ| tổ chức, tổng hợp
Sở Nội vụ| xây dựng kế hoạch
UBND các xã, phường, thị trấn| báo cáo
Phòng Kinh tế| - tháng 4/2026
Công an xã|, Thường xuyên
Trạm Y tế xã, Hội Người cao tuổi xã| lập danh sách
đồng chí Chánh Văn phòng| cầm trịch
Tổ công tác chuyển đổi số phường| dựng quy trình
Đại diện Tổ Đề án 06 các ấp| phát biểu
Ban Biên tập Trang thông tin điện tử xã| đăng gương điển hình
Trưởng phòng Văn hóa - Xã hội, Trưởng Công an xã| giúp
Công an xã, Đoàn Thanh niên và các trường học trên địa bàn| phát tờ rơi
""".strip().split("\n")


@pytest.mark.parametrize("line", NAMES)
def test_a_name_ends_where_its_grammar_ends(line: str) -> None:
    text, end = line.replace("|", ""), line.index("|")
    found = name_at_start(text)
    assert found is not None
    assert (text[: found.end], found.whole) == (text[:end], True)


@pytest.mark.parametrize(
    "text",
    [
        "Ban hành chính sách mới", "Hội nghị sơ kết", "Tổ chức hội thi", "Trường hợp quá hạn", "Phòng, chống tham nhũng",
        "Lãnh đạo, chỉ đạo thực hiện", "Thanh tra công vụ tại 3 xã", "Đội ngũ cán bộ", "Bộ thủ tục hành chính", "Rà soát thủ tục",
        "Phòng ngừa rủi ro", "Thuế suất", "Đoàn kết nội bộ",
    ],
)  # fmt: skip
def test_work_is_nobody(text: str) -> None:
    found = name_at_start(text)
    assert found is None or not found.whole


def test_a_clause_says_who_is_meant() -> None:
    assert cut_at_verb("Các đơn vị được kiểm tra chuẩn bị báo cáo") == (
        "Các đơn vị được kiểm tra",
        "chuẩn bị báo cáo",
    )
    assert split_bodies("Các phòng, Công an xã") == ("Các phòng", "Công an xã")
    assert split_bodies("đồng chí Trần Văn Bảy, Phó Chủ tịch UBND xã; Trạm Y tế, các trường học") == (
        "đồng chí Trần Văn Bảy, Phó Chủ tịch UBND xã",
        "Trạm Y tế",
        "các trường học",
    )
    assert split_bodies("Các sở, ban ngành") == ("Các sở, ban ngành",)


# an item's words → lead | cooperating
ITEMS = {
    "Hằng quý, Văn phòng HĐND và UBND xã gom số liệu.": "Văn phòng HĐND và UBND xã |",
    "Tập huấn công chức một cửa, do Phòng Văn hóa - Xã hội lo liệu.": "Phòng Văn hóa - Xã hội |",
    "Ký quy chế phối hợp với các xã lân cận. Chủ tịch UBND xã ký trước ngày 20/3/2026.": "Chủ tịch UBND xã |",
    "Rút kinh nghiệm; đầu mối là Văn phòng HĐND và UBND xã; hoàn thành tháng 6.": "Văn phòng HĐND và UBND xã |",
    "Lập điểm hỗ trợ (Phòng Văn hóa - Xã hội làm, Đoàn xã giúp, xong tháng 4/2026).": "Phòng Văn hóa - Xã hội | Đoàn xã",
    "Công an xã thu nhận hồ sơ; phối hợp Trạm Y tế xã, Hội Người cao tuổi xã lập danh sách.": "Công an xã | Trạm Y tế xã, Hội Người cao tuổi xã",
    "Giao các trường trên địa bàn vận động phụ huynh.": "các trường trên địa bàn |",
    "Đối với các thôn: mỗi thôn lập 01 nhóm Zalo.": "các thôn |",
    "Từ ngày 05/3, các phòng liệt kê thủ tục nội bộ.": "các phòng |",
    # spoken of, not acting
    "Rà soát danh mục do Văn phòng Chính phủ tổng hợp.": "|",
    "Kiểm tra các xã. UBND xã được kiểm tra theo lịch.": "|",
}


@pytest.mark.parametrize("text", ITEMS)
def test_who_leads_and_helps_whatever_the_verb(text: str) -> None:
    draft = Draft(None, None, 0, title=text)
    who_in_sentences(draft)
    assert f"{'; '.join(draft.lead)} | {'; '.join(draft.cooperating)}".strip() == ITEMS[text].strip()


PHRASES = {
    "Lập điểm hỗ trợ, xong tháng 4/2026.": ("xong tháng 4/2026",),
    "Họp rút kinh nghiệm vào tuần cuối mỗi quý.": ("vào tuần cuối mỗi quý",),
    "Ký báo cáo, gửi Văn phòng trước 16 giờ thứ Năm hằng tuần.": ("trước 16 giờ thứ Năm hằng tuần",),
    "Chốt số liệu; tháng 4/2026.": ("tháng 4/2026",),
    "Nộp số liệu chuyên đề, hạn cuối 15/3/2026.": ("hạn cuối 15/3/2026",),
    "Chạy báo cáo trễ hạn vào sáng thứ Hai hằng tuần.": ("vào sáng thứ Hai hằng tuần",),
    "Phát phiếu thăm dò, mỗi quý một lần.": ("mỗi quý một lần",),
    "Tập huấn chậm nhất trong tháng 3/2026.": ("chậm nhất trong tháng 3/2026",),
    "Quyết định ban hành ngày 05/01/2026 của tỉnh.": (),
    "Bàn giao hồ sơ năm 2025 của thôn 4.": (),
}


@pytest.mark.parametrize("sentence", PHRASES)
def test_words_of_time_that_say_a_deadline_as_a_whole(sentence: str) -> None:
    assert phrases_in(sentence, 2026) == PHRASES[sentence]


def test_labels_known_by_their_values() -> None:
    told = labels_of("Thực hiện: công chức Tư pháp - Hộ tịch. Xong trước: 28/02/2026.")[1]
    assert [(one.role, one.value) for one in told] == [
        ("lead", "công chức Tư pháp - Hộ tịch"),
        ("deadline", "28/02/2026"),
    ]
    assert labels_of("Cùng làm: các bộ phận có hồ sơ lưu trữ")[1][0].role == "cooperating"
    for other in (
        "Nơi nhận: UBND tỉnh",
        "Đối tượng: các thôn",
        "Nội quy: 28/02/2026",
        "Đơn vị được kiểm tra: UBND xã Vĩnh Bảo",
    ):
        assert not labels_of(other)[1], other


def test_what_cells_show() -> None:
    assert names_bodies("Phòng Kinh tế; các thôn (qua Zalo)")
    assert not names_bodies("Phòng Kinh tế gỡ bỏ các bảng đã cũ")
    assert says_when("Chậm nhất 15 ngày sau khi duyệt")
    assert not says_when("Kế hoạch số 12/KH-UBND ngày 05/01/2026")
    below = {
        0: ["1", "2"],
        1: ["Thi", "Hội trại"],
        2: ["Công an xã", "Phòng Kinh tế"],
        3: ["Quý I", "Quý II"],
    }
    assert is_unknown_header(("Thứ tự", "Cần làm", "Ai lo", "Bao giờ"), below.__getitem__)
    assert not is_unknown_header(("1", "Thi", "Công an xã", "Quý I"), below.__getitem__)
    assert not is_unknown_header(("Mục", "Thi", "Công an xã", "Bao giờ"), below.__getitem__)


def word(*rows: Row) -> PlanReading:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Cải cách hành chính năm 2026")
    table(document, rows)
    return read_document(saved(document), "a.docx")


def test_columns_whose_names_nobody_knows() -> None:
    reading = word(
        ("Thứ", "Cần làm", "Ai lo", "Ai giúp", "Bao giờ", "Ra cái gì"),
        ("1", "Phát tờ gấp", "Công an xã", "Hội Phụ nữ xã", "Quý II", "Báo cáo"),
        ("2", "Thi trên mạng", "Phòng Văn hóa - Xã hội", "Đoàn xã", "Tháng 5", "Danh sách giải"),
    )
    assert [
        (task.title, task.lead, task.cooperating, task.deadline_text, task.deliverable)
        for task in reading.tasks
    ] == [
        ("Phát tờ gấp", ("Công an xã",), ("Hội Phụ nữ xã",), "Quý II", "Báo cáo"),
        ("Thi trên mạng", ("Phòng Văn hóa - Xã hội",), ("Đoàn xã",), "Tháng 5", "Danh sách giải"),
    ]


def test_a_plan_that_only_shares_out_work() -> None:
    lines = (
        "KẾ HOẠCH",
        "Kiểm tra năm 2026",
        "II. PHÂN CÔNG NHIỆM VỤ",
        "1. Kế toán UBND xã quyết toán trước ngày 20/12/2026.",
    )
    reading = read_document("\n".join(lines).encode(), "a.txt")
    assert [(task.lead, task.deadline_text) for task in reading.tasks] == [
        (("Kế toán UBND xã",), "trước ngày 20/12/2026")
    ]
    more = (*lines[:2], "I. NHIỆM VỤ", "1. Sơ kết.", *lines[2:])
    assert [task.title for task in read_document("\n".join(more).encode(), "a.txt").tasks] == ["Sơ kết."]
