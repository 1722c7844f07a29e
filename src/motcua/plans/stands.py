"""Where in its document a row of a plan was read: the passage that is its own, for the page that shows both. Pure."""

from collections import Counter
from collections.abc import Sequence

from motcua.plans.reading.blocks import Block
from motcua.plans.reading.result import Duty, PlanReading, Target, Task

Row = Task | Target | Duty


def stands_of(reading: PlanReading) -> dict[str, list[int]]:
    """The number of the passage each task, target and duty stands in, in their order, as kept with the document."""
    blocks = _blocks_of(reading.blocks)
    kinds: dict[str, Sequence[Row]] = {
        "tasks": reading.tasks, "targets": reading.targets, "duties": reading.duties,
    }  # fmt: skip
    return {kind: _first_own(rows, blocks) for kind, rows in kinds.items()}


def _blocks_of(blocks: Sequence[Block]) -> list[range]:
    """The numbers of each block's passages: they run on through the document."""
    found = []
    for block in blocks:
        cells = [block.passage] if block.kind == "paragraph" else [cell for row in block.rows for cell in row]
        numbers = [cell.number for cell in cells if cell.number >= 0]
        found.append(range(min(numbers, default=0), max(numbers, default=-1) + 1))
    return found


def _first_own(rows: Sequence[Row], blocks: Sequence[range]) -> list[int]:
    """A merged cell or a heading is a source of many rows: the first source with the fewest others is the row's own."""
    shared = Counter(number for row in rows for number in row.sources)
    found = []
    for row in rows:
        block = blocks[row.place] if row.place < len(blocks) else range(0)
        own = [number for number in row.sources if number in block]
        found.append(min(own, key=lambda number: (shared[number], number), default=block.start))
    return found
