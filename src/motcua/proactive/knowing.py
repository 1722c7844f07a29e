"""What the house knows of people, as values for the rules: birth, papers of the store, dossiers."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from motcua.accounts.models import Person
from motcua.dossiers.enums import State
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.proactive.rules import Case, Known, KnownDossier, KnownPaper, Trigger, birthday
from motcua.storehouse.models import Paper

_GRANTED = (State.SETTLED.value, State.RETURNED.value)


def people_concerned(cases: Sequence[Case], today: date) -> list[int]:
    """Who may have a case due: at most three statements, a little more than the rules will find."""
    found: set[int] = set()
    ages = [_born(case, age, today) for case in cases if case.trigger is Trigger.AGE for age in case.ages]
    if ages:
        found |= set(Person.objects.filter(reduce(or_, ages)).values_list("pk", flat=True))
    papers = [
        Q(title_folded__startswith=case.paper, valid_to__gte=today - timedelta(days=case.days_after),
          valid_to__lte=today + timedelta(days=case.days_before))
        for case in cases if case.trigger is Trigger.PAPER_ENDS
    ]  # fmt: skip
    if papers:
        rows = Paper.objects.filter(reduce(or_, papers), owner_person__isnull=False, superseded_by=None)
        found |= set(rows.values_list("owner_person_id", flat=True))
    settled = [
        Q(procedure__code__in=case.after, finished_at__gte=clock.at_local(today - timedelta(days=case.days_after + 1), 0, 0))
        for case in cases if case.trigger is Trigger.DOSSIER_SETTLED
    ]  # fmt: skip
    if settled:
        rows_ = Dossier.objects.filter(reduce(or_, settled), state__in=_GRANTED, person__isnull=False)
        found |= set(rows_.values_list("person_id", flat=True))
    return sorted(key for key in found if key is not None)


def _born(case: Case, age: int, today: date) -> Q:
    first = birthday(today - timedelta(days=case.days_after + 1), -age)
    last = birthday(today + timedelta(days=case.days_before + 1), -age)
    return Q(birth_date__gte=first, birth_date__lte=last)


def known_of(person_ids: Iterable[int]) -> dict[int, Known]:
    """What is known of each; three statements however many."""
    ids = list(person_ids)
    born = dict(Person.objects.filter(pk__in=ids).values_list("pk", "birth_date"))
    papers: dict[int, list[KnownPaper]] = {}
    rows = Paper.objects.filter(owner_person__in=ids, superseded_by=None, revoked_at=None)
    for owner, key, title, issued, ends in rows.values_list(
        "owner_person_id", "pk", "title_folded", "issued_on", "valid_to"
    ):
        if owner is not None:
            papers.setdefault(owner, []).append(KnownPaper(key, title, issued, ends))
    dossiers: dict[int, list[KnownDossier]] = {}
    told = Dossier.objects.filter(person__in=ids).values_list(
        "person_id", "pk", "procedure__code", "filed_at", "finished_at", "state"
    )
    for person, key, code, filed, finished, state in told:
        settled = clock.local_day(finished) if finished and state in _GRANTED else None
        dossiers.setdefault(person, []).append(KnownDossier(key, code, clock.local_day(filed), settled))
    return {
        key: Known(born.get(key), tuple(papers.get(key, ())), tuple(dossiers.get(key, ()))) for key in born
    }
