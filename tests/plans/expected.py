"""What a person wrote down of a plan before any program read it, and how a reading differs from it.

One line each: `H | field | value` (a number counts the list) · `T | section | number | title | lead | cooperating |
deadline's words | last day or kinds | deliverable | parts | inherited` · `A | section | number | operator | value |
upper value | unit | baseline | year` · `D | who | deadline's words | begin of the text`. Lists are parted by "; ",
"?" is anything.
"""

from collections.abc import Iterator
from typing import Any

_HEAD = ("number", "date", "place", "issuer", "title", "year", "legal_bases", "parent_plans", "recipients")


def differences(expected: str, answer: dict[str, Any]) -> list[str]:
    """Every line that the answer does not give as written, and what it gives instead."""
    wanted: dict[str, list[list[str]]] = {"H": [], "T": [], "A": [], "D": []}
    for line in expected.splitlines():
        if line.strip():
            kind, *cells = (cell.strip() for cell in line.split("|"))
            wanted[kind].append(cells)
    return [
        *_of_head(wanted["H"], answer["document"]),
        *_of_lists(
            "T", wanted["T"], [_task(task, want) for task, want in _paired(answer["tasks"], wanted["T"])]
        ),
        *_of_aims(wanted["A"], [_aim(target) for target in answer["targets"]]),
        *_of_lists(
            "D", wanted["D"], [_duty(duty, want) for duty, want in _paired(answer["duties"], wanted["D"])]
        ),
    ]


def _paired(found: list[Any], wanted: list[list[str]]) -> list[tuple[Any, list[str]]]:
    return [(item, wanted[at] if at < len(wanted) else []) for at, item in enumerate(found)]


def _of_head(wanted: list[list[str]], head: dict[str, Any]) -> Iterator[str]:
    for name, value in wanted:
        found = head[name]
        shown = str(len(found)) if isinstance(found, list) else str(found)
        if shown != value:
            yield f"H {name}: {value!r} expected, {found!r} read"


def _of_lists(kind: str, wanted: list[list[str]], found: list[list[str]]) -> Iterator[str]:
    if len(wanted) != len(found):
        yield f"{kind}: {len(wanted)} expected, {len(found)} read"
    for want, have in zip(wanted, found, strict=False):
        if any(cell not in {"?", other} for cell, other in zip(want, have, strict=True)):
            yield f"{kind} expected {want}\n        read {have}"
    for have in found[len(wanted) :]:
        yield f"{kind} besides {have}"


def _of_aims(wanted: list[list[str]], found: list[list[str]]) -> Iterator[str]:
    """Aims in any order: the contract does not fix one."""
    left = list(found)
    for want in wanted:
        fits = [have for have in left if all(a in {"?", b} for a, b in zip(want, have, strict=True))]
        if fits:
            left.remove(fits[0])
        else:
            yield f"A expected {want}"
    for have in left:
        yield f"A besides {have}"


def _joined(texts: list[str]) -> str:
    return "; ".join(texts)


def _task(task: dict[str, Any], want: list[str]) -> list[str]:
    deadline = task["deadline"] or {}
    due = str(deadline.get("last_day") or deadline.get("date") or deadline.get("end") or "")
    if len(want) > 6 and want[6] and not want[6][0].isdigit():
        due = want[6] if deadline.get("kind") in want[6].split(",") else str(deadline.get("kind"))
    if len(want) > 6 and want[6] in {str(deadline.get("date")), str(deadline.get("end"))}:
        due = want[6]
    return [
        task["section"] or "", task["number"] or "", task["title"], _joined(task["lead"]), _joined(task["cooperating"]),
        task["deadline_text"] or "", due, task["deliverable"] or "", str(len(task["parts"])), _joined(task["inherited"]),
    ]  # fmt: skip


def _aim(target: dict[str, Any]) -> list[str]:
    baseline = "" if target["baseline"] is None else f"{target['baseline_operator']} {target['baseline']}"
    value, high = (("" if target[key] is None else str(target[key])) for key in ("value", "value_high"))
    return [
        target["section"] or "", target["number"] or "", target["operator"] or "", value, high,
        target["unit"] or "", baseline, str(target["year"]),
    ]  # fmt: skip


def _duty(duty: dict[str, Any], want: list[str]) -> list[str]:
    begin = want[2] if len(want) > 2 and duty["text"].startswith(want[2]) else duty["text"]
    return [duty["who"] or "", duty["deadline_text"] or "", begin]
