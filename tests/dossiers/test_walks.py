"""Lists walk an index that already stands in their order: no piece is sorted, whatever else the agency has."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories

from motcua.dossiers.access import dossier_for_anyone
from motcua.dossiers.finding import RUNNING, Scope, find
from motcua.dossiers.models import Dossier
from motcua.kernel.refusals import NotFound

pytestmark = pytest.mark.django_db
WALKS: list[tuple[str, Any]] = [
    ("due_date", Dossier.objects.filter(RUNNING)),
    ("received_on", Dossier.objects.exclude(received_on=None)),
    ("filed_at", Dossier.objects.filter(state="returned")),
]


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(("walk", "rows"), WALKS, ids=[walk for walk, _ in WALKS])
def test_nothing_is_sorted(walk: str, rows: Any, many: int):
    scope = Scope(tuple(factories.agency(f"H99.0{n}").pk for n in range(many)))
    with CaptureQueriesContext(connection) as caught:
        assert find(rows, scope, walk=walk).ids == []
    plan = plan_of(caught)
    # The pieces, a thousand each at most, are put in order together; SQLite's words for that come last.
    assert "B-TREE" not in plan.removesuffix("USE TEMP B-TREE FOR ORDER BY"), plan
    assert not re.search(r"\bSort +\(", plan), plan
    assert plan.count("dossiers_") >= 2 * many, plan


def test_one_dossier_is_found_along_the_indexes_of_its_codes():
    with CaptureQueriesContext(connection) as caught, pytest.raises(NotFound):
        dossier_for_anyone("H99.01-260603-0001")
    plan = plan_of(caught)
    # Every dossier walked, and its codes looked at: SQLite's word for it, and PostgreSQL's.
    assert not re.search(r"SCAN (dossiers_|U0)|Filter: .*code", plan), plan


def plan_of(caught: CaptureQueriesContext) -> str:
    """How the database would go about the one statement that was sent."""
    [sent] = caught
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sent['sql']}")
        else:  # a small table is read whole, or read anyhow and sorted, unless that is forbidden
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            cursor.execute(f"EXPLAIN {sent['sql']}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
