"""The truth as plain text and Markdown."""

from random import Random

from tests.forge.truth import Truth, Work

HEADER = (
    "STT",
    "Nội dung công việc",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời gian thực hiện",
    "Sản phẩm",
    "Ghi chú",
)
AIMS = (
    "TT",
    "Chỉ tiêu",
    "Đơn vị tính",
    "Chỉ tiêu năm {year}",
    "Cơ quan chủ trì thực hiện",
    "Cơ quan chủ trì đánh giá",
)


def top(truth: Truth, bold: str = "") -> list[str]:
    """The first page as lines."""
    year, month, day = truth.date.split("-")
    return [
        "ỦY BAN NHÂN DÂN",
        f"XÃ {truth.place.upper()}",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        f"Số: {truth.number}",
        f"{truth.place}, ngày {day} tháng {month} năm {year}",
        f"{bold}KẾ HOẠCH{bold}",
        f"{bold}Kiểm soát thủ tục hành chính năm {truth.year} trên địa bàn xã {truth.place}{bold}",
        f"Căn cứ Kế hoạch số 15/KH-UBND ngày 02/01/{truth.year} của UBND tỉnh về kiểm soát thủ tục hành "
        f"chính năm {truth.year};",
        "UBND xã ban hành Kế hoạch như sau:",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Nâng cao chất lượng phục vụ.",
        "2. Phân công rõ người, rõ việc.",
    ]


def bottom(truth: Truth) -> list[str]:
    """Duties, closing, recipients, signature."""
    return [
        "III. TỔ CHỨC THỰC HIỆN",
        *(f"{number}. {who} {text}" for number, (who, text) in enumerate(truth.duties, 1)),
        "Nơi nhận:",
        "- UBND huyện;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Trần Văn Mẫu",
    ]


def cells(item: Work) -> list[str]:
    """The cells of a task's row."""
    return [
        item.number,
        item.title,
        "; ".join(item.lead),
        "; ".join(item.cooperating),
        item.deadline,
        item.deliverable,
        item.note,
    ]


def tabs(truth: Truth) -> str:
    """Tables flattened to tabs; rows cut by pages, with the header printed again."""
    random = Random(truth.number)
    lines = [
        *top(truth),
        "II. NHIỆM VỤ",
        "(Chi tiết theo Phụ lục đính kèm)",
        *bottom(truth),
        "PHỤ LỤC",
        "CÁC NHIỆM VỤ NĂM NAY",
    ]
    for chapter in truth.chapters:
        lines += ["", f"{chapter.label}. {chapter.title}", "", "\t".join(HEADER)]
        for group in chapter.groups:
            if group.label:
                lines.append(f"{group.label}\t{group.title}" + "\t" * 5)
            for item in group.works:
                row = cells(item)
                if item.parts:
                    row[1] = " ".join(f"<p>{part}</p>" for part in (item.title, *item.parts))
                lines += _cut(row, random) if random.random() < 0.2 and not item.parts else ["\t".join(row)]
    lines += [
        "",
        f"{len(truth.chapters) + 1}. Chỉ tiêu được giao",
        "",
        "\t".join(AIMS).format(year=truth.year),
    ]
    lines += [
        "\t".join((aim.number, aim.name, aim.unit, aim.printed, "; ".join(aim.lead), aim.assessor))
        for aim in truth.aims
    ]
    return "\n".join(lines)


def _cut(row: list[str], random: Random) -> list[str]:
    """A row over two pages: the rest of its title stands under a repeated header."""
    words = row[1].split()
    at = random.randint(2, len(words) - 1)
    first = [row[0], " ".join(words[:at]), *row[2:]]
    rest = ["", " ".join(words[at:]), "", "", "", "", ""]
    return ["\t".join(first), "", "\t".join(HEADER), "\t".join(rest)]


