"""Initiatives, emulation and the budget: who may say what, points from facts, no đồng beyond estimate and norm."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.dossiers import actions as dossiers
from motcua.dossiers.models import StepRun
from motcua.kernel.clock import frozen
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency, Staff
from motcua.plans import budget, emulation, initiatives, tasking
from motcua.plans.control_enums import AwardKind, InitiativeState
from motcua.plans.emulation import Standing, points_of
from motcua.plans.emulation_behind import behind, unit_results
from motcua.plans.emulation_criteria import Criterion, Fact, Wording, criteria, take_back, write
from motcua.plans.initiatives import NewInitiative
from motcua.plans.models import Occurrence
from motcua.regimes.actions import set_value


@pytest.fixture
def staff(db: None) -> Staff:
    return factories.officer(factories.agency(), "Người Làm")


@pytest.fixture
def agency(staff: Staff) -> Agency:
    return staff.agency


# --- initiatives ---


def idea(staff: Staff, **more: Any) -> Any:
    given = {"agency": staff.agency, "year": 2026, "title": "Hẹn giờ", "problem": "Chờ lâu", "solution": "Chia giờ",
             "effect": "Chờ ít hơn", "authors": [staff], **more}  # fmt: skip
    return initiatives.register(NewInitiative(**given), actor=CLERK)


def test_an_initiative_is_appraised_by_others_and_recognised(staff: Staff) -> None:
    row = idea(staff)
    own = Actor("staff", str(staff.pk), staff.name, "H99.01")
    with pytest.raises(Refused, match="Tác giả không thẩm định"):
        initiatives.appraise(row.pk, fit=True, words="Tốt", by="Hội đồng", actor=own)
    with pytest.raises(Refused, match="đã đăng ký"):
        initiatives.recognise(row.pk, decision="1/QĐ", decided_on=date(2026, 6, 1), actor=CLERK)
    other = Actor("staff", str(staff.pk + 1000), "Khác", "H99.01")
    initiatives.appraise(row.pk, fit=True, words="Tốt", by="Hội đồng", actor=other)
    done = initiatives.recognise(row.pk, decision="1/QĐ", decided_on=date(2026, 6, 1), actor=other)
    assert done.status is InitiativeState.RECOGNISED
    assert initiatives.authors_of([row]) == {row.pk: ["Người Làm"]}
    refused = initiatives.appraise(idea(staff).pk, fit=False, words="Đã có", by="Hội đồng", actor=other)
    assert refused.status is InitiativeState.REFUSED


@pytest.mark.parametrize("lacking", [{"title": " "}, {"effect": ""}, {"authors": []}])
def test_what_registering_refuses(staff: Staff, lacking: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        idea(staff, **lacking)


# --- emulation ---

FORTY = Criterion("a", "A", Decimal(40), "steps", Decimal(100), "")


@pytest.mark.parametrize(
    ("value", "points"),
    [(None, None), ("0", "0"), ("50", "20"), ("100", "40"), ("250", "40"), ("33.333", "13.33")],
)
def test_points_are_in_proportion(value: str | None, points: str | None) -> None:
    found = points_of(None if value is None else Decimal(value), FORTY)
    assert found == (None if points is None else Decimal(points))


def test_points_come_from_what_was_done(
    staff: Staff, agency: Agency, django_assert_max_num_queries: Any
) -> None:
    version = factories.version()
    for done in ("2026-06-02 10:00", "2026-06-02 11:00", "2026-06-09 16:00", "2026-06-02 09:00"):
        with frozen(moment("2026-06-01 08:00")):
            made = dossiers.receive_at_counter(
                factories.filing(version, agency), actor=CLERK, receiver_id=staff.pk
            )
        StepRun.objects.create(
            dossier=made, number=9, name="Thẩm định", holder=staff, started_at=moment("2026-06-01 08:00"),
            due_at=moment("2026-06-05 17:00"), finished_at=moment(done),
        )  # fmt: skip
    with frozen(moment("2026-05-04 08:00")):
        for day, met in ((date(2026, 5, 20), date(2026, 5, 19)), (date(2026, 5, 25), date(2026, 5, 28))):
            task = tasking.give_task(
                agency, actor=CLERK, title="Việc", source="Giao ban", due_date=day, holder_id=staff.pk
            )
            Occurrence.objects.filter(task=task).update(done_on=met)
    with frozen(moment("2026-06-10 08:00")):
        emulation.mark(agency, 2026, staff, "ky-luat", points=Decimal(15), basis="Biên bản", actor=CLERK)
        emulation.mark(agency, 2026, staff, "ky-luat", points=Decimal(12), basis="Sửa biên bản", actor=CLERK)
        for number in range(5):
            factories.officer(agency, f"Người {number}")
        with django_assert_max_num_queries(14):
            rows = emulation.standings(agency, 2026, date(2026, 6, 10))
    found = next(one for one in rows if one.staff == staff)
    points = {one.criterion.code: one.points for one in found.scores}
    assert points["ho-so"] == Decimal("30.00")  # three steps of four in time
    assert points["nhiem-vu"] == Decimal("10.00")  # one date of two in time
    assert points["ky-luat"] == Decimal("12.00")  # the newest of the council holds
    assert points["sang-kien"] == 0
    rows_of = behind(agency, staff, 2026, date(2026, 6, 10), {"ky-luat": "Kỷ luật"})
    late = [one.dossier for one in rows_of[Fact.STEPS]]
    assert len(late) == 1
    assert [one.when for one in rows_of[Fact.TASKS]] == ["hạn 25/05/2026, xong 28/05/2026"]
    given = [one.words[:18] for one in rows_of[Fact.COUNCIL]]
    assert given == ["Kỷ luật: 12 điểm: ", "Kỷ luật: 15 điểm: "]
    assert [(one.met, one.of) for one in unit_results(agency, 2026, moment("2026-06-10 08:00"))] == [(1, 2)]
    idle = next(one for one in rows if one.staff.name == "Người 0")
    assert {one.criterion.code: one.points for one in idle.scores}["ho-so"] is None
    assert idle.out_of < found.out_of
    # 60 of 100 is neither to be praised nor reviewed; of who could be scored on little nothing is suggested.
    assert emulation.hinted(rows, agency, 2026) == {}
    low, high = replaced(found, Decimal(10)), replaced(found, Decimal(100))
    assert emulation.hinted([low], agency, 2026) == {staff.pk: AwardKind.REVIEWED}
    assert emulation.hinted([high], agency, 2026) == {staff.pk: AwardKind.PRAISE}
    assert emulation.hinted([replace(low, scores=low.scores[:1])], agency, 2026) == {}


def replaced(one: Standing, percent: Decimal) -> Standing:
    """The same with so many percent of every point that could be scored."""
    return replace(
        one,
        scores=tuple(
            replace(each, points=None if each.points is None else each.criterion.most * percent / 100)
            for each in one.scores
        ),
    )


def test_the_council_says_only_what_the_system_does_not_know(staff: Staff, agency: Agency) -> None:
    for given, refused in (
        ({"criterion": "ho-so", "points": Decimal(1), "basis": "A"}, "hệ thống đo"),
        ({"criterion": "ky-luat", "points": Decimal(16), "basis": "A"}, "từ 0 đến 15"),
        ({"criterion": "ky-luat", "points": Decimal(9), "basis": " "}, "căn cứ"),
    ):
        with pytest.raises(Refused, match=refused):
            emulation.mark(agency, 2026, staff, actor=CLERK, **given)


def test_a_proposal_keeps_its_points_and_is_decided_once(staff: Staff, agency: Agency) -> None:
    with frozen(moment("2026-06-10 08:00")):
        emulation.mark(agency, 2026, staff, "ky-luat", points=Decimal(15), basis="Biên bản", actor=CLERK)
        own = Actor("staff", str(staff.pk), staff.name, agency.code)
        with pytest.raises(Refused, match="tự đề nghị"):
            emulation.propose(agency, 2026, staff, kind=AwardKind.PRAISE, words="Tốt", actor=own)
        other = Actor("staff", str(staff.pk + 1000), "Khác", agency.code)
        row = emulation.propose(agency, 2026, staff, kind=AwardKind.PRAISE, words="Tốt", actor=other)
        assert row.points == emulation.standings(agency, 2026, date(2026, 6, 10))[0].points
        with pytest.raises(Refused, match="Đã có đề nghị"):
            emulation.propose(agency, 2026, staff, kind=AwardKind.PRAISE, words="Tốt", actor=other)
        given: dict[str, Any] = {
            "agreed": True,
            "decision": "5/QĐ",
            "decided_on": date(2026, 6, 10),
            "actor": other,
        }
        emulation.decide_award(row.pk, **given)
        with pytest.raises(Refused, match="đã có kết quả"):
            emulation.decide_award(row.pk, **given)


def test_criteria_are_whole(agency: Agency) -> None:
    found = criteria(agency, 2026)
    assert sum(one.most for one in found) == 100
    assert len({one.code for one in found}) == len(found)


OWN = [
    Wording("ky-luat", "Kỷ luật, kỷ cương", Decimal(10), Fact.COUNCIL, None),
    Wording("", "Tập huấn đủ giờ", Decimal("7.5"), Fact.TRAINING, Decimal(16)),
    Wording("ho-so", " ", None, Fact.STEPS, None),
]


def written(agency: Agency, wordings: Any = OWN, **more: Any) -> tuple[Criterion, ...]:
    given = {"source": "Kế hoạch thi đua số 9", "first_day": date(2026, 6, 10), "reason": "Theo năm", **more}
    return write(agency, wordings, actor=CLERK, **given)


def test_an_agency_words_its_own_criteria_from_a_day_on(staff: Staff, agency: Agency) -> None:
    with frozen(moment("2026-06-10 08:00")):
        emulation.mark(agency, 2026, staff, "ky-luat", points=Decimal(15), basis="Biên bản", actor=CLERK)
        made = written(agency)
        assert [(one.code, one.most, one.full) for one in made] == [
            ("ky-luat", Decimal(10), Decimal(10)), ("rieng-1", Decimal("7.5"), Decimal(16)),
        ]  # fmt: skip
        assert criteria(agency, 2026) == made
        # The council's fifteen of fifteen are ten of ten now; another agency and the year before keep theirs.
        assert emulation.standings(agency, 2026, date(2026, 6, 10))[0].scores[0].points == 10
        assert len(criteria(factories.agency("H99.02"), 2026)) > 2
        assert len(criteria(agency, 2025)) > 2
        again = written(agency, [Wording("rieng-1", "Tập huấn", Decimal(5), Fact.TRAINING, Decimal(8)),
                                 Wording("", "Việc khác", Decimal(5), Fact.COUNCIL, None)])  # fmt: skip
        assert [one.code for one in again] == ["rieng-1", "rieng-2"]
        take_back(agency, first_day=date(2026, 6, 10), reason="Thôi", actor=CLERK)
        assert len(criteria(agency, 2026)) > 2


@pytest.mark.parametrize(
    ("wordings", "more", "refused"),
    [
        ([], {}, "ít nhất một"),
        (OWN[:1], {"source": " "}, "căn cứ"),
        (OWN[:1], {"first_day": date(2025, 12, 31)}, "năm đã qua"),
        ([replace(OWN[0], most=Decimal(0))], {}, "điểm tối đa"),
        ([replace(OWN[1], full=None)], {}, "trọn điểm"),
        ([replace(OWN[1], fact=Fact.STEPS, full=Decimal(101))], {}, "không quá 100"),
        ([OWN[1], OWN[1]], {}, "cùng một số đo"),
        (OWN[:1], {"reason": ""}, "lý do"),
    ],
)
def test_criteria_that_say_nothing_are_refused(
    agency: Agency, wordings: Any, more: dict[str, Any], refused: str
) -> None:
    with frozen(moment("2026-06-10 08:00")), pytest.raises(Refused, match=refused):
        written(agency, wordings, **more)


# --- budget ---


def line(agency: Agency, **more: Any) -> Any:
    given = {"content": "hop", "words": "Hội nghị tổng kết", "quantity": 2, "unit_amount": 1_000_000, **more}
    return budget.estimate(agency, 2026, actor=CLERK, **given)


def spend(row: Any, amount: int, **more: Any) -> Any:
    with frozen(moment("2026-06-10 08:00")):
        given = {"day": date(2026, 6, 9), "amount": amount, "document": "PC 01", **more}
        return budget.spend(row.pk, actor=CLERK, **given)


def test_no_dong_beyond_the_estimate_and_none_after_settling(agency: Agency) -> None:
    row = line(agency)
    spend(row, 1_500_000)
    with pytest.raises(Refused, match=r"chỉ còn 500\.000"):
        spend(row, 500_001)
    spend(row, 500_000)
    with pytest.raises(Refused, match="dự toán năm 2026"):
        spend(row, 1, day=date(2025, 12, 31))
    assert [(one.spent, one.left) for one in budget.standing(agency, 2026)] == [(2_000_000, 0)]
    with frozen(moment("2026-06-10 08:00")):
        done = budget.settle(agency, 2026, document="BC 9", settled_on=date(2026, 6, 10), actor=CLERK)
        assert (done.estimate, done.spent) == (2_000_000, 2_000_000)
        with pytest.raises(Refused, match="đã quyết toán"):
            budget.settle(agency, 2026, document="BC 9", settled_on=date(2026, 6, 10), actor=CLERK)
    with pytest.raises(Refused, match="đã quyết toán"):
        line(agency)


def test_a_norm_binds_where_the_agency_has_set_one(agency: Agency) -> None:
    assert line(agency).norm is None
    with frozen(moment("2025-12-20 08:00")):
        set_value(
            actor=CLERK, key="budget.norms", value={"hop": 800_000}, scope=agency.code, first_day=date(2026, 1, 1),
            reason="Nghị quyết của HĐND tỉnh",
        )  # fmt: skip
    assert budget.norm_of(agency, "hop", date(2026, 1, 1)) == 800_000
    assert budget.norm_of(agency, "hop", date(2026, 1, 1) - timedelta(days=1)) is None
    with pytest.raises(Refused, match=r"vượt định mức 800\.000"):
        line(agency)
    assert line(agency, unit_amount=800_000).norm == 800_000
