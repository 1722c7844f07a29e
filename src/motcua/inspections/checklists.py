"""Checklists as data: `data/checklists.toml`, each with its source and grade. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from motcua.kernel.refusals import Refused
from motcua.regimes.enums import Grade


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at."""

    code: str
    group: str
    text: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list of things to look at, and where it comes from."""

    code: str
    name: str
    source: str
    grade: Grade
    items: tuple[Item, ...]

    def item(self, code: str) -> Item | None:
        """The item of a code; None when the list has none (any more)."""
        return next((each for each in self.items if each.code == code), None)


@cache
def checklists() -> Mapping[str, Checklist]:
    """Every packaged checklist by code, in the order of the file."""
    text = (files("motcua.inspections") / "data" / "checklists.toml").read_text("utf-8")
    return {raw["code"]: _checklist(raw) for raw in tomllib.loads(text)["checklist"]}


def checklist(code: str) -> Checklist:
    """One checklist; Refused when there is none of this code."""
    found = checklists().get(code)
    if found is None:
        raise Refused("Chọn một bảng kiểm trong danh sách.", field="checklist", code="checklist")
    return found


def _checklist(raw: Mapping[str, object]) -> Checklist:
    items = raw["items"]
    assert isinstance(items, list)  # noqa: S101 - our own file
    return Checklist(
        str(raw["code"]), str(raw["name"]), str(raw["source"]), Grade(str(raw["grade"])),
        tuple(Item(each["code"], each["group"], each["text"]) for each in items),
    )  # fmt: skip
