"""Who leads and who helps in the sentences of an item: «Giao Văn phòng … chủ trì, phối hợp với …»."""

import re
from collections.abc import Iterator

from motcua.kernel.text import squeeze
from motcua.plans.reading.bodies import begins_with_body, cut_at_verb
from motcua.plans.reading.drafts import Draft
from motcua.plans.reading.name_words import HEAD
from motcua.plans.reading.names import name_at_start

_WITH = rf"phối hợp (?:chặt chẽ )?(?:(?:cùng |với )+|(?={HEAD}))"
_GIVES = re.compile(
    r"\b(?:[Gg]iao(?: cho)?|[Dd]o)\s+(?P<who>[^.;:]{3,120}?)\s+(?:chủ trì|làm đầu mối|tham mưu|phụ "
    rf"trách)\s*,?\s*(?:{_WITH}(?P<with>[^.;:]+))?"
)
# «Giao công chức Tài chính - Kế toán mua sắm …»: any verb behind the name
_GIVES_ANY = re.compile(
    r"(?:^|(?<=[.;,]\s))(?:[Gg]iao(?: cho)?|Đề nghị|Yêu cầu|Phân công)\s+(?P<given>[^.;:]{3,400})"
)
# the name of an agency, not «Ban hành …», «Hội nghị …»
_AGENCY = re.compile(
    r"(?:UBND|HĐND|[ỦU][ỷyỶY] ban (?:nhân dân|MTTQ|Mặt trận)|Văn phòng (?:HĐND|UBND|Đảng|Sở|[ỦU])|Công an "
    r"|Thủ trưởng |Trưởng (?:các|phòng|thôn|ấp|khóm|bản|buôn)|Chủ tịch UBND|Toàn thể (?:cán bộ|công chức)"
    r"|Các (?:sở|phòng|ban|đơn vị|cơ quan|ngành|công chức|bộ phận|thôn|ấp|khóm|bản|buôn|xã|phường|tổ dân phố|khu phố"
    r"|đoàn thể|trường|tổ chức chính trị|hội,)"
    r"|(?:Sở|Phòng|Ban|Hội|Đoàn|Đài|Chi cục|Bộ phận|Công chức|Trung tâm|Thanh tra|Bưu điện|Tổ) [A-ZĐ])"
)
_HELPED_BY = re.compile(rf"(?:Chủ trì\s*,\s*p|P){_WITH[1:]}(?P<with>[^.;:]+)")
_HELPED_INSIDE = re.compile(
    r"(?<!chủ trì )(?<!quy chế )(?<!cơ chế )(?<!quy trình )(?<!kế hoạch )(?<!chương trình )"
    rf"{_WITH}(?P<with>[^.;:]+)"
)
_HELP_TOO = re.compile(r"(?:;|\bchủ trì,)\s*(?P<with>[^.;:]{3,120}?)\s+phối hợp(?: thực hiện)?\s*(?=[.;]|$)")
_PART_MARK = re.compile(r"^(?:[a-zđ]|\d{1,3}(?:\.\d{1,3})*)[.)]\s*")
_DONE_BY = re.compile(
    r"\b[Dd]o\s+(?P<who>[A-ZĐ][^.;:,]{3,100}?)\s+(?:thực hiện|đảm nhiệm|chịu trách nhiệm|phụ trách)\b"
)
# «Kiểm tra việc niêm yết (Phòng Tư pháp chủ trì, phối hợp với Công an xã; hoàn thành trong Quý II)»
_IN_BRACKETS = re.compile(
    r"[(;:]\s*(?P<who>[^():;]{3,120}?)\s+(?:chủ trì|phụ trách|tham mưu|đầu mối)(?: thực hiện)?"
    r"(?:\s*,?\s*phối hợp (?:chặt chẽ )?(?:cùng |với )*(?P<with>[^();]+)"
    r"|,\s*(?P<beside>[^():;]{3,120}?)\s+phối hợp(?: thực hiện)?)?\s*(?=[);])"
)
_LEADS = re.compile(rf"^(?P<who>[^.;:]{{3,120}}?)\s+chủ trì\s*,\s*{_WITH}(?P<with>[^.;:]+)")
# «Rà soát thủ tục: Các phòng chuyên môn thực hiện; …», but not «Phối hợp với các cơ quan: …»
_AFTER_COLON = re.compile(r"^(?P<what>[^.;:()]{5,90}):\s*(?P<said>[^.;:]{5,200})")
_LISTS_BODIES = re.compile(
    r"\b(?:cơ quan|đơn vị|phối hợp|gồm|sau|thành phần|đối tượng|gửi|tổ|địa điểm|nơi nhận|hình thức)\b[^:]{0,12}$",
    re.IGNORECASE,
)
# the next sentence of an item: «… . Phòng Kinh tế thực hiện»
_NEXT_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-ZĐỦ])")
# what is said of somebody who does not act: «được kiểm tra», «là đối tượng», «về», «liên quan»
_NOT_DOING = re.compile(r"(?:được|bị|là|có|và|của|về|tại|khi|để|liên quan|đã|chưa)\b")
_AS_FOR = re.compile(r"(?:Đối với|Về phía|Riêng|Phần)\s+")
_PREFACE = re.compile(
    r"(?:Hằng|Hàng|Định kỳ|Trước|Trong|Từ|Chậm nhất|Ngày|Tháng|Quý|Cuối|Đầu|Vào|Mỗi|Sau|Ngay|Khi|Nếu|Căn cứ|Trên cơ sở|"
    rf"Để|Nhằm|Đối với|Theo)\s[^.;:]{{2,140}}?,\s*(?={HEAD})"
)
_ENTRUSTS = re.compile(
    r"(?:(?<=[,;(.])\s*[Dd]o|\b[Đđ]ầu mối(?:\s+(?:thực hiện|tổng hợp|theo dõi|tham mưu))?(?:\s+là|\s*:)|"
    r"\btrách nhiệm(?:\s+(?:chính|thực hiện|tổng hợp))*(?:\s+thuộc(?:\s+về)?|\s+là|\s*:))\s+"
)
_TAKES_ON = re.compile(r"(?:chủ trì|thực hiện|chịu trách nhiệm|tham mưu|phụ trách|triển khai|đảm nhiệm)\b")
# the last brackets of an item; nothing but a time stands behind them
_LAST_BRACKET = re.compile(
    r"\((?P<said>[^()]{5,300})\)"
    r"(?:\s*[,;]?\s*(?:(?:xong|hoàn thành)\s+)?(?:trước|trong|chậm nhất|tháng|quý|ngày)\s[^()]{2,40})?\W*$"
)
_NEXT_NAME = re.compile(rf",\s+(?={HEAD})")
_PIECES = re.compile(r";|(?:,|\s[-–])\s+(?=(?:từ|hoàn thành|xong|trước|tháng|quý|thường xuyên)\b)")
_HELPS = re.compile(
    r"(?:(?P<before>.{3,120}?)\s+(?:cùng )?(?:phối hợp|giúp|hỗ trợ|tham gia|cùng làm)(?: thực hiện)?"
    r"|phối hợp(?: cùng| với)*:?\s+(?P<behind>.{3,120}))$"
)
_TAIL = re.compile(
    r"\s*,?\s*(?:hoàn thành|xong|trước ngày|trước|trong|nhằm|để|theo|khi|chậm nhất|thời gian|về)\s.*$",
    re.DOTALL,
)
_LONGEST_NAME = 160
_SHORT = 3  # «Phòng Kinh tế làm», «Công an xã lo việc này»
_WHEN = re.compile(r"(?:từ|xong|hoàn thành|trước|tháng|quý|ngày|trong|thường xuyên|chậm nhất)\b")


