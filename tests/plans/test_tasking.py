"""Tasks between people: outside any plan, handed down and gathered, accepted, held up, reminded of, in a calendar."""

from datetime import date, timedelta

import pytest
from tests import factories
from tests.factories import CLERK, moment
from tests.plans.test_running import TEXT, confirmed, imported, report, tasks

from motcua.kernel.clock import frozen, now
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.actions import NewAgency
from motcua.organisation.enums import ChangeKind, Level
from motcua.organisation.models import Agency, Staff
from motcua.organisation.reorganising import reorganise
from motcua.plans import actions, cascading, feeds, reminders, reporting, successors, tasking, year_view
from motcua.plans.enums import PlanKind, RemarkKind, TaskState
from motcua.plans.models import Obstacle, Occurrence, Plan, PlanTask, Remark, TaskBody
from motcua.plans.queries import occurrences_in, sent_back
from motcua.plans.tasks import escalate

DAY = "2026-06-03 09:00"


def acting(staff: Staff) -> Actor:
    return Actor("staff", str(staff.pk), staff.name, staff.agency.code)


@pytest.fixture
def commune(db: None) -> Agency:
    return factories.agency()


def handed_over(leaver: Staff, taker: Staff) -> int:
    """Of every agency."""
    agencies = Agency.objects.values_list("pk", flat=True)
    return tasking.hand_over_all(leaver.pk, taker.pk, of=list(agencies), actor=CLERK)


def given(commune: Agency, holder: Staff | None = None, due: date | None = date(2026, 6, 30)) -> PlanTask:
    boss = factories.officer(commune, "Lê Thị Giao")
    return tasking.give_task(
        commune, actor=acting(boss), title="Báo cáo nhanh", source="Công văn 15/UBND", due_date=due,
        holder_id=holder.pk if holder else None,
    )  # fmt: skip


def test_a_task_outside_any_plan(commune: Agency) -> None:
    with frozen(moment(DAY)):
        first, second = given(commune), given(commune, due=None)
        for wrong in ({"title": " "}, {"source": ""}, {"due_date": date(2026, 6, 2)}):
            values = {"title": "A", "source": "B", "due_date": None} | wrong
            with pytest.raises(Refused) as refused:
                tasking.give_task(commune, actor=CLERK, **values)
            assert refused.value.field in wrong
        report(first, 100, DAY)
    assert first.plan_id == second.plan_id
    assert (first.plan.kind, first.plan.year, Plan.objects.count()) == (PlanKind.OUTSIDE.value, 2026, 1)
    assert Occurrence.objects.filter(task=first).count() == 1


def test_who_gave_it_accepts_or_sends_back(commune: Agency) -> None:
    holder = factories.officer(commune)
    with frozen(moment(DAY)):
        task = given(commune, holder)
        assert tasking.note_seen(task.pk, actor=acting(holder)).seen_at == now()
        with pytest.raises(NotFound):
            tasking.note_seen(task.pk, actor=acting(factories.officer(commune)))
        with pytest.raises(Refused, match="không chờ nghiệm thu"):
            tasking.accept(task.pk, actor=CLERK)
        report(task, 100, DAY)
        with pytest.raises(Refused, match="còn thiếu"):
            tasking.send_back(task.pk, actor=CLERK, words=" ")
        back = tasking.send_back(task.pk, actor=CLERK, words="Thiếu phụ lục")
        assert sent_back(PlanTask.objects.all()).keys() == {task.pk}
        assert (back.status, back.percent, back.done_on, back.seen_at) == (TaskState.DOING, 90, None, None)
        assert Occurrence.objects.get(task=task).done_on is None
        report(task, 95, "2026-06-03 11:00")
        assert sent_back(PlanTask.objects.all()) == {}
        report(task, 100, DAY)
        assert tasking.accept(task.pk, actor=CLERK).accepted_at == now()
        reopened = report(task, 50, DAY)
    assert (reopened.accepted_at, reopened.accepted_by) == (None, "")
    kinds = [one.of_kind for one in Remark.objects.filter(task=task)]
    assert kinds == [RemarkKind.ACCEPTED, RemarkKind.SENT_BACK]


