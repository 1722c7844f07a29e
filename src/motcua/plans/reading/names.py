"""Where the name of a body or an officer ends in running text: by the grammar of such names, not by the verb behind.

A Vietnamese administrative body is called by a head («Phòng», «Trung tâm», «Chủ tịch») and what follows it: fields
(«Kinh tế», «hành chính công»), places («xã», «xã Ea Kar»), proper names, other bodies («HĐND và UBND», «Công an xã,
Trạm Y tế»). The first word that can be none of these ends it, whatever that word is.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from motcua.plans.reading.name_words import (
    ALONE,
    CAPITAL,
    DOING,
    EACH,
    FIELD,
    HEAD,
    PERSON,
    PLACES,
    TAILS,
    TIMES,
    UPPER,
)

_PROPER = rf"(?!{TIMES}){CAPITAL}"
_SMALL = rf"(?![{UPPER}])[^\W\d_]+"


class Name(NamedTuple):
    """How far names run from the start of a text, and whether they can stand for somebody alone («Phòng» cannot)."""

    end: int
    whole: bool


_BEGIN = re.compile(HEAD)
_STANDS_ALONE = re.compile(rf"(?:{EACH}|{PERSON}|{ALONE})")
_TAKES_DOING = re.compile(
    r"(?:[Tt]ổ|Ban|Đội|Đoàn|[Tt]rung tâm|[Bb]ộ phận|Phòng|Nhóm|Chi nhánh|[Cc]ác (?:tổ|ban|đội))$"
)
_RECEIVES = re.compile(r"\s+(?:tiếp nhận(?: hồ sơ)?(?: và trả kết quả)?|một cửa|làm việc|làm công tác)(?!\w)")
_DOING_PIECE = re.compile(rf"\s+(?:{DOING})(?:\s+(?:hồ sơ|và trả kết quả|và hướng dẫn))*")
# «Phòng Quản lý hành nghề»: what is managed belongs to the name though nobody lists it
_MANAGED = (
    rf"(?:Quản lý|Kiểm soát|Đăng ký|Hỗ trợ|Xúc tiến|Phát triển)\s+(?!{FIELD}|{PLACES}|{TAILS}|{DOING})"
    rf"{_SMALL}\s+\w+"
)
_PLACE = rf"{PLACES}(?:\s+(?:\d{{1,3}}(?![\w/])|{_PROPER}(?:\s+{_PROPER})*))?"
_WHERE = rf"(?:(?:trực )?thuộc|của|tại|trên địa bàn)\s+(?:{HEAD}|{FIELD}|{PLACES})"
_IN_CHARGE = (
    rf"phụ trách\s+(?:(?:khối|lĩnh vực|mảng|công tác|địa bàn)\s+)?(?:{FIELD}|{PLACES}|địa bàn|lĩnh vực|khối)"
)
_PIECE = re.compile(
    rf"\s+(?:{_MANAGED}|{FIELD}|(?=[{UPPER}]){HEAD}|{_PLACE}|{TAILS}|{_WHERE}|{EACH}(?=\s|[,;:.]|$)|{_IN_CHARGE}"
    rf"|(?!{TIMES})(?P<proper>{CAPITAL}(?:\s+{_PROPER})*)|(?:số\s+)?\d{{1,3}}(?![\w/%.]))"
    rf"(?:\s*[-–]\s*(?:{FIELD}|{_PROPER}(?!\s+\d)))*"
)
_JOINT = re.compile(
    r"(?:\s*[,&/+]\s*(?:và\s+)?|\s*[-–]\s*|\s+(?:và|cùng với|cùng|hoặc)\s+)"
    rf"(?:(?P<head>{HEAD})|{FIELD}|{PLACES}"
    r"|(?:chi hội|hội|ban|ngành|sở|phòng|thôn|ấp|tổ chức|cá nhân|người lao động)(?!\w)"
    rf"|(?P<proper>{_PROPER}(?:\s+{_PROPER})*))"
)
_BRACKET = re.compile(rf"\s*\((?:{HEAD}|[{UPPER}])[^()]{{0,80}}\)(?=\s+[^\W\d_])")
_SYLLABLE = re.compile(rf"\s+({_SMALL})")
_NEVER = re.compile(
    r"\s+(?:đã|đang|sẽ|phải|cần|nên|không|chưa|được|bị|có|là|và|hoặc|với|cùng|theo|để|từ|đến|trong|trước|sau|khi|nếu|"
    r"tại|ở|về|cho|các|những|mỗi|việc|kết|lại|ra|lên|xuống|vào|rồi|nhằm|do|giao|ký|gửi|nộp|lập|cử|dự|họp|mở|trả|thu|"
    r"nhận|tăng cường|đẩy mạnh|thực hiện|triển khai|tiếp tục|tuyên truyền|chủ trì|chủ động|phối hợp|báo cáo|rà soát|"
    r"xây dựng|tổ chức|tham mưu|theo dõi|hướng dẫn|đôn đốc)(?!\w)"
)


@lru_cache(maxsize=4096)
def name_at_start(text: str) -> Name | None:
    """The names of bodies a text begins with, to their end; None where it begins with none.

    >>> name_at_start("Phòng Văn hóa - Xã hội viết bài")
    Name(end=22, whole=True)
    """
    head = _BEGIN.match(text)
    if head is None:
        return None
    end, whole = head.end(), bool(_STANDS_ALONE.match(text))
    opened = text[: head.end()]  # the head just read, while nothing stands behind it
    while True:
        step = None
        if opened and _TAKES_DOING.search(opened):
            step = _DOING_PIECE.match(text, end)
        elif opened and opened.lower().endswith(("công chức", "cán bộ")):
            step = _RECEIVES.match(text, end)
        step = step or _PIECE.match(text, end)
        if step is not None:
            opened, whole = "", True
            end = step.end()
            end = _whole_word(text, end, step.groupdict().get("proper"))
            continue
        joint = _JOINT.match(text, end)
        if joint is None:
            bracket = _BRACKET.match(text, end)
            if bracket is None:
                return Name(end, whole)
            end = bracket.end()
            continue
        end = joint.end()
        opened = joint["head"] or ""
        whole = True
        end = _whole_word(text, end, joint["proper"])


def _whole_word(text: str, end: int, proper: str | None) -> int:
    """«Điều hành», «Hậu cần»: a word in capitals that is no known field has mostly a second syllable in small letters."""
    if not proper or " " in proper or proper.isupper():
        return end
    hit = _SYLLABLE.match(text, end)
    if hit is None or _NEVER.match(text, end) or _PIECE.match(text, end) or _DOING_PIECE.match(text, end):
        return end
    return hit.end()
