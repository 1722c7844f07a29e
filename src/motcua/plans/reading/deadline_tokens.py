"""From even words to tokens: days, periods, frequencies, and the small words that steer them."""

import re
import string
from dataclasses import dataclass

from motcua.plans.reading.deadline_lexicon import LEXICON
from motcua.plans.reading.deadline_patterns import END


@dataclass(frozen=True)
class Token:
    """A piece of a phrase: its kind, its place, and the groups its pattern caught."""

    kind: str
    start: int
    end: int
    got: dict[str, str]
    year: str | None = None  # four digits, or a word: this, next, last


_YEARED = {
    "day",
    "quarter_day",
    "quarter_month",
    "year_month",
    "days",
    "month",
    "quarter",
    "half",
    "months",
    "nine_months",
    "number",
    "weak_day",
}
_YEAR_AFTER = re.compile(
    r"\s*(?:,?\s*(?:cua\s+)?nam\s+(?P<y>\d{4})(?!\s*-\s*(?:19|20)\d\d(?![\d/]))|/\s*(?P<y3>[2-4]\d)(?![/.\-\d])|(?:[/.\-,]|\./)?\s*(?P<y2>(?:19|20)\d{2})(?![/.]?\d)"
    r"(?!-\d(?!\d?\s*/\s*(?:19|20)\d\d))"
    r"|\(\s*(?:nam\s+)?(?P<y4>(?:19|20)\d{2})\s*\))(?![a-zA-Z0-9])"
)
_YEAR_WORD = re.compile(
    r"\s*,?\s*(?:cua\s+)?nam\s+(?:(?P<report>bao\s+cao)|"
    r"(?P<after_report>(?:lien\s+ke|ke\s+tiep|tiep\s+theo|sau)(?:\s+sau)?(?:\s+cua)?\s+nam\s+bao\s+cao)"
    r"|(?P<this>nay|ke\s+hoach|hien\s+tai)|"
    r"(?P<next>sau(?!\s+(?:ngay|\d|khi|thang))|toi|tiep\s+theo|ke\s+tiep|lien\s+ke(?:\s+sau)?)|"
    r"(?P<last>truoc(?!\s+(?:ngay|\d|thang|quy|khi|han))|lien\s+truoc|lien\s+ke\s+truoc"
    r"|ngoai))(?![a-zA-Z0-9])"
)
_BY_FIRST: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    first: tuple(
        (kind, pattern) for kind, starts, pattern in LEXICON if first in starts.replace("#", string.digits)
    )
    for first in "".join(starts for _, starts, _ in LEXICON).replace("#", string.digits)
}
_AT = re.compile(r"[a-zA-Z0-9]+|\x00+|[^\sa-zA-Z0-9]")


def tokens(even: str) -> list[Token]:
    """All tokens of an even string; words that mean nothing here become `word` tokens."""
    found: list[Token] = []
    at = 0
    while (here := _AT.search(even, at)) is not None:
        token = _token(even, here.start()) or Token("word", here.start(), here.end(), {"w": here.group()})
        found.append(token)
        at = token.end
    return found


_ROUND_THE_CLOCK = re.compile(r"24\s*/\s*7(?:\s*/\s*365)?(?!\s*/)" + END)
_NAMES_A_DAY = re.compile(
    r"(?:[^a-zA-Z\s]|(?<![a-zA-Z])(?:ngay|truoc|sau|tu|den|toi|het|nhat|qua|hon|vao|dip|han|va|hoac|le|cuoi"
    r"|xong|thanh|la))\s*$"
)
_YEARLY_OR_LISTED = re.compile(r"\s*(?:(?:,|va|den|-)\s*(?:ngay\s*)?\d|(?:hang|moi)\s+nam|,?\s*nam\s+\d{4})")


def _token(even: str, at: int) -> Token | None:
    if (around := _ROUND_THE_CLOCK.match(even, at)) and not _is_day(even, at, around.end()):
        return Token("continuous", at, around.end(), {})
    for kind, pattern in _BY_FIRST.get(even[at], ()):
        match = pattern.match(even, at)
        if match is not None and match.end() > at:
            got = {name: value for name, value in match.groupdict().items() if value is not None}
            return _with_year(Token(kind, at, match.end(), got, got.get("y")), even)
    return None


def _is_day(even: str, at: int, end: int) -> bool:
    """Whether 24/7 is the 24th of July: behind a word that asks for a day, alone, in a list, with a year."""
    before = even[max(0, at - 16) : at].rstrip()  # the word before is enough
    return bool(not before or _NAMES_A_DAY.search(before) or _YEARLY_OR_LISTED.match(even, end))


def _with_year(token: Token, even: str) -> Token:
    if token.kind not in _YEARED or token.year is not None:
        return token
    match = _YEAR_AFTER.match(even, token.end)
    if match is not None:
        return Token(
            token.kind,
            token.start,
            match.end(),
            token.got,
            match.group("y") or match.group("y2") or match.group("y3") or match.group("y4"),
        )
    match = _YEAR_WORD.match(even, token.end)
    if match is not None:
        return Token(token.kind, token.start, match.end(), token.got, match.lastgroup)
    return token