def test_a_task_goes_down_and_comes_back_counted(db: None) -> None:
    province = factories.agency("H99", level=Level.PROVINCE)
    below = [factories.agency(f"H99.0{n}", parent=province) for n in (1, 2, 3)]
    stranger = factories.agency("H98.01")
    with frozen(moment(DAY)):
        task = given(province)
        for wrong in ([], [stranger], [province]):
            with pytest.raises(Refused):
                tasking.pass_down(task.pk, actor=CLERK, agencies=wrong, due_date=date(2026, 6, 20))
        with pytest.raises(Refused, match="không sau hạn chung"):
            tasking.pass_down(task.pk, actor=CLERK, agencies=below, due_date=date(2026, 7, 1))
        children = tasking.pass_down(task.pk, actor=CLERK, agencies=below[:2], due_date=date(2026, 6, 20))
        again = tasking.pass_down(task.pk, actor=CLERK, agencies=below, due_date=date(2026, 6, 20))
        assert [len(children), len(again)] == [2, 1]
        report(children[0], 100, DAY)
        report(children[1], 50, DAY)
    found = cascading.gathered(task, date(2026, 6, 21))
    assert (found.percent, found.done, found.late) == (50, 1, 2)
    assert {each.plan.agency_id for each, _ in found.rows} == {each.pk for each in below}


def test_plans_of_units_and_the_missing_ones(db: None) -> None:
    province = factories.agency("H99", level=Level.PROVINCE, name="UBND tỉnh Thử")
    communes = [factories.agency(f"H99.0{n}", parent=province, name="UBND xã Thử") for n in (1, 2)]
    with frozen(moment("2026-01-10 09:00")):
        parent = confirmed(province)
        call = cascading.call_for_plans(
            province, actor=CLERK, kind=PlanKind.CONTROL, year=2026, due_on=date(2026, 1, 31), units=communes,
        )  # fmt: skip
        with pytest.raises(Refused):
            cascading.call_for_plans(
                communes[0],
                actor=CLERK,
                kind=PlanKind.CONTROL,
                year=2026,
                due_on=date(2026, 1, 31),
                units=[province],
            )
    plan = imported(communes[0], text=TEXT.replace("Niêm yết", "Niêm yết lại"))
    assert [one.plan for one in reminders.standing_of_call(call, date(2026, 1, 20))] == [None, None]
    actions.confirm(plan.pk, actor=CLERK)
    assert [(one.plan, one.in_time) for one in reminders.standing_of_call(call, date(2026, 1, 31))] == [
        (plan, True), (None, None),
    ]  # fmt: skip
    assert [one.in_time for one in reminders.standing_of_call(call, date(2026, 2, 1))] == [True, False]
    assert cascading.plans_above(plan) == [parent]
    cascading.link_parent(plan.pk, parent.pk, actor=CLERK)
    with pytest.raises(Refused):
        cascading.link_parent(parent.pk, plan.pk, actor=CLERK)
    [shown] = cascading.plans_below(parent)
    assert (shown.pk, shown.all_tasks, shown.done_tasks) == (plan.pk, 3, 0)  # type: ignore[attr-defined]


def test_obstacles_are_answered_by_a_day(commune: Agency) -> None:
    with frozen(moment(DAY)):
        task = given(commune)
        held = tasking.raise_obstacle(task.pk, actor=CLERK, words="Chưa có máy quét")
        assert held.answer_by == date(2026, 6, 10)
        answered = tasking.answer_obstacle(held.pk, actor=CLERK, words="Đã cấp")
        assert answered.answered_at == now()
        with pytest.raises(Refused, match="đã được trả lời"):
            tasking.answer_obstacle(held.pk, actor=CLERK, words="Lần nữa")
        report(task, 100, DAY)
        with pytest.raises(Refused, match="đã xong"):
            tasking.raise_obstacle(task.pk, actor=CLERK, words="Muộn")
    assert Obstacle.objects.count() == 1


