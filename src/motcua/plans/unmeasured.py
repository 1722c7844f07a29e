"""Why the system cannot measure a target: said beside it, so that nobody takes silence for zero. Pure."""

from motcua.kernel.text import fold

# Folded words of which one must occur, and what is said. The first that fits wins.
_REASONS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("tiep nhan, giai quyet tren he thong",),
        "Hồ sơ làm ngoài hệ thống thì hệ thống không biết; đối chiếu với sổ giấy rồi ghi kèm căn cứ.",
    ),
    (("noi bo",), "Thủ tục nội bộ không có hồ sơ trong hệ thống."),
    (("chi phi tuan thu", "cat giam", "don gian hoa"), "Kết quả rà soát, cắt giảm do quyết định phê duyệt phương án nêu."),
    (("quy dinh kinh doanh",), "Cổng Tham vấn và tra cứu quy định kinh doanh giữ số này."),
    (("benh vien", "vien phi"), "Cơ sở khám chữa bệnh và ngành y tế giữ số này."),
    (("chung thuc",), "Sổ chứng thực bản sao điện tử nằm ở hệ thống chứng thực."),
    (("van ban, ho so cong viec", "moi truong mang"), "Hệ thống quản lý văn bản và điều hành giữ số này."),
    (("dong bo",), "Cổng Dịch vụ công quốc gia mới biết đã nhận đủ hay chưa."),
    (("cong bo, cong khai", "cong khai", "cong bo"), "Ngày công bố, công khai do Cơ sở dữ liệu quốc gia ghi nhận."),
    (("thiet bi", "trang bi"), "Hệ thống chỉ đếm đơn vị có đầu đọc mã QR, chip; thiết bị khác ghi tay kèm căn cứ."),
    (("loai tot", "xep loai", "bo chi so"), "Hệ thống chỉ đo tổng điểm Bộ chỉ số 766; bộ khác do nơi chấm công bố."),
    (("nang suat", "trung binh cua 01 nhan su"), "Hệ thống chỉ đo số hồ sơ một người tiếp nhận trong năm; cách khác ghi tay."),
    (("tin, bai", "tin bai"), "Hệ thống đếm tin, bài cả kỳ hoặc mỗi người mỗi tuần; cách khác ghi tay."),
    (("sang kien",), "Chưa rõ là sáng kiến đăng ký hay được công nhận, ở cấp nào; rõ rồi thì chọn thước đo khi sửa chỉ tiêu."),
    (("tap huan",), "Sổ tập huấn không tách riêng loại này; nếu khớp thì chọn thước đo khi sửa chỉ tiêu."),
    (("kiem tra",), "Sổ kiểm tra không tách riêng loại này; nếu khớp thì chọn thước đo khi sửa chỉ tiêu."),
    (("thanh phan ho so",), "Đếm theo từng thành phần của danh mục đã công bố; hệ thống chỉ đếm theo hồ sơ."),
    (
        ("quy trinh",),
        "Hệ thống chỉ đo thủ tục có quy trình điện tử đã phê duyệt (P.process); nếu khớp thì chọn ở ô «Đo bằng».",
    ),
    (
        ("bieu mau", "don vi", "co quan", "bo phan mot cua"),
        "Đếm theo đơn vị; lời chỉ tiêu chưa chỉ rõ một thước đo nào của hệ thống, rõ rồi thì chọn ở ô «Đo bằng».",
    ),
    (
        ("tren he thong", "pakn", "phan anh"),
        "Phản ánh nhận bằng đường khác đã được đưa lên Cổng Dịch vụ công quốc gia hay chưa, Cổng mới biết.",
    ),
)  # fmt: skip
_OF_NUMBERS = "Là số lượng, hệ thống chưa đếm; ghi tay kèm căn cứ."
_OF_SHARES = "Chưa có nguồn số liệu trong hệ thống; ghi tay kèm căn cứ."


def why_unmeasured(name: str, unit: str) -> str:
    """What keeps the system from measuring a target, by its words; a general answer where nothing special is known."""
    words = fold(name)
    for needs, why in _REASONS:
        if any(word in words for word in needs):
            return why
    return _OF_SHARES if unit == "%" else _OF_NUMBERS
