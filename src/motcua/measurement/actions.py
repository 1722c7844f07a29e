"""Keeping figures true: recompute what was marked, roll the day over, rebuild from nothing.

All three are one movement: take a fact's old contributions off the roll-ups, put the new ones on, store the fact.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date

from django.db import connection
from django.db.models import Q

from motcua.datastore.writing import act
from motcua.dossiers.models import Dossier
from motcua.feedback.models import Petition
from motcua.kernel import clock
from motcua.kernel.batches import batches
from motcua.measurement.models import DossierFact, PetitionFact, RollUp
from motcua.measurement.reading import facts_of
from motcua.measurement.rules.facts import Fact
from motcua.measurement.rules.tallies import TALLIED, Tally, difference, kept_contributions

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

RollUpKey = tuple[str, str, str]


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
    keys = list(Dossier.objects.order_by("pk").values_list("pk", flat=True))
    for some in batches(keys, 1000):
        with act():
            _recompute(some, clock.today())
    for some in batches(list(Petition.objects.order_by("pk").values_list("pk", flat=True)), 1000):
        recompute_petitions(some)
    return len(keys)


def recompute_petitions(petition_ids: Sequence[int]) -> None:
    """Bring the facts of some petitions up to what is stored now. May be repeated without harm."""
    with act():
        rows = Petition.objects.select_related("agency").filter(pk__in=petition_ids).order_by("pk")
        PetitionFact.objects.bulk_create(
            [_petition_fact(row) for row in rows],
            batch_size=500,
            update_conflicts=True,
            unique_fields=["petition_id"],
            update_fields=_PETITION_COLUMNS,
        )


def _recompute(dossier_ids: Sequence[int], today: date) -> None:
    stored = _locked(dossier_ids)
    fresh = facts_of(dossier_ids, counted_on=today)
    changes: dict[RollUpKey, Tally] = {}
    for dossier_id, (_, fact) in fresh.items():
        old = stored.get(dossier_id)
        _gather(changes, as_fact(old) if old else None, fact)
    _store_facts(stored, fresh)
    add_to_roll_ups(changes)


def _locked(dossier_ids: Sequence[int]) -> dict[int, DossierFact]:
    """The stored facts, held until the act ends.

    Where several processes write, a fact that is new is first put down empty: two who meet a dossier for the
    first time would otherwise both find nothing to take off, and count it twice.
    """
    if connection.features.has_select_for_update:
        DossierFact.objects.bulk_create(
            [DossierFact(dossier_id=key) for key in dossier_ids], ignore_conflicts=True, batch_size=500
        )
    rows = DossierFact.objects.select_for_update().filter(dossier_id__in=dossier_ids)
    return {row.dossier_id: row for row in rows.order_by("dossier_id")}


def _gather(changes: dict[RollUpKey, Tally], old: Fact | None, new: Fact) -> None:
    if old is not None and (old.agency_code, old.procedure_code) != (new.agency_code, new.procedure_code):
        # The dossier moved (receipt corrected): leave the old place entirely, then enter the new one.
        _gather(changes, old, replace(old, counted_on=None))
        old = None
    before = kept_contributions(old) if old else {}
    for period, tally in difference(before.items(), kept_contributions(new).items()).items():
        key = (new.agency_code, period, new.procedure_code)
        changes[key] = changes.get(key, Tally()).plus(tally)


def as_fact(row: DossierFact) -> Fact:
    """The stored fact as the rules see it."""
    return Fact(**{name: getattr(row, name) for name in FACT_COLUMNS})


def _store_facts(stored: dict[int, DossierFact], fresh: dict[int, tuple[int, Fact]]) -> None:
    rows = [
        DossierFact(dossier_id=dossier_id, revision=revision, **asdict(fact))
        for dossier_id, (revision, fact) in fresh.items()
    ]
    DossierFact.objects.bulk_create(
        rows,
        batch_size=200,
        update_conflicts=True,
        unique_fields=["dossier_id"],
        update_fields=["revision", *FACT_COLUMNS],
    )


def add_to_roll_ups(changes: dict[RollUpKey, Tally]) -> None:
    """Add differences to the roll-ups, in a fixed order so that two writers never wait for each other in a ring."""
    wanted = [(key, changes[key]) for key in sorted(changes) if not changes[key].empty]
    table = connection.ops.quote_name(RollUp._meta.db_table)
    columns = ("agency_code", "period", "procedure_code", *TALLIED)
    sums = ", ".join(f"{name} = {table}.{name} + EXCLUDED.{name}" for name in TALLIED)
    for some in batches(wanted, 300):
        marks = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * len(some))
        sql = (
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES {marks} "  # noqa: S608 - our own names only
            f"ON CONFLICT (agency_code, period, procedure_code) DO UPDATE SET {sums}"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*_flat(some)])


def _flat(rows: Iterable[tuple[RollUpKey, Tally]]) -> Iterable[str | int]:
    for key, tally in rows:
        yield from key
        for name in TALLIED:
            yield getattr(tally, name)


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
