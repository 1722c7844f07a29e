"""A limit that the source leaves unsure is set by the agency, and the procedure can be received."""

from datetime import date

import pytest

from motcua.audit.models import AuditRow
from motcua.catalogue.actions import load_catalogue, set_time_limit
from motcua.catalogue.models import Component, InternalProcess, Procedure, ProcedureVersion
from motcua.catalogue.queries import limit_for, parts_of, receivable_versions, steps_for, version_on
from motcua.catalogue.routes import route_for
from motcua.kernel.people import SYSTEM, Actor
from motcua.kernel.refusals import NotFound, Refused

pytestmark = pytest.mark.django_db
OFFICER = Actor("staff", "7", "Lê Thị Kiểm (Cán bộ đầu mối)", "H99.01")
DAY = date(2026, 3, 2)


@pytest.fixture
def marriage() -> Procedure:
    load_catalogue(SYSTEM)
    return Procedure.objects.get(code="1.000894")


def test_a_new_version_is_received_from_the_day_on(marriage: Procedure) -> None:
    old = version_on(marriage, DAY)
    made = set_time_limit(marriage, 1, "working_day", OFFICER, "Điều 18 Luật Hộ tịch", first_day=DAY)
    assert (made.receivable, made.unreceivable_reason, made.number, made.grade) == (True, "", 2, "set_here")
    limit = limit_for(made, "counter")
    assert limit is not None
    assert (limit.value, limit.unit) == (1, "working_day")
    assert version_on(marriage, DAY) == made
    assert version_on(marriage, date(2026, 3, 1)) == old
    assert made in receivable_versions(DAY, "commune")
    assert old not in receivable_versions(date(2026, 3, 1), "commune")


def test_the_old_version_ends_the_day_before(marriage: Procedure) -> None:
    birth = Procedure.objects.get(code="1.001193")
    set_time_limit(birth, 2, "working_day", OFFICER, "Quyết định của UBND tỉnh", first_day=DAY)
    ends = (
        ProcedureVersion.objects.filter(procedure=birth).order_by("number").values_list("valid_to", flat=True)
    )
    assert list(ends) == [date(2026, 3, 1), None]
    in_force = receivable_versions(DAY, "commune").filter(procedure=birth)
    assert [version.number for version in in_force] == [2]


def test_an_own_process_goes_on_with_the_new_version(marriage: Procedure) -> None:
    support = Procedure.objects.get(code="1.010803")
    old = version_on(support, DAY)
    InternalProcess.objects.filter(key="IP03").update(usable=True)
    made = set_time_limit(support, 8, "working_day", OFFICER, "Quyết định của UBND tỉnh", first_day=DAY)
    assert old is not None
    for version in (old, made):
        assert [step.performer for step in steps_for(version, "H99.01", DAY)] == ["UBND cấp xã"]
        route = route_for(version, "H99.01", DAY)
        assert route is not None
        assert [(body.name, body.stage, body.steps[0].performer) for body in route.bodies] == [
            ("UBND cấp xã", 1, "UBND cấp xã"),
            ("Sở Nội vụ", 2, "Sở Nội vụ"),
        ]


def test_the_new_version_has_the_parts_of_the_old(marriage: Procedure) -> None:
    old = version_on(marriage, DAY)
    made = set_time_limit(marriage, 1, "working_day", OFFICER, "Điều 18 Luật Hộ tịch", first_day=DAY)
    assert old is not None
    assert [paper.name for paper in parts_of(made).components] == [
        paper.name for paper in parts_of(old).components
    ]
    assert len(parts_of(old).limits) == 1
    assert Component.objects.filter(version=old).count() == 4


def test_it_is_recorded_with_its_reason(marriage: Procedure) -> None:
    set_time_limit(marriage, 1, "working_day", OFFICER, "Điều 18 Luật Hộ tịch", first_day=DAY)
    row = AuditRow.objects.get(action="catalogue.set_time_limit")
    assert (row.actor_id, row.detail["reason"], row.detail["value"]) == ("7", "Điều 18 Luật Hộ tịch", 1)


def test_loading_again_keeps_what_the_agency_set(marriage: Procedure) -> None:
    made = set_time_limit(marriage, 1, "working_day", OFFICER, "Điều 18 Luật Hộ tịch", first_day=DAY)
    load_catalogue(SYSTEM)
    assert version_on(marriage, DAY) == made
    assert ProcedureVersion.objects.filter(procedure=marriage).count() == 2


def test_one_never_received_may_be_set_from_its_first_day(marriage: Procedure) -> None:
    made = set_time_limit(marriage, 1, "working_day", OFFICER, "Luật Hộ tịch", first_day=date(2024, 1, 1))
    assert version_on(marriage, date(2024, 1, 1)) == made
    with pytest.raises(Refused, match="chọn ngày sau"):
        set_time_limit(marriage, 2, "working_day", OFFICER, "Luật Hộ tịch", first_day=date(2024, 1, 1))


@pytest.mark.parametrize(("value", "unit"), [(1, "day"), (-1, "hour"), (5000, "working_day")])
def test_an_unlikely_limit_is_refused(marriage: Procedure, value: int, unit: str) -> None:
    with pytest.raises(Refused):
        set_time_limit(marriage, value, unit, OFFICER, "Luật Hộ tịch", first_day=DAY)
    assert ProcedureVersion.objects.filter(procedure=marriage).count() == 1


def test_without_a_reason_or_before_the_first_version_it_is_refused(marriage: Procedure) -> None:
    with pytest.raises(Refused, match="căn cứ"):
        set_time_limit(marriage, 1, "working_day", OFFICER, "  ", first_day=DAY)
    with pytest.raises(NotFound):
        set_time_limit(marriage, 1, "working_day", OFFICER, "Luật Hộ tịch", first_day=date(2019, 1, 1))


def test_a_later_version_is_never_cut_in_two(marriage: Procedure) -> None:
    set_time_limit(marriage, 1, "working_day", OFFICER, "Luật Hộ tịch", first_day=DAY)
    with pytest.raises(Refused, match="mới hơn"):
        set_time_limit(marriage, 2, "working_day", OFFICER, "Luật Hộ tịch", first_day=date(2026, 2, 1))


def test_a_channel_has_its_own_limit_or_the_rule(marriage: Procedure) -> None:
    service = version_on(Procedure.objects.get(code="1.013133"), DAY)
    assert service is not None
    found = [limit_for(service, channel) for channel in ("counter", "online", "post")]
    assert [(limit.value, limit.unit) for limit in found if limit] == [
        (1, "working_day"), (2, "hour"), (1, "working_day"),
    ]  # fmt: skip


def test_a_version_without_a_process_is_worked_by_the_common_one(marriage: Procedure) -> None:
    version = version_on(marriage, DAY)
    assert version is not None
    roles = [step.role for step in steps_for(version, "H99.01", DAY)]
    assert roles == [
        "unit_head",
        "specialist",
        "leader",
        "clerk",
    ]  # receiving and returning are acts of their own
