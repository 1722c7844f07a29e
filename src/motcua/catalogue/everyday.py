"""Everyday words of the catalogue: what people say for words of the law, and events of life with their procedures.

Data: `data/everyday.toml`, ours (grade U). Pure but for reading that file once.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from motcua.kernel.text import fold


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Something that happens in a life, and the procedures it usually takes, the first to be done first."""

    key: str
    name: str
    words: tuple[str, ...]
    procedures: tuple[str, ...]


@cache
def life_events() -> tuple[LifeEvent, ...]:
    """Every event, in the order people look for them."""
    return tuple(
        LifeEvent(each["key"], each["name"], tuple(each["words"]), tuple(each["procedures"]))
        for each in _data()["event"]
    )


def life_event(key: str) -> LifeEvent | None:
    """One event by its key."""
    return next((each for each in life_events() if each.key == key), None)


def words_for(code: str, *names: str) -> list[str]:
    """What people may say for a procedure with this code and these names: everyday words and events of life."""
    folded = " | ".join(fold(name) for name in names)
    said = [word for means, words in _synonyms() if means in folded for word in words]
    events = [word for each in life_events() if code in each.procedures for word in (each.name, *each.words)]
    return list(dict.fromkeys(said + events))


@cache
def _synonyms() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((fold(each["means"]), tuple(each["said"])) for each in _data()["synonym"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("motcua.catalogue") / "data" / "everyday.toml").read_text("utf-8"))
