"""Reading planning documents into tasks, targets and duties (pure: no Django). See docs/algorithms/plan-reading.md.

What reads is loaded when somebody asks for it here: its patterns would take a fifth of every process's start.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from motcua.plans.reading.document import read_document
    from motcua.plans.reading.result import PlanReading
    from motcua.plans.reading.source import UnreadableDocument

__all__ = ["PlanReading", "UnreadableDocument", "read_document"]
_ROOMS = {"PlanReading": "result", "UnreadableDocument": "source", "read_document": "document"}


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
