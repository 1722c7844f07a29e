"""Finding what an English page leaves in Vietnamese; needs no browser."""

import re
from html.parser import HTMLParser

_VIETNAMESE = re.compile(
    r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)
_QUOTED = re.compile("“[^”]*”")  # Vietnamese words that an English sentence speaks of
_SPOKEN = (
    "aria-label",
    "alt",
    "title",
    "placeholder",
    "content",
    "data-busy",
    "data-too-large",
    "data-sending",
)
_EMPTY = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}


class _Words(HTMLParser):
    """Texts and spoken attributes that a page gives out as English."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.data: set[str] = set()
        self._open: list[tuple[str, str]] = [("", "")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        language = told.get("lang") or self._open[-1][1]
        if language != "vi":
            self.found += [f"{tag} {name}: {told[name]}" for name in _SPOKEN if told.get(name)]
        if tag not in _EMPTY:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1 and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, language = self._open[-1]
        if tag in ("script", "style") or not data.strip():
            return
        if language == "vi":
            self.data.add(data.strip())
        else:
            self.found.append(f"{tag}: {data.strip()}")


def left_vietnamese(page: str, names: tuple[str, ...]) -> list[str]:
    """What of a page is neither English nor said to be Vietnamese. A title repeats names that the page marks."""
    words = _Words()
    words.feed(page)
    known = sorted({*names, *words.data}, key=len, reverse=True)

    def rest(text: str) -> str:
        for name in known:
            text = text.replace(name, "")
        return _QUOTED.sub("", text)

    return [each for each in words.found if _VIETNAMESE.search(rest(each))]
