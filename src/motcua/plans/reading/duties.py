"""«Tổ chức thực hiện» → duties: who does what by when."""

import re
from collections.abc import Iterator

from motcua.plans.reading.bodies import actor_of, begins_with_body, cut_at_verb
from motcua.plans.reading.outline import Line, Section, is_closing
from motcua.plans.reading.phrases import phrases_in
from motcua.plans.reading.result import Duty


def duties_of(section: Section, year: int) -> Iterator[Duty]:
    """The duties of a section, one for each item; under a heading that names an agency, one for each line of it."""
    who: str | None = None
    heading: Line | None = None
    marked_above = False
    for line in section.content:
        if not isinstance(line, Line) or is_closing(line.text):
            continue
        if _names_who(line):
            who, heading, marked_above = _without_duty(line.body), line, False
            continue
        if (line.kind in {"decimal", "letter"} and not _stands_under(line, heading)) or (
            line.kind == "none" and marked_above
        ):
            who, heading = None, None
            if (
                line.kind == "none"
                and not line.body.endswith((".", "/", ";"))
                and actor_of(line.body) is None
            ):
                continue  # a line of the page's foot, no sentence
        marked_above = line.kind != "none"
        sources = (*heading.numbers(), *line.numbers()) if heading else line.numbers()
        yield Duty(
            text=line.body,
            who=who or actor_of(line.body),
            deadline_text="; ".join(phrases_in(line.body, year)) or None,
            place=line.place,
            sources=tuple(dict.fromkeys(sources)),
        )


def _stands_under(line: Line, heading: Line | None) -> bool:
    """«a)» and «1.1.» under «1. Các phòng chuyên môn»."""
    return heading is not None and (line.kind == "letter" or line.label.startswith(f"{heading.label}."))


def _without_duty(body: str) -> str:
    """The name alone: «Thủ trưởng các đơn vị có trách nhiệm:»."""
    return re.sub(r",?\s+(?:có|chịu) trách nhiệm$", "", body.rstrip(" :."))


def _names_who(line: Line) -> bool:
    """A short line that is the name of an agency or officer: what follows is theirs to do."""
    body = line.body.rstrip(" :")
    if len(body) > 160 or line.kind == "bullet" or not begins_with_body(body):
        return False
    if body.endswith((";", ".", "/")) and not line.body.endswith(":"):
        return False
    return not cut_at_verb(re.sub(r"\([^)]*\)", "", body))[1] or line.body.endswith(":")
