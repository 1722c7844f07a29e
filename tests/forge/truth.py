"""Random truth: what a plan says, before it is written down in some layout. Our own wording throughout."""

from dataclasses import dataclass, field
from random import Random

ACTS = (
    "Ban hành kế hoạch",
    "Xây dựng quy chế",
    "Rà soát danh mục",
    "Công khai bộ thủ tục",
    "Tổ chức tập huấn về",
    "Kiểm tra đột xuất việc thực hiện",
    "Cập nhật cơ sở dữ liệu về",
    "Tuyên truyền sâu rộng về",
    "Sắp xếp lại quầy phục vụ cho",
    "Đo lường mức độ phục vụ của",
    "Chuẩn hóa mẫu biểu của",
    "Trang bị máy quét phục vụ",
)
MATTERS = (
    "lĩnh vực hộ tịch",
    "lĩnh vực đất đai, môi trường",
    "công tác chứng thực bản sao",
    "việc tiếp nhận hồ sơ tại nhà",
    "dịch vụ công trực tuyến",
    "việc trả kết quả qua bưu chính",
    "hoạt động của Bộ phận Một cửa",
    "thủ tục nội bộ nhóm B",
    "công tác lưu trữ hồ sơ điện tử",
    "bảo trợ xã hội, người có công",
    "sổ theo dõi hồ sơ (bản giấy và bản điện tử)",
)
ENDINGS = (
    "",
    "",
    " trên địa bàn xã",
    " bảo đảm đúng tiến độ",
    " cho công chức và người lao động",
    " theo hướng dẫn của cấp trên",
)
BODIES = (
    "UBND xã",
    "Văn phòng HĐND và UBND xã",
    "Công an xã",
    "Công chức Tư pháp - Hộ tịch",
    "Bộ phận Một cửa",
    "Trung tâm Văn hóa và Thông tin",
    "Phòng Kinh tế",
    "Sở Nội vụ",
    "Đài Truyền thanh xã",
    "Các cơ quan, đơn vị có liên quan",
    "Các thôn, khóm",
    "Hội Liên hiệp Phụ nữ xã",
)
RESULTS = (
    "Kế hoạch được ban hành",
    "Báo cáo kết quả",
    "Quyết định phê duyệt",
    "Biên bản kiểm tra",
    "Danh sách được công khai",
    "Tin, bài đăng tải",
    "Hội nghị được tổ chức",
    "Quy trình điện tử",
)
NOTES = ("", "", "Ưu tiên các thôn xa trung tâm", "Lồng ghép với cuộc họp giao ban", "Kinh phí tự chủ")
GROUPS = (
    "Chỉ đạo, điều hành",
    "Rà soát, đơn giản hóa",
    "Giải quyết hồ sơ",
    "Truyền thông, đối thoại",
    "Số hóa dữ liệu",
)
MEASURES = (
    "Tỷ lệ hồ sơ giải quyết đúng hạn",
    "Tỷ lệ hồ sơ nộp trực tuyến",
    "Tỷ lệ số hóa kết quả",
    "Mức độ hài lòng của người dân",
    "Tỷ lệ thanh toán trực tuyến",
    "Tỷ lệ thủ tục được công khai",
    "Tỷ lệ phản ánh, kiến nghị được trả lời",
)


@dataclass
class Work:
    """A task as it should be read."""

    section: str
    number: str
    title: str
    lead: list[str]
    cooperating: list[str]
    deadline: str
    kind: str
    date: str | None
    deliverable: str
    note: str = ""
    parts: list[str] = field(default_factory=list)


@dataclass
class Aim:
    """A target as it should be read; `printed` is the cell."""

    section: str
    number: str
    name: str
    printed: str
    unit: str
    operator: str
    value: float | None
    value_high: float | None = None
    lead: list[str] = field(default_factory=list)
    assessor: str = ""


@dataclass
class Remedy:
    """A shortfall and its remedy: last year's result, this year's target, adviser, cooperation, period."""

    number: str
    title: str
    baseline: int
    baseline_printed: str
    baseline_operator: str
    aim: Aim
    work: Work


@dataclass
class Group:
    """A heading with its rows; `label` is the Roman numeral of a group row, or empty."""

    label: str
    title: str
    works: list[Work]


@dataclass
class Chapter:
    """A numbered heading over a table or prose."""

    label: str
    title: str
    groups: list[Group]


@dataclass
class Truth:
    """A whole plan."""

    year: int
    place: str
    number: str
    date: str
    chapters: list[Chapter]
    aims: list[Aim]
    remedies: list[Remedy]
    duties: list[tuple[str, str]]

    @property
    def works(self) -> list[Work]:
        return [work for chapter in self.chapters for group in chapter.groups for work in group.works]


