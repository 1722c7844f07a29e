"""The dated tree of agencies and their people; the desk's staffing, premises and partners. A module a subject."""

from motcua.organisation.models.agencies import (
    Agency,
    AgencyQuerySet,
    Delegation,
    RoleGrant,
    Staff,
    Succession,
)
from motcua.organisation.models.desk import (
    Absence,
    Counter,
    DeskAssignment,
    Duty,
    Regulation,
    RosterSlot,
    StaffMark,
)
from motcua.organisation.models.resources import (
    ContractStaff,
    Equipment,
    FocalEntry,
    FocalList,
    PostalContract,
    Training,
    TrainingPart,
)

__all__ = [
    "Absence",
    "Agency",
    "AgencyQuerySet",
    "ContractStaff",
    "Counter",
    "Delegation",
    "DeskAssignment",
    "Duty",
    "Equipment",
    "FocalEntry",
    "FocalList",
    "PostalContract",
    "Regulation",
    "RoleGrant",
    "RosterSlot",
    "Staff",
    "StaffMark",
    "Succession",
    "Training",
    "TrainingPart",
]
