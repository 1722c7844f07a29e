"""The lines of a page, put together from the words read on it. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from motcua.kernel.text import fold
from motcua.storehouse.ports import Word

_SAME_LINE = 0.6  # of a word's height
_GAP = 0.03  # of the page's width: farther apart are two columns
_BELOW = 2.6  # of a line's height: farther down is another block


@dataclass(frozen=True, slots=True)
class Line:
    """Words beside one another. `folded` has the length of `text`, letter by letter."""

    words: tuple[Word, ...]
    text: str
    folded: str

    @property
    def page(self) -> int:
        return self.words[0].page

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def capitals(self) -> bool:
        """Written in capitals throughout, with letters in it."""
        return self.text.upper() == self.text and self.text.lower() != self.text

    def box(self, start: int, end: int) -> tuple[int, float, float, float, float]:
        """Where the letters from `start` to `end` stand."""
        at, inside = 0, []
        for word in self.words:
            if at < end and at + len(word.text) > start:
                inside.append(word)
            at += len(word.text) + 1
        chosen = inside or list(self.words)
        return (
            self.page,
            min(word.left for word in chosen),
            min(word.top for word in chosen),
            max(word.right for word in chosen),
            max(word.bottom for word in chosen),
        )


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Lines from the top, parts of one height cut at wide gaps."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.page, (word.top + word.bottom) / 2)):
        last = rows[-1][-1] if rows else None
        if last is not None and last.page == word.page and _beside(last, word):
            rows[-1].append(word)
        else:
            rows.append([word])
    parts = [part for row in rows for part in _columns(sorted(row, key=lambda word: word.left))]
    return [_line(clean) for part in parts if (clean := _without_specks(part))]


def below(lines: list[Line], number: int) -> int | None:
    """The line that goes on under this one: the nearest that overlaps it from side to side; None for none near."""
    line = lines[number]
    for other in range(number + 1, min(number + 5, len(lines))):
        next_ = lines[other]
        if next_.page != line.page or next_.top - line.bottom > _BELOW * (line.bottom - line.top):
            return None
        if next_.left < line.right and next_.right > line.left and next_.top > line.top:
            return other
    return None


def _beside(one: Word, other: Word) -> bool:
    height = max(one.bottom - one.top, other.bottom - other.top)
    return abs((one.top + one.bottom) - (other.top + other.bottom)) / 2 < _SAME_LINE * height


def _columns(row: list[Word]) -> Iterator[list[Word]]:
    part: list[Word] = []
    for word in row:
        if part and word.left - part[-1].right > _GAP:
            yield part
            part = []
        part.append(word)
    yield part


def _without_specks(words: list[Word]) -> list[Word]:
    """Dust is read as dashes and dots: such words go where a line begins or ends, and odd signs everywhere."""
    kept = [word for word in words if _is_word(word) or word.text in ("-", "–", "/", "&")]
    while kept and not _is_word(kept[0]):
        kept.pop(0)
    while kept and not _is_word(kept[-1]):
        kept.pop()
    return kept


def _is_word(word: Word) -> bool:
    # «ˆ» counts as a letter in Unicode, and is dust on paper.
    return any(letter.isdigit() or letter.upper() != letter.lower() for letter in word.text)


def _line(words: list[Word]) -> Line:
    text = " ".join(word.text for word in words)
    folded = fold(text)
    # A letter whose folding has another length would move every place after it.
    return Line(tuple(words), text, folded if len(folded) == len(text) else _by_letter(text))


def _by_letter(text: str) -> str:
    return "".join((fold(letter) or " ")[:1] if letter != " " else " " for letter in text)
