"""Text typed in fonts older than Unicode: TCVN3 (.VnTime, ABC) and VNI-Windows, recognised and made Unicode.

Such text is letters of a Latin code page that only the font showed as Vietnamese. It is recognised by its
syllables: read as TCVN3 or as VNI nearly all of them are Vietnamese, read as they stand nearly none is.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_OF_TCVN3 = str.maketrans(_TCVN3)

# VNI writes a mark behind the letter: á is «aù», ấ «aá», ắ «aé», ớ «ôù».
_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_ROOFED = {"à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323", "â": ""}
_BREVED = {"è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323", "ê": ""}
_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}


def _vni_pairs() -> dict[str, str]:
    pairs = dict(_ALONE)
    for letter, sign in (*((c, c) for c in "aeiouy"), ("ô", "ơ"), ("ö", "ư")):
        pairs |= {letter + mark: _composed(sign + tone) for mark, tone in _TONES.items()}
    for letter in "aeo":
        pairs |= {letter + mark: _composed(f"{letter}\u0302{tone}") for mark, tone in _ROOFED.items()}
    pairs |= {f"a{mark}": _composed(f"a\u0306{tone}") for mark, tone in _BREVED.items()}
    upper = {written.upper(): sign.upper() for written, sign in pairs.items()}
    mixed = {
        written[0].upper() + written[1:]: sign.upper() for written, sign in pairs.items() if len(written) > 1
    }
    return {**mixed, **upper, **pairs}


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


_VNI = _vni_pairs()
_IN_VNI = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_ONSET = r"(?:ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
_NUCLEUS = (
    r"(?:oai|oao|oay|oeo|uây|uôi|ươi|ươu|uya|uyê|uyu|yêu|uêu|iêu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|"
    r"ôi|ơi|oo|ua|uâ|uê|ui|uô|uơ|ưa|ưi|ươ|ưu|uy|yê|[aăâeêioôơuưy])"
)
_SYLLABLE = re.compile(rf"{_ONSET}{_NUCLEUS}(?:ch|ng|nh|[cmnpt])?")
_TONE_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_PROPER = re.compile("[\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’–—…•0-9]+")
_SMALL, _CAPITALS = re.compile("[a-z]"), re.compile("[A-Z]{2}")
_SAMPLE = 6000
# A text of plain Unicode has one such letter in six; this many in a short stretch settle the matter.
_SETTLED = 12
_FEWEST = 4

NAMES = {"tcvn3": "TCVN3 (phông .VnTime)", "vni": "VNI"}


def warning_of(kind: str) -> str:
    """What the reader of the plan is told."""
    return f"Văn bản gõ bằng bảng mã cũ {NAMES[kind]}; đã tự chuyển sang Unicode. Hãy đối chiếu với bản gốc."


def of_tcvn3(text: str) -> str:
    """TCVN3 → Unicode, line by line.

    Capitals with tones had a font of their own and are written as small letters («KÕ HO¹CH»): in a line whose
    plain letters are all capitals they become capitals.
    """
    return "\n".join(map(_line_of_tcvn3, text.split("\n")))


def _line_of_tcvn3(line: str) -> str:
    small, capital = _SMALL.search(line), _CAPITALS.search(line)
    converted = line.translate(_OF_TCVN3)
    return converted.upper() if capital and not small else converted


def of_vni(text: str) -> str:
    """VNI-Windows → Unicode.

    >>> of_vni("Keá hoaïch kieåm soaùt")
    'Kế hoạch kiểm soát'
    """
    return _IN_VNI.sub(lambda hit: _VNI[hit.group()], text)


CONVERTERS: dict[str, Callable[[str], str]] = {"tcvn3": of_tcvn3, "vni": of_vni}


def kind_of(text: str) -> str | None:
    """ "tcvn3" or "vni" when the text was typed in such a font; None for Unicode and other languages."""
    if text.isascii() or is_unicode(text):
        return None
    sample = _sample(text)
    words = [word for word in _WORD.findall(sample) if not word.isascii()]
    if len(words) < _FEWEST:
        return None
    plain = _share(words)
    shares = {kind: _share([convert(word) for word in words]) for kind, convert in CONVERTERS.items()}
    kind = max(shares, key=shares.__getitem__)
    return kind if shares[kind] >= 0.75 and plain < 0.5 and shares[kind] > plain + 0.3 else None


def is_unicode(text: str) -> bool:
    """Whether its beginning settles that the text is Vietnamese in Unicode."""
    return len(_PROPER.findall(text, 0, 1500)) >= _SETTLED


def converter(kind: str) -> Callable[[str], str]:
    """Converts a text of a document that was typed in such a font, and leaves the Unicode stretches in it alone."""
    convert = CONVERTERS[kind]

    def converted(text: str) -> str:
        if text.isascii() or _PROPER.search(text):
            return text
        return _composed(convert(text))

    return converted


def _sample(text: str) -> str:
    """The beginning and the middle: a first page may be of another font than the annex."""
    if len(text) <= 2 * _SAMPLE:
        return text
    middle = len(text) // 2
    return f"{text[:_SAMPLE]} {text[middle : middle + _SAMPLE]}"


def _share(words: list[str]) -> float:
    return sum(map(_is_syllable, words)) / len(words)


@lru_cache(maxsize=4096)
def _is_syllable(word: str) -> bool:
    letters, tones = _TONE_MARKS.subn("", unicodedata.normalize("NFD", word.lower()))
    return tones <= 1 and bool(_SYLLABLE.fullmatch(_composed(letters)))
