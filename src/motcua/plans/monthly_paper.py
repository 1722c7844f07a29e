"""The monthly report on a plan as an official document: the sums in the text, every task and target in annexes."""

from motcua.plans.drafting import Frame, in_sentence
from motcua.plans.enums import Standing
from motcua.plans.monthly import PlanMonth, TargetMonth, shown
from motcua.rendering.official import Annex, Official, Par, columns


def paper(of: PlanMonth, frame: Frame) -> Official:
    """The report of a month; what nobody knows is said, never filled in."""
    plan, month = of.plan, of.month.label_inside
    late = [one for one in of.tasks if one.standing is Standing.OVERDUE]
    body = [
        Par("I. KẾT QUẢ CHUNG", True),
        Par(
            f"Tính đến ngày {of.day:%d/%m/%Y}, Kế hoạch có {len(of.owed)} nhiệm vụ: {of.done} đã hoàn thành, "
            f"{of.late} quá hạn, {sum(bool(one.reports) for one in of.tasks)} có báo cáo trong tháng; "
            f"{of.met} trong {len(of.targets)} chỉ tiêu đã đạt."
        ),
    ]
    if late:
        told = [Par(f"- {one.task.title.rstrip('.')}: {one.why}") for one in late]
        body += [Par("II. NHIỆM VỤ QUÁ HẠN", True), *told]
    if of.dropped:
        told = [Par(f"- {one.task.title.rstrip('.')}: {one.why}") for one in of.dropped]
        body += [Par(f"{'III' if late else 'II'}. NHIỆM VỤ KHÔNG CÒN PHẢI LÀM", True), *told]
    return Official(
        superior=frame.superior, agency=frame.agency, symbol="BC-UBND", place=frame.place, year=of.day.year,
        kind="BÁO CÁO", subject=f"Tình hình thực hiện {in_sentence(plan.title)}, {month}",
        to=(frame.superior,) if frame.superior else (), body=tuple(body), office=frame.office, signer=frame.signer,
        recipients=("Như trên", f"Lưu: VT, {frame.unit}"),
        annexes=(_tasks(of), *((_targets(of),) if of.targets else ())),
    )  # fmt: skip


def _tasks(of: PlanMonth) -> Annex:
    heads = [("TT", 9.0), ("Nhiệm vụ", 62), ("Tình trạng", 24), ("Tiến độ", 16), ("Diễn giải", 58)]
    rows = tuple(
        (str(number), one.task.title, one.standing.label, f"{one.percent} %", one.why)
        for number, one in enumerate(of.tasks, start=1)
    )
    return Annex("Tình hình từng nhiệm vụ", "(Kèm theo Báo cáo số      /BC-UBND)", columns(*heads), rows)


def _targets(of: PlanMonth) -> Annex:
    heads = [("TT", 9.0), ("Chỉ tiêu", 66), ("Giá trị", 22), ("Kết quả", 22), ("Diễn giải", 50)]
    rows = tuple(
        (str(number), one.standing.target.name, _value(one), one.standing.verdict[0], one.why)
        for number, one in enumerate(of.targets, start=1)
    )
    return Annex("Tình hình từng chỉ tiêu", "(Kèm theo Báo cáo số      /BC-UBND)", columns(*heads), rows)


def _value(one: TargetMonth) -> str:
    value = one.standing.value
    if value is None:
        return "–"
    return f"{shown(value)} {one.standing.unit}".strip()
