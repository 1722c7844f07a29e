"""The fees of a filing online: as announced, what the citizen said about them, what is owed so far."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from motcua.catalogue.eforms.definition import Field, FieldKind, Form
from motcua.catalogue.eforms.keeping import form_numbered
from motcua.catalogue.eforms.validating import Answers
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import parts_of
from motcua.dossiers.filing_drafts import FilingDraft
from motcua.dossiers.rules.fees import Answer, Asked, Fee, Owed, Pieces, Says, Tariff, count_words, owed

Said = dict[str, Answer]


def fees_of(version: ProcedureVersion, *, online: bool = True) -> list[Fee]:
    """Every fee of a version with its amount for filing online, or at the desk."""
    return [
        Fee(
            key=str(rule.pk),
            name=rule.name,
            amount=rule.online_amount if online and rule.online_amount is not None else rule.amount,
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


def fee_counted(version: ProcedureVersion, *, online: bool) -> Fee | None:
    """The fee of a version when it is the only one and runs with a count: what a desk may count anew."""
    fees = fees_of(version, online=online)
    return fees[0] if len(fees) == 1 and fees[0].asked in (Asked.COUNT, Asked.TARIFF) else None


def fee_to_mend(version: ProcedureVersion, *, online: bool) -> Fee | None:
    """The fee of a version when it is the only one and runs with a count or a case: what an officer may reckon anew."""
    fees = fees_of(version, online=online)
    return fees[0] if len(fees) == 1 and fees[0].asked not in (Asked.SURE, Asked.LATER) else None


def said_on(draft: FilingDraft) -> Said:
    """What was said about the fees so far; what the form counts is not asked again."""
    stored = form_numbered(draft.eform_id)
    answers = json.loads(draft.answers or "{}")
    return said_before(draft) | counted_by(stored.form if stored else None, answers, fees_of(draft.version))


def said_before(draft: FilingDraft) -> Said:
    """What was said about the fees beside the form."""
    return dict(json.loads(draft.fees or "{}"))


def counted_by(form: Form | None, answers: Answers, fees: Iterable[Fee]) -> Said:
    """The counts that fees ask for, as far as the form has them; a number not asked under these answers counts
    nothing."""
    if form is None:
        return {}
    found: Said = {}
    for fee in fees:
        if fee.asked is Asked.TARIFF and fee.tariff:
            pieces = _pieces(form, answers, fee.per, fee.tariff.item)
            if pieces is not None:
                found[fee.key] = pieces
        elif fee.asked in (Asked.COUNT, Asked.CASE_AND_COUNT) and fee.per in _units(form.fields()):
            key = fee.key if fee.asked is Asked.COUNT else fee.second_key
            found[key] = sum(_numbers(form, answers, fee.per))
    return found


def _units(fields: Iterable[Field]) -> set[str]:
    return {one.counts for each in fields for one in (each, *each.columns) if one.counts}


def _numbers(form: Form, answers: Answers, unit: str) -> Iterator[int]:
    """Every number of the form that counts a unit, those in rows of a group too."""
    for topic in form.asked(answers):
        for each in topic.fields:
            if each.counts == unit:
                yield _number(answers.get(each.name))
            for column in each.columns:
                if column.counts == unit:
                    yield from (_number(row.get(column.name)) for row in answers.get(each.name) or ())


def _pieces(form: Form, answers: Answers, unit: str, item: str) -> Pieces | None:
    """(units, items) of each row of the group that counts both; None when no group does."""
    for topic in form.asked(answers):
        for each in topic.fields:
            names = {column.counts: column.name for column in each.columns if column.counts}
            if each.kind is FieldKind.GROUP and {unit, item} <= names.keys():
                rows = answers.get(each.name) or ()
                return tuple((_number(row.get(names[unit])), _number(row.get(names[item]))) for row in rows)
    return None


def _number(answer: Any) -> int:
    return answer if isinstance(answer, int) and answer > 0 else 0


def owed_on(draft: FilingDraft) -> Owed:
    """What is owed as the draft stands; what a supplement changes is told apart (`fees_anew`)."""
    return Owed((), ()) if draft.replies_to else owed(fees_of(draft.version), said_on(draft))


def as_told(fees: list[Fee], said: Mapping[str, Answer]) -> list[list[str]]:
    """(fee, what the citizen declared) for the officer who checks it at receipt."""
    return [[fee.name, words] for fee in fees if (words := _words(fee, said))]


def _words(fee: Fee, said: Mapping[str, Answer]) -> str:
    case = said.get(fee.key) if fee.asked in (Asked.CASE, Asked.CASE_AND_COUNT) else None
    counted = count_words(fee, said)
    told = [Says(str(case)).label] if case else []
    if counted:
        told.append(f"khai {counted}" if told else f"người nộp khai {counted}")
    if told and fee.condition:
        told[-1] += f" ({fee.condition})"
    return ", ".join(told)
