"""The words of a deadline phrase, made even for the grammar.

`even(text)` answers a string **of the same length** as the text, so that every place found in it is a place
in the document's own words. In it letters are lower case without diacritics, dashes are "-", number words are
digits ("mười lăm" → "15"), and letters that scanners put for digits are digits again (l5/6 → 15/6).

Without diacritics some words fall together (ngày/ngay, năm/nam, từ/tư). The meaning that deadlines are made
of stays lower case; the other one is in CAPITALS, where the grammar does not see it or asks for it by name.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from motcua.plans.reading.deadline_spelling import unscanned

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
DASHES = "→⟶➔⇒➜÷‐‑‒–—―−﹘－~"
_WORD = re.compile(r"[^\W\d_]+")

# folded word -> spellings (any placing of the tone mark) that carry the meaning deadlines are made of.
_MEANT = {
    "ngay": "ngày",
    "nam": "năm nãm nâm nảm",
    "quy": "quý quí quy qui quỷ",
    "qui": "quý quí quy qui",
    "tu": "từ",
    "den": "đến",
    "hang": "hàng hằng hảng hầng",
    "ky": "kỳ kì",
    "ki": "kỳ kì",
    "tuan": "tuần",
    "thu": "thứ",
    "moi": "mỗi",
    "dau": "đầu",
    "cuoi": "cuối",
    "lan": "lần",
    "gio": "giờ",
    "trong": "trong",
    "khi": "khi",
    "han": "hạn",
    "sau": "sau",
    "thang": "tháng",
    "toi": "tới",
    "ca": "cả",
    "het": "hết",
    "lien": "liền liên",
    "la": "là",
    "va": "và",
    "tung": "từng",
    "vao": "vào",
}
# Written without marks these are other words of the language (ngay = at once, nam = south, …).
_OTHER_WHEN_BARE = {"ngay", "nam", "quy", "qui", "tu", "den", "lan", "thu", "toi", "lien", "ca"}
_AFTER_UTMOST = {"thieu", "da"}  # tối thiểu, tối đa
_SAME_SHAPE = {"qui": "quy", "ki": "ky"}
_NUMBER_WORDS = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "nhăm": 5,
    "nhất": 1,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mươi": 10,
}
_LONGEST = 3  # words of a number: hai mươi lăm
_COUNTED = {"ngay", "gio", "thang", "tuan", "lan", "quy", "nam", "dot", "cuoc", "buoi"}
_NUMBERED = {"thang", "ngay", "quy", "thu", "mong", "mung"}


@dataclass(frozen=True)
class Words:
    """A phrase in the document's words, its even form, and what had to be mended to read it."""

    text: str
    even: str
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    toned: str
    bare: str


SCANNED = (
    "Có chữ viết như lỗi quét hoặc lỗi gõ (chữ cái đứng ở chỗ chữ số, từ sai một chữ); cần đối chiếu bản gốc."
)
TAKEN = "\x00"
_ROMAN_SIGN = re.compile("[\u2160-\u217f]")


def blanked(plain: str, start: int, end: int) -> str:
    """The even string with a stretch that was read already put out of reach of the grammar."""
    return plain[:start] + TAKEN * (end - start) + plain[end:]


