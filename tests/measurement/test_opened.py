"""Every line of every free question opens to as many rows as it counted, over random lives."""

from collections import Counter
from pathlib import Path

import pytest
from tests.measurement.histories import World, agencies
from tests.measurement.test_engines import asked_here

from motcua.audit.relay import run_to_end
from motcua.kernel.clock import frozen, now
from motcua.kernel.periods import parse
from motcua.measurement.engines import asking, exporting
from motcua.measurement.engines.asking import PARTED_BY, Dimension, Question
from motcua.measurement.measures import OF_PAYMENTS, OF_PETITIONS
from motcua.measurement.opened import behind_line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
YEAR = parse("2026")
# Of the fields of procedures one is known and others are not; the second procedure stands in no catalogue.
SERVICES = {"1.1": "Hộ tịch"}
# The other measures of dossiers take the same way; their numbers are compared in test_engines.
OF_SOME_DOSSIERS = ("II.1", "III.6")


def named(key: object) -> str:
    """As the lines of an answer hold it."""
    return "" if key is None else str(key)


def test_what_a_line_counts_is_what_it_opens(folder: Path) -> None:
    world = World(7)
    world.live(60)
    opened: Counter[Dimension] = Counter()
    with frozen(world.time):
        run_to_end()
        exporting.export()
        places = agencies()
        codes = tuple(one.code for one in places)
        for measure in (*OF_SOME_DOSSIERS, *OF_PETITIONS, *OF_PAYMENTS):
            for dimension in PARTED_BY[asking.kind_of(measure)]:
                by = (dimension,) if dimension.of_time else (dimension, Dimension.QUARTER)
                # One kind of period is enough for each way of parting.
                if dimension.of_time and dimension is not Dimension.REPORTING_MONTH:
                    continue
                question = Question(measure, by, YEAR, codes, SERVICES)
                [answer] = asked_here([question], folder)
                for (period, *keys), numbers in answer.items():
                    only = {} if dimension.of_time else {dimension: named(keys[0])}
                    found = behind_line(measure, places, parse(period), now(), only, SERVICES)
                    here = len(found.having), len(found.having) + len(found.missing)
                    assert here == numbers, (measure, dimension, period, keys)
                    opened[dimension] += 1
    assert all(opened[each] > 3 for each in (Dimension.AGENCY, Dimension.PROCEDURE, Dimension.CHANNEL)), (
        opened
    )
