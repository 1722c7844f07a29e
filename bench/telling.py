"""How a benchmark speaks and compares: in turns, warm, medians; the spread is told beside every value."""

import json
import os
import statistics
import sys
from collections.abc import Callable, Sequence

QUICK = os.environ.get("QUICK") == "1"
TURNS = 5
# Above this the machine was busy with other things, and the line should not be believed.
_LOUD = 0.5


def tell(
    name: str,
    value: float,
    unit: str,
    *,
    base: float | None = None,
    ratio: float | None = None,
    goal: str | None = None,
    spread: float | None = None,
) -> None:
    """One line of the answer. `base` has the unit of `value`; `spread` is (largest - smallest) / median."""
    line = {
        "name": name,
        "value": _short(value),
        "unit": unit,
        "base": _short(base),
        "ratio": _short(ratio),
        "goal": goal,
        "spread": _short(spread),
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)
    if spread is not None and spread > _LOUD:
        print(f"  {name}: spread {spread:.2f}, the machine was busy", file=sys.stderr)


def in_turns(
    base: Callable[[], float], ours: Callable[[], float], turns: int = TURNS
) -> tuple[list[float], list[float]]:
    """Both once to warm up, then in turns; each answers what it measured."""
    base(), ours()
    measured = [(base(), ours()) for _ in range(turns)]
    return [pair[0] for pair in measured], [pair[1] for pair in measured]


def compare(name: str, unit: str, base: Sequence[float], ours: Sequence[float], goal: str) -> None:
    """A line for what was measured in turns; the ratio is the median of the turns' own ratios."""
    ratios = [mine / other for mine, other in zip(ours, base, strict=True)]
    tell(
        name,
        statistics.median(ours),
        unit,
        base=statistics.median(base),
        ratio=statistics.median(ratios),
        goal=goal,
        spread=spread_of(ratios),
    )


def spread_of(values: Sequence[float]) -> float:
    """How far apart the measurements lie, as a share of their median."""
    middle = statistics.median(values)
    return (max(values) - min(values)) / middle if middle else 0.0


def share(values: Sequence[float], part: float) -> float:
    """The value that `part` of all (0.95: ninety-five of a hundred) do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.4g}")
