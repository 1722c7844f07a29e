"""Bodies and persons named in a plan: guessed with their certainty, confirmed once, remembered; tasks reach people."""

from datetime import date
from typing import Any

import pytest
from tests import factories
from tests.factories import CLERK, moment
from tests.plans.test_running import TEXT, imported

from motcua.kernel.clock import frozen
from motcua.kernel.refusals import Refused
from motcua.organisation.access import officer_from
from motcua.organisation.enums import Level
from motcua.organisation.models import Agency, Staff
from motcua.plans import access, actions, bodies, reporting
from motcua.plans.enums import Group, Means, Part
from motcua.plans.models import BodyAlias, Plan, PlanTask, TaskBody
from motcua.plans.naming import Known, guesses, plain

KNOWN = [
    Known(Means.AGENCY, "1", "UBND xã Lam Bình", ("Ủy ban nhân dân xã Lam Bình", "xã Lam Bình"), place="Lam Bình"),
    Known(Means.AGENCY, "2", "UBND xã Lam Sơn", ("Ủy ban nhân dân xã Lam Sơn",)),
    Known(Means.AGENCY, "3", "Công an xã Lam Bình", ("Công an xã Lam Bình",), place="Lam Bình"),
    Known(Means.STAFF, "7", "Võ Minh Yến", ("Võ Minh Yến", "Công chức Văn phòng – Thống kê"), "Công chức Văn phòng, ", "xa"),
    Known(Means.STAFF, "8", "Phạm Bình", ("Phạm Bình", "Phó Chủ tịch UBND xã"), "Phó Chủ tịch UBND xã, ", "xa"),
    Known(Means.STAFF, "9", "Lê Thu Hà", ("Lê Thu Hà", "Công chức Tư pháp – Hộ tịch"), "Công chức Tư pháp – Hộ tịch, ", "xa"),
    *(Known(Means.GROUP, one.value, one.value, ()) for one in Group),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "key", "least", "most"),
    [
        ("UBND xã Lam Bình", "1", 100, 100),
        ("Uỷ ban nhân dân xã", "1", 97, 97),
        ("UBND xã Lam Sơn", "2", 100, 100),
        ("Công an xã", "3", 97, 97),
        ("đồng chí Lê Thu Hà", "9", 100, 100),
        ("CC Tư pháp - Hộ tịch", "9", 100, 100),
        ("VP HĐND&UBND xã", "7", 70, 70),
        ("UBND và Công an xã", "1", 40, 94),
        ("các phòng chuyên môn", "own_people", 90, 90),
        ("Các ban ngành chuyên môn của xã", "own_people", 90, 90),
        ("Các ngành có liên quan", "own_people", 60, 60),
        ("UBND các xã, phường", "communes", 100, 100),
        ("UBND cấp xã", "communes", 100, 100),
        ("UBND cấp huyện", "districts", 100, 100),
        ("Các sở, ban ngành", "departments", 100, 100),
        ("Bộ phận một cửa của xã", "own_desk", 100, 100),
        ("Cán bộ, công chức được phân công tiếp nhận hồ sơ tại Bộ phận một cửa xã", "own_desk", 80, 80),
    ],
)
def test_who_is_meant_and_how_sure_that_is(words: str, key: str, least: int, most: int) -> None:
    best = guesses(words, KNOWN)[0]
    assert (best.known.key, least <= best.confidence <= most) == (key, True), best


@pytest.mark.parametrize(
    "words",
    [
        "Văn phòng UBND tỉnh",
        "Sở Thông tin và Truyền thông",
        "Chủ tịch UBND xã",
        "Tổ chức, cá nhân có liên quan",
    ],
)
def test_nobody_is_guessed_who_is_somebody_else(words: str) -> None:
    assert not [one for one in guesses(words, KNOWN) if one.confidence >= 50]


def test_the_communes_of_a_plan_from_above_are_no_single_one() -> None:
    """A province's plan says «UBND xã» of all its communes; of one only the commune's own plan does."""
    above = [each for each in KNOWN if each.key != "1"]
    near = Known(Means.AGENCY, "4", "Lam Bình", ("Ủy ban nhân dân xã Lam Bình",))
    best = guesses("UBND xã", [*above, near])[0]
    assert (best.known.key, best.confidence) == ("communes", 80)
    assert guesses("UBND xã", KNOWN)[0].known.key == "1"


def test_a_name_two_bear_is_not_certain() -> None:
    twin = Known(Means.STAFF, "10", "Lê Thu Hà (2)", ("Lê Thu Hà", "Công chức Văn hóa"), "", "xa")
    assert [one.certain for one in guesses("Lê Thu Hà", [*KNOWN, twin])] == [False, False]


def test_abbreviations_are_written_out() -> None:
    assert plain("VP HĐND&UBND") == plain("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân")


@pytest.fixture
def commune(db: None) -> Agency:
    return factories.agency(name="Ủy ban nhân dân xã Thử")


def of(plan: Plan) -> dict[str, bodies.Named]:
    return {one.words: one for one in bodies.names_in(plan)}


def hire(at: Agency, name: str, title: str, **more: Any) -> Staff:
    return Staff.objects.create(name=name, agency=at, title=title, first_day=date(2020, 1, 1), **more)