def names_agency(body: str) -> bool:
    """Whether a line is the name of an agency and nothing else: «2. Sở Tư pháp» over what it has to do."""
    name = body.rstrip(" :.")
    return len(name) <= _LONGEST_NAME and is_agency(name) and not cut_at_verb(name)[1]


def is_agency(name: str) -> bool:
    """Whether words are an agency's or officer's name by their grammar, or begin as such names usually do."""
    if _AGENCY.match(name):
        return True
    known = name_at_start(name)
    return known is not None and known.whole and not name[0].islower()


def subject_of(sentence: str) -> str | None:
    """The agency that a sentence begins with, or gives the work to; None where it says neither."""
    name, rest = cut_at_verb(sentence)
    if rest and len(name) <= _LONGEST_NAME and is_agency(name):
        return name
    if (headed := _before_a_colon(sentence)) is not None:
        return headed
    given = _GIVES_ANY.search(sentence)
    if given is None or not begins_with_body(given["given"]):
        return None
    name, rest = cut_at_verb(given["given"])
    return name if rest and len(name) <= _LONGEST_NAME else None


def _before_a_colon(sentence: str) -> str | None:
    """«Phòng Tư pháp: cắt bỏ bản sao», «Đối với các thôn: lập nhóm hỗ trợ»."""
    if ":" not in sentence[:_LONGEST_NAME]:
        return None
    lead_in = _AS_FOR.match(sentence)
    begin = lead_in.end() if lead_in else 0
    known = name_at_start(sentence[begin:])
    if known is None or not known.whole or not sentence[begin + known.end :].lstrip().startswith(":"):
        return None
    name = sentence[begin : begin + known.end]
    return name if lead_in or is_agency(name) else None