def test_what_is_to_be_reminded_of(commune: Agency) -> None:
    gone = factories.officer(commune, "Phạm Văn Nghỉ")
    stays = factories.officer(commune)
    with frozen(moment(DAY)):
        due = {name: date(2026, 6, 3) + timedelta(days=days) for name, days in (("soon", 10), ("far", 40))}
        soon, far = given(commune, stays, due["soon"]), given(commune, stays, due["far"])
        owned, nobody = given(commune, gone, due["far"]), given(commune, None, due["far"])
        ended = given(commune, stays, due["far"])
        report(ended, 100, DAY)
        held = tasking.raise_obstacle(far.pk, actor=CLERK, words="Chưa có máy quét")
    gone.last_day = date(2026, 6, 10)
    gone.save()
    rows = PlanTask.objects.all()

    def at(day: date) -> reminders.Reminders:
        return reminders.reminders(rows, day, commune.chain)

    found = at(date(2026, 6, 11))
    assert (found.soon, found.late, found.escalated) == ([soon], [], [])
    assert (found.leaderless, found.unassigned, found.to_accept) == ([owned], [nobody], [ended])
    assert found.obstacles == [held]
    assert at(date(2026, 6, 14)).late == [soon]
    assert at(date(2026, 6, 18)).late == [soon]
    assert at(date(2026, 6, 19)).escalated == [soon]
    with frozen(moment("2026-06-19 09:00")):
        with pytest.raises(Refused):
            handed_over(stays, gone)
        assert handed_over(gone, stays) == 1
    owned.refresh_from_db()
    assert (owned.holder_id, at(date(2026, 6, 19)).leaderless) == (stays.pk, [])


def test_who_seems_to_follow_a_leaver(commune: Agency) -> None:
    """The same post: whoever came about then; else the only one who has it; nobody where that says nothing."""
    gone = factories.officer(commune, "Phạm Văn Nghỉ")
    gone.title, gone.last_day = "Công chức Tư pháp", date(2026, 6, 10)
    gone.save()
    factories.officer(commune, "Khác Chức")
    old = factories.officer(commune, "Cùng Chức")
    Staff.objects.filter(pk=old.pk).update(title=gone.title)
    with frozen(moment("2026-06-11 09:00")):
        assert successors.likely_taker(gone, commune) == old
        came = factories.officer(commune, "Mới Về")
        Staff.objects.filter(pk=came.pk).update(title=gone.title, first_day=date(2026, 6, 1))
        assert successors.likely_taker(gone, commune) == came
        came.delete()
        other = factories.officer(commune, "Cùng Chức Nữa")
        Staff.objects.filter(pk=other.pk).update(title=gone.title)
        assert successors.likely_taker(gone, commune) is None


def test_whoever_moved_elsewhere_leaves_tasks_behind(commune: Agency) -> None:
    """Those of the agency they came from, not what they got where they work now."""
    other, moved, stays = (
        factories.agency("H99.02"),
        factories.officer(commune),
        factories.officer(commune, "Ở Lại"),
    )
    with frozen(moment(DAY)):
        here = given(commune, moved)
        with pytest.raises(Refused, match="Không còn nhiệm vụ"):
            tasking.hand_over_all(moved.pk, stays.pk, of=[other.pk], actor=CLERK)
        Staff.objects.filter(pk=moved.pk).update(agency=other)
        there = given(other, Staff.objects.get(pk=moved.pk))
        found = reminders.reminders(PlanTask.objects.all(), date(2026, 6, 4), commune.chain)
        assert found.leaderless == [here]
        assert handed_over(moved, stays) == 1
        there.refresh_from_db()
        assert there.holder_id == moved.pk
        own = Actor(kind="staff", id=str(moved.pk), label="A")
        assert reporting.report_progress(there.pk, actor=own, percent=10, text="A").seen_at == now()


def test_tasks_of_a_merged_agency_go_on_with_its_heir(commune: Agency) -> None:
    """Its people keep them, the heir's may be given them; the heir gets nothing twice and owes the plan it owed."""
    above = factories.agency("H99", level=Level.PROVINCE)
    parts = [factories.agency(f"H99.{n}", parent=above) for n in (71, 72)]
    moves, leaves, other = (factories.officer(parts[0], name) for name in ("Ở Lại", "Thôi Việc", "Bên Ngoài"))
    Staff.objects.filter(pk=other.pk).update(agency=commune)
    with frozen(moment(DAY)):
        plan = confirmed(above)
        big = tasks(plan)[0]
        small = tasking.pass_down(big.pk, actor=CLERK, agencies=parts, due_date=date(2026, 12, 20))[0]
        reporting.assign_task(small.pk, actor=CLERK, holder_id=leaves.pk)
        call = cascading.call_for_plans(
            above, actor=CLERK, kind=PlanKind.CONTROL, year=2026, due_on=date(2026, 9, 1), units=parts
        )
    with frozen(moment("2026-07-02 09:00")):
        [heir] = reorganise(
            actor=CLERK, kind=ChangeKind.MERGE, day=date(2026, 7, 1), predecessors=parts, decision="NQ 1",
            successors=[NewAgency("H99.73", "UBND xã Mới", Level.COMMUNE, above)], moves={leaves.pk: None},
        )  # fmt: skip
        parts[0].refresh_from_db()
        assert successors.carriers(parts[0]) == [parts[0], heir]
        assert successors.predecessors(heir.code) == ["H99.71", "H99.72", "H99.73"]
        leaves.refresh_from_db()
        assert list(successors.takers(leaves.agency)) == [Staff.objects.get(pk=moves.pk)]
        with pytest.raises(Refused, match="Chỉ giao cho"):
            reporting.assign_task(small.pk, actor=CLERK, holder_id=other.pk)
        assert handed_over(leaves, moves) == 1
        assert reporting.assign_task(small.pk, actor=CLERK, holder_id=moves.pk).holder_id == moves.pk
        assert [one.agency.code for one in reminders.standing_of_call(call, date(2026, 7, 2))] == ["H99.73"]
        with pytest.raises(Refused, match="đã có nhiệm vụ"):
            tasking.pass_down(big.pk, actor=CLERK, agencies=[heir], due_date=date(2026, 12, 20))
        TaskBody.objects.create(task=big, part="lead", words="Các xã", means="group", group="communes")
        assert cascading.to_send(plan, [heir]) == []


