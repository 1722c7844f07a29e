"""Facts made from what is stored: the dossier is read anew, never the event that announced a change."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from motcua.dossiers.enums import Timeliness
from motcua.dossiers.models import Dossier, DossierFee, DossierPaper, PaperRole, StepRun
from motcua.feedback.queries import complained_of, dissatisfied_dossiers, petitioned_dossiers, slip_answers
from motcua.kernel import clock
from motcua.measurement.rules.facts import Fact
from motcua.payments.enums import Method, OrderState
from motcua.payments.models import Payment

_COLUMNS = (
    "pk", "revision", "agency__code", "procedure__code", "channel", "state", "received_on", "due_date", "due_at",
    "limit_unit", "finished_at", "waiting_since", "supplements_asked",
)  # fmt: skip
_COLUMNS_OF_FACT = tuple(name.replace("__", "_") for name in _COLUMNS[2:])
# The name under which a component's data came from the population database (IV.5b).
POPULATION = "dân cư"


def facts_of(dossier_ids: Sequence[int], *, counted_on: date | None) -> dict[int, tuple[int, Fact]]:
    """Dossier id -> (revision, fact) for dossiers as they stand now; eleven statements whatever their number."""
    papers = _papers(dossier_ids)
    fees = _fees(dossier_ids)
    unhappy = dissatisfied_dossiers(dossier_ids)
    petitioned = petitioned_dossiers(dossier_ids)
    units, slips, staff = _units(dossier_ids), slip_answers(dossier_ids), complained_of(dossier_ids)
    facts: dict[int, tuple[int, Fact]] = {}
    for row in Dossier.objects.filter(pk__in=dossier_ids).values_list(*_COLUMNS):
        key, revision = row[0], row[1]
        bearing, online = fees.get(key, (False, False))
        values: dict[str, Any] = dict(zip(_COLUMNS_OF_FACT, row[2:], strict=True)) | papers.get(
            key, _NO_PAPERS
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
    return facts


_NO_PAPERS = {
    "digitised": False, "result_electronic": False, "reused": False, "shared": False, "population_data": False,
}  # fmt: skip


def _papers(dossier_ids: Sequence[int]) -> dict[int, dict[str, bool]]:
    rows = DossierPaper.objects.filter(dossier_id__in=dossier_ids).values_list(
        "dossier_id", "role", "reused", "paper__blob_id", "paper__digitised_at", "paper__shared_at",
        "paper__origin_source",
    )  # fmt: skip
    grouped: dict[int, list[tuple[Any, ...]]] = {}
    for dossier_id, *rest in rows:
        grouped.setdefault(dossier_id, []).append(tuple(rest))
    return {key: _paper_flags(papers) for key, papers in grouped.items()}


def _paper_flags(papers: Iterable[tuple[Any, ...]]) -> dict[str, bool]:
    papers = list(papers)
    results = [paper for paper in papers if paper[0] == PaperRole.RESULT]
    components = [paper for paper in papers if paper[0] == PaperRole.COMPONENT]
    electronic = any(blob for _, _, blob, *_ in results)
    scanned = bool(components) and all(digitised for _, _, _, digitised, *_ in components)
    return {
        # IV.2 asks for files of the components and of the result (working paper on the formulas).
        "digitised": scanned and (electronic or not results),
        "result_electronic": electronic,
        "reused": any(reused for _, reused, *_ in papers),
        "shared": any(shared for *_, shared, _ in papers),
        "population_data": any(POPULATION in source.lower() for *_, source in papers),
    }


def _fees(dossier_ids: Sequence[int]) -> dict[int, tuple[bool, bool]]:
    owed = (
        DossierFee.objects.filter(dossier_id__in=dossier_ids, order__amount__gt=0)
        .exclude(order__state=OrderState.CANCELLED.value)
        .values_list("dossier_id", "order_id")
    )
    by_order = {order: dossier for dossier, order in owed}
    online = Payment.objects.filter(Q(method=Method.ONLINE.value), order_id__in=by_order).values_list(
        "order_id", flat=True
    )
    paid = {by_order[order] for order in online}
    return {dossier: (True, dossier in paid) for dossier in by_order.values()}


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
