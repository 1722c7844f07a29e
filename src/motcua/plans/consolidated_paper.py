"""The consolidated report upward as an official document: figures in the text, units and tasks in annexes."""

from motcua.kernel import clock
from motcua.plans.consolidating import Consolidated, Unit, UnitTask
from motcua.plans.drafting import Frame, in_sentence
from motcua.rendering.official import Annex, Official, Par, columns

UNIT_HEADERS = (
    "Đơn vị", "Kế hoạch", "Tình trạng", "Nhiệm vụ", "Hoàn thành", "Quá hạn", "Tiến độ %", "Chỉ tiêu đạt", "Chỉ tiêu",
    "Minh chứng", "Vướng mắc chờ trả lời", "Báo cáo lần cuối",
)  # fmt: skip


def unit_line(unit: Unit) -> tuple[str | int | None, ...]:
    """A unit as a line of a table, by `UNIT_HEADERS`."""
    last = unit.last_report
    return (
        unit.agency.name, (unit.plan.number or unit.plan.title) if unit.plan else "", unit.state[0], len(unit.owed),
        unit.done, unit.late, unit.percent, unit.met, len(unit.targets), unit.reports, unit.obstacles,
        f"{clock.local(last):%d/%m/%Y}" if last else "",
    )  # fmt: skip


def paper(of: Consolidated, frame: Frame) -> Official:
    """The report with two annexes; what was not reported is left empty, never filled in."""
    plan, day = of.plan, clock.today()
    many = len(of.units)
    body = [
        Par("I. KẾT QUẢ CHUNG", True),
        Par(
            f"Tính đến ngày {day:%d/%m/%Y}, {many} đơn vị thực hiện Kế hoạch với {of.many} nhiệm vụ: {of.done} đã hoàn "
            f"thành, {of.late} quá hạn hoặc hoàn thành quá hạn."
        ),
    ]
    if of.missing:
        names = "; ".join(unit.agency.name for unit in of.units if unit.owes and unit.plan is None)
        body.append(Par(f"{of.missing} đơn vị chưa có kế hoạch: {names}."))
    late = [unit for unit in of.units if unit.late]
    if late:
        told = "; ".join(f"{unit.agency.name} ({unit.late})" for unit in late)
        body += [Par("II. ĐƠN VỊ CÓ NHIỆM VỤ QUÁ HẠN", True), Par(f"{told}.")]
    return Official(
        superior=frame.superior, agency=frame.agency, symbol="BC-UBND", place=frame.place, year=day.year,
        kind="BÁO CÁO", subject=f"Tổng hợp kết quả của các đơn vị thực hiện {in_sentence(plan.title)}",
        to=(frame.superior,) if frame.superior else (),
        body=tuple(body), office=frame.office, signer=frame.signer, recipients=("Như trên", f"Lưu: VT, {frame.unit}"),
        annexes=(_units(of), *((_tasks(of),) if of.by_task else ())),
    )  # fmt: skip


def _units(of: Consolidated) -> Annex:
    heads = [("TT", 9.0), ("Đơn vị", 40), ("Tình trạng", 24), ("Nhiệm vụ xong/giao", 22), ("Quá hạn", 16),
             ("Chỉ tiêu đạt/có", 20), ("Minh chứng", 20), ("Kế hoạch", 28)]  # fmt: skip
    rows = tuple(
        (
            str(number), unit.agency.name, unit.state[0], f"{unit.done}/{len(unit.owed)}", str(unit.late),
            f"{unit.met}/{len(unit.targets)}", str(unit.reports),
            (unit.plan.number or unit.plan.title) if unit.plan else "",
        )
        for number, unit in enumerate(of.units, start=1)
    )  # fmt: skip
    return Annex("Kết quả của từng đơn vị", "(Kèm theo Báo cáo số      /BC-UBND)", columns(*heads), rows)


def _tasks(of: Consolidated) -> Annex:
    heads = [("Đơn vị", 42.0), ("Hạn", 22), ("Tình trạng", 30), ("Tiến độ", 18), ("Kết quả đã báo cáo", 60)]
    rows: list[tuple[str, ...]] = []
    for task, units in of.by_task:
        rows.append((f"{task.number}. {task.title}" if task.number else task.title,))
        rows += [(agency.name, *_told(one)) for agency, one in units]
    return Annex(
        "Kết quả theo từng nhiệm vụ", "(Kèm theo Báo cáo số      /BC-UBND)", columns(*heads), tuple(rows)
    )


def _told(one: UnitTask) -> tuple[str, str, str, str]:
    due = f"{one.task.due_date:%d/%m/%Y}" if one.task.due_date else one.task.deadline_text
    return due, one.standing.label, f"{one.task.percent} %", one.told
