"""The fees of a filing online: as announced, what the citizen said about them, what is owed so far."""

import json
from collections.abc import Mapping

from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import parts_of
from motcua.dossiers.filing_drafts import FilingDraft
from motcua.dossiers.rules.fees import Asked, Fee, Owed, Says, owed

Said = dict[str, str | int]


def fees_of(version: ProcedureVersion) -> list[Fee]:
    """Every fee of a version with its amount for filing online."""
    return [
        Fee(
            key=str(rule.pk),
            name=rule.name,
            amount=rule.amount if rule.online_amount is None else rule.online_amount,
            per=rule.per,
            condition=rule.condition,
        )
        for rule in parts_of(version).fees
    ]


def fees_asked(version: ProcedureVersion) -> list[Fee]:
    """The fees whose amount depends on what the citizen says: a case, or a number of copies."""
    return [fee for fee in fees_of(version) if fee.asked in (Asked.CASE, Asked.COUNT)]


def said_on(draft: FilingDraft) -> Said:
    """What was said about the fees so far."""
    return dict(json.loads(draft.fees or "{}"))


def owed_on(draft: FilingDraft) -> Owed:
    """What is owed as the draft stands; a supplement owes nothing new."""
    return Owed((), ()) if draft.replies_to else owed(fees_of(draft.version), said_on(draft))


def as_told(fees: list[Fee], said: Mapping[str, str | int]) -> list[list[str]]:
    """(fee, what the citizen declared) for the officer who checks it at receipt."""
    return [[fee.name, _words(fee, said[fee.key])] for fee in fees if fee.key in said]


def _words(fee: Fee, answer: str | int) -> str:
    if isinstance(answer, int):
        return f"người nộp khai {answer} {fee.per}"
    return f"{Says(answer).label} ({fee.condition})" if fee.condition else Says(answer).label
