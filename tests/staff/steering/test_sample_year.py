"""The sample's year of a control officer: one seed and one day, the same rows."""

from datetime import date
from random import Random
from typing import Any

import pytest
from tests import factories

from motcua.doors.commands.sample.steering import run_the_year
from motcua.organisation.enums import Role
from motcua.organisation.models import Agency, RoleGrant
from motcua.plans.models import Evidence, Occurrence, Plan, PlanDocument, PlanTarget, PlanTask

pytestmark = pytest.mark.django_db


def commune_with_people(code: str) -> Agency:
    agency = factories.agency(code)
    for name, role in (("Võ Minh Yến", Role.CONTROL), ("Trần Quốc Khoa", Role.SPECIALIST)):
        staff = factories.officer(agency, name)
        RoleGrant.objects.create(staff=staff, role=role.value, agency=agency, first_day=date(2020, 1, 1))
    return agency


def story(agency: Agency) -> list[Any]:
    tasks = PlanTask.objects.filter(plan__agency=agency).order_by("plan__year", "order")
    return [
        list(tasks.values_list("number", "state", "percent", "done_on", "due_date", "holder__name")),
        list(
            Evidence.objects.filter(task__in=tasks)
            .order_by("given_at", "text", "task__order")
            .values_list("text", "percent", "given_at")
        ),
        list(
            PlanTarget.objects.filter(plan__agency=agency)
            .order_by("plan__year", "order")
            .values_list("name", "entered")
        ),
    ]


def test_one_seed_and_one_day_give_the_same_rows() -> None:
    first, second = commune_with_people("H99.01"), commune_with_people("H99.02")
    for agency in (first, second):
        run_the_year(agency, date(2026, 11, 20), Random(7))
    assert story(first) == story(second)
    other = commune_with_people("H99.03")
    run_the_year(other, date(2026, 11, 20), Random(8))
    assert story(other) != story(first)


def test_the_year_holds_what_was_promised_and_nothing_of_the_future() -> None:
    agency = commune_with_people("H99.01")
    until = date(2026, 5, 20)
    run_the_year(agency, until, Random(7))
    plan = Plan.objects.exclude(kind="outside").get(agency=agency, year=2026)
    # The commune of this test is not the one that issued the sample's plan: that alone is warned of.
    [warning] = PlanDocument.objects.get(plan=plan).reading["warnings"]
    assert "không phải của UBND xã Thử" in warning
    assert PlanTask.objects.filter(plan=plan).count() == 50
    assert PlanTarget.objects.filter(plan=plan).count() == 20
    assert PlanTarget.objects.filter(plan=plan).exclude(measure="").count() == 14
    assert not Evidence.objects.filter(given_at__date__gt=until).exists()
    assert not Occurrence.objects.filter(done_on__gt=until).exists()
    states = set(PlanTask.objects.filter(plan=plan).values_list("state", flat=True))
    assert states == {"to_do", "doing", "done"}


def test_before_the_plans_there_is_nothing() -> None:
    assert run_the_year(commune_with_people("H99.01"), date(2025, 6, 1), Random(1)) == []
