"""Reading planning documents into tasks, targets and duties (pure: no Django). See docs/algorithms/plan-reading.md."""

from motcua.plans.reading.document import read_document
from motcua.plans.reading.result import PlanReading
from motcua.plans.reading.source import UnreadableDocument

__all__ = ["PlanReading", "UnreadableDocument", "read_document"]
