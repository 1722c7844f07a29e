# ruff: noqa: E501 - a row of a table stays on one line
"""Word files as offices make them, for the tests: merged cells, automatic numbers, tracked changes, boxes, notes."""

import io
import zipfile
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table

# A row: texts by column; "<" goes on from the cell to the left, "^" from the cell above.
Row = Sequence[str]


def table(document: Document, rows: Sequence[Row]) -> Table:
    """A table with the merges its rows say."""
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text not in {"<", "^"}:
                _fill(made, at, column, text)
                _merge(made, rows, at, column)
    return made


def _fill(made: Table, at: int, column: int, text: str) -> None:
    first, *more = text.split("\n")
    cell = made.cell(at, column)
    cell.text = first
    for line in more:
        cell.add_paragraph(line)


def _merge(made: Table, rows: Sequence[Row], at: int, column: int) -> None:
    right, down = column, at
    while right + 1 < len(rows[at]) and rows[at][right + 1] == "<":
        right += 1
    while down + 1 < len(rows) and rows[down + 1][column] == "^":
        down += 1
    if (down, right) != (at, column):
        made.cell(at, column).merge(made.cell(down, right))


def lines(document: Document, text: str) -> None:
    """A paragraph for each line."""
    for line in text.strip().splitlines():
        if line.strip():
            document.add_paragraph(line.strip())


def saved(document: Document, **parts: str) -> bytes:
    """The file's bytes, with parts that python-docx does not write (`footnotes="…"`)."""
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream, "a") as archive:
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", xml)
    return stream.getvalue()