def helpers_of(sentence: str) -> str | None:
    """Whom a sentence of an agency that is named elsewhere says to work with: «Phối hợp với Công an xã rà soát …»."""
    hit = _HELPED_BY.match(sentence)
    return _names(hit["with"]) if hit else None


def who_in_sentences(draft: Draft) -> None:
    """Add the agencies that the item's own sentences name, where it has no column or label for them."""
    for text in (draft.title, *(_PART_MARK.sub("", part) for part in draft.parts)):
        hits = (pattern.search(text) for pattern in (_GIVES, _DONE_BY, _LEADS, _IN_BRACKETS))
        hit = next((hit for hit in hits if hit and begins_with_body(hit["who"])), None)
        if hit is None and _in_last_bracket(draft, text):
            return
        hit = hit or _said_to_lead(text)
        if hit is None:
            continue
        draft.lead.append(hit["who"])
        named = hit.groupdict()
        helpers = named.get("with") or named.get("beside")
        if helpers:
            draft.cooperating.append(_names(helpers) or cut_at_verb(squeeze(helpers))[0])
        else:
            found = map(_HELPS.match, _bracketed(text))
            draft.cooperating += [piece["before"] or piece["behind"] for piece in found if piece]
        return
    _subject_leads(draft)


_MOST_WORDS = 8


def _said_to_lead(text: str) -> re.Match[str] | None:
    """«Giao Nghiệp đoàn bốc xếp chủ trì»: who is said to lead in so many words leads, though their head is unknown."""
    hits = (pattern.search(text) for pattern in (_GIVES, _LEADS, _IN_BRACKETS))
    return next((hit for hit in hits if hit and _may_be_a_name(hit)), None)


def _may_be_a_name(hit: re.Match[str]) -> bool:
    """A few words from a capital on, none of them a deed, right before «chủ trì»."""
    who = hit["who"]
    if not who[0].isupper() or not 2 <= len(who.split()) <= _MOST_WORDS or "," in who:
        return False
    led = hit.string[hit.end("who") :].lstrip().startswith("chủ trì")
    return led and not cut_at_verb(f"họ {who[0].lower()}{who[1:]}")[1]


def _in_last_bracket(draft: Draft, text: str) -> bool:
    """«(Đoàn Thanh niên chủ trì; Công an xã phối hợp; xong trước 28/4)», «(Văn phòng; hoàn thành 29/4)»."""
    pieces = _bracketed(text)
    names_only = True  # «(Trung tâm PVHCC; Đoàn Thanh niên)»: until a piece says more than a name, each leads
    for piece in pieces:
        name, rest = cut_at_verb(piece)
        helps = _HELPS.match(piece)
        if helps and begins_with_body(helps["before"] or helps["behind"]):
            draft.cooperating.append(helps["before"] or helps["behind"])
        elif not begins_with_body(piece) or len(name) > _LONGEST_NAME:
            continue
        elif (
            _TAKES_ON.match(rest)
            or (rest and len(rest.split()) <= _SHORT and not _WHEN.match(rest))
            or (not rest and names_only and (len(pieces) > 1 or _is_of_the_work(text)))
        ):
            draft.lead.append(name)
            names_only = names_only and not rest
            continue
        names_only = False
    return bool(draft.lead)


_NAMED_BEFORE = 90