def test_what_is_overdue_too_long_is_noted_once(commune: Agency) -> None:
    with frozen(moment(DAY)):
        task = given(commune, due=date(2026, 6, 10))
    for day, many in (("2026-06-15", 0), ("2026-06-16", 1), ("2026-06-17", 1)):
        with frozen(moment(f"{day} 06:30")):
            escalate()
        assert Remark.objects.filter(task=task, kind=RemarkKind.REMINDER.value).count() == many, day
    assert "Quá hạn 6 ngày" in Remark.objects.get(task=task).text


def test_the_year_by_person_section_and_agency(commune: Agency) -> None:
    plan = confirmed(commune)
    staff = factories.officer(commune, "Nguyễn An")
    reporting.assign_task(tasks(plan)[1].pk, actor=CLERK, holder_id=staff.pk)
    report(tasks(plan)[1], 100, "2026-03-10 09:00")
    dates = occurrences_in(PlanTask.objects.filter(plan=plan), 2026)
    people = year_view.year_rows(dates, "person", date(2026, 7, 1))
    assert [(row.label, row.many, row.overdue) for row in people] == [
        ("Nguyễn An", 4, 1),
        ("Chưa giao", 1, 1),
    ]
    assert [cell.many for cell in people[0].cells] == [0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]
    assert people[0].cells[2].done == 1
    assert [row.many for row in year_view.year_rows(dates, "agency", date(2026, 7, 1))] == [5]
    [section] = year_view.year_rows(dates, "section", date(2026, 7, 1))
    assert (dict(section.chosen), section.beside) == ({"plan": str(plan.pk), "section": "II"}, "")


def test_a_calendar_address_is_secret_and_ends(commune: Agency) -> None:
    staff = factories.officer(commune)
    with frozen(moment(DAY)):
        given(commune, staff)
        first = feeds.make_feed(staff.pk, actor=acting(staff))
        assert feeds.feed_behind(first) is not None
        assert [one.due_date for one in feeds.dates_of(staff.pk)] == [date(2026, 6, 30)]
        second = feeds.make_feed(staff.pk, actor=acting(staff))
        assert (feeds.feed_behind(first), feeds.feed_behind("khong-co")) == (None, None)
        feeds.revoke_feed(staff.pk, actor=acting(staff))
        assert feeds.feed_behind(second) is None
        third = feeds.make_feed(staff.pk, actor=acting(staff))
        staff.last_day = date(2026, 6, 2)
        staff.save()
        assert feeds.feed_behind(third) is None


def test_icalendar_text_is_folded_and_escaped() -> None:
    words = "Niêm yết công khai, đầy đủ; đúng hạn\\ " * 5
    text = feeds.as_icalendar(
        [feeds.Entry("a@b", date(2026, 12, 31), words, "dòng một\ndòng hai")], name="Nhiệm vụ", made_at=now()
    )
    lines = text.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    whole = text.replace(b"\r\n ", b"").decode()
    assert "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101" in whole
    assert "SUMMARY:Niêm yết công khai\\, đầy đủ\\; đúng hạn\\\\ " in whole
    assert "DESCRIPTION:dòng một\\ndòng hai" in whole
