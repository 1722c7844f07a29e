"""The year line: tasks by the month they fall due."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from motcua.doors.frame.charts.drawing import Chart, name_of

MARKS_IN_A_MONTH: Final = 24


@dataclass(frozen=True, slots=True)
class YearTask:
    """A task with its due date (None: continuous or not fixed) and how it stands, as tone and word."""

    title: str
    due: date | None
    tone: str
    state: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class YearMonth:
    """A month with its tasks in order of due date; `more` counts those beyond what fits."""

    label: str
    full_label: str
    tasks: tuple[YearTask, ...]
    more: int
    here: bool


@dataclass(frozen=True, slots=True)
class YearLine(Chart):
    """Twelve months with a mark for each task."""

    months: tuple[YearMonth, ...]
    undated: tuple[YearTask, ...]
    key: tuple[tuple[str, str, int], ...]
    tasks: tuple[YearTask, ...]


def year_line(tasks: Iterable[YearTask], *, title: str, year: int, today: date, note: str = "") -> YearLine:
    """Tasks by the month they fall due in `year`; those without a date in it stand apart."""
    given = sorted(tasks, key=lambda task: (task.due or date.max, task.title))
    dated = [task for task in given if task.due is not None and task.due.year == year]
    months = tuple(_month(dated, year, month, today) for month in range(1, 13))
    counts = Counter((task.tone, task.state) for task in given)
    key = tuple((tone, state, count) for (tone, state), count in counts.most_common())
    told = ", ".join(f"{count} {state.lower()}" for _tone, state, count in key)
    words = f"{title}: {len(given)} nhiệm vụ{f', gồm {told}' if told else ''}."
    undated = tuple(task for task in given if task.due is None or task.due.year != year)
    return YearLine(title, note, name_of(title), words, months, undated, key, tuple(given))


def _month(dated: Sequence[YearTask], year: int, month: int, today: date) -> YearMonth:
    due = [task for task in dated if task.due is not None and task.due.month == month]
    here = (today.year, today.month) == (year, month)
    shown = tuple(due[:MARKS_IN_A_MONTH])
    return YearMonth(f"T{month}", f"Tháng {month}", shown, len(due) - len(shown), here)


def task_words(state: str, title: str, day: str) -> str:
    """A mark in words: state, title, due date."""
    return f"{state}: {title}{f', hạn {day}' if day else ''}"