def test_a_name_is_confirmed_once_and_the_task_reaches_its_officer(commune: Agency) -> None:
    holder = hire(commune, "Võ Minh Yến", "Công chức Văn phòng – Thống kê")
    helper = hire(commune, "Lê Thu Hà", "Bí thư Đoàn")
    with frozen(moment("2026-01-20 09:00")):
        plan = imported(commune)
        found = of(plan)
        assert [found["Văn phòng UBND xã"].guesses[0].known.key, found["Văn phòng UBND xã"].meant] == [
            str(holder.pk),
            None,
        ]
        assert found["Bộ phận Một cửa"].meant is not None
        with pytest.raises(Refused, match="Chọn trong danh sách"):
            bodies.remember(plan.pk, actor=CLERK, meanings={"Văn phòng UBND xã": "staff:0"})
        with pytest.raises(Refused, match="không còn nêu"):
            bodies.remember(plan.pk, actor=CLERK, meanings={"Ai đó": f"staff:{holder.pk}"})
        bodies.remember(
            plan.pk, actor=CLERK,
            meanings={"Văn phòng UBND xã": f"staff:{holder.pk}", "Đoàn Thanh niên": f"staff:{helper.pk}"},
        )  # fmt: skip
        assert not TaskBody.objects.exists()
        actions.confirm(plan.pk, actor=CLERK)
        tasks = list(PlanTask.objects.filter(plan=plan).order_by("order"))
        assert [task.holder_id for task in tasks] == [holder.pk, holder.pk, None]
        assert all(task.given_at for task in tasks[:2])
        me = officer_from(helper, date(2026, 1, 20))
        assert [task.order for task in access.helped_tasks(me)] == [3]
        assert access.task_seen_by(me, tasks[2].pk).pk == tasks[2].pk
        again = imported(commune, text=TEXT.replace("12/KH", "13/KH").replace("năm 2026", "năm 2027"))
    named = of(again)["Văn phòng UBND xã"]
    assert named.confirmed
    assert named.meant is not None
    assert named.meant.key == str(holder.pk)


def test_who_has_left_is_asked_about_again(commune: Agency) -> None:
    holder = hire(commune, "Võ Minh Yến", "Công chức Văn phòng – Thống kê")
    with frozen(moment("2026-01-20 09:00")):
        plan = imported(commune)
        bodies.remember(plan.pk, actor=CLERK, meanings={"Văn phòng UBND xã": f"staff:{holder.pk}"})
        Staff.objects.filter(pk=holder.pk).update(last_day=date(2026, 1, 19))
        assert of(plan)["Văn phòng UBND xã"].meant is None
        actions.confirm(plan.pk, actor=CLERK)
        assert not PlanTask.objects.exclude(holder=None).exists()
        heir = hire(commune, "Lê Thu Hà", "Công chức Văn phòng – Thống kê")
        bodies.remember(plan.pk, actor=CLERK, meanings={"Văn phòng UBND xã": f"staff:{heir.pk}"})
    assert set(PlanTask.objects.filter(order__lte=2).values_list("holder_id", flat=True)) == {heir.pk}
    assert BodyAlias.objects.count() == 1


def test_a_held_task_stays_with_who_holds_it_and_parts_are_told_apart(commune: Agency) -> None:
    one, other = hire(commune, "Võ Minh Yến", "Công chức"), hire(commune, "Lê Thu Hà", "Bí thư Đoàn")
    with frozen(moment("2026-01-20 09:00")):
        plan = imported(commune)
        actions.confirm(plan.pk, actor=CLERK)
        third = PlanTask.objects.get(plan=plan, order=3)
        reporting.assign_task(third.pk, actor=CLERK, holder_id=one.pk)
        for _ in range(2):
            bodies.remember(
                plan.pk, actor=CLERK,
                meanings={"Bộ phận Một cửa": f"staff:{other.pk}", "Đoàn Thanh niên": "outside:"},
            )  # fmt: skip
    third.refresh_from_db()
    assert third.holder_id == one.pk
    rows = TaskBody.objects.filter(task=third)
    assert [(row.of_part, row.means) for row in rows] == [(Part.LEAD, "staff"), (Part.COOPERATING, "outside")]


def test_groups_come_to_the_agencies_below(db: None) -> None:
    province = factories.agency("H99", level=Level.PROVINCE, name="Ủy ban nhân dân tỉnh Thử")
    communes = [
        factories.agency(f"H99.0{n}", parent=province, name=f"Ủy ban nhân dân xã Số {n}") for n in (1, 2)
    ]
    department = factories.agency("H99.1", parent=province, level=Level.DEPARTMENT, name="Sở Nội vụ")
    text = TEXT.replace("Văn phòng UBND xã", "UBND các xã, phường").replace("Đoàn Thanh niên", "Sở Nội vụ")
    with frozen(moment("2026-01-20 09:00")):
        plan = imported(province, text=text)
        actions.confirm(plan.pk, actor=CLERK)
        below = access.agencies_below(province)
    rows = list(TaskBody.objects.filter(task__order=1))
    assert bodies.agencies_meant(rows, province, below) == communes
    helps = list(TaskBody.objects.filter(task__order=3, part="cooperating"))
    assert bodies.agencies_meant(helps, province, below) == [department]