def district() -> bytes:
    """A district's control plan: two-line header, merged leads, Roman rows over the table, header on each page."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "2"
    document.sections[0].footer.paragraphs[0].text = "Trang 2/6"
    table(
        document,
        [
            (
                "ỦY BAN NHÂN DÂN\nHUYỆN KRÔNG BUK",
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
            ),
            ("Số: 15/KH-UBND", "Krông Buk, ngày 19 tháng 01 năm 2024"),
        ],
    )
    lines(
        document,
        """KẾ HOẠCH
        Hoạt động kiểm soát thủ tục hành chính năm 2024
        Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ;
        Căn cứ Kế hoạch số 1122/KH-UBND ngày 29/12/2023 của UBND tỉnh về hoạt động kiểm soát thủ tục hành chính năm 2024;
        UBND huyện ban hành Kế hoạch hoạt động kiểm soát thủ tục hành chính năm 2024, như sau:
        I. MỤC ĐÍCH, YÊU CẦU
        1. Bảo đảm thực hiện thống nhất, đồng bộ.
        II. NỘI DUNG THỰC HIỆN""",
    )
    top = ("STT", "Nội dung công việc", "Cơ quan thực hiện", "<", "Thời gian thực hiện", "Kết quả/sản phẩm")
    below = ("^", "^", "Chủ trì", "Phối hợp", "^", "^")
    table(
        document,
        [
            top,
            below,
            ("I", "TRIỂN KHAI VĂN BẢN CHỈ ĐẠO", "<", "<", "<", "<"),
            ("1", "Ban hành các kế hoạch của huyện", "<", "<", "<", "<"),
            ("1.1", "Kế hoạch hoạt động kiểm soát thủ tục hành chính", "Văn phòng HĐND và UBND huyện",
             "Các cơ quan chuyên môn; UBND các xã, thị trấn", "Tháng 01/2024", "Kế hoạch của UBND huyện"),
            ("1.2", "Kế hoạch rà soát, đánh giá thủ tục hành chính", "^", "^", "Trước 31/01/2024", "Kế hoạch của UBND huyện"),
            ("2", "Chỉ đạo, đôn đốc:\n- Số hóa hồ sơ, kết quả giải quyết;\n- Thanh toán trực tuyến đạt tối thiểu 40%.", "^",
             "UBND các xã, thị trấn", "Hàng tháng", "Văn bản chỉ đạo"),
            ("II", "CÔNG KHAI THỦ TỤC HÀNH CHÍNH", "<", "<", "<", "<"),
            ("3", "Niêm yết công khai thủ tục hành chính tại Bộ phận Một cửa", "Bộ phận Một cửa huyện; UBND các xã, thị trấn",
             "Văn phòng HĐND và UBND huyện", "Ngay sau khi có quyết định công bố", "Bảng niêm yết"),
            top,
            below,
            ("4", "Cập nhật thủ tục hành chính trên Cổng thông tin điện tử", "Phòng Văn hóa và Thông tin", "",
             "Chậm nhất 03 ngày làm việc sau khi nhận được quyết định", "100% thủ tục được cập nhật"),
            ("III", "KIỂM TRA", "<", "<", "<", "<"),
            ("5", "Kiểm tra việc thực hiện tại 03 xã và 02 phòng chuyên môn", "Phòng Nội vụ",
             "Văn phòng HĐND và UBND huyện, Phòng Tư pháp, Thanh tra huyện", "Quý III, IV/2024", "Báo cáo kết quả kiểm tra"),
        ],
    )  # fmt: skip
    lines(
        document,
        """III. TỔ CHỨC THỰC HIỆN
        1. Các cơ quan chuyên môn thuộc UBND huyện; UBND các xã, thị trấn căn cứ Kế hoạch này xây dựng kế hoạch của cơ quan, đơn vị mình, gửi Văn phòng HĐND và UBND huyện trước ngày 31/01/2024.
        2. Phòng Tài chính - Kế hoạch huyện tham mưu bố trí kinh phí theo quy định.
        3. Văn phòng HĐND và UBND huyện đôn đốc, kiểm tra, tổng hợp báo cáo định kỳ hằng quý./.""",
    )
    table(
        document,
        [
            (
                "Nơi nhận:\n- UBND tỉnh;\n- Các cơ quan chuyên môn;\n- Lưu: VT, KSTT.",
                "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nY Mẫu Êban",
            )
        ],
    )
    return saved(document)


def remedy_table() -> bytes:
    """A commune's remedy plan as one table: last year's result, this year's aim, adviser, cooperation, period."""
    document = docx.Document()
    lines(
        document,
        """ỦY BAN NHÂN DÂN
        PHƯỜNG PHỔ MINH
        Số: 40/KH-UBND
        Phổ Minh, ngày 26 tháng 3 năm 2024
        KẾ HOẠCH
        Khắc phục những tồn tại, hạn chế trong công tác cải cách hành chính năm 2023
        Căn cứ Công văn số 777/UBND ngày 15/3/2024 của UBND thị xã về khắc phục tồn tại, hạn chế;
        Ủy ban nhân dân phường ban hành Kế hoạch như sau:
        I. MỤC ĐÍCH
        Nâng cao trách nhiệm của cán bộ, công chức.
        II. NỘI DUNG KHẮC PHỤC (có biểu chi tiết kèm theo)
        III. TỔ CHỨC THỰC HIỆN
        - Các bộ phận chuyên môn chủ động thực hiện; báo cáo trước ngày 20 của tháng cuối quý.
        - Giao Công chức Văn phòng - Thống kê theo dõi./.""",
    )
    document.add_paragraph("Nơi nhận:")
    document.add_paragraph("- UBND thị xã;")
    document.add_paragraph("- Lưu: VT.")
    lines(
        document,
        """PHỤ LỤC
        NỘI DUNG KHẮC PHỤC TỪNG TIÊU CHÍ
        (Kèm theo Kế hoạch số 40/KH-UBND ngày 26/3/2024 của UBND phường Phổ Minh)""",
    )
    table(
        document,
        [
            ("STT", "Tiêu chí, tiêu chí thành phần", "Kết quả thực hiện năm 2023", "Chỉ tiêu khắc phục năm 2024", "Trách nhiệm thực hiện", "<", "Thời gian thực hiện"),
            ("^", "^", "^", "^", "Tham mưu", "Phối hợp", "^"),
            ("1", "Công tác chỉ đạo, điều hành", "", "", "", "", ""),
            ("1.1", "Tổ chức đối thoại với người dân", "Không tổ chức", "Tối thiểu 01 cuộc", "Công chức Văn phòng - Thống kê", "Các công chức liên quan", "Quý III/2024"),
            ("1.2", "Mức độ hoàn thành nhiệm vụ", "Hoàn thành từ 80% đến dưới 100%", "100%", "^", "Các công chức liên quan", "Cả năm 2024"),
            ("2", "Cải cách thủ tục hành chính", "", "", "", "", ""),
            ("2.1", "Tỷ lệ hồ sơ trực tuyến", "Dưới 50%", "Từ 70% trở lên", "Bộ phận Một cửa", "Đoàn Thanh niên; Công an phường", "Thường xuyên"),
            ("2.2", "Số hóa hồ sơ", "35,5%", "Tăng ít nhất 20% so với năm 2023", "Bộ phận Một cửa", "", "Trước 30/11/2024"),
            ("3", "Các tiêu chí còn lại", "", "Không thấp hơn năm 2023", "Các công chức", "", "Năm 2024"),
        ],
    )  # fmt: skip
    return saved(document)