def _is_of_the_work(text: str) -> bool:
    """Whether the last brackets stand behind the work, «… trong tháng 3 (Phòng Tài chính)», not behind a body's name."""
    hit = _LAST_BRACKET.search(text)
    before = text[: hit.start()].rstrip() if hit else ""
    begins = [at.start() for at in re.finditer(rf"(?<!\w){HEAD}", before[-_NAMED_BEFORE:])]
    tail = before[-_NAMED_BEFORE:]
    names = (name_at_start(tail[begin:]) for begin in begins)
    return not any(
        name is not None and begin + name.end >= len(tail) for begin, name in zip(begins, names, strict=True)
    )


def _bracketed(text: str) -> list[str]:
    """What the last brackets of an item say, piece by piece."""
    hit = _LAST_BRACKET.search(text)
    return [one for piece in _PIECES.split(hit["said"]) for one in _each_actor(piece.strip())] if hit else []


def _each_actor(piece: str) -> Iterator[str]:
    """«Phòng Văn hóa làm, Đoàn xã giúp»: parted only behind what the first one does."""
    _, rest = cut_at_verb(piece)
    following = _NEXT_NAME.search(rest)
    if following is None:
        yield piece
        return
    at = len(piece) - len(rest) + following.start()
    yield piece[:at]
    yield from _each_actor(piece[at:].strip(" ,"))


def _later_subject(text: str) -> str | None:
    """«Trả lời kiến nghị … . Các phòng chuyên môn thực hiện»: who takes on what the sentence before says."""
    return next(filter(None, map(_acting, _NEXT_SENTENCE.split(text)[1:])), None)


def _acting(sentence: str, *, small: bool = False) -> str | None:
    """Whose name a sentence begins with when it goes on with what they do: a word in small letters, no punctuation."""
    name, rest = cut_at_verb(sentence)
    named = is_agency(name[:1].upper() + name[1:] if small else name)
    return (
        name
        if rest[:1].islower() and len(name) <= _LONGEST_NAME and named and not _NOT_DOING.match(rest)
        else None
    )


def _behind_a_preface(text: str) -> str | None:
    """«Hằng quý, Văn phòng gom số liệu», «Căn cứ hướng dẫn của Sở, Phòng Tư pháp rà soát»: who does it stands after."""
    hit = _PREFACE.match(text)
    return _acting(text[hit.end() :], small=True) if hit else None


def _entrusted(text: str) -> str | None:
    """«…, do Phòng Kinh tế lo liệu», «đầu mối là Văn phòng»: who is said to do it, whatever they do is called."""
    for hit in _ENTRUSTS.finditer(text):
        known = name_at_start(text[hit.end() :])
        if known is not None and known.whole and known.end <= _LONGEST_NAME:
            return text[hit.end() : hit.end() + known.end]
    return None


def _subject_leads(draft: Draft) -> None:
    """«Sở Tư pháp kiểm tra …, phối hợp với …»: whose name begins the sentence does it."""
    sentence = draft.title
    name = (
        subject_of(sentence)
        or _behind_a_preface(sentence)
        or _behind_a_colon(sentence)
        or _entrusted(sentence)
    )
    name = name or _later_subject(sentence)
    if name is None and len(draft.parts) == 1:
        sentence = draft.parts[0]  # «2. Tập huấn.» over «Văn phòng tổ chức …»
        name = subject_of(sentence)
    if name is None:
        return
    draft.lead.append(name)
    for pattern in (_HELPED_INSIDE, _HELP_TOO):
        hit = pattern.search(sentence)
        if hit and (helpers := _names(hit["with"])):
            draft.cooperating.append(helpers)
            return


def _behind_a_colon(text: str) -> str | None:
    hit = _AFTER_COLON.match(text)
    if hit is None or _LISTS_BODIES.search(hit["what"]) or not begins_with_body(hit["said"]):
        return None
    if not is_agency(hit["said"]) and cut_at_verb(hit["said"].strip())[1]:
        return None  # «Rà soát: cơ quan có thẩm quyền ban hành …» names nobody
    name, _ = cut_at_verb(hit["said"].strip())
    return name if len(name) <= _LONGEST_NAME else None


def _names(text: str) -> str | None:
    """The agencies at the start of a text, without what they do and by when; None where it names none."""
    text = squeeze(text)
    if not begins_with_body(text):
        return None
    name = _TAIL.sub("", cut_at_verb(text)[0]).strip(" ,")
    return name if name and len(name) <= _LONGEST_NAME else None
