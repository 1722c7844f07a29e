"""Keeping figures true: recompute what was marked, roll the day over, rebuild from nothing.

All three are one movement: take a fact's old contributions off the roll-ups, put the new ones on, store the fact.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import connection
from django.db.models import Q

from motcua.datastore.rows import insert_or_update, insert_unless_there
from motcua.datastore.writing import act
from motcua.dossiers.models import Dossier
from motcua.feedback.models import Petition
from motcua.kernel import clock
from motcua.kernel.batches import batches
from motcua.measurement.models import (
    DossierFact,
    PaymentFact,
    PaymentRollUp,
    PetitionFact,
    PetitionRollUp,
    RollUp,
)
from motcua.measurement.payments import money_of, recount_payments
from motcua.measurement.petitions import add_petitions, store_petition_sums
from motcua.measurement.reading import facts_of
from motcua.measurement.rules.facts import Fact
from motcua.measurement.rules.running import OPEN, all_kept
from motcua.measurement.rules.tallies import TALLIED, RollUpKey, Tally, difference
from motcua.measurement.sums import add_sums

# Enough to keep a transaction of the relay near 50 ms on SQLite.
BATCH = 100
FACT_COLUMNS = tuple(name for name in Fact.__dataclass_fields__)

_PETITION_COLUMNS = (
    "agency_code",
    "kind",
    "received_on",
    "due_on",
    "answered_on",
    "dissatisfied",
    "followed_up",
)


def recompute(dossier_ids: Sequence[int]) -> None:
    """Bring the facts and roll-ups of some dossiers up to what is stored now. May be repeated without harm."""
    for some in batches(sorted(set(dossier_ids)), BATCH):
        with act():
            _recompute(some, clock.today())


def roll_day() -> int:
    """Count periods that closed since: open dossiers enter them. Run at the start of each day; returns how many."""
    today = clock.today()
    stale = DossierFact.objects.filter(finished_on=None, received_on__isnull=False).exclude(counted_on=today)
    keys = list(stale.order_by("dossier_id").values_list("dossier_id", flat=True))
    recompute(keys)
    return len(keys)


def rebuild() -> int:
    """Throw all facts and roll-ups away and make them anew from the dossiers; returns how many facts there are."""
    with act():
        RollUp.objects.all().delete()
        DossierFact.objects.all().delete()
        PetitionFact.objects.all().delete()
        PetitionRollUp.objects.all().delete()
        PaymentFact.objects.all().delete()
        PaymentRollUp.objects.all().delete()
    keys = list(Dossier.objects.order_by("pk").values_list("pk", flat=True))
    for some in batches(keys, 1000):
        with act():
            _recompute(some, clock.today())
    for some in batches(list(Petition.objects.order_by("pk").values_list("pk", flat=True)), 1000):
        recompute_petitions(some)
    return len(keys)


def recompute_petitions(petition_ids: Sequence[int]) -> None:
    """Bring the facts of some petitions and their sums up to what is stored now. May be repeated without harm."""
    with act():
        # Held until the act ends: two who meet a petition for the first time would count it twice.
        rows = Petition.objects.select_for_update(of=("self",)).filter(pk__in=petition_ids).order_by("pk")
        fresh = [_petition_fact(row) for row in rows.select_related("agency")]
        changes: dict[RollUpKey, list[int]] = {}
        add_petitions(list(PetitionFact.objects.filter(petition_id__in=petition_ids)), -1, changes)
        add_petitions(fresh, 1, changes)
        PetitionFact.objects.bulk_create(
            fresh,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["petition_id"],
            update_fields=_PETITION_COLUMNS,
        )
        store_petition_sums(changes)


def _recompute(dossier_ids: Sequence[int], today: date) -> None:
    stored, money = _locked(dossier_ids), money_of(dossier_ids)
    fresh = facts_of(dossier_ids, counted_on=today, money=money)
    changed = {key: now for key, now in fresh.items() if stored.get(key) != now}
    changes: dict[RollUpKey, Tally] = {}
    for key, (_, fact) in changed.items():
        _gather(changes, stored[key][1] if key in stored else None, fact)
    _store_facts(changed)
    add_to_roll_ups(changes)
    recount_payments({key: fact for key, (_, fact) in fresh.items()}, money)


def _locked(dossier_ids: Sequence[int]) -> dict[int, tuple[int, Fact]]:
    """The stored facts with their dossiers' revisions, held until the act ends.

    Where several processes write, a fact that is new is first put down empty: two who meet a dossier for the
    first time would otherwise both find nothing to take off, and count it twice.
    """
    if connection.features.has_select_for_update:
        insert_unless_there([DossierFact(dossier_id=key) for key in dossier_ids], key="dossier_id")
    rows = DossierFact.objects.select_for_update().filter(dossier_id__in=dossier_ids)
    found = rows.order_by("dossier_id").values_list("dossier_id", "revision", *FACT_COLUMNS)
    return {row[0]: (row[1], Fact(*row[2:])) for row in found}


def _gather(changes: dict[RollUpKey, Tally], old: Fact | None, new: Fact) -> None:
    before = all_kept(old) if old else {}
    for key, tally in difference(before, all_kept(new)).items():
        changes[key] = changes.get(key, Tally()).plus(tally)


def as_fact(row: DossierFact) -> Fact:
    """The stored fact as the rules see it."""
    return Fact(**{name: getattr(row, name) for name in FACT_COLUMNS})


def _store_facts(facts: Mapping[int, tuple[int, Fact]]) -> None:
    rows = [
        DossierFact(dossier_id=key, revision=revision, **{name: getattr(fact, name) for name in FACT_COLUMNS})
        for key, (revision, fact) in facts.items()
    ]
    insert_or_update(rows, key="dossier_id")


def add_to_roll_ups(changes: Mapping[RollUpKey, Tally]) -> None:
    """Add differences to the roll-ups; inside an act."""
    add_sums(RollUp, TALLIED, changes)
    drop_emptied([key for key, tally in changes.items() if key[1].startswith(OPEN) and tally.handled < 0])


def drop_emptied(keys: Sequence[RollUpKey]) -> None:
    """Sums of open dossiers whose last one ended leave the table: there would be one more for every day that passed."""
    table = connection.ops.quote_name(RollUp._meta.db_table)
    for some in batches(sorted(keys), 300):
        marks = ", ".join(["(%s, %s, %s)"] * len(some))
        sql = (
            f"DELETE FROM {table} WHERE handled = 0"  # noqa: S608 - our own names only
            f" AND (agency_code, period, procedure_code) IN (VALUES {marks})"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [part for key in some for part in key])


def _petition_fact(row: Petition) -> PetitionFact:
    return PetitionFact(
        petition_id=row.pk,
        agency_code=row.agency.code,
        kind=row.kind,
        received_on=clock.local_day(row.received_at),
        due_on=row.due_on,
        answered_on=clock.local_day(row.answered_at) if row.answered_at else None,
        dissatisfied=row.dislikes > row.likes,
        followed_up=row.follow_up,
    )


def open_facts() -> Q:
    """The filter for facts that are received and not yet ended."""
    return Q(finished_on=None, received_on__isnull=False)