def vertical(truth: Truth) -> str:
    """Targets with one cell a line, as some converters write tables."""
    lines = [
        *top(truth),
        *bottom(truth),
        " Phụ lục",
        "CHỈ TIÊU CỤ THỂ",
        "",
        f"{len(truth.chapters) + 1}. Chỉ tiêu được giao",
    ]
    rows = [[name.format(year=truth.year) for name in AIMS]]
    rows += [
        [f"{aim.number}.", aim.name, aim.unit, aim.printed, "\n" + "; ".join(aim.lead), aim.assessor]
        for aim in truth.aims
    ]
    for row in rows:
        lines += ["\t" + cell for cell in row]
        lines.append("")
    return "\n".join(lines)


def prose(truth: Truth) -> str:
    """Numbered prose with labelled lines under each item."""
    lines = [*top(truth), "II. NHIỆM VỤ CỤ THỂ"]
    for chapter in truth.chapters:
        lines.append(f"{chapter.label}. {chapter.title}")
        for number, item in enumerate(chapter.groups[0].works, 1):
            lines += [f"{chapter.label}.{number}. {item.title}.", *item.parts, *labels(item)]
    return "\n".join([*lines, *bottom(truth)])


def labels(item: Work) -> list[str]:
    """The labelled lines of an item."""
    lines = [f"- Cơ quan chủ trì: {'; '.join(item.lead)}."]
    if len(item.cooperating) > 1:
        lines += ["- Cơ quan phối hợp:", *(f"+ {body}." for body in item.cooperating)]
    else:
        lines.append(f"- Cơ quan phối hợp: {'; '.join(item.cooperating)}.")
    lines += [f"- Sản phẩm: {item.deliverable}.", f"- Thời gian thực hiện: {item.deadline}."]
    return lines + ([f"- Ghi chú: {item.note}."] if item.note else [])


def pipes(truth: Truth) -> str:
    """Markdown: headings, bold, tables by pipes."""
    lines = [*top(truth, "**"), "", "## **II. NHIỆM VỤ**", ""]
    for chapter in truth.chapters:
        lines += [
            "",
            f"### {chapter.label}. {chapter.title}",
            "",
            "| " + " | ".join(f"**{name}**" for name in HEADER) + " |",
        ]
        lines.append("|" + "---|" * len(HEADER))
        for group in chapter.groups:
            if group.label:
                lines.append(f"| **{group.label}** | **{group.title}** | | | | | |")
            for item in group.works:
                row = cells(item)
                row[1] = "<br>".join((item.title, *item.parts))
                lines.append("| " + " | ".join(row) + " |")
    lines += [
        "",
        f"### {len(truth.chapters) + 1}. Chỉ tiêu được giao",
        "",
        "| " + " | ".join(AIMS).format(year=truth.year) + " |",
    ]
    lines.append("|" + ":---|" * len(AIMS))
    for aim in truth.aims:
        lines.append(
            "| "
            + " | ".join((aim.number, aim.name, aim.unit, aim.printed, "; ".join(aim.lead), aim.assessor))
            + " |"
        )
    return "\n".join([*lines, "", *bottom(truth)])


def remedies(truth: Truth) -> str:
    """A plan to remedy last year's shortfalls, in blocks of prose."""
    lines = [*top(truth), "II. NỘI DUNG KHẮC PHỤC"]
    for item in truth.remedies:
        lines += [f"{item.number}. {item.title}", *remedy_lines(truth, item)]
    return "\n".join([*lines, *bottom(truth)])


def remedy_lines(truth: Truth, item: object) -> list[str]:
    """The labelled lines of a remedy."""
    from tests.forge.truth import Remedy

    assert isinstance(item, Remedy)
    return [
        f"- Kết quả thực hiện năm {truth.year - 1}: {item.baseline_printed}.",
        f"- Chỉ tiêu khắc phục năm {truth.year}: {item.aim.printed}.",
        f"- Tham mưu: {'; '.join(item.work.lead)}.",
        f"- Phối hợp: {'; '.join(item.work.cooperating)}.",
        f"- Thời gian thực hiện: {item.work.deadline}.",
    ]
