"""How sure the reading of a row is, and what a person should look at in it. Pure; a row somebody corrected is sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from motcua.plans.reading.deadline_shape import Kind


class Sureness(StrEnum):
    """In the order in which rows are to be looked at."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"

    @property
    def label(self) -> str:
        """As the review says it."""
        return {"low": "thấp", "middle": "vừa", "high": "cao"}[self.value]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What makes a row unsure. `grave`: the row cannot be followed as it was read."""

    words: str
    grave: bool = False


def sureness_of(doubts: Sequence[Doubt]) -> Sureness:
    """Low with anything grave, middle with anything else, high with nothing."""
    if not doubts:
        return Sureness.HIGH
    return Sureness.LOW if any(each.grave for each in doubts) else Sureness.MIDDLE


@dataclass(frozen=True, slots=True)
class Cautions:
    """Warnings of a reading by the row they speak of, and those that speak of the document."""

    by_row: Mapping[str, Sequence[str]]
    of_document: Sequence[str]

    @staticmethod
    def sorted_from(warnings: Sequence[str], named: Mapping[str, str]) -> "Cautions":
        """`named`: the row by each beginning that a warning about it has («Nhiệm vụ 3 mục 1»)."""
        by_row: dict[str, list[str]] = {}
        whole: list[str] = []
        for words in warnings:
            head, parted, rest = words.partition(": ")
            row = named.get(head) if parted else None
            (whole if row is None else by_row.setdefault(row, [])).append(words if row is None else rest)
        return Cautions(by_row, whole)


def names_of_task(section: str, number: str, title: str) -> tuple[str, str]:
    """How warnings name a task: what it says, and the row it was printed in."""
    label = " mục ".join(filter(None, (number, section)))
    printed = ".".join(filter(None, (section, number)))
    return (f"Nhiệm vụ {label}" if label else f"Nhiệm vụ «{title[:40]}»", f"Mục {printed}")


def name_of_target(section: str, number: str) -> str:
    """How warnings name a target."""
    return f"Chỉ tiêu {'.'.join(filter(None, (section, number)))}"


def doubts_of_task(
    lead: Sequence[str], deadline_text: str, deadlines: Sequence[Mapping[str, Any]], cautions: Sequence[str]
) -> list[Doubt]:
    """What is missing or odd in a task, the gravest first. `deadlines` as stored (`Deadline.as_json`)."""
    found = []
    if deadline_text and any(one.get("kind") == Kind.UNCLEAR.value for one in deadlines):
        found.append(Doubt("không hiểu lời văn của thời hạn", grave=True))
    if not lead:
        found.append(Doubt("chưa rõ ai chủ trì"))
    found += [Doubt(f"«{name}» là tên chưa gặp, xem có đúng nơi chủ trì không") for name in _unheard_of(lead)]
    if not deadline_text:
        found.append(Doubt("văn bản không ghi thời hạn"))
    found += [Doubt(words.rstrip(".")) for words in cautions if "không hiểu thời hạn" not in words]
    return found


def _unheard_of(names: Sequence[str]) -> list[str]:
    """Names that do not begin as bodies and officers are called; they stood where a body stands."""
    from motcua.plans.reading.actors import (
        is_agency,
    )  # its patterns are compiled where a reading is looked at

    return [name for name in names if name and not is_agency(name[0].upper() + name[1:])]


def doubts_of_target(operator: str, value: object, cautions: Sequence[str]) -> list[Doubt]:
    """What is missing or odd in a target."""
    found = [Doubt(words.rstrip("."), grave=True) for words in cautions]
    if not operator and not found:
        found.append(Doubt("chưa rõ con số hay phép so sánh", grave=True))
    if operator in (">=", ">", "=", "<", "<=", "between", "increase_per_year") and value is None:
        found.append(Doubt("chưa rõ con số", grave=True))
    return found
