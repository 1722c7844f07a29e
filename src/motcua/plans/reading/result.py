"""What a reading gives back; `as_json` is the contract of `motcua plan read --json`."""

from dataclasses import dataclass
from typing import Any, Literal

from motcua.plans.reading.blocks import Block
from motcua.plans.reading.deadline_shape import Deadline

Operator = Literal[
    ">=", ">", "=", "<", "<=", "between", "above_last_year", "not_below_last_year", "increase_per_year"
]
Number = int | float


@dataclass(frozen=True, slots=True)
class DocumentHeader:
    """What the first page says about the document itself."""

    number: str | None = None
    date: str | None = None
    place: str | None = None
    issuer: str | None = None
    title: str | None = None
    year: int | None = None
    legal_bases: tuple[str, ...] = ()
    parent_plans: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "date": self.date,
            "place": self.place,
            "issuer": self.issuer,
            "title": self.title,
            "year": self.year,
            "legal_bases": list(self.legal_bases),
            "parent_plans": list(self.parent_plans),
            "recipients": list(self.recipients),
        }


@dataclass(slots=True)
class Task:
    """A numbered row or item of work. `place` is the index of its block, `sources` its passages."""

    section: str | None
    number: str | None
    title: str
    lead: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    deadline_text: str | None = None
    deadline: Deadline | None = None
    deadlines: tuple[Deadline, ...] = ()
    deliverable: str | None = None
    note: str | None = None
    parts: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    place: int = 0
    sources: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "section": self.section,
            "number": self.number,
            "title": self.title,
            "lead": list(self.lead),
            "cooperating": list(self.cooperating),
            "deadline_text": self.deadline_text,
            "deadline": self.deadline.as_json() if self.deadline else None,
            "deadlines": [deadline.as_json() for deadline in self.deadlines],
            "deliverable": self.deliverable,
            "note": self.note,
            "parts": list(self.parts),
            "inherited": list(self.inherited),
        }


@dataclass(slots=True)
class Target:
    """A measurable aim: `value` is a number in `unit` (80 with "%")."""

    section: str | None
    number: str | None
    name: str
    unit: str | None = None
    operator: Operator | None = None
    value: Number | None = None
    value_high: Number | None = None
    baseline: Number | None = None
    baseline_operator: Operator | None = None
    year: int | None = None
    lead: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    assessor: str | None = None
    place: int = 0
    sources: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "section": self.section,
            "number": self.number,
            "name": self.name,
            "unit": self.unit,
            "operator": self.operator,
            "value": self.value,
            "value_high": self.value_high,
            "baseline": self.baseline,
            "baseline_operator": self.baseline_operator,
            "year": self.year,
            "lead": list(self.lead),
            "cooperating": list(self.cooperating),
            "assessor": self.assessor,
        }


@dataclass(frozen=True, slots=True)
class Duty:
    """A sentence under "Tổ chức thực hiện": who does what by when."""

    text: str
    who: str | None = None
    deadline_text: str | None = None
    place: int = 0
    sources: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"text": self.text, "who": self.who, "deadline_text": self.deadline_text}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the document, for the import page."""

    label: str | None
    title: str
    place: int


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that stand in no field. `frame`: headings, labels, names of columns (understood, not content)."""

    text: str
    place: int
    frame: bool = False


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A document read: fields, warnings, what was not read, and the source as blocks beside it."""

    document: DocumentHeader
    tasks: tuple[Task, ...] = ()
    targets: tuple[Target, ...] = ()
    duties: tuple[Duty, ...] = ()
    warnings: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The contract of `motcua plan read --json`; frame words are gathered in one last entry of `unread`."""
        frame = " | ".join(entry.text for entry in self.unread if entry.frame)
        return {
            "document": self.document.as_json(),
            "tasks": [task.as_json() for task in self.tasks],
            "targets": [target.as_json() for target in self.targets],
            "duties": [duty.as_json() for duty in self.duties],
            "warnings": list(self.warnings),
            "unread": [entry.text for entry in self.unread if not entry.frame] + ([frame] if frame else []),
        }
