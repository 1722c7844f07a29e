"""Internal processes: drafted, approved by decision, run from a day on; what runs keeps running for what was received."""

from datetime import date
from decimal import Decimal

import pytest
from tests import factories
from tests.factories import moment

from motcua.audit.models import AuditRow
from motcua.catalogue import approving
from motcua.catalogue.approving import BodyGiven, StepGiven
from motcua.catalogue.enums import Place, Role
from motcua.catalogue.models import InternalProcess
from motcua.catalogue.queries import steps_for
from motcua.catalogue.routes import route_for, standing
from motcua.kernel.clock import frozen
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused

pytestmark = pytest.mark.django_db
ACTOR = Actor("staff", "9", "Kiểm soát", "H99.01")


@pytest.fixture(autouse=True)
def _a_day():
    with frozen(moment("2026-11-02 09:00")):
        yield


def drafted(version=None):
    process = approving.draft_process(
        actor=ACTOR, agency="H99.01", name="Trợ cấp", version=version or factories.version(7)
    )
    approving.set_total(process, actor=ACTOR, name="Trợ cấp", total=Decimal(7), unit="working_day")
    own = BodyGiven(1, Place.OWN, "UBND xã", "Thẩm định", lead=True, duration=Decimal(4), unit="working_day")
    other = BodyGiven(
        2, Place.NAMED, "Sở Nội vụ", "Quyết định", agency="H99.12", duration=Decimal(3), unit="working_day"
    )
    for body in (own, other):
        approving.put_body(process, body, actor=ACTOR)
    approving.put_step(
        process,
        StepGiven("B1", "Thẩm định", "Chuyên viên", Role.SPECIALIST, Decimal(8), "hour", body=1),
        actor=ACTOR,
    )
    approving.put_step(
        process,
        StepGiven("B2", "Quyết định", "Lãnh đạo Sở", Role.LEADER, Decimal(8), "hour", body=2),
        actor=ACTOR,
    )
    process.refresh_from_db()
    return process


def approved(process):
    return approving.approve(
        process,
        actor=ACTOR,
        decision="1404/QĐ-UBND",
        approved_on=date(2026, 10, 20),
        valid_from=date(2026, 10, 20),
    )


def test_from_draft_to_running(db):
    version = factories.version(7)
    process = drafted(version)
    assert (process.key, process.doubts, process.usable) == ("H99.01-QT01", [], False)
    assert standing(process, date(2026, 11, 2)) == "Dự thảo"
    approved(process)
    assert standing(process, date(2026, 11, 2)) == "Đã phê duyệt, chưa chạy điện tử"
    assert route_for(version, "H99.01", date(2026, 11, 10)) is None, "approved is not yet run by"
    with pytest.raises(Refused, match="ngày mai"):
        approving.run_electronically(process, date(2026, 11, 2), actor=ACTOR)
    running = approving.run_electronically(process, date(2026, 11, 5), actor=ACTOR)
    assert standing(running, date(2026, 11, 2)) == "Sẽ chạy điện tử"
    assert [step.name for step in steps_for(version, "H99.01", date(2026, 11, 4))] == [
        "Thẩm định",
        "Ký duyệt",
    ]
    assert [step.name for step in steps_for(version, "H99.01", date(2026, 11, 5))] == ["Thẩm định"]
    route = route_for(version, "H99.01", date(2026, 11, 5))
    assert [body.name for body in route.bodies] == ["UBND xã", "Sở Nội vụ"]
    assert route_for(version, "H99.02", date(2026, 11, 5)) is None
    assert AuditRow.objects.filter(action="catalogue.run_process").exists()


def test_a_new_version_of_a_process_leaves_what_was_received_alone():
    version = factories.version(7)
    first = approving.run_electronically(approved(drafted(version)), date(2026, 11, 5), actor=ACTOR)
    second = approving.draft_process(actor=ACTOR, agency="H99.01", name="Bản mới", copied_from=first)
    approving.drop_body(second, 2, actor=ACTOR)
    approving.run_electronically(approved(second), date(2026, 11, 20), actor=ACTOR)
    first.refresh_from_db()
    assert first.valid_to == date(2026, 11, 19)
    assert route_for(version, "H99.01", date(2026, 11, 19)).process == first.key
    assert route_for(version, "H99.01", date(2026, 11, 20)) is None


def test_what_is_approved_cannot_be_edited():
    process = approved(drafted())
    given = BodyGiven(1, Place.OWN, "X", "Y")
    for change in (
        lambda: approving.put_body(process, given, actor=ACTOR, order=1),
        lambda: approving.drop_step(process, 1, actor=ACTOR),
        lambda: approving.discard(process, actor=ACTOR),
        lambda: approving.set_total(process, actor=ACTOR, name="x", total=None, unit=""),
    ):
        with pytest.raises(Refused, match="không sửa được"):
            change()


@pytest.mark.parametrize(
    ("decision", "on", "since", "said"),
    [
        ("", date(2026, 10, 1), date(2026, 10, 1), "Số quyết định|số quyết định"),
        ("1/QĐ", date(2026, 11, 3), date(2026, 11, 3), "sau hôm nay"),
        ("1/QĐ", date(2026, 10, 2), date(2026, 10, 1), "từ ngày quyết định"),
    ],
)
def test_bad_approvals(decision, on, since, said):
    with pytest.raises(Refused, match=said):
        approving.approve(drafted(), actor=ACTOR, decision=decision, approved_on=on, valid_from=since)


def test_an_incomplete_draft_says_what_is_missing():
    process = approving.draft_process(
        actor=ACTOR, agency="H99.01", name="Trống", version=factories.version(7)
    )
    with pytest.raises(Refused, match="chưa có bước nào"):
        approved(process)
    approving.put_step(process, StepGiven("1", "Làm", "Người", Role.SPECIALIST), actor=ACTOR)
    approving.put_body(process, BodyGiven(1, Place.NAMED, "Sở", "Việc", agency="H99.12"), actor=ACTOR)
    missing = approving.missing_for_approval(process)
    assert len(missing) == 3
    assert any("chủ trì" in each for each in missing)


def test_times_that_do_not_agree_are_said():
    process = drafted()
    approving.set_total(process, actor=ACTOR, name="", total=Decimal(6), unit="working_day")
    process.refresh_from_db()
    assert process.doubts == ["Cộng thời hạn các đợt được 7, quy trình ghi 6."]
    assert InternalProcess.objects.get(pk=process.pk).name == "Trợ cấp"


def test_steps_of_nobody_are_not_the_agency_s_work():
    version = factories.version(7)
    process = drafted(version)
    approving.put_step(process, StepGiven("0", "Nộp tờ khai", "Người dân", Role.APPLICANT), actor=ACTOR)
    approving.run_electronically(approved(process), date(2026, 11, 5), actor=ACTOR)
    assert [step.name for step in steps_for(version, "H99.01", date(2026, 11, 5))] == ["Thẩm định"]


def test_one_body_leads():
    process = drafted()
    given = BodyGiven(
        2, Place.NAMED, "Sở", "Việc", agency="H99.12", lead=True, duration=Decimal(3), unit="working_day"
    )
    approving.put_body(process, given, actor=ACTOR, order=2)
    assert [row.lead for row in process_bodies(process)] == [False, True]


def process_bodies(process):
    from motcua.catalogue.models import ProcessBody

    return ProcessBody.objects.filter(process=process).order_by("order")
