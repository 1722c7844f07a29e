"""Words that names of administrative bodies are made of; `names` puts them together."""

UPPER = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA, 2))
CAPITAL = rf"[{UPPER}][\w’']*"


def _sorted(words: str) -> list[str]:
    """The longest first, so that «hành chính công» is not taken for «hành chính»."""
    return sorted(words.split("|"), key=len, reverse=True)


# Fields of administration and kinds of people.
_FIELDS = (
    "kinh tế|văn hóa|văn hoá|xã hội|hạ tầng|đô thị|nội vụ|tư pháp|hộ tịch|tài chính|kế toán|địa chính|"
    "nông nghiệp|nông thôn|nông dân|nông lâm|lâm nghiệp|môi trường|tài nguyên|đất đai|công thương|"
    "giao thông|vận tải|khoa học|công nghệ|công nghệ thông tin|công nghệ số|công nghệ số cộng đồng|"
    "giáo dục|y tế|lao động|thương binh|người có công|dân tộc|tôn giáo|ngoại vụ|du lịch|thể thao|"
    "thể dục|truyền thanh|truyền hình|văn thư|thủ quỹ|quân sự|quốc phòng|an ninh|trật tự|biên phòng|"
    "kiểm lâm|khuyến nông|thú y|chăn nuôi|trồng trọt|bảo vệ thực vật|thủy lợi|thuỷ lợi|thủy sản|"
    "thuỷ sản|phụ nữ|thanh niên|thiếu niên|cựu chiến binh|cựu thanh niên xung phong|người cao tuổi|"
    "chữ thập đỏ|khuyến học|công đoàn|liên hiệp|hiệp hội|liên minh|mặt trận|tổ quốc|cộng sản|nhân dân|"
    "dân quân|dân phố|dân vận|tuyên giáo|nội chính|đảng ủy|đảng uỷ|thường vụ|thường trực|thường niên|"
    "công vụ|công chức|viên chức|cán bộ|hành chính|hành chính công|hành chính tư pháp|nghiệp vụ|pháp chế|"
    "pháp luật|bổ trợ|phổ biến giáo dục pháp luật|văn phòng|một cửa|dịch vụ(?: công)?|bưu chính|bưu điện|"
    "viễn thông|ngân hàng|chính sách|tín dụng|bảo hiểm|bảo trợ|trẻ em|việc làm|dân số|gia đình|kho bạc|"
    "nhà nước|thuế|hải quan|thị trường|doanh nghiệp|doanh nhân|hợp tác xã|hộ kinh doanh|cộng đồng|"
    "khu vực|dự án|kiến trúc|cải cách hành chính|cải cách thủ tục hành chính|đề án 06|thủ tục hành chính|"
    "tthc|TTHC|chính quyền|dân sự|thi hành án|chuyên trách|không chuyên trách|thôn đội|khối|nhà trường|"
    "mầm non|tiểu học|trung học cơ sở|trung học phổ thông|phổ thông|mẫu giáo|học sinh|phụ huynh|bán trú|"
    "nội trú|mặt trận tổ quốc|khu phố|đoàn thể|chính trị|chi bộ|chi đoàn|hội đồng|ủy ban|uỷ ban|"
    "ban chỉ đạo|đảng bộ|quỹ đất|cụm công nghiệp|công nghiệp|khu công nghiệp|chế xuất|quản trị|hậu cần|thi đua|"
    "thương mại|điện tử|trang thông tin điện tử|cổng thông tin điện tử|bưu tá|năng lượng|điện lực|cấp nước|vệ sinh|ngoại giao"
)

# Fields that are also what somebody does: in a name in capitals, or right behind «Tổ», «Ban», «Bộ phận».
_DOES = (
    "tổ chức|quản lý|phục vụ|giải quyết|đăng ký|điều hành|kiểm soát|kiểm tra|giám sát|tiếp nhận|"
    "thanh tra|tiếp dân|tiếp công dân|giúp việc|hướng dẫn|hỗ trợ|trả kết quả|chỉ đạo|tổng hợp|xây dựng|"
    "thống kê|đào tạo|phát triển|truyền thông|xúc tiến|chứng thực|quy hoạch|đầu tư|khen thưởng|"
    "giảm nghèo|chỉ huy|kế hoạch|phát thanh|cải cách|chuyển đổi số|lưu trữ|hồ sơ|thông tin"
)

_CAPITALISED = [word[0].upper() + word[1:] for word in _sorted(f"{_FIELDS}|{_DOES}")]
FIELD = rf"(?:{'|'.join([*_sorted(_FIELDS), *_CAPITALISED])})(?!\w)"
DOING = (
    rf"(?:{'|'.join(_sorted(_DOES))}|tiếp nhận và trả kết quả|"
    r"công tác(?:\s+(?:cải cách hành chính|chuyển đổi số|kiểm tra|rà soát))?|phản ứng nhanh|xung kích|soạn thảo|"
    r"thẩm định|rà soát)(?!\w)"
)
# Kinds of places, behind a name or before the name of one: «xã», «xã Ea Kar».
PLACES = (
    r"(?:đặc khu|thị trấn|thị xã|thành phố|khu phố|khu dân cư|tổ dân phố|dân phố|trung ương|địa phương|cơ sở|"
    r"khu vực|xã|phường|huyện|quận|tỉnh|thôn|ấp|khóm|bản|buôn|bon|làng|khu|cụm|vùng|miền núi)(?!\w)"
)
# Words that begin something else, though in capitals.
TIMES = (
    r"(?:Tháng|Quý|Ngày|Năm|Trước|Trong|Hằng|Hàng|Thường|Hoàn|Xong|Từ|Đến|Định|Chậm|Khi|Sau|Theo|Thời|Kết|Sản|"
    r"Tuần)\b"
)
# What is said behind a name without ending it.
TAILS = (
    r"(?:khác|cũ|chuyên môn|chức năng|(?:có )?liên quan|trực thuộc|nghiệp vụ|ngành dọc|các cấp|cấp (?:trên|dưới|xã|phường|"
    r"huyện|tỉnh|thành phố|cơ sở)|trên địa bàn|địa bàn|kiêm nhiệm|nói trên|nêu trên|lân cận|sự nghiệp|đóng chân|"
    r"đứng chân|ngành|tổ chức chính trị)(?!\w)"
)

