"""Agencies in the words of a plan: a list of them in a cell, and who does what in a sentence."""

import re
from dataclasses import dataclass
from functools import lru_cache

from motcua.plans.reading.name_words import EACH
from motcua.plans.reading.names import name_at_start

# Words an agency's or an officer's name begins with, as printed.
_HEADS = (
    rf"(?:{EACH}|UBND|HĐND|UBMTTQ|BCĐ|VP|VPUB|VPĐP|MTTQ|LĐLĐ|BHXH|CC|Ủy ban|Uỷ ban|Hội đồng|Thường trực|Văn phòng|"
    r"Sở|Phòng|Ban|"
    r"Công an|Quân sự|Trung tâm|Bộ phận|Bộ|Công chức|Cán bộ|Chủ tịch|Phó Chủ tịch|Thủ trưởng|Trưởng|Đài|"
    r"Hội|Đoàn|Mặt trận|Vụ(?! việc)|Tổng cục|Học viện|Nhà xuất bản|VNPT|Viettel|Liên minh|Hiệp hội|"
    r"Bảo hiểm|Chi cục|Cục|Kho bạc|Tổ(?! chức)|Thanh tra|Bưu điện|Bưu cục|Viện|Tòa án|Trạm|Trường|Lãnh đạo|Giám đốc|"
    r"Báo(?= (?:[A-ZĐ]|và (?:[Đđ]ài|[Pp]hát thanh|[Tt]ruyền hình)))|"
    r"Chánh Văn phòng|Chánh Thanh tra|Chỉ huy trưởng|Hiệu trưởng|Bí thư|Phó Bí thư|Phó Giám đốc|Kế toán|"
    r"(?:Thôn|Bản|Ấp|Khóm|Buôn|Khu phố) trưởng|(?:Phường|Xã|Chi|Huyện|Quận|Thị|Thành|Tỉnh) [đĐ]oàn|"
    r"Chi hội|Hạt Kiểm lâm|Đồn Biên phòng|Hợp tác xã|"
    r"Liên đoàn|Ngân hàng|Thuế|Đội|Đảng ủy|Chi nhánh|Doanh nghiệp|Điểm Bưu điện|Người đứng đầu|"
    r"[Cc]ác (?:cơ quan|đơn vị|ngành|sở|ban|phòng|bộ phận|công chức|cán bộ|tổ chức|xã|phường|huyện|thành "
    r"viên|UBND|"
    r"Sở|Phòng|Ban|Bộ phận|Trường|thôn|khóm|ấp|khu phố|địa phương|Công chức|Cơ quan|Đơn vị|Thành viên|bộ|"
    r"doanh nghiệp|thủ trưởng|tổ|đồng chí|đoàn thể|hội|chi|bệnh viện|trung tâm|trạm|công ty|buôn|bản)|Đ/c|[Đđ]ồng chí|"
    r"Cơ quan|Đơn vị|[Tt]oàn thể|Tổ chức, cá nhân|Tập thể)"
)
_ANY = rf"(?:{_HEADS}|cơ quan|đơn vị|công chức|cán bộ|bộ phận|tổ chức, cá nhân|người đứng đầu|tập thể)\b"
_HEAD = re.compile(_ANY)
_PARTING = re.compile(
    rf"(?:,\s*|\s+và\s+|,\s*và\s+|\s*\+\s*|\s+cùng\s+)(?={_HEADS}\b|(?:công chức|cán bộ|bộ phận) [A-ZĐ])"
    r"|,\s*(?=[A-ZĐ]{3,}\b)"
)
_BARE = re.compile(
    r"^(?:UBND|HĐND|Ủy ban nhân dân|Sở|Phòng|Ban|Các sở|Các phòng|Các ban|Các|Bộ phận|Công chức)$",
    re.IGNORECASE,
)
_ONE_PERSON = re.compile(r"\W*(?:[Đđ]ồng chí|[Đđ]/c|[ÔôBb](?:ng|à))\.?\s[^,;]+$")
_TITLE = re.compile(
    r"(?:Phó|Chủ tịch|Trưởng|Bí thư|Giám đốc|Chánh|Công chức|Chỉ huy trưởng|Ủy viên|Chuyên viên)\b"
)
_SHARED = re.compile(r"^(?:Các|các) \w+$")
_BARE_RIGHT = re.compile(
    rf"{_HEADS}(?:\s*[,;]|\s*$|\s+(?:và|thuộc|trực thuộc|của|có|liên quan|ngành|chức năng|chuyên môn)\b)"
)
_COUNCIL = re.compile(r"(?:HĐND|Hội đồng nhân dân)$", re.IGNORECASE)
_COMMITTEE = re.compile(r"^(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\b")
_OPEN_NAME = re.compile(
    r"(?:(?:^|[;,.]\s*|\n)(?:[-–+•]\s*)?(?:Văn phòng|Lãnh đạo|(?:Phó )?Chủ tịch|Thường trực|Thủ trưởng|Trưởng|Các|"
    r"Giám đốc|Chánh(?: Văn phòng)?|Công chức|Cán bộ|Bộ phận|Ban|Tổ|Hội đồng|Sở|Phòng|Đoàn|Hội|Cơ quan|Đơn vị|"
    r"Thành viên|Ban Chỉ đạo|Đảng ủy)|\b(?:và|của|với|thuộc)|[,(/-])\s*$"
)
_LEAD_IN = re.compile(r"^(?:[-–+•*]\s*)+")

