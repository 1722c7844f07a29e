"""Who acts: the only way the ground floors know people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does an act, as the record keeps it: a kind, an id within the kind, a label for readers.

    Kinds: `staff`, `citizen`, `system` (timers, imports), `partner` (another system).
    The label of a citizen is never a name: the record outlives the reason to know it.
    """

    kind: str
    id: str
    label: str
    agency: str = ""


SYSTEM = Actor(kind="system", id="motcua", label="Hệ thống")
