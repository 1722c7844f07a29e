"""Invariants of figures: facts follow their dossiers, roll-ups are the sum of the facts."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, OuterRef, Q, Subquery

from motcua.audit.relay import waiting
from motcua.doors.commands.doctor.findings import Finding
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.kernel.batches import batches
from motcua.measurement.actions import FACT_COLUMNS, as_fact, open_facts
from motcua.measurement.models import DossierFact, RollUp
from motcua.measurement.reading import facts_of
from motcua.measurement.rules.facts import Fact
from motcua.measurement.rules.running import all_kept
from motcua.measurement.rules.tallies import NOTHING, TALLIED, Tally

_SHOWN = 50
# Summing every fact takes a minute for each hundred thousand: beyond this only with --deep.
_SUMMED_WITHOUT_DEEP = 20_000

_Key = tuple[str, str, str]


def facts(deep: bool) -> Iterator[Finding]:
    """A fact carries the revision of its dossier, or a mark waits; with --deep it is made anew and compared."""
    fact = DossierFact.objects.filter(dossier_id=OuterRef("pk")).values("revision")[:1]
    behind = Dossier.objects.annotate(counted=Subquery(fact)).exclude(
        counted__isnull=False, counted=F("revision")
    )
    marked = set(waiting("measurement").values_list("key", flat=True))
    for key, code, tracking in behind.values_list("pk", "code", "tracking").iterator(chunk_size=2000):
        if str(key) not in marked:
            name = code or tracking
            yield Finding(name, f"Hồ sơ {name}: số liệu chưa theo kịp hồ sơ và không có dấu nào đang chờ.")
    yesterday = clock.today() - timedelta(days=1)
    if stale := DossierFact.objects.filter(open_facts(), Q(counted_on__lt=yesterday)).count():
        yield Finding(
            "facts",
            f"{stale} hồ sơ đang mở chưa được tính sang ngày mới; tiến trình xử lý nền có chạy không?",
        )
    if deep:
        yield from _facts_made_anew(marked)


def _facts_made_anew(marked: set[str]) -> Iterator[Finding]:
    for some in batches(
        list(DossierFact.objects.order_by("dossier_id").values_list("dossier_id", flat=True)), 1000
    ):
        stored = {row.dossier_id: row for row in DossierFact.objects.filter(dossier_id__in=some)}
        for key, (revision, fact) in facts_of(some, counted_on=None).items():
            kept = as_fact(stored[key])
            differing = [
                name
                for name in FACT_COLUMNS
                if name != "counted_on" and getattr(kept, name) != getattr(fact, name)
            ]
            if differing and stored[key].revision == revision and str(key) not in marked:
                yield Finding(str(key), f"Hồ sơ số {key}: số liệu khác hồ sơ ở {', '.join(differing)}.")


def roll_ups(deep: bool) -> Iterator[Finding]:
    """Every roll-up equals the sum of what its facts contribute; none is missing and none is left over."""
    many = DossierFact.objects.count()
    if many > _SUMMED_WITHOUT_DEEP and not deep:
        return
    summed = _summed()
    stored = _stored()
    wrong = [
        key
        for key in sorted(summed.keys() | stored.keys())
        if summed.get(key, NOTHING) != stored.get(key, NOTHING)
    ]
    for agency, period, procedure in wrong[:_SHOWN]:
        yield Finding(
            f"{agency} {period} {procedure}",
            f"Số tổng hợp của {agency}, kỳ {period}, thủ tục {procedure} khác tổng các hồ sơ; chạy «motcua measure rebuild».",
        )
    if len(wrong) > _SHOWN:
        yield Finding("roll_ups", f"… và {len(wrong) - _SHOWN} dòng số tổng hợp khác.")


def _summed() -> dict[_Key, Tally]:
    found: dict[_Key, Tally] = {}
    for values in DossierFact.objects.values_list(*FACT_COLUMNS).iterator(chunk_size=2000):
        fact = Fact(*values)
        for key, tally in all_kept(fact).items():
            found[key] = found.get(key, NOTHING).plus(tally)
    return found


def _stored() -> dict[_Key, Tally]:
    rows = RollUp.objects.values_list("agency_code", "period", "procedure_code", *TALLIED)
    return {(row[0], row[1], row[2]): Tally(*row[3:]) for row in rows.iterator(chunk_size=2000)}
