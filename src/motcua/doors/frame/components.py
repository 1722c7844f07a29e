"""The things a page hands to the frame to show. Plain values; templates and tags draw them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypeAlias

from motcua.kernel.money import grouped

Tone: TypeAlias = Literal["plain", "running", "waiting", "soon", "late", "stopped", "done"]


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way here; the last has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One thing that happened. `at` and `recorded_at` (aware) differ only for work entered later.

    `at` None stands for a step still to come; `current` marks where things stand now.
    """

    title: str
    at: datetime | None = None
    who: str = ""
    note: str = ""
    tone: Tone = "plain"
    url: str = ""
    recorded_at: datetime | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """A figure on a card, with the list behind it. `value` None means not measured, which is no zero."""

    label: str
    value: int | str | None
    url: str = ""
    note: str = ""
    tone: Tone = "plain"

    @property
    def shown(self) -> str:
        """The value as people read it: whole numbers with dots, words as they are."""
        return grouped(self.value) if isinstance(self.value, int) else str(self.value or "")


@dataclass(frozen=True, slots=True)
class Shape:
    """The drawing that goes with a tone, on a grid of 10: status is told by word and shape."""

    path: str
    hollow: bool = False


SHAPES: Final[Mapping[Tone, Shape]] = {
    "plain": Shape("M1 5h8", hollow=True),
    "running": Shape("M5 1a4 4 0 1 1 0 8zM5 1a4 4 0 1 0 0 8"),
    "waiting": Shape("M5 1.2a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 1 1 0-7.6M5 3v2.2l1.6 1.3", hollow=True),
    "soon": Shape("M5 .8 9.6 9H.4z"),
    "late": Shape("M5 0l5 5-5 5-5-5z"),
    "stopped": Shape("M1 1h8v8H1z"),
    "done": Shape("M1 5.4 3.8 8.2 9 2", hollow=True),
}

_BY_NAME: Final[dict[str, Shape]] = {str(tone): shape for tone, shape in SHAPES.items()}


def shape_of(tone: str) -> Shape:
    """The drawing of a tone; an unknown tone is drawn as `plain`."""
    return _BY_NAME.get(tone, SHAPES["plain"])
