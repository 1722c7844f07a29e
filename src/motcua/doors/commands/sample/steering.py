"""The control officer's year in the sample: plans imported, confirmed, given to people, reported on with evidence.

Shares are assumptions (marked as sample data everywhere); one seed and one day give the same rows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from random import Random

from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.organisation.enums import Role
from motcua.organisation.models import Agency, RoleGrant, Staff
from motcua.plans import actions, dropping, proposing, reporting, tasking
from motcua.plans.dropping import Decision
from motcua.plans.models import Evidence, Occurrence, Plan, PlanTarget, PlanTask
from motcua.plans.proposing import Words

# Of the dates on which something was due: done in time, done late, left undone.
_IN_TIME, _LATE = 0.88, 0.1
_IMPORTED = {"plan_2025.txt": date(2025, 7, 11), "plan_2026.txt": date(2026, 1, 12)}
# Continuous work is reported at the end of these months.
_REPORTED_AFTER = ((3, 25), (6, 50), (9, 75))


@dataclass(frozen=True, slots=True)
class _Moment:
    """Something that happens at a moment; ties keep the order of the document."""

    at: datetime
    order: int
    deed: Callable[[], object]


def run_the_year(commune: Agency, until: date, chance: Random) -> list[Plan]:
    """The plans of a commune with what was done for them until a day; each act under its own set clock."""
    officer = control_officer(commune)
    people = list(Staff.objects.filter(agency=commune).order_by("pk"))
    if officer is None:
        return []
    plans = []
    for name, day in _IMPORTED.items():
        if day <= until:
            plan = _begin(commune, name, day, officer)
            plans.append(plan)
            _live(plan, people, officer, until, chance)
    if plans:
        _outside(commune, people, officer, until)
        _dropped(plans[-1], officer, until)
        _proposed(commune, people, officer, until)
    return plans


def control_officer(commune: Agency) -> Actor | None:
    """Who steers a commune of the sample."""
    grant = RoleGrant.objects.filter(role=Role.CONTROL.value, agency=commune, staff__agency=commune).order_by(
        "pk"
    )
    first = grant.select_related("staff").first()
    return _actor(first.staff, commune) if first else None


def _actor(staff: Staff, commune: Agency) -> Actor:
    return Actor("staff", str(staff.pk), f"{staff.name} ({staff.title})", commune.code)


def _begin(commune: Agency, name: str, day: date, officer: Actor) -> Plan:
    data = (files("motcua.doors.commands.sample") / name).read_bytes()
    with clock.frozen(clock.at_local(day, 9, 10)):
        plan = actions.import_document(commune, data=data, name=name, actor=officer)
    with clock.frozen(clock.at_local(day, 10, 40)):
        return actions.confirm(plan.pk, actor=officer)


def _live(plan: Plan, people: list[Staff], officer: Actor, until: date, chance: Random) -> None:
    moments: list[_Moment] = []
    given = clock.at_local(_IMPORTED[plan.source_name], 14)
    for task in PlanTask.objects.filter(plan=plan).order_by("order"):
        holder = chance.choice(people)
        with clock.frozen(given):
            reporting.assign_task(task.pk, actor=officer, holder_id=holder.pk)
        moments += _reports(task, _actor(holder, plan.agency), until, chance)
    end = clock.at_local(until, 17)
    for moment in sorted(moments, key=lambda moment: (moment.at, moment.order)):
        if moment.at <= end:
            with clock.frozen(moment.at):
                moment.deed()
    _enter_values(plan, officer, until)
    _accept(plan, officer, until)
    summed_up = date(plan.year + 1, 1, 15)
    if summed_up <= until:
        with clock.frozen(clock.at_local(summed_up, 16)):
            actions.close(plan.pk, actor=officer)


def _accept(plan: Plan, officer: Actor, until: date) -> None:
    """What was done is accepted ten days later; what was done since still waits."""
    for task in PlanTask.objects.filter(plan=plan, state="done").order_by("done_on", "pk"):
        day = (task.done_on or until) + timedelta(days=10)
        if day <= until:
            with clock.frozen(clock.at_local(day, 15)):
                tasking.accept(task.pk, actor=officer)


def _outside(commune: Agency, people: list[Staff], officer: Actor, until: date) -> None:
    """A task given from above outside any plan, held up by something that waits for an answer."""
    day = until - timedelta(days=3)
    with clock.frozen(clock.at_local(day, 10)):
        task = tasking.give_task(
            commune, actor=officer, title="Thống kê hồ sơ tồn của hai xã cũ", deliverable="Bảng thống kê",
            source="Chủ tịch UBND tỉnh giao tại cuộc họp giao ban", due_date=until + timedelta(days=6),
            holder_id=people[-1].pk,
        )  # fmt: skip
    with clock.frozen(clock.at_local(day, 16)):
        words = "Hồ sơ giấy của một xã cũ chưa bàn giao; đề nghị Văn phòng đôn đốc."
        tasking.raise_obstacle(task.pk, actor=_actor(people[-1], commune), words=words)


def _dropped(plan: Plan, officer: Actor, until: date) -> None:
    """In autumn the second place of reception is closed: who is on duty there is no task any more."""
    day = date(plan.year, 10, 6)
    if day > until:
        return
    later = Evidence.objects.filter(given_at__gte=clock.at_local(day, 0)).values("task_id")
    open_ones = PlanTask.objects.filter(plan=plan, state__in=["to_do", "doing"]).exclude(pk__in=later)
    task = open_ones.filter(title__contains="điểm tiếp nhận thứ hai").first()
    if task is None:
        return
    decision = Decision(
        "Chủ tịch UBND xã", day, "Thông báo số 41/TB-UBND (dữ liệu mẫu)",
        "Điểm tiếp nhận thứ hai đã chuyển về trụ sở từ ngày 01/10.",
    )  # fmt: skip
    with clock.frozen(clock.at_local(day, 15)):
        dropping.drop_task(task.pk, actor=officer, decision=decision, units_too=True)


_PROPOSALS = (
    ("Trang bị máy quét cho điểm tiếp nhận ở thôn", "Điểm tiếp nhận cách trụ sở 12 km, giấy tờ phải mang về mới quét được.",
     "02 máy quét đưa vào sử dụng", "Quý II", "accept", "Gộp vào đợt mua sắm chung của xã."),
    ("Tập huấn chữ ký số cho công chức mới", "Hai công chức mới chưa ký số được kết quả.", "01 lớp tập huấn",
     "Trước ngày 31/3", "decline", "Tỉnh đã có lớp này trong quý I; cử người dự lớp của tỉnh."),
    ("Lập tổ hướng dẫn nộp hồ sơ trực tuyến tại chợ phiên", "Người dân đi chợ phiên đông, ít đến trụ sở.",
     "Quyết định lập tổ; báo cáo số lượt hướng dẫn", "Hằng quý", "", ""),
)  # fmt: skip


def _proposed(commune: Agency, people: list[Staff], officer: Actor, until: date) -> None:
    """What officers propose for next year: one taken, one declined, one that waits."""
    year, day = until.year + 1, until - timedelta(days=6)
    with clock.frozen(clock.at_local(day, 8)):
        proposing.call_for_proposals(
            commune,
            year=year,
            due_on=until + timedelta(days=9),
            words="Mỗi bộ phận ít nhất một nhiệm vụ.",
            actor=officer,
        )
    for number, (title, reason, deliverable, deadline, answered, back) in enumerate(_PROPOSALS):
        proposer = people[number % len(people)]
        words = Words(
            title=title, reason=reason, deliverable=deliverable, deadline_text=deadline, lead=("UBND xã",)
        )
        with clock.frozen(clock.at_local(day, 9 + number)):
            made = proposing.propose(
                words, agency=commune, unit=commune, unit_name=proposer.title, year=year, proposer=proposer,
                actor=_actor(proposer, commune),
            )  # fmt: skip
        if answered:
            with clock.frozen(clock.at_local(day + timedelta(days=2), 14)):
                proposing.answer(made.pk, actor=officer, accept=answered == "accept", words=back)


def _reports(task: PlanTask, actor: Actor, until: date, chance: Random) -> Iterator[_Moment]:
    due = list(Occurrence.objects.filter(task=task).order_by("due_date").values_list("due_date", flat=True))
    if not due:
        yield from _continuous(task, actor, chance)
        return
    begun = _IMPORTED[task.plan.source_name]
    # What comes every week is seldom forgotten for good: as often in a year as what comes every month.
    kept = 1 - (1 - _IN_TIME - _LATE) * min(1, 12 / len(due))
    for number, day in enumerate(due, start=1):
        luck = chance.random()
        if luck >= kept:
            return  # this date passes, and those after it wait for it
        shift = -chance.randrange(0, 9) if luck < _IN_TIME else chance.randrange(1, 13)
        when = max(day + timedelta(days=shift), begun + timedelta(days=1))
        if when > until + timedelta(days=25):
            return
        if day > until and number == len(due) and chance.random() < 0.5:
            yield _report(
                task, actor, until - timedelta(days=chance.randrange(1, 15)), chance.choice((20, 40, 60))
            )
            return
        yield _report(task, actor, when, 100)


def _continuous(task: PlanTask, actor: Actor, chance: Random) -> Iterator[_Moment]:
    for month, percent in _REPORTED_AFTER:
        yield _report(task, actor, date(task.plan.year, month, 26 + chance.randrange(3)), percent)


def _report(task: PlanTask, actor: Actor, day: date, percent: int) -> _Moment:
    # On a day off nobody writes: the Friday before.
    working = day - timedelta(days=max(0, day.weekday() - 4))
    what = task.deliverable.lower() if task.deliverable else "công việc theo kế hoạch"
    text = f"Đã hoàn thành {what}." if percent == 100 else f"Đang thực hiện {what}, đạt khoảng {percent} %."
    at = clock.at_local(working, 8 + task.order % 8, 5 + task.order % 50)
    return _Moment(
        at,
        task.order,
        lambda: reporting.report_progress(
            task.pk, actor=actor, percent=percent, text=f"{text} (dữ liệu mẫu)"
        ),
    )


def _enter_values(plan: Plan, officer: Actor, until: date) -> None:
    """What the system cannot know is entered at the half of the year, for some targets."""
    day = date(plan.year, 6, 29) if plan.year == 2026 else date(plan.year, 12, 10)
    if day > until:
        return
    open_ones = PlanTarget.objects.filter(plan=plan, measure="").exclude(value=None).order_by("order")
    with clock.frozen(clock.at_local(day, 15, 20)):
        for number, target in enumerate(open_ones):
            if number % 4 != 3:
                reached = Decimal(target.value or 0) * (Decimal("0.6") if number % 2 else Decimal(1))
                basis = f"Báo cáo sơ kết của UBND xã ngày {day:%d/%m/%Y} (dữ liệu mẫu)"
                reporting.enter_value(
                    target.pk, actor=officer, value=reached.quantize(Decimal(1)), basis=basis
                )
