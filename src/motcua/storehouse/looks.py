"""What a signature shows on the page.

NĐ 30/2020/NĐ-CP Phụ lục I: the officer's signature is a blue picture on a transparent ground above the name; the
agency's seal is red and covers a third of it on the left; agency and time of signing are told. TT 01/2023/TT-VPCP
Điều 8: on a scanned copy name and time stand at the top left of page 1.
"""

from dataclasses import dataclass
from datetime import datetime

from motcua.kernel import clock
from motcua.rendering import pdf
from motcua.storehouse.ports import Look
from motcua.storehouse.trial_keys import TRIAL_MARK

_HEAD = """#let v = json("values.json")
#set page(width: WIDTHpt, height: HEIGHTpt, margin: 3pt, fill: none)
#set text(font: "Libertinus Serif", size: 8.5pt, lang: "vi", fill: rgb(v.ink))
#set par(leading: 0.45em, spacing: 0.45em)
"""
_LINES = """#rect(width: 100%, height: 100%, stroke: 0.7pt + rgb(v.ink), inset: 4pt, radius: 1.5pt)[
  #align(left + horizon)[#for line in v.lines [#line \\ ]]]
"""
_PICTURE = """#align(center + horizon)[#image("picture.png", height: PICTUREpt, fit: "contain")]
#place(bottom + center)[#text(size: 5.5pt)[#v.lines.join(" · ")]]
"""
_BLUE, _RED, _BLACK = "#0b3d91", "#c00000", "#000000"


@dataclass(frozen=True, slots=True)
class Shown:
    """Who signs, as the look tells it."""

    name: str
    title: str
    agency: str
    at: datetime
    trial: bool = False
    picture: bytes | None = None


def copy_look(who: Shown) -> Look:
    """On a scanned copy: name and time at the top left of the first page."""
    lines = [f"Người ký: {who.name}", who.agency, f"Thời gian ký: {_time(who.at)}", *_trial(who)]
    return _drawn(lines, _BLACK, 190, 14 + 11 * len(lines), page=0, left=14, top=10)


def officer_look(who: Shown, *, above: str, order: int = 0) -> Look:
    """An officer's signature above the name, or at the bottom right of the last page."""
    if who.picture:
        lines = [who.name, _time(who.at), *_trial(who)]
        return _drawn(lines, _BLUE, 150, 60, left=-40, top=-90, above=above, picture=who.picture)
    lines = [
        f"Ký bởi: {who.name}", *([who.title] if who.title else []), who.agency,
        f"Thời gian ký: {_time(who.at)}", *_trial(who),
    ]  # fmt: skip
    height = 14 + 11 * len(lines)
    return _drawn(lines, _BLUE, 190, height, left=-40, top=-60 - order * (height + 4), above=above)


def seal_look(who: Shown, *, above: str, order: int = 0) -> Look:
    """The agency's seal: over the left third of the officer's signature."""
    if who.picture:
        lines = [who.agency, _time(who.at), *_trial(who)]
        return _drawn(
            lines, _RED, 110, 110, left=-150, top=-70, above=above, shift=-75.0, picture=who.picture
        )
    lines = [who.agency, f"Thời gian ký: {_time(who.at)}", *_trial(who)]
    height = 14 + 11 * len(lines)
    return _drawn(
        lines, _RED, 170, height, left=-240, top=-60 - order * (height + 4), above=above, shift=-190.0
    )


def _drawn(
    lines: list[str],
    ink: str,
    width: float,
    height: float,
    *,
    page: int = -1,
    left: float,
    top: float,
    above: str = "",
    shift: float = 0,
    picture: bytes | None = None,
) -> Look:
    body = _PICTURE.replace("PICTURE", str(height - 16)) if picture else _LINES
    template = _HEAD.replace("WIDTH", str(width)).replace("HEIGHT", str(height)) + body
    drawing = pdf.render(
        template, {"lines": lines, "ink": ink}, files={"picture.png": picture} if picture else None
    )
    return Look(drawing, width, height, page=page, left=left, top=top, above=above, shift=shift)


def _time(at: datetime) -> str:
    """Day and time with the zone (ISO 8601 names it by its offset)."""
    return f"{clock.local(at):%d/%m/%Y %H:%M:%S} +07:00"


def _trial(who: Shown) -> list[str]:
    return [TRIAL_MARK] if who.trial else []