_W = nsdecls("w")
_BOX = (
    '<w:p {ns} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
    "<wps:txbx><w:txbxContent><w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)
_NOTES = (
    f'<w:footnotes {_W}><w:footnote w:id="2"><w:p><w:r><w:t xml:space="preserve">Quyết định số 766/QĐ-TTg ngày '
    "23/6/2022 của Thủ tướng Chính phủ.</w:t></w:r></w:p></w:footnote></w:footnotes>"
)


def digital() -> bytes:
    """A commune's digital plan of 2025: tracked changes, a text box, a foot note, automatic numbers, an inner table."""
    document = docx.Document()
    body = document.element.body
    body.insert(0, parse_xml(_BOX.format(ns=_W)))
    lines(
        document,
        """UBND XÃ ĐÔNG SƠN
        Số: 101/KH-UBND
        Đông Sơn, ngày 07 tháng 8 năm 2025
        KẾ HOẠCH
        Triển khai Đề án 06 và chuyển đổi số 6 tháng cuối năm 2025
        Căn cứ Quyết định số 06/QĐ-TTg ngày 06/01/2022 của Thủ tướng Chính phủ; Kế hoạch số 155/KH-UBND ngày 25/7/2025 của UBND tỉnh;
        UBND xã xây dựng Kế hoạch triển khai như sau:
        I. CHỈ TIÊU""",
    )
    table(
        document,
        [
            ("TT", "Chỉ tiêu", "ĐVT", "Kết quả năm 2024", "Kế hoạch năm 2025", "Cơ quan thực hiện", "Cơ quan theo dõi, đánh giá"),
            ("1", "Tỷ lệ hồ sơ trực tuyến toàn trình", "%", "61,2", "≥ 80", "Trung tâm Phục vụ hành chính công xã", "Văn phòng HĐND và UBND xã"),
            ("2", "Tài khoản định danh mức 2 được kích hoạt", "Tài khoản", "4.215", "Trên 6.000", "Công an xã", "^"),
            ("3", "Điểm đánh giá chuyển đổi số", "Điểm", "", "Từ 80 đến dưới 90", "Phòng Văn hóa - Xã hội", "^"),
            ("4", "Tỷ lệ hồ sơ quá hạn", "%", "3", "Không quá 1", "Các phòng chuyên môn", ""),
        ],
    )  # fmt: skip
    document.add_paragraph("II. NHIỆM VỤ")
    made = table(
        document,
        [
            ("TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm", "Ghi chú"),
            ("", "Rà soát, làm sạch dữ liệu hộ tịch", "Phòng Văn hóa - Xã hội", "Công an xã", "15/9/2025", "Dữ liệu sạch", ""),
            ("", "Lắp đặt thiết bị đọc thẻ căn cước tại 100% quầy tiếp nhận", "Trung tâm Phục vụ hành chính công xã", "Phòng Kinh tế", "Hoàn thành trước ngày ", "Thiết bị", "Nguồn: ngân sách xã"),
            ("", "Ra quân “90 ngày hỗ trợ nộp hồ sơ trực tuyến”", "Đoàn Thanh niên Cộng sản Hồ Chí Minh xã", "Tổ công nghệ số cộng đồng các thôn", "Từ 15/8 đến 15/11/2025", "", "Mỗi thôn tối thiểu 02 buổi"),
        ],
    )  # fmt: skip
    for at in (1, 2, 3):
        made.cell(at, 0).paragraphs[0].style = document.styles["List Number"]
    made.cell(2, 4).paragraphs[0]._p.append(
        parse_xml(f'<w:del {_W} w:id="9" w:author="a"><w:r><w:delText>30/9/2025</w:delText></w:r></w:del>')
    )
    made.cell(2, 4).paragraphs[0]._p.append(
        parse_xml(f'<w:ins {_W} w:id="10" w:author="a"><w:r><w:t>15/10/2025</w:t></w:r></w:ins>')
    )
    inner = made.cell(3, 5).add_table(rows=2, cols=2)
    for at, texts in enumerate((("Danh sách", "01 bản/thôn"), ("Báo cáo", "01 bản"))):
        inner.cell(at, 0).text, inner.cell(at, 1).text = texts
    lines(
        document,
        """III. TỔ CHỨC THỰC HIỆN
        1. Công an xã (cơ quan thường trực Đề án 06)
        - Chủ trì theo dõi, tổng hợp, báo cáo Chủ tịch UBND xã vào ngày 20 hàng tháng.
        - Đánh giá chỉ số phục vụ theo Quyết định 766.
        2. Trưởng các thôn vận động Nhân dân tham gia.""",
    )
    return saved(document, footnotes=_NOTES)
