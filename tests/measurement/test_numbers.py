"""Numbers and shares from the registers: what is counted, what is not, and a plan's target judged by it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests import factories
from tests.factories import CLERK, moment
from tests.plans.test_running import TEXT, confirmed, imported

from motcua.catalogue.eforms.stored import EForm
from motcua.catalogue.models import InternalProcess
from motcua.dossiers import actions
from motcua.dossiers.enums import IdentityHelpKind
from motcua.dossiers.models import IdentityHelp
from motcua.feedback.dialogue_models import Dialogue
from motcua.feedback.enums import DialogueCause, DialogueState, DialogueWay
from motcua.feedback.models import Petition
from motcua.indicators.ports import Number, measure
from motcua.indicators.scoring import Count
from motcua.inspections.enums import CheckForm, CheckState, CheckWay
from motcua.inspections.inspection_models import Inspection
from motcua.kernel import clock
from motcua.kernel.clock import frozen
from motcua.kernel.periods import parse
from motcua.measurement.behind import Behind, behind
from motcua.measurement.beside import share
from motcua.measurement.each import posts_each, received_each
from motcua.measurement.numbers import happened, numbers
from motcua.measurement.queries import scope_of
from motcua.organisation.desk_enums import TrainingKind
from motcua.organisation.enums import Level
from motcua.organisation.models import Agency, DeskAssignment, Staff, Training, TrainingPart
from motcua.plans import actions as imports
from motcua.plans import aiming, queries
from motcua.plans.control_enums import ChannelKind, InitiativeState, PostKind
from motcua.plans.control_models import Initiative, OutreachChannel, Post
from motcua.plans.models import Occurrence, PlanTarget, PlanTask

YEAR = parse("2026")
NOW = moment("2026-07-01 09:00")


@pytest.fixture
def commune(db: None) -> Agency:
    return factories.agency()


def dialogue(at: Agency, day: str, state: DialogueState) -> None:
    Dialogue.objects.create(
        agency=at, title=f"Đối thoại {day}", cause=next(iter(DialogueCause)).value, way=next(iter(DialogueWay)).value,
        held_at=moment(f"{day} 08:00"), place="Hội trường", content="Thủ tục", joining="Gọi", chair="Chủ tịch",
        announce_by=date(2026, 1, 1), publish_by=date(2026, 12, 1), state=state.value, people=40, made_by="Thử",
    )  # fmt: skip


def inspection(at: Agency, concluded: date | None, state: CheckState) -> None:
    Inspection.objects.create(
        agency=at, target=at, title="Kiểm tra việc tiếp nhận hồ sơ", form=next(iter(CheckForm)).value,
        way=next(iter(CheckWay)).value, checklist="x", first_day=date(2026, 3, 1), last_day=date(2026, 3, 5),
        state=state.value, concluded_on=concluded, conclusion="05/KL-UBND" if concluded else "", made_at=NOW,
        made_by="Thử",
    )  # fmt: skip


def training(
    at: Agency, last: date, *people: Staff, held: bool = True, kind: TrainingKind = TrainingKind.COURSE
) -> None:
    made = Training.objects.create(
        agency=at, kind=kind.value, held=held, title="Nghiệp vụ Một cửa", organiser=at.name, first_day=last, last_day=last,
        hours=Decimal(4),
    )  # fmt: skip
    for one in people:
        TrainingPart.objects.create(training=made, staff=one, hours=Decimal(4))


def initiative(at: Agency, registered: date, recognised: date | None = None) -> None:
    state = InitiativeState.RECOGNISED if recognised else InitiativeState.REGISTERED
    Initiative.objects.create(
        agency=at, year=2026, title="Hẹn giờ qua Zalo", problem="Chờ", solution="Hẹn", effect="Nhanh", state=state.value,
        registered_on=registered, registered_by="Thử", decided_on=recognised, decision="7/QĐ" if recognised else "",
    )  # fmt: skip


def post(by: Staff, day: date, kind: PostKind = PostKind.ARTICLE, **more: Any) -> None:
    number = Post.objects.count()
    Post.objects.create(
        agency=by.agency, staff=by, kind=kind.value, title="Nộp hồ sơ tại nhà", day=day,
        url=f"https://xa.example/{number}", entered_at=NOW, entered_by="Thử", **more,
    )  # fmt: skip


def helped(by: Staff, day: date, **more: Any) -> None:
    IdentityHelp.objects.create(
        agency=by.agency, staff=by, kind=IdentityHelpKind.OPENED.value, at=NOW, day=day, **more
    )


def _dialogues(at: Agency) -> None:
    dialogue(at, "2026-03-10", DialogueState.HELD)
    dialogue(at, "2026-06-30", DialogueState.PUBLISHED)
    dialogue(at, "2026-05-10", DialogueState.DROPPED)
    dialogue(at, "2026-06-10", DialogueState.ANNOUNCED)
    dialogue(at, "2025-03-10", DialogueState.PUBLISHED)


def _inspections(at: Agency) -> None:
    inspection(at, date(2026, 3, 20), CheckState.CONCLUDED)
    inspection(at, date(2026, 6, 30), CheckState.CLOSED)
    inspection(at, None, CheckState.DECIDED)
    inspection(at, date(2025, 12, 31), CheckState.CLOSED)


def _trainings(at: Agency) -> None:
    training(at, date(2026, 3, 20))
    training(at, date(2026, 6, 30))
    training(at, date(2026, 4, 20), held=False)
    training(at, date(2026, 4, 20), kind=TrainingKind.CONFERENCE)
    training(at, date(2025, 4, 20))


def _initiatives(at: Agency) -> None:
    initiative(at, date(2026, 3, 20), date(2026, 6, 1))
    initiative(at, date(2026, 6, 30))
    initiative(at, date(2025, 12, 1))


def _recognised(at: Agency) -> None:
    initiative(at, date(2025, 12, 1), date(2026, 3, 2))
    initiative(at, date(2026, 3, 20), date(2026, 6, 1))
    initiative(at, date(2026, 6, 30))


def _posts(at: Agency) -> None:
    writer = factories.officer(at)
    post(writer, date(2026, 3, 20))
    post(writer, date(2026, 6, 30), PostKind.SOCIAL)
    post(writer, date(2026, 4, 20), PostKind.LEAFLET)
    post(writer, date(2026, 4, 20), withdrawn_at=NOW)
    post(writer, date(2025, 4, 20))


def _helps(at: Agency) -> None:
    clerk = factories.officer(at)
    helped(clerk, date(2026, 3, 20))
    helped(clerk, date(2026, 6, 30))
    helped(clerk, date(2026, 3, 20), undone_at=NOW)
    helped(clerk, date(2025, 3, 20))


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("N.dialogues", _dialogues), ("N.inspections", _inspections), ("N.trainings", _trainings),
        ("N.initiatives", _initiatives), ("N.recognised", _recognised), ("N.posts", _posts), ("identity_help", _helps),
    ],
)  # fmt: skip
def test_what_took_place_counts_once_and_opens(
    commune: Agency, code: str, rows: Callable[[Agency], None], django_assert_max_num_queries: Any
) -> None:
    rows(commune)
    rows(factories.agency("H02"))
    scope, months = scope_of(commune), list(YEAR.months())
    with frozen(NOW):
        assert numbers(code, scope, [YEAR], NOW) == [Number(Fraction(2))]
        assert len(happened(code, scope, YEAR, NOW)) == 2
        with django_assert_max_num_queries(2):
            by_month = numbers(code, scope, months, NOW)
        assert [one.value for one in by_month[:7] if one] == [0, 0, 1, 0, 0, 1, 0]
        assert by_month[7:] == [None] * 5
    # As it stood when June began: what came later is not seen.
    assert numbers(code, scope, [YEAR], moment("2026-06-01 00:00")) == [Number(Fraction(1))]


def test_posts_each_week_are_those_of_whoever_has_fewest(commune: Agency) -> None:
    much, few = factories.officer(commune, "Nhiều"), factories.officer(commune, "Ít")
    newcomer = factories.officer(commune, "Mới đến")
    Staff.objects.filter(pk=newcomer.pk).update(first_day=date(2026, 6, 24))
    june = parse("2026-06")
    for day in (2, 3, 9, 16, 23, 24):
        post(much, date(2026, 6, day))
    for day in (2, 9, 16):
        post(few, date(2026, 6, day))
    # Four weeks have ended by 28 June; that of the 29th still runs.
    found = posts_each(scope_of(commune), june, date(2026, 6, 30))
    assert found.number == Number(Fraction(3, 4))
    assert {one.name: (one.many, one.of, one.enough) for one in found.people} == {
        "Nhiều": (6, 4, True), "Ít": (3, 4, False),
    }  # fmt: skip
    nobody = posts_each(scope_of(commune), june, date(2026, 6, 3)).number
    assert nobody.value is None
    assert nobody.remark


def received(at: Agency, by: Staff, many: int, day: date) -> None:
    version = factories.version()
    with frozen(clock.at_local(day, 8)):
        for _ in range(many):
            actions.receive_at_counter(factories.filing(version, at), actor=CLERK, receiver_id=by.pk)


def test_dossiers_of_one_receptionist_in_a_year_and_who_is_exempt(commune: Agency) -> None:
    whole, half = factories.officer(commune, "Cả năm"), factories.officer(commune, "Nửa năm")
    DeskAssignment.objects.create(
        agency=commune,
        staff=half,
        first_day=date(2026, 1, 1),
        last_day=date(2026, 7, 2),
        decided_on=date(2025, 12, 20),
    )
    received(commune, whole, 2, date(2026, 3, 2))
    received(commune, half, 1, date(2026, 3, 3))
    scope = scope_of(commune)
    with frozen(NOW):
        running = received_each(scope, YEAR, date(2026, 7, 1))
    # A year and 183 of 365 days.
    assert running.number == Number(Fraction(3) / (1 + Fraction(183, 365)))
    assert {one.name: (one.many, one.of) for one in running.people} == {
        "Cả năm": (2, 800),
        "Nửa năm": (1, 402),
    }
    with frozen(moment("2027-01-05 08:00")):
        over = received_each(scope, YEAR, YEAR.last).number
    assert over.value is None
    assert "miễn" in over.remark
    assert received_each(scope, parse("2026-03"), date(2026, 3, 31)).number.value is None


def test_shares_of_officers_units_and_answers(commune: Agency) -> None:
    taught, other = factories.officer(commune, "Đã học"), factories.officer(commune, "Chưa học")
    training(commune, date(2026, 3, 20), taught, held=False)
    training(commune, date(2025, 3, 20), other)
    factories.officer(commune, "Đã nghỉ", last_day=date(2026, 2, 1))
    OutreachChannel.objects.create(
        agency=commune, kind=ChannelKind.WEBSITE.value, name="Trang", first_day=date(2026, 1, 1)
    )
    for number, published in enumerate((None, "2026-04-01 08:00")):
        Petition.objects.create(
            code=f"PA-{number}", agency=commune, agency_code=commune.code, channel="direct", kind="both",
            received_at=moment("2026-03-01 08:00"), refuse_due_on=date(2026, 3, 9), supplement_due_on=date(2026, 3, 9),
            handle_due_on=date(2026, 3, 20), statute_due_on=date(2026, 3, 20), answer="Đã giải quyết",
            answered_at=moment("2026-03-10 08:00"), state="published" if published else "answered",
            published_at=moment(published) if published else None,
        )  # fmt: skip
    with frozen(NOW):
        counts = measure().counts(commune.code, YEAR, NOW)
        assert counts["S.trained"] == Count(1, 2)
        assert counts["V.published"] == Count(1, 2)
        assert counts["U.social"] == Count(0, 1)
        assert counts["U.readers"] == Count(0, 1)
        assert set(counts) >= {"II.1", "U.pay_online", "D.not_asked_again"}
        assert len(counts) == len(list(counts))
        people = behind(scope_of(commune), YEAR, NOW, "S.trained")
        assert (people.kind, people.having, people.missing) == (Behind.PEOPLE, (taught.pk,), (other.pk,))
        OutreachChannel.objects.create(
            agency=commune, kind=ChannelKind.ZALO.value, name="Zalo", first_day=date(2026, 1, 1)
        )
        assert measure().counts(commune.code, YEAR, NOW)["U.social"] == Count(1, 1)


def test_shares_of_units_are_of_those_below_from_the_district_up(commune: Agency) -> None:
    province = factories.agency("H77", level=Level.PROVINCE)
    for code in ("H77.01", "H77.02"):
        factories.agency(code, parent=province)
    with frozen(NOW):
        assert measure().counts(province.code, YEAR, NOW)["U.readers"].denominator == 3
        assert measure().counts("H77.01", YEAR, NOW)["U.readers"].denominator == 1


@pytest.mark.parametrize(
    ("process", "having"),
    [
        ({}, 1),
        ({"agency": "H77.01"}, 1),
        ({"agency": "H77.02"}, 0),  # another commune's
        ({"state": "example"}, 0),
        ({"usable": False}, 0),  # approved, does not run yet
        ({"electronic_since": date(2026, 7, 2)}, 0),
        ({"valid_to": date(2026, 6, 30)}, 0),
    ],
)
def test_procedures_with_an_approved_process(db: None, process: dict[str, Any], having: int) -> None:
    commune = factories.agency("H77.01")
    version, other = factories.version(), factories.version()
    factories.version(at_commune=False, at_province=True)
    InternalProcess.objects.filter(version=version).update(
        **{"state": "approved", "electronic_since": date(2026, 1, 1)} | process
    )
    InternalProcess.objects.create(key="CHUNG", name="Các bước chung", state="approved", usable=True)
    with frozen(NOW):
        assert measure().counts(commune.code, YEAR, NOW)["P.process"] == Count(having, 2)
        found = behind(scope_of(commune), YEAR, NOW, "P.process")
    assert (found.kind, len(found.having)) == (Behind.PROCEDURES, having)
    assert other.procedure.code in found.missing


def test_of_several_desks_each_runs_the_process(db: None) -> None:
    province = factories.agency("H77", level=Level.PROVINCE, has_desk=False)
    for code in ("H77.01", "H77.02"):
        factories.agency(code, parent=province)
    version = factories.version()
    row = InternalProcess.objects.get(version=version)
    InternalProcess.objects.filter(pk=row.pk).update(state="approved", agency="H77.01")
    below = scope_of(province, with_below=True)
    with frozen(NOW):
        assert share("P.process", below, YEAR, date(2026, 7, 1)) == Count(0, 1)
        InternalProcess.objects.create(
            version=version,
            key="của xã kia",
            name="Quy trình",
            usable=True,
            state="approved",
            agency="H77.02",
        )
        assert share("P.process", below, YEAR, date(2026, 7, 1)) == Count(1, 1)


def target(
    commune: Agency, code: str, unit: str, operator: str, value: str | None, **more: Any
) -> PlanTarget:
    plan = PlanTarget.objects.select_related("plan").filter(plan__agency=commune).first()
    assert plan is not None
    return PlanTarget.objects.create(
        plan=plan.plan, order=90 + PlanTarget.objects.count(), name="Chỉ tiêu", unit=unit, operator=operator,
        value=Decimal(value) if value else None, measure=code, **more,
    )  # fmt: skip


def test_a_plan_judges_numbers_with_operator_and_unit(commune: Agency) -> None:
    confirmed(commune)
    _dialogues(commune)
    rows = [
        target(commune, "N.dialogues", "cuộc", ">=", "2"),
        target(commune, "N.dialogues", "cuộc", ">=", "3"),
        target(commune, "N.dialogues", "%", "increase_per_year", "100"),
        target(commune, "N.dialogues", "%", "increase_per_year", "101"),
        target(commune, "N.dialogues", "", "above_last_year", None),
        target(commune, "N.dialogues", "%", "increase_per_year", "15", baseline=Decimal(2)),
        target(commune, "N.dialogues", "người", ">=", "2"),
        target(commune, "766.total", "điểm", "between", "80", value_high=Decimal(90)),
    ]
    with frozen(NOW):
        stood = queries.with_values(rows, NOW)
    assert [one.met for one in stood] == [True, False, True, False, True, False, None, None]
    assert [one.value for one in stood[:6]] == [Decimal(2)] * 6
    assert (stood[2].last_year, stood[2].unit, stood[2].gap) == (Decimal(1), "", Decimal(0))
    assert stood[6].verdict[0] == "Chưa đo"
    assert "Đơn vị" in stood[6].why_not
    assert stood[7].verdict[0] == "Không xét"
    assert "chưa đo" in stood[7].why_not


def test_units_numbers_are_added_and_means_are_not(commune: Agency) -> None:
    confirmed(commune)
    _dialogues(commune)
    with frozen(NOW):
        summed = target(commune, "N.dialogues", "cuộc", ">=", "4")
        one = queries.with_values([summed], NOW)[0]
        together = aiming.roll_up(summed, [one, one])
        assert (together.value, together.reached) == (Decimal(4), True)
        mean = target(commune, "N.posts_each", "bài/người/tuần", "=", "1")
        assert aiming.roll_up(mean, queries.with_values([mean], NOW)).value is None


def test_the_real_plan_is_measured_where_the_system_can_know(
    commune: Agency, django_assert_max_num_queries: Any
) -> None:
    name = "plan_my_hoa_hung_2024.txt"
    seed = Path(__file__).parents[1] / "seeds" / name
    with frozen(moment("2024-12-02 08:00")):
        plan = imports.import_document(commune, data=seed.read_bytes(), name=name, actor=CLERK)
        rows = list(PlanTarget.objects.filter(plan=plan).select_related("plan__agency"))
        with django_assert_max_num_queries(60):
            stood = queries.with_values(rows, clock.now())
    measured = [one.target.measure for one in stood if one.measured]
    # Two more, of procedures offered online, wait for a catalogue.
    assert (len(stood), len(measured)) == (35, 24)
    assert {"U.readers", "N.received_each", "U.certified", "U.reuse", "U.pay_online", "D.not_asked_again",
            "V.published", "U.social", "U.eforms", "N.posts_each", "P.process", "766.total"} <= set(measured)  # fmt: skip
    assert all(one.why_not for one in stood if not one.measured)
    readers = next(one for one in stood if one.target.measure == "U.readers")
    assert (readers.value, readers.met) == (Decimal(0), False)
    total = next(one for one in stood if one.target.measure == "766.total")
    assert total.verdict[0] == "Không xét"


@pytest.mark.parametrize(
    ("form", "version", "having"),
    [
        ({}, {}, 1),
        ({"first_day": None}, {}, 0),  # a draft
        ({"last_day": date(2026, 1, 31)}, {}, 0),
        ({}, {"online_level": "none"}, 0),
        ({}, {"at_commune": False, "at_province": True}, 0),
        ({}, {"valid_to": date(2026, 1, 31)}, 0),
    ],
)
def test_units_with_an_electronic_form(
    commune: Agency, form: dict[str, Any], version: dict[str, Any], having: int
) -> None:
    given = {"first_day": date(2026, 1, 1), "last_day": None} | form
    EForm.objects.create(
        version=factories.version(**version),
        number=1,
        schema={},
        author="Người soạn",
        changed_at=NOW,
        **given,
    )
    with frozen(NOW):
        assert measure().counts(commune.code, YEAR, NOW)["U.eforms"] == Count(having, 1)


def test_dates_of_plan_tasks_that_were_met(commune: Agency) -> None:
    """By the day asked for; of tasks still to be done, of plans that run, of the own commune."""
    made = imported(commune, text=TEXT)
    with frozen(moment("2026-01-20 09:00")):
        imports.confirm(made.pk, actor=CLERK)
    Occurrence.objects.all().delete()
    first, second, dropped = PlanTask.objects.filter(plan=made).order_by("order")[:3]
    PlanTask.objects.filter(pk=dropped.pk).update(state="dropped")
    for task, due, done_on in (
        (first, date(2026, 3, 30), date(2026, 4, 9)),
        (second, date(2026, 3, 31), None),
        (dropped, date(2026, 3, 31), None),
        (first, date(2026, 9, 30), None),
    ):
        Occurrence.objects.create(task=task, due_date=due, done_on=done_on)

    def found(period: str, day: str) -> tuple[int, int]:
        count = share("K.due_done", scope_of(commune), parse(period), date.fromisoformat(day))
        return count.numerator, count.denominator

    assert [found("2026", day) for day in ("2026-03-31", "2026-06-10", "2026-12-31")] == [
        (0, 2),
        (1, 2),
        (1, 3),
    ]
    assert found("2026-Q2", "2026-06-10") == (0, 0)
    assert share(
        "K.due_done", scope_of(factories.agency("H99.09")), parse("2026"), date(2026, 6, 10)
    ) == Count(0, 0)
    with frozen(moment("2026-06-10 09:00")):
        standing = behind(scope_of(commune), YEAR, clock.now(), "K.due_done")
    dates = Occurrence.objects.in_bulk([int(key) for key in (*standing.having, *standing.missing)])
    assert [dates[int(key)].task_id for key in standing.having] == [first.pk]
    assert [dates[int(key)].task_id for key in standing.missing] == [second.pk]
