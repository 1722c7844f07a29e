"""Dossiers in hand when their agency ended: from that day on they are the successor's.

The dossier's own row keeps the agency that received it. A split has several successors: the dossier is with the one
its holder went to, and stays where it was while nobody holds it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from motcua.dossiers.models import Dossier
from motcua.measurement.models import DossierFact
from motcua.measurement.rules.facts import Fact
from motcua.organisation.models import Succession

_Heirs = dict[str, list[tuple[date, str]]]


def with_successors(facts: Mapping[int, tuple[int, Fact]]) -> dict[int, tuple[int, Fact]]:
    """The facts, each with the agency that has the dossier now; one statement where no agency ended.

    Of several mergers in one life the first day counts and the last agency.
    """
    heirs = _heirs({fact.agency_code for _, fact in facts.values()})
    if not heirs:
        return dict(facts)
    holders = _holders(key for key, (_, fact) in facts.items() if fact.agency_code in heirs)
    return {
        key: (revision, _passed_on(fact, heirs, holders.get(key, "")))
        for key, (revision, fact) in facts.items()
    }


def passed_on_from(agency_code: str) -> list[int]:
    """Ids of the dossiers that an agency had when it ended, or that came from it."""
    rows = DossierFact.objects.filter(agency_code=agency_code) | DossierFact.objects.filter(
        came_from=agency_code, moved_on__isnull=False
    )
    return list(rows.order_by("dossier_id").values_list("dossier_id", flat=True))


def _heirs(codes: Iterable[str]) -> _Heirs:
    """Of every agency that ended, and of those it passed to, the day and the codes of its successors."""
    found: _Heirs = {}
    asked, waiting = set[str](), set(codes)
    while waiting:
        rows = Succession.objects.filter(predecessor__code__in=waiting, successor__isnull=False)
        asked |= waiting
        waiting = set()
        for old, new, day in rows.order_by("successor__path").values_list(
            "predecessor__code", "successor__code", "day"
        ):
            assert new is not None  # noqa: S101 - filtered
            found.setdefault(old, []).append((day, new))
            waiting |= {new} - asked
    return found


def _holders(keys: Iterable[int]) -> dict[int, str]:
    rows = Dossier.objects.filter(pk__in=list(keys), holder__isnull=False)
    return {key: code for key, code in rows.values_list("pk", "holder__agency__code") if code}


def _passed_on(fact: Fact, heirs: _Heirs, holder: str) -> Fact:
    code, moved_on, seen = fact.agency_code, None, {fact.agency_code}
    while after := heirs.get(code):
        day = after[0][0]
        if fact.finished_on is not None and fact.finished_on < day:
            break
        if fact.received_on is not None and fact.received_on >= day:
            break
        successors = [new for _, new in after]
        heir = (
            successors[0] if len(successors) == 1 else next((one for one in successors if one == holder), "")
        )
        if not heir or heir in seen:
            break
        seen.add(heir)
        code, moved_on = heir, moved_on or day
    if moved_on is None:
        return fact
    return replace(fact, agency_code=code, came_from=fact.agency_code, moved_on=moved_on)
