"""The dated cases that come with the package. Pure but for reading their file once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from motcua.proactive.rules import Case, Trigger

_LISTS = ("ages", "after", "unless", "procedures", "reasons")


@cache
def cases() -> tuple[Case, ...]:
    """Every case, in the order of the file."""
    given = tomllib.loads((files("motcua.proactive") / "data" / "cases.toml").read_text("utf-8"))["case"]
    return tuple(map(_case, given))


def _case(raw: dict[str, Any]) -> Case:
    several = {name: tuple(raw.get(name, ())) for name in _LISTS}
    answers = tuple(raw.get("answers", {}).items())
    return Case(**{**raw, "trigger": Trigger(raw["trigger"]), "answers": answers, **several})


def case_named(key: str) -> Case | None:
    """One case by its key."""
    return next((each for each in cases() if each.key == key), None)
