from collections import Counter

from django.db import migrations

from motcua.kernel.periods import PeriodKind, containing
from motcua.measurement.rules.facts import Fact
from motcua.measurement.rules.tallies import TALLIED, kept_contributions

_KINDS = (PeriodKind.REPORTING_MONTH, PeriodKind.REPORTING_HALF_YEAR)
_OF_FACT = (
    "agency_code", "procedure_code", "channel", "state", "received_on", "due_date", "due_at", "limit_unit",
    "finished_at", "finished_on", "waiting_since", "supplements_asked", "fee_bearing", "paid_online", "digitised",
    "result_electronic", "reused", "shared", "population_data", "dissatisfied", "petitioned", "counted_on", "came_from",
    "moved_on",
)  # fmt: skip
_SUMS_AT_ONCE = 500


def fill(apps, _editor):
    """Sums of reporting months and half years, which until now were counted anew from the facts at every look."""
    _dossiers(apps.get_model("measurement", "DossierFact"), apps.get_model("measurement", "RollUp"))
    _petitions(apps.get_model("measurement", "PetitionFact"), apps.get_model("measurement", "PetitionRollUp"))
    _payments(apps.get_model("measurement", "PaymentFact"), apps.get_model("measurement", "PaymentRollUp"))


def _dossiers(facts, roll_ups):
    sums = {}
    rows = facts.objects.filter(received_on__isnull=False, counted_on__isnull=False)
    for row in rows.values(*_OF_FACT).iterator(chunk_size=2000):
        for key, tally in kept_contributions(Fact(**row), _KINDS).items():
            sums[key] = sums[key].plus(tally) if key in sums else tally
    roll_ups.objects.bulk_create(
        [
            roll_ups(agency_code=agency, period=code, procedure_code=procedure, **dict(zip(TALLIED, tally)))
            for (agency, code, procedure), tally in sums.items()
        ],
        batch_size=_SUMS_AT_ONCE,
    )


def _petitions(facts, roll_ups):
    sums = {"received": Counter(), "in_time": Counter(), "content": Counter()}
    for row in facts.objects.filter(answered_on__isnull=False).iterator(chunk_size=2000):
        for kind in _KINDS:
            period = containing(row.received_on, kind)
            place = row.agency_code, period.code
            in_time = min(row.answered_on, period.last) <= row.due_on
            sums["received"][place] += 1
            sums["in_time"][place] += in_time
            sums["content"][place] += in_time and not (row.dissatisfied or row.followed_up)
    _stored(roll_ups, [
        {"agency_code": agency, "period": code, **{name: of[agency, code] for name, of in sums.items()}}
        for agency, code in sums["received"]
    ])  # fmt: skip


def _payments(facts, roll_ups):
    paid, online = Counter(), Counter()
    rows = facts.objects.values_list("agency_code", "procedure_code", "paid_on", "online")
    for agency, procedure, day, by_wire in rows.iterator(chunk_size=2000):
        for kind in _KINDS:
            place = agency, procedure, containing(day, kind).code
            paid[place] += 1
            online[place] += by_wire
    _stored(roll_ups, [
        {"agency_code": place[0], "procedure_code": place[1], "period": place[2], "paid": many, "online": online[place]}
        for place, many in paid.items()
    ])  # fmt: skip


def _stored(roll_ups, rows):
    roll_ups.objects.bulk_create([roll_ups(**row) for row in rows], batch_size=_SUMS_AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [
        ("measurement", "0004_sums_of_what_is_open"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