# Heads that are somebody without more words.
ALONE = (
    r"(?:Già làng|UBND|HĐND|UBMTTQ(?:VN)?|MTTQ|LĐLĐ|BHXH|VNPT|Viettel|VP|VPUB|VPĐP|Ủy ban|Uỷ ban|Hội đồng|Thường trực|"
    r"Văn phòng|Công an|Phó Chủ tịch|Chủ tịch|Chánh Văn phòng|Phó Chánh Văn phòng|Giám đốc|Phó Giám đốc|"
    r"Hiệu trưởng|Mặt trận|Bưu điện|Kho bạc|Đảng ủy|Đảng uỷ|Kế toán|Quân sự|(?:Khu phố|Thôn|Bản|Ấp|Khóm|Buôn|"
    r"Tổ) trưởng|Chỉ huy trưởng|(?:Trưởng|Phó) (?:thôn|bản|ấp|khóm|buôn|khu phố)|Bí thư|Phó Bí thư|(?:Phường|Xã|"
    r"Huyện|Chi|Thành|Tỉnh|Thị|Quận) [đĐ]oàn|Đoàn thể|Nhà trường|Liên minh|Liên đoàn|Hiệp hội|Tòa án|Học viện|Ngân hàng|"
    r"Doanh nghiệp|Điểm Bưu điện|Người đứng đầu|Thủ trưởng|Cơ quan|Đơn vị|Tập thể)(?!\w)"
)
# «các phòng», «toàn thể công chức».
EACH = (
    r"(?:[Cc]ác|[Tt]oàn thể|[Mm]ỗi|[Tt]ừng)\s+(?:cơ quan|đơn vị|ngành|sở|ban|phòng|bộ phận|công chức|cán bộ|"
    r"tổ chức|xã|phường|huyện|thành viên|UBND|Sở|Phòng|Ban|Bộ phận|Trường|trường học|trường|thôn|khóm|ấp|khu phố|"
    r"tổ dân phố|khu dân cư|chi bộ|chi hội|chi đoàn|chi cục|đảng bộ|"
    r"địa phương|Công chức|Cơ quan|Đơn vị|Thành viên|bộ|doanh nghiệp|thủ trưởng|tổ|đồng chí|"
    r"đoàn thể|hội|chi|bệnh viện|trung tâm|Trung tâm|trạm|công ty|buôn|bản|làng|trưởng thôn|trưởng ấp|trưởng bản|"
    r"nhà trường|Tổ|Hội|Thôn)(?!\w)"
)
# Heads that need a field, a place or a name behind them; not «Ban hành», «Hội nghị», «Phòng ngừa».
OPEN = (
    r"(?:Sở|Phòng|Ban|Đại diện|Hợp tác xã|Bệnh viện|Điện lực|Trung tâm|Bộ phận|Bộ|Công chức|Cán bộ|Lãnh đạo|"
    r"(?:Phó )?[Tt]rưởng (?:phòng|ban|trạm|bộ phận|đoàn|khoa)|Tổ trưởng|Tổ phó|Nhân viên|nhân viên|"
    r"Trưởng|Phó|Đài|Báo(?= (?:[A-ZĐ]|và ))|Hội|Đoàn|Vụ|Tổng cục|Cục|"
    r"Chi cục|Nhà xuất bản|Bảo hiểm|Tổ|Thanh tra viên|Thanh tra(?= (?:xã|phường|huyện|tỉnh|thành phố|Sở|Chính phủ|"
    r"[A-ZĐ]))|Bưu cục|Viện|Trạm|Trường|Thuế|Đội|Chi nhánh|Hạt|Đồn|Công ty|BCĐ|CC|Nhóm|Thành viên|Chi hội|"
    r"Chi đoàn|Chi bộ|Thôn|Khu phố|Quỹ|công chức|cán bộ|bộ phận|cơ quan|đơn vị|phòng|tổ|trung tâm|trạm|thủ trưởng|"
    r"trưởng|lãnh đạo)(?!\w)(?!\s+(?:hành\s+(?!chính công|chính tư)|chức|hợp\b|nghị|thảo|thi\b|họp|chợ|ngũ|ngừa|"
    r"chống|tránh|hữu|kết|máy|tiêu chí|thủ tục|chỉ số|câu hỏi|suất|việc|dẫn|trợ|bộ\b(?! phận)|tính))"
)
PERSON = rf"(?:[Đđ]ồng chí|Đ/c|đ/c|[ÔB]ng|Bà|ông|bà)\.?\s+(?:{CAPITAL}(?:\s+{CAPITAL})*)"
HEAD = rf"(?:{EACH}|(?:[Đđ]ồng chí|[Đđ]/c)\s+(?:{ALONE}|{OPEN})|{PERSON}|{ALONE}|{OPEN})"
