"""Labels in prose: «Cơ quan chủ trì: …», one a line or several in a sentence."""

import re
from dataclasses import dataclass
from functools import lru_cache

from motcua.kernel.text import fold
from motcua.plans.reading.column_contents import helps, names_bodies, says_when
from motcua.plans.reading.columns import Role, role_of

_LABEL = re.compile(r"^(?P<label>[^:.;]{2,70}?)\s*:\s*(?P<value>.*)$", re.DOTALL)
_WITHOUT_COLON = re.compile(
    r"^(?P<label>(?:Kết quả|Chỉ tiêu|Mục tiêu)(?: thực hiện| khắc phục| phấn đấu| đạt được)*(?: trong)? "
    r"năm 20\d\d)\s+(?P<value>\S.*)$"
)
_AGENCY = r"(?:(?:[Cc]ơ quan|[Đđ]ơn vị|[Bb]ộ phận|[Nn]gười|[Cc]ông chức|[Cc]án bộ)\s+)?"
_KNOWN = (
    rf"{_AGENCY}(?:[Cc]hủ trì|[Tt]ham mưu|[Pp]hụ trách)(?:\s*(?:,|và|/)?\s*(?:thực hiện|tham mưu|chính|tổ "
    rf"chức|báo cáo|giải quyết|triển khai))*"
    rf"|{_AGENCY}[Pp]hối hợp(?:\s*,?\s*(?:thực hiện|theo dõi|với))*"
    r"|(?:[Cc]ơ quan|[Đđ]ơn vị|[Bb]ộ phận|[Nn]gười)\s+thực hiện|[Pp]hân công(?: thực hiện)?"
    r"|[Tt]hời (?:gian|hạn|điểm)(?:\s*(?:thực hiện|hoàn thành|báo cáo|triển khai|và|,))*|(?:[Hh]ạn )?[Hh]oàn "
    r"thành|[Tt]iến độ(?: thực hiện)?"
    r"|(?:[Ss]ản phẩm|[Kk]ết quả)(?:\s*(?:đầu ra|dự kiến|thực hiện|hoàn thành|đạt được|và|,|/|kết quả|sản "
    r"phẩm))*(?:\s*năm\s*20\d\d|\s*năm trước)?"
    r"|[Cc]hỉ tiêu(?:\s*(?:khắc phục|phấn đấu|được giao|cần đạt|thực hiện))*(?:\s*năm\s*20\d\d)?"
    r"|[Gg]hi chú|[Hh]iện trạng"
)
# A label that has a line to itself, its value on the lines below.
_ALONE = re.compile(
    rf"(?:{_KNOWN}|(?:[Kk]ết quả|[Cc]hỉ tiêu|[Mm]ục tiêu)[\w ,]{{0,50}}năm\s*(?:20\d\d|trước))\s*\.?$"
)
_INLINE = re.compile(rf"(?:^|(?<=[.;,(\[–-])\s*|(?<=\s)|(?<=\())(?<!rả )(?P<label>{_KNOWN})\s*:\s*")
_ROLES: frozenset[Role] = frozenset(
    {
        "lead",
        "cooperating",
        "deadline",
        "deliverable",
        "note",
        "baseline",
        "value",
        "target",
        "assessor",
        "unit",
    }
)
_SHORT_LEAD = re.compile(
    r"^(?:co quan|don vi|bo phan|nguoi|cong chuc|can bo|to chuc|tham muu|chu tri|phu trach|phan cong|"
    r"trach nhiem|dau moi|giao)\b"
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value with the role and the words of its label."""

    role: Role
    label: str
    value: str


def label_role(label: str) -> Role | None:
    """The role a label's words name; a sentence that only contains such words is none."""
    folded = fold(label)
    if len(folded.split()) > 10:
        return None
    role = role_of(folded)
    if role not in _ROLES or (role == "lead" and (not _SHORT_LEAD.match(folded) or len(folded.split()) > 9)):
        return None
    if role == "cooperating" and not re.match(r"(?:\w+ ){0,3}phoi hop", folded):
        return None
    return "value" if role == "target" else role


@lru_cache(maxsize=1024)
def labels_of(text: str) -> tuple[str, tuple[Labelled, ...]]:
    """The words before the first label of a line, and its labelled values.

    >>> labels_of("Chủ trì: Văn phòng; phối hợp: các ban.")[1][1].value
    'các ban'
    """
    if ":" not in text:
        if len(text) < 80 and _ALONE.match(text) and (role := label_role(text)):
            return "", (Labelled(role, text.rstrip(" ."), ""),)
        bare = _WITHOUT_COLON.match(text)
        role = label_role(bare["label"]) if bare else None
        return ("", (Labelled(role, bare["label"], _value(bare["value"])),)) if bare and role else (text, ())
    hits = [hit for hit in _INLINE.finditer(text) if label_role(hit["label"])]
    if text.count(":") > len(hits) and (told := _told_by_values(text)) and len(told[1]) > len(hits):
        return told
    whole = _LABEL.match(text)
    if whole and (role := label_role(whole["label"])) and not _is_known_label(whole, hits):
        inner = [hit for hit in hits if hit.start() >= whole.start("value")]
        end = inner[0].start() if inner else len(text)
        first = Labelled(role, whole["label"].strip(), _value(text[whole.start("value") : end]))
        return "", (first, *_values(text, inner))
    if not hits:
        return text, ()
    return text[: hits[0].start()].strip(" (,;–-"), _values(text, hits)


# Labels nobody knows, whose values are wholly names of bodies or a time: «Ai làm: Phòng Kinh tế. Hạn chót: 30/9/2026»
_UNKNOWN = re.compile(
    r"(?:^|(?<=[.;,(–-]\s)|(?<=\())(?P<label>[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+){0,4})\s*:\s+(?=\S)"
)
_OF_PEOPLE = re.compile(
    r"^(?:ai |nguoi|don vi|co quan|bo phan|can bo|thuc hien|dau moi|trach nhiem|giao |cung |phoi hop|ho tro|tham gia|giup|lam |"
    r"phu trach|chinh|truc tiep|lo |chu tri)|(?:lam|lo|giup|phu trach|thuc hien|phoi hop|tham gia|ho tro|dau moi)$"
)
_OF_TIME = re.compile(
    r"^(?:han|xong|khi nao|luc|moc|ky|hoan thanh|truoc|cham nhat|muon nhat|bao gio|ngay|thoi)\b"
)
_NO_DEED = re.compile(r"nhan|gui|huong|bat dau|ban hanh|thanh phan|doi tuong|dia diem|danh gia|kiem tra")


def _told_by_values(text: str) -> tuple[str, tuple[Labelled, ...]] | None:
    """Labelled values of a line whose labels are known by what stands behind them; None where there are none."""
    hits = list(_UNKNOWN.finditer(text))
    found: list[Labelled] = []
    for position, hit in enumerate(hits):
        end = hits[position + 1].start() if position + 1 < len(hits) else len(text)
        value = _value(text[hit.end() : end].strip(" ,(–-"))
        role = _role_by_value(fold(hit["label"]), hit["label"], value)
        if role is None:
            return None
        found.append(Labelled(role, hit["label"], value))
    return (text[: hits[0].start()].strip(" (,;–-"), tuple(found)) if found else None


def _role_by_value(folded: str, label: str, value: str) -> Role | None:
    if _NO_DEED.search(folded):
        return None
    if _OF_PEOPLE.search(folded) and names_bodies(value):
        return "cooperating" if helps(label) else "lead"
    if _OF_TIME.match(folded) and says_when(value):
        return "deadline"
    known = label_role(label)
    return known if known in {"deadline", "deliverable", "lead", "cooperating"} else None


def _is_known_label(whole: re.Match[str], hits: list[re.Match[str]]) -> bool:
    """Whether the first label is one of the usual ones, or words before one: then it is read as such."""
    return any(hit.start() < whole.start("value") and (hit.start() == 0 or len(hits) > 1) for hit in hits)


def _values(text: str, hits: list[re.Match[str]]) -> tuple[Labelled, ...]:
    found: list[Labelled] = []
    for position, hit in enumerate(hits):
        end = hits[position + 1].start() if position + 1 < len(hits) else len(text)
        role = label_role(hit["label"])
        if role:
            found.append(Labelled(role, hit["label"].strip(), _value(text[hit.end() : end])))
    return tuple(found)


def _value(text: str) -> str:
    value = text.strip().rstrip(" ;,")
    if value.count(")") > value.count("("):
        value = re.sub(r"\)\s*[.;]?$", "", value)
    return value.strip() if value.endswith(("..", "/.")) else value.strip().removesuffix(".")
