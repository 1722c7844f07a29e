"""The fees of a filing online: as announced, what the citizen said about them, what is owed so far."""

import json
from collections.abc import Mapping
from typing import Any

from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import parts_of
from motcua.dossiers.filing_drafts import FilingDraft
from motcua.dossiers.rules.fees import Asked, Fee, Owed, Says, Tariff, count_words, owed

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
            tariff=_tariff(rule.tariff),
        )
        for rule in parts_of(version).fees
    ]


def _tariff(given: dict[str, Any]) -> Tariff | None:
    """As the catalogue keeps it: `steps` [[from, đồng], …], `most` đồng an `item`."""
    if not given:
        return None
    steps = tuple((int(start), int(amount)) for start, amount in given.get("steps", ()))
    most = given.get("most")
    return Tariff(steps, None if most is None else int(most), str(given.get("item", "")))


def fees_asked(version: ProcedureVersion) -> list[Fee]:
    """The fees whose amount depends on what the citizen says: a case, a number of copies, or both."""
    return [fee for fee in fees_of(version) if fee.asked not in (Asked.SURE, Asked.LATER)]


def said_on(draft: FilingDraft) -> Said:
    """What was said about the fees so far."""
    return dict(json.loads(draft.fees or "{}"))


def owed_on(draft: FilingDraft) -> Owed:
    """What is owed as the draft stands; a supplement owes nothing new."""
    return Owed((), ()) if draft.replies_to else owed(fees_of(draft.version), said_on(draft))


def as_told(fees: list[Fee], said: Mapping[str, str | int]) -> list[list[str]]:
    """(fee, what the citizen declared) for the officer who checks it at receipt."""
    return [[fee.name, words] for fee in fees if (words := _words(fee, said))]


def _words(fee: Fee, said: Mapping[str, str | int]) -> str:
    case = said.get(fee.key) if fee.asked in (Asked.CASE, Asked.CASE_AND_COUNT) else None
    counted = count_words(fee, said)
    told = [Says(str(case)).label] if case else []
    if counted:
        told.append(f"khai {counted}" if told else f"người nộp khai {counted}")
    if told and fee.condition:
        told[-1] += f" ({fee.condition})"
    return ", ".join(told)
