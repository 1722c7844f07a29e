"""Why the system cannot measure a target: said beside it, so that nobody takes silence for zero. Pure."""

from motcua.kernel.text import fold

# Folded words of which one must occur, and what is said. The first that fits wins.
_REASONS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("noi bo",), "Thủ tục nội bộ không có hồ sơ trong hệ thống."),
    (("chi phi tuan thu", "cat giam", "don gian hoa"), "Kết quả rà soát, cắt giảm do quyết định phê duyệt phương án nêu."),
    (("quy dinh kinh doanh",), "Cổng Tham vấn và tra cứu quy định kinh doanh giữ số này."),
    (("benh vien", "vien phi"), "Cơ sở khám chữa bệnh và ngành y tế giữ số này."),
    (("chung thuc",), "Sổ chứng thực bản sao điện tử nằm ở hệ thống chứng thực."),
    (("van ban, ho so cong viec", "moi truong mang"), "Hệ thống quản lý văn bản và điều hành giữ số này."),
    (("dong bo",), "Cổng Dịch vụ công quốc gia mới biết đã nhận đủ hay chưa."),
    (("cong bo, cong khai", "cong khai", "cong bo"), "Ngày công bố, công khai do Cơ sở dữ liệu quốc gia ghi nhận."),
    (("thiet bi", "trang bi"), "Đếm theo đơn vị, từ danh mục trang thiết bị; xem Thước đo."),
    (("loai tot", "xep loai", "bo chi so"), "Điểm của bộ chỉ số do Cổng công bố; xem Bàn điều hành."),
    (("nang suat", "trung binh cua 01 nhan su"), "Năng suất tiếp nhận xem ở trang Bộ phận Một cửa."),
    (("tin, bai", "tin bai"), "Số tin, bài đếm theo minh chứng truyền thông."),
    (("khong phai cung cap lai",), "Cần biết người dân đã nộp giấy gì ở nơi khác; hệ thống chưa có nguồn này."),
    (("thanh phan ho so",), "Đếm theo từng thành phần của danh mục đã công bố; hệ thống chỉ đếm theo hồ sơ."),
    (
        ("bieu mau", "don vi", "co quan", "bo phan mot cua", "quy trinh"),
        "Đếm theo đơn vị, quy trình; hệ thống đếm theo hồ sơ. Xem Thước đo.",
    ),
    (("tren he thong", "pakn", "phan anh"), "Cần đối chiếu với số liệu của Cổng Dịch vụ công quốc gia."),
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