def visible(text: str) -> str:
    """NFC without invisible characters; line breaks kept, other white space single.

    Unicode Roman numerals (Ⅱ) become letters.
    """
    text = text.replace("½", "1/2")
    if text.isprintable() and "  " not in text and not _ROMAN_SIGN.search(text):
        return unicodedata.normalize("NFC", text).strip()
    text = unicodedata.normalize("NFC", text.translate(INVISIBLE).replace(TAKEN, " "))
    text = "".join(unicodedata.normalize("NFKC", c) if "\u2160" <= c <= "\u217f" else c for c in text)
    text = re.sub(r"[^\S\n]+", " ", re.sub(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+", "\n", text))
    return text.strip()


def even(text: str) -> Words:
    """The even form of a text that `visible` has cleaned."""
    chars = list("".join(map(_fold, text)))
    words = [_word(match, chars) for match in _WORD.finditer(text)]
    words, misread = _unscanned(words, chars)
    bare_text = all(word.toned == word.bare for word in words)
    for at, word in enumerate(words):
        _settle(word, chars, at, words, bare_text=bare_text)
    _number_words(words, chars)
    plain = "".join(chars).replace("->", "- ").replace("=>", "- ")
    plain, remarks = _spelled_twice(_halves(_roman_months(plain)))
    plain, scanned = _mend_scan(plain)
    return Words(text, plain, tuple(dict.fromkeys(remarks + scanned + misread)))


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    if char in DASHES:
        return "-"
    if char in "đĐðÐ":  # ð is what some scanners put for đ
        return "d"
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char in "⁄∕\\":
        return "/"
    return unicodedata.normalize("NFD", char)[0].lower()[0]


def _word(match: re.Match[str], chars: list[str]) -> _Word:
    bare = "".join(chars[match.start() : match.end()])
    return _Word(match.start(), match.end(), match.group().lower(), bare)


def _unscanned(words: list[_Word], chars: list[str]) -> tuple[list[_Word], tuple[str, ...]]:
    """«Trước nqày», «thườmg xuyên»: words that no language has are read as the deadline's word they were."""
    misread: tuple[str, ...] = ()
    for at, word in enumerate(words):
        meant = unscanned(word.bare)
        if meant is not None:
            chars[word.start : word.end] = meant.ljust(word.end - word.start)
            words[at] = _Word(word.start, word.start + len(meant), _MEANT.get(meant, meant).split()[0], meant)
            misread = (SCANNED,)
    return words, misread


@lru_cache(maxsize=4096)
def _spelling(word: str) -> str:
    """Letters and marks in one order, so that quý = qúy and hoá = hóa."""
    return "".join(sorted(unicodedata.normalize("NFD", word)))


_MEANT_SPELLINGS = {bare: {_spelling(one) for one in listed.split()} for bare, listed in _MEANT.items()}
_NUMBER_SPELLINGS = {_spelling(word): value for word, value in _NUMBER_WORDS.items()}


def _settle(word: _Word, chars: list[str], at: int, words: list[_Word], *, bare_text: bool) -> None:
    """Capitals for a word that only looks like a deadline's word; one shape for quý/quí and kỳ/kì."""
    meant = _MEANT_SPELLINGS.get(word.bare)
    if meant is None:
        return
    bare = word.toned == word.bare
    seen = _spelling(word.toned) in meant or (
        bare and (bare_text or word.bare not in _OTHER_WHEN_BARE or _number_follows(word, chars))
    )
    seen = seen or (word.bare == "ngay" and _number_follows(word, chars))  # «ngàỵ 15», «ngáy 15»
    seen = seen or _fits_only_here(word, at, words, chars)
    seen = seen or (word.bare == "toi" and at + 1 < len(words) and words[at + 1].bare in _AFTER_UTMOST)
    if word.bare in ("quy", "qui") and _is_rule(word, at, words):
        seen = False
    if word.bare == "ngay" and bare and bare_text and _is_at_once(at, words):
        seen = False
    shape = _SAME_SHAPE.get(word.bare, word.bare)
    chars[word.start : word.end] = shape if seen else shape.upper()


def _number_follows(word: _Word, chars: list[str]) -> bool:
    return re.match(r"\s*(?:\d|[ivl]+\b)", "".join(chars[word.end : word.end + 8])) is not None


_PERIODS = {"ngay", "tuan", "thang", "quy", "qui", "nam"}


def _fits_only_here(word: _Word, at: int, words: list[_Word], chars: list[str]) -> bool:
    """«Hắng quý», «02 lẫn/năm»: the wrong tone mark where only one word can stand."""
    if word.bare == "hang":
        return at + 1 < len(words) and words[at + 1].bare in _PERIODS and word.toned not in ("hang", "hạng")
    if word.bare == "lan":
        before = "".join(chars[max(0, word.start - 3) : word.start]).rstrip()
        return before[-1:].isdigit() and "".join(chars[word.end : word.end + 2]).lstrip()[:1] == "/"
    return False


def _is_rule(word: _Word, at: int, words: list[_Word]) -> bool:
    """Quy định, quy chế, quy trình, quy hoạch, quỹ: no quarter."""
    following = words[at + 1].bare if at + 1 < len(words) else ""
    return following in {"dinh", "che", "trinh", "hoach", "mo", "tac", "luat", "chuan"} or "ỹ" in word.toned


def _is_at_once(at: int, words: list[_Word]) -> bool:
    return len(words) == 1 or (at + 1 < len(words) and words[at + 1].bare in {"sau", "khi", "lap"})


def _number_words(words: list[_Word], chars: list[str]) -> None:
    at = 0
    while at < len(words):
        run = _run(words, chars, at)
        value = _worth(words, at, at + run) if run else None
        while run and (value is None or not _is_number_here(words, chars, at, at + run)):
            run -= 1
            value = _worth(words, at, at + run) if run else None
        if run and value is not None:
            start, end = words[at].start, words[at + run - 1].end
            chars[start:end] = str(value).ljust(end - start)
        at += max(run, 1)


def _run(words: list[_Word], chars: list[str], at: int) -> int:
    """How many words from here on are number words with nothing but blanks between."""
    length = 0
    while (
        length < _LONGEST
        and at + length < len(words)
        and _spelling(words[at + length].toned) in _NUMBER_SPELLINGS
    ):
        if length and "".join(chars[words[at + length - 1].end : words[at + length].start]).strip():
            break
        length += 1
    return length


def _worth(words: list[_Word], at: int, end: int) -> int | None:
    """The number of a run: mười lăm 15, hai mươi 20, hai mươi tư 24; None if it is not one number.

    Runs that write more than their places (longer than three words) are none.
    """
    values = [_NUMBER_SPELLINGS[_spelling(word.toned)] for word in words[at:end]]
    tens = [word.toned for word in words[at:end]]
    if len(values) == 1:
        return values[0]
    if len(values) == 2 and values[0] == 10 and values[1] < 10:
        return 10 + values[1]
    if len(values) in (2, 3) and values[1] == 10 and 2 <= values[0] <= 9 and tens[1] == "mươi":
        unit = values[2] if len(values) == 3 else 0
        return values[0] * 10 + unit if unit < 10 else None
    return None


def _is_number_here(words: list[_Word], chars: list[str], at: int, end: int) -> bool:
    """Number words count only beside a unit (hai lần, tháng sáu): «một cửa» and «năm» stay words."""
    following = words[end].bare if end < len(words) and _blank_between(words, chars, end - 1) else ""
    previous = words[at - 1].bare if at and _blank_between(words, chars, at - 1) else ""
    if words[at].bare == "nhat":
        return previous == "thu" and end - at == 1  # tuần thứ nhất, but chậm nhất ngày
    if words[at].bare == "nam" and end - at == 1:
        return _is_five(words, chars, at, previous, following)
    if words[at].toned == "tư" or words[end - 1].bare == "nam":
        return previous in {"thang", "quy", "qui", "thu"} if end - at == 1 else following in _COUNTED
    return following in _COUNTED or previous in _NUMBERED or previous == "qui"


def _is_five(words: list[_Word], chars: list[str], at: int, previous: str, following: str) -> bool:
    if previous == "thu":
        return True
    if previous == "thang":  # tháng năm = May, unless a number of months or a year number stands around it
        start, end = words[at - 1].start, words[at].end
        before = "".join(chars[max(0, start - 12) : start]).rstrip()
        after = "".join(chars[end : end + 12]).lstrip()
        return (
            not before.endswith(tuple("0123456789")) and not after[:1].isdigit() and "ngay" not in before[-5:]
        )
    after_next = words[at + 2].bare if at + 2 < len(words) else ""
    return following == "ngay" and after_next in {"lam", "ke", "tinh"}


def _blank_between(words: list[_Word], chars: list[str], left: int) -> bool:
    return "".join(chars[words[left].end : words[left + 1].start]).isspace()


_ROMAN_MONTHS = {
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
    "iii": 3,
    "ii": 2,
}
_ROMAN_MONTH = re.compile(r"(?<=thang )(?:x?i{2,3}|i?[vx]|vi{1,3}|xi)(?![a-zA-Z0-9])")


def _roman_months(plain: str) -> str:
    """Tháng VI is the sixth."""
    if "thang" not in plain:
        return plain
    return _ROMAN_MONTH.sub(
        lambda hit: str(_ROMAN_MONTHS.get(hit.group(), hit.group())).ljust(len(hit.group())), plain
    )


def _halves(plain: str) -> str:
    """Nửa tháng is fifteen days, nửa năm six months (Bộ luật Dân sự 2015, Điều 146)."""
    plain = re.sub(r"nua thang(?![a-z])", "15 ngay  ", plain)
    return re.sub(r"nua nam(?! (?:dau|cuoi)|[a-z])", "6 thang", plain)


def _spelled_twice(plain: str) -> tuple[str, tuple[str, ...]]:
    """05 (năm) ngày, năm (05) ngày: the words repeat the number and are blanked, with the brackets."""
    if "(" not in plain:
        return plain, ()
    plain = _WORDS_FIRST.sub(_digits_only, plain)

    def blank(match: re.Match[str]) -> str:
        inside = match.group(3).strip().lower()
        if inside.isdigit() or all(word in _FOLDED_NUMBERS for word in inside.split()):
            return match.group(1) + " " * len(match.group(2))
        return match.group()

    return _NUMBER_TWICE.sub(blank, plain), ()


def _digits_only(hit: re.Match[str]) -> str:
    """«ba (03)» → 03; «quý I năm (26)» names a year."""
    whole = hit.group()
    return whole if hit[1].startswith("nam") and hit[2] != "5" else hit[2].rjust(len(whole))


def _fold_word(word: str) -> str:
    return "".join(_fold(char) for char in word)


_NUMBER_TWICE = re.compile(r"(\d{1,3})(\s*\(\s*([a-zA-Z ]{2,24}|\d{1,3}\s*)\s*\))")
_FOLDED_NUMBERS = {_fold_word(word) for word in _NUMBER_WORDS}
_WORDS_FIRST = re.compile(
    rf"(?<![a-zA-Z0-9])((?:(?:{'|'.join(sorted(_FOLDED_NUMBERS))})\s*){{1,3}}\(\s*)0*(\d{{1,3}})\s*\)"
)
_SCANNED = re.compile(r"(?<![a-zA-Z0-9])(?=[lio|]*\d)[0-9lio|]{2,4}(?![a-zA-Z0-9|])")
_SCANNED_DAY = re.compile(r"(?<![a-zA-Z0-9/])[lio|]{1,2}(?=\s*/\s*\d{1,2}(?!\d))")
_SCANNED_MONTH = re.compile(r"(?<=\d/)[lio|]{2}(?=/\d)")
_AS_DIGITS = str.maketrans("lio|", "1101")


def _mend_scan(plain: str) -> tuple[str, tuple[str, ...]]:
    """Letters that scanners put for digits, in places where only a number can stand."""
    mended = _SCANNED.sub(lambda match: match.group().translate(_AS_DIGITS), plain)
    mended = _SCANNED_MONTH.sub(lambda match: match.group().translate(_AS_DIGITS), mended)
    mended = _SCANNED_DAY.sub(lambda match: _day_digits(match, mended), mended)
    if mended == plain:
        return plain, ()
    return mended, (SCANNED,)


def _day_digits(match: re.Match[str], plain: str) -> str:
    quarter = re.search(r"quy\s*$", plain[: match.start()])
    return match.group() if quarter else match.group().translate(_AS_DIGITS)