# What an agency does: the first of these words after its name ends the name.
_VERBS = (
    r"(?:chủ trì|phối hợp|chịu trách nhiệm|có trách nhiệm|thực hiện|hướng dẫn|kiểm soát|kiểm tra|theo dõi|"
    r"cập nhật|đăng tải|xây dựng|"
    r"đôn đốc|đơn đốc|tham mưu|(?<!\bcác )tổ chức|triển khai|báo cáo|tổng hợp|cân đối|bố trí|căn cứ|chủ động|đẩy "
    r"mạnh|rà soát|"
    r"tuyên truyền|giám sát|thẩm định|trình|ban hành|kịp thời|đảm bảo|bảo đảm|phân công|nghiêm túc|tăng "
    r"cường|tiếp tục|"
    r"là cơ quan|là đầu mối|làm đầu mối|gửi|nêu cao|vận động|đề xuất|bám sát|quán triệt|thường xuyên|định "
    r"kỳ|trên cơ sở|"
    r"cử|chuẩn bị|nghiên cứu|xem xét|duy trì|tham gia|góp ý|nộp|cam kết|tạo điều kiện|giúp|đăng ký|khẩn "
    r"trương|chỉ đạo|"
    r"quản lý|tiến hành|in ấn|cấp phát|nhắc nhở|phổ biến|phát động|ưu tiên|"
    r"phát huy|quan tâm|lập|công khai|niêm yết|đưa|hỗ trợ|cung cấp|đề nghị|căn cứ|tập trung|thông tin|"
    r"phản ánh|tích cực|đánh giá|đối chiếu|làm sạch|số hóa|mua sắm|khảo sát|nâng cấp|vận hành|kết nối|tích hợp|chi trả|"
    r"lắp đặt|trang bị|đào tạo|bồi dưỡng|tập huấn|thành lập|kiện toàn|khắc phục|hoàn thiện|mở rộng|ứng dụng|ký số|"
    r"tự (?:kiểm tra|rà soát|đánh giá|chấm|cân đối)|"
    r"(?<!ộ phận )(?<!ơ quan )(?<!ơn vị )(?<!nhiệm vụ )(?:tiếp nhận|giải quyết)|"
    r"cấp(?! (?:xã|huyện|tỉnh|phường|trên|dưới|sở|ủy|cơ|độ|thành|trung|có|bộ|quốc|khu|thôn)\b))"
)
_VERB = re.compile(rf"\s*[,(]?\s*(?<![\w]){_VERBS}\b")
_NEVER_IN_A_NAME = re.compile(
    r"\s*[,(]?\s*(?:chủ trì|phối hợp|(?:chịu|có) trách nhiệm|báo cáo|nghiêm túc|thực hiện)"
)
_UNFINISHED = re.compile(
    r"(?:được giao|được phân công|có chức năng|nhiệm vụ|được|phụ trách|trách nhiệm|giao|,|và|về|công tác|"
    r"việc|đến|là cơ quan|cơ quan chủ trì)$"
)
_LEADS = re.compile(
    r"(?P<who>.+?)\s*(?:,\s*)?chủ trì\s*[,;]?\s*(?:phối hợp (?:cùng |chặt chẽ )?(?:với )?|cùng (?:với "
    r")?)(?P<with>.+)",
    re.DOTALL,
)
# «Văn phòng Sở chủ trì; các phòng phối hợp»
_BOTH_SAID = re.compile(
    r"(?P<who>[^;\n]+?)\s*[-–:]?\s*chủ trì(?: thực hiện)?\s*[,;\n]\s*(?P<with>.+?)\s*[-–:]?\s*phối hợp(?: thực hiện)?\W*$",
    re.DOTALL,
)
# the role said behind the names of a cell that has no other
_ROLE_BEHIND = re.compile(r"\s*[-–,:]?\s*(?:cùng |đồng )?chủ trì(?: thực hiện)?\W*$")
_HELPED = re.compile(
    r"(?P<who>[^;\n]{3,120}?)\s*[,-]?\s*(?<!chủ trì )phối hợp (?:chặt chẽ )?(?:cùng với|cùng|với)\s+"
    r"(?!cơ quan chủ trì|đơn vị chủ trì)(?P<with>[^\n]+)$"
)
_GIVEN = re.compile(r"^(?:Giao(?: cho)?|Yêu cầu|Đề nghị|Phân công|giao|đề nghị|yêu cầu)\s+")
_PREFACE = re.compile(r"^(?:Trên cơ sở|Căn cứ|Trong quá trình|Hàng năm|Định kỳ|Khi|Nếu)\b")


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who leads and who helps in a sentence, and the words that are neither."""

    lead: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    rest: str = ""


@lru_cache(maxsize=4096)
def split_bodies(text: str) -> tuple[str, ...]:
    """The agencies of a cell, in its own words; a comma or «và» parts them only before a new agency's name.

    >>> split_bodies("Các sở, ban ngành và UBND cấp huyện; Văn phòng HĐND và UBND xã.")
    ('Các sở, ban ngành', 'UBND cấp huyện', 'Văn phòng HĐND và UBND xã')
    """
    found: list[str] = []
    for line in _whole_lines(text.replace(";", ";\n")):
        line = _LEAD_IN.sub("", line.strip()).rstrip(" .,;:")
        if line:
            found.extend(_split_line(line))
    return tuple(dict.fromkeys(found))


def _whole_lines(text: str) -> list[str]:
    """Lines of a cell, where a name broken by the width of the column is one again: «Phòng Kinh tế và | Hạ tầng»."""
    lines: list[str] = []
    for line in text.split("\n"):
        line = line.strip()
        open_end = bool(lines) and not lines[-1].endswith((";", "."))
        if (
            line
            and open_end
            and not _LEAD_IN.match(line)
            and (line[0].islower() or not _HEAD.match(line) or goes_on(lines[-1]))
        ):
            lines[-1] += f" {line}"
        elif line:
            lines.append(line)
    return lines


def goes_on(line: str) -> bool:
    """Whether the name at the end of a line is not whole yet: «Văn phòng | UBND tỉnh», «HĐND và | UBND xã»."""
    return bool(_OPEN_NAME.search(line))


def _split_line(line: str) -> list[str]:
    pieces: list[str] = []
    begin = 0
    for hit in _PARTING.finditer(line):
        left = line[begin : hit.start()]
        if left.count("(") > left.count(")") or not _may_part(left, line[hit.end() :], hit.group()):
            continue
        pieces.append(left.strip(" ,."))
        begin = hit.end()
    pieces.append(line[begin:].strip(" ,."))
    return [piece for piece in pieces if piece]


def _may_part(left: str, right: str, by: str) -> bool:
    if _SHARED.match(left.strip()) and _BARE_RIGHT.match(right):
        return False  # các Vụ, Cục
    if _SHARED.match(left.strip()) and "," in by:
        return True  # Các phòng, Công an xã
    if "," in by and _ONE_PERSON.match(left) and _TITLE.match(right):
        return False  # đồng chí Trần Văn Bảy, Phó Chủ tịch UBND xã
    if "," in by and "và" not in by:
        return not _BARE.match(left.strip())
    return not _BARE.match(left.strip()) and not (_COUNCIL.search(left.strip()) and _COMMITTEE.match(right))


@lru_cache(maxsize=2048)
def assignment(text: str) -> Assignment:
    """A cell of leads that also says with whom: «Sở Y tế chủ trì, phối hợp với Bảo hiểm xã hội tỉnh»."""
    if "chủ trì)" in text.lower():
        return _bracketed(text)
    hit = _LEADS.match(text.strip()) or _HELPED.match(text.strip()) or _BOTH_SAID.match(text.strip())
    if hit is None:
        return Assignment(split_bodies(_ROLE_BEHIND.sub("", text.strip())))
    who = _GIVEN.sub("", hit["who"].strip())
    helpers, rest = cut_at_verb(hit["with"].strip())
    return Assignment(split_bodies(who), split_bodies(helpers), rest)


_BRACKETED = re.compile(r"\(\s*(?:cơ quan |đơn vị )?(chủ trì|phối hợp)[^()]{0,20}\)", re.IGNORECASE)


def _bracketed(text: str) -> Assignment:
    """«Bộ phận Một cửa (chủ trì); Đoàn Thanh niên, Hội Phụ nữ (phối hợp)»."""
    pieces = _BRACKETED.split(text)
    found: dict[str, tuple[str, ...]] = {"chủ trì": (), "phối hợp": ()}
    for names, role in zip(pieces[::2], pieces[1::2], strict=False):
        found[role.lower()] += split_bodies(names.strip(" ,;.-\n"))
    rest = split_bodies(pieces[-1].strip(" ,;.-\n"))
    return Assignment(found["chủ trì"], found["phối hợp"] + rest)


def slashed(text: str) -> str:
    """A cell under «Chủ trì/Phối hợp» that parts them by a slash or a line, as a sentence."""
    for mark in ("/", "\n"):
        sides = [side.strip(" -–+;") for side in text.split(mark) if side.strip(" -–+;")]
        if len(sides) == 2 and all(_HEAD.match(side) for side in sides) and "hối hợp" not in text:
            return f"{sides[0]} chủ trì, phối hợp với {sides[1]}"
    return text


# «công chức được giao nhiệm vụ …», «các bộ phận có hồ sơ …»: a clause says who is meant; its end is not the name's grammar
_CLAUSE = re.compile(r"\s+(?:được|có(?! trách nhiệm)|đang|làm nhiệm vụ|phụ trách)\b")
_SAID_OF_IT = re.compile(r"\s*,?\s*\w")


@lru_cache(maxsize=2048)
def cut_at_verb(text: str) -> tuple[str, str]:
    """The name at the start of a sentence and the rest, from its verb on; the rest is empty without a verb.

    >>> cut_at_verb("Phòng Kinh tế gỡ bỏ bảng niêm yết")
    ('Phòng Kinh tế', 'gỡ bỏ bảng niêm yết')
    """
    name = name_at_start(text)
    if name is not None and name.whole:
        if _SAID_OF_IT.match(text, name.end) and not _CLAUSE.match(text, name.end):
            return text[: name.end], text[name.end :].strip(" ,")
        if name.end >= len(text.rstrip(" .,;:")):
            return text, ""
    return _cut_at_known_verb(text)


def _cut_at_known_verb(text: str) -> tuple[str, str]:
    """The same for a name whose grammar is not known to its end: the first word of what bodies do ends it."""
    begin = 0
    for hit in _VERB.finditer(text, begin):
        name = text[: hit.start()].rstrip(" ,(")
        if hit.start() == 0 or _UNFINISHED.search(name) or name.count("(") > name.count(")"):
            continue
        if re.search(r"(?:^|\s)(?:Bộ phận|Tổ|Ban|Trung tâm)$", name) and not _NEVER_IN_A_NAME.match(
            hit.group()
        ):
            continue
        return name, text[hit.start() :].strip(" ,")
    return text, ""


def begins_with_body(text: str) -> bool:
    """Whether the text begins with the name of an agency or officer (after «Giao», «Đề nghị»)."""
    named = _GIVEN.sub("", text.strip())
    if _HEAD.match(named):
        return True
    name = name_at_start(named)
    return name is not None and name.whole


def actor_of(sentence: str) -> str | None:
    """Who a sentence gives the work to, in its own words; None when it names nobody near its start."""
    text = sentence.strip()
    given = re.search(
        r"(?<!được )\b(?:[Gg]iao(?: cho)?|[Yy]êu cầu|[Đđ]ề nghị|[Pp]hân công)\s+(?=" + _ANY + r")", text
    )
    if given and given.start() < 200:
        return _name_at(text[given.end() :])
    if _HEAD.match(text):
        return _name_at(text)
    hit = next((hit for hit in _HEAD.finditer(text, 0, 260) if _stands_free(text, hit.start())), None)
    return _name_at(text[hit.start() :]) if hit else None


def _stands_free(text: str, start: int) -> bool:
    """A name in the middle of a sentence is its subject after a comma or after a preface, not after «của», «với»."""
    before = text[:start].rstrip()
    if before.endswith((",", ":")):
        return True
    return bool(_PREFACE.match(text)) and before.endswith("này")


def _name_at(text: str) -> str | None:
    name, rest = cut_at_verb(text)
    if not rest or len(name) > 160:
        hit = re.match(r"[^,;:.(]{3,80}", name)
        name = hit.group() if hit and len(name) > 160 else name
    name = name.split(":")[0].strip(" ,.;")
    return name if name and len(name) <= 200 else None
