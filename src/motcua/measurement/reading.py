"""Facts made from what is stored: the dossier is read anew, never the event that announced a change."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from motcua.dossiers.enums import Timeliness
from motcua.dossiers.models import Dossier, StepRun
from motcua.feedback.queries import dissatisfied_dossiers, petitions_about, slip_answers
from motcua.kernel import clock
from motcua.measurement.mergers import with_successors
from motcua.measurement.papers import NO_PAPERS, papers_of
from motcua.measurement.payments import Money, money_of
from motcua.measurement.rules.facts import Fact
from motcua.payments.enums import Method

_COLUMNS = (
    "pk", "revision", "agency__code", "procedure__code", "channel", "state", "received_on", "due_date", "due_at",
    "limit_unit", "finished_at", "waiting_since", "supplements_asked",
)  # fmt: skip
_COLUMNS_OF_FACT = tuple(name.replace("__", "_") for name in _COLUMNS[2:])


def facts_of(
    dossier_ids: Sequence[int], *, counted_on: date | None, money: Money | None = None
) -> dict[int, tuple[int, Fact]]:
    """Dossier id -> (revision, fact) for dossiers as they stand now; nine statements whatever their number.

    `money`: what `money_of` answers for the same dossiers, for who needs it too.
    """
    papers = papers_of(dossier_ids)
    fees = _fees(money or money_of(dossier_ids))
    unhappy = dissatisfied_dossiers(dossier_ids)
    petitioned, staff = petitions_about(dossier_ids)
    units, slips = _units(dossier_ids), slip_answers(dossier_ids)
    facts: dict[int, tuple[int, Fact]] = {}
    for row in Dossier.objects.filter(pk__in=dossier_ids).values_list(*_COLUMNS):
        key, revision = row[0], row[1]
        bearing, online = fees.get(key, (False, False))
        values: dict[str, Any] = dict(zip(_COLUMNS_OF_FACT, row[2:], strict=True)) | papers.get(
            key, NO_PAPERS
        )
        finished_at = values["finished_at"]
        fact = Fact(
            finished_on=clock.local_day(finished_at) if finished_at else None,
            fee_bearing=bearing,
            paid_online=online,
            dissatisfied=key in unhappy,
            petitioned=key in petitioned,
            unit_time=units.get(key, ""),
            contacts=slips[key].contacts if key in slips else None,
            bodies=slips[key].bodies if key in slips else None,
            complained=key in staff or (key in slips and slips[key].complained),
            counted_on=counted_on,
            **values,
        )
        facts[key] = (revision, fact)
    return with_successors(facts)


def _fees(money: Money) -> dict[int, tuple[bool, bool]]:
    """Of each dossier that money was asked for: that it was, and whether any of it came online."""
    online = {order for _, order, _, method in money.payments if method == Method.ONLINE.value}
    asked = [(dossier, order) for dossier, order, asks in money.fees if asks]
    paid = {dossier for dossier, order in asked if order in online}
    return {dossier: (True, dossier in paid) for dossier, _ in asked}


def _units(dossier_ids: Sequence[int]) -> dict[int, str]:
    """Of each dossier the worst unit against its own limit; shorter only when every unit was shorter (index 2)."""
    rows = StepRun.objects.filter(dossier_id__in=dossier_ids, finished_at__isnull=False, due_at__isnull=False)
    worst: dict[int, Timeliness] = {}
    for key, due_at, finished_at in rows.values_list("dossier_id", "due_at", "finished_at"):
        assert due_at is not None and finished_at is not None  # noqa: S101, PT018 - filtered
        time = _against(finished_at, due_at)
        worst[key] = max(worst.get(key, time), time, key=_WORSE.index)
    return {key: time.value for key, time in worst.items()}


_WORSE = (Timeliness.EARLY, Timeliness.ON_TIME, Timeliness.LATE)


def _against(finished_at: datetime, due_at: datetime) -> Timeliness:
    """To the minute: units work by the hour."""
    end, due = finished_at.replace(second=0, microsecond=0), due_at.replace(second=0, microsecond=0)
    if end == due:
        return Timeliness.ON_TIME
    return Timeliness.EARLY if end < due else Timeliness.LATE