def deadline(random: Random, year: int) -> tuple[str, str, str | None]:
    """A phrase, the kind it is read as, and the day it names."""
    month, day = random.randint(3, 12), random.randint(1, 28)
    quarter = random.choice(("I", "II", "III", "IV"))
    return random.choice(
        (
            (f"Trước ngày {day:02d}/{month:02d}/{year}", "before_date", f"{year}-{month:02d}-{day:02d}"),
            (
                f"Trước ngày {day:02d} tháng {month:02d} năm {year}",
                "before_date",
                f"{year}-{month:02d}-{day:02d}",
            ),
            (f"Quý {quarter} năm {year}", "quarter", None),
            (f"Quý {quarter}/{year}", "quarter", None),
            (f"Tháng {month:02d}/{year}", "month", None),
            ("Thường xuyên", "continuous", None),
            ("Hàng tháng", "recurring", None),
            ("02 lần/năm", "recurring", None),
            (f"Năm {year}", "year", None),
        )
    )


def work(random: Random, section: str, number: str, year: int, *, parts: bool) -> Work:
    """A task with a title of its own."""
    phrase, kind, date = deadline(random, year)
    title = f"{random.choice(ACTS)} {random.choice(MATTERS)}{random.choice(ENDINGS)}"
    bodies = random.sample(BODIES, 4)
    return Work(
        section,
        number,
        title,
        bodies[: random.choice((1, 1, 1, 2))],
        bodies[2 : random.choice((3, 4))],
        phrase,
        kind,
        date,
        random.choice(RESULTS),
        random.choice(NOTES),
        [
            f"{letter}) {random.choice(ACTS)} {random.choice(MATTERS)};"
            for letter in "abc"[: random.randint(2, 3)]
        ]
        if parts and random.random() < 0.25
        else [],
    )


def aim(random: Random, section: str, number: str) -> Aim:
    """A target whose cell is printed in one of the usual ways."""
    value = random.choice((45, 50, 60, 75, 80, 90, 95, 98))
    printed, operator, low, high = random.choice(
        (
            (f"Tối thiểu {value}", ">=", value, None),
            (f"Ít nhất {value}", ">=", value, None),
            (f"Từ {value} trở lên", ">=", value, None),
            (f"Trên {value}", ">", value, None),
            (f"Dưới {value}", "<", value, None),
            (f"Không quá {value}", "<=", value, None),
            (f"≥ {value}", ">=", value, None),
            ("100", "=", 100, None),
            (f"{value},5", "=", value + 0.5, None),
            (f"Từ {value} đến dưới 99", "between", value, 99),
            ("Không thấp hơn năm trước", "not_below_last_year", None, None),
            ("Cao hơn năm trước", "above_last_year", None, None),
            ("Tăng 20% mỗi năm đến khi đạt 100%", "increase_per_year", 20, 100),
        )
    )
    return Aim(
        section,
        number,
        f"{random.choice(MEASURES)} {random.choice(ENDINGS).strip()}".strip(),
        printed,
        "%",
        operator,
        low,
        high,
        [random.choice(BODIES)],
        random.choice(("Văn phòng HĐND và UBND xã", "Phòng Kinh tế")),
    )


def remedy(random: Random, number: str, year: int) -> Remedy:
    """A remedy block."""
    low = random.randint(20, 70)
    printed, operator = random.choice(
        ((f"đạt {low}%", "="), (f"dưới {low}%", "<"), (f"{low}%", "="), (f"trên {low}%", ">"))
    )
    target = aim(random, "II", number)
    if not target.printed.endswith("%") and target.value is not None:
        target.printed = target.printed + "%"
    base = work(random, "II", number, year, parts=False)
    base.title = f"{random.choice(MEASURES)} còn thấp"
    return Remedy(number, base.title, low, printed, operator, target, base)


def forge(seed: int, *, groups: bool = True, parts: bool = True, inner_notes: bool = True) -> Truth:
    """A plan from a seed; the same seed gives the same plan."""
    random = Random(seed)
    year = random.choice((2023, 2024, 2025, 2026))
    chapters = []
    for label in range(1, random.randint(2, 4)):
        with_groups = groups and random.random() < 0.5
        names = ["I", "II"] if with_groups else [""]
        made = []
        for name in names:
            section = f"{label}.{name}" if name else str(label)
            works = [
                work(random, section, str(number), year, parts=parts)
                for number in range(1, random.randint(2, 6))
            ]
            if not inner_notes:
                for item in works:
                    item.note = ""
            made.append(Group(name, random.choice(GROUPS), works))
        chapters.append(Chapter(str(label), f"{random.choice(GROUPS)} năm {year}", made))
    last = str(len(chapters) + 1)
    aims = [aim(random, last, str(number)) for number in range(1, random.randint(3, 7))]
    remedies = [remedy(random, str(number), year) for number in range(1, random.randint(3, 6))]
    duties = [
        ("Văn phòng HĐND và UBND xã", "theo dõi, đôn đốc việc thực hiện Kế hoạch này."),
        ("Công an xã", "phối hợp giữ gìn trật tự tại nơi tiếp nhận hồ sơ."),
    ][: random.randint(1, 2)]
    return Truth(
        year,
        random.choice(("Sơn Hà", "Tân Lập", "Vĩnh Phú Đông")),
        f"{random.randint(1, 300)}/KH-UBND",
        f"{year}-01-{random.randint(2, 28):02d}",
        chapters,
        aims,
        remedies,
        duties,
    )
