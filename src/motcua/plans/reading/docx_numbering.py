"""Numbers that Word prints by itself: «1.», «2.1», «II.», «a)», bullets — from numbering.xml and the styles."""

from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
# The letters of Vietnamese lists: a, b, c, d, đ, e, g, …; Word itself counts the Latin alphabet.
_LATIN = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts the automatic numbers of a document while its paragraphs are read in order."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counters: dict[str, list[int]] = field(default_factory=dict)

    def mark(self, properties: Any) -> str:
        """The number Word prints before a paragraph with these properties, with a blank after it; else ""."""
        place = self._place(properties)
        if place is None:
            return ""
        number, depth = place
        level = self.lists.get(number, {}).get(depth)
        if level is None:
            return ""
        if level.form == "bullet":
            return "- " if depth == 0 else "+ "
        if level.form == "none":
            return ""
        return self._counted(number, depth, level)

    def _counted(self, number: str, depth: int, level: _Level) -> str:
        levels = self.lists[number]
        counts = self.counters.setdefault(self.abstract.get(number, number), [0] * 9)
        counts[depth] = counts[depth] + 1 if counts[depth] else level.start
        for deeper in range(depth + 1, 9):
            counts[deeper] = 0
        text = level.text
        for at in range(9):
            if f"%{at + 1}" in text:
                shape = levels.get(at, level)
                text = text.replace(f"%{at + 1}", _shown(counts[at] or shape.start, shape.form))
        return f"{text} " if text else ""

    def _place(self, properties: Any) -> tuple[str, int] | None:
        if properties is None:
            return None
        of_paragraph = properties.find(f"{W}numPr")
        if of_paragraph is not None:
            return _num_place(of_paragraph)
        style = properties.find(f"{W}pStyle")
        return self.styles.get(style.get(f"{W}val")) if style is not None else None


def _num_place(element: Any) -> tuple[str, int] | None:
    number, depth = element.find(f"{W}numId"), element.find(f"{W}ilvl")
    if number is None or number.get(f"{W}val") in {None, "0"}:
        return None
    value = depth.get(f"{W}val") if depth is not None else "0"
    return number.get(f"{W}val"), min(8, int(value)) if value and value.isdigit() else 0


def _shown(count: int, form: str) -> str:
    if form in {"upperRoman", "lowerRoman"}:
        return roman(count) if form == "upperRoman" else roman(count).lower()
    if form in {"lowerLetter", "upperLetter"}:
        letter = _LATIN[(count - 1) % 26]
        return letter if form == "lowerLetter" else letter.upper()
    return f"{count:02d}" if form == "decimalZero" else str(count)


def roman(count: int) -> str:
    """4 → IV."""
    text = ""
    for value, letters in _ROMAN:
        while count >= value:
            text += letters
            count -= value
    return text


def numbering_of(numbering: Any | None, styles: Any | None) -> Numbering:
    """Read the roots of numbering.xml and styles.xml; either may be absent."""
    found = Numbering()
    if numbering is None:
        return found
    shapes = {
        shape.get(f"{W}abstractNumId"): {
            int(level.get(f"{W}ilvl") or 0): _level(level) for level in shape.findall(f"{W}lvl")
        }
        for shape in numbering.findall(f"{W}abstractNum")
    }
    for item in numbering.findall(f"{W}num"):
        number, shape = item.get(f"{W}numId"), item.find(f"{W}abstractNumId")
        if number and shape is not None:
            found.lists[number] = shapes.get(shape.get(f"{W}val"), {})
            # A number with a start of its own counts apart; others go on in their common list.
            apart = item.find(f"{W}lvlOverride") is not None
            found.abstract[number] = f"num{number}" if apart else f"abstract{shape.get(f'{W}val')}"
    for style in styles.findall(f"{W}style") if styles is not None else ():
        place = style.find(f"{W}pPr/{W}numPr")
        if place is not None and (where := _num_place(place)):
            found.styles[style.get(f"{W}styleId")] = where
    return found


def _level(level: Any) -> _Level:
    def value(name: str, default: str) -> str:
        element = level.find(f"{W}{name}")
        return (element.get(f"{W}val") if element is not None else None) or default

    start = value("start", "1")
    return _Level(value("numFmt", "decimal"), value("lvlText", ""), int(start) if start.isdigit() else 1)
