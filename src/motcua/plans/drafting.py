"""Next year's plan from this year's tasks, results and targets; the letter that proposes it, the decision that issues it.

A draft to be edited in a word processor: everything in it was in this year's plan or follows from its results.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from motcua.kernel.refusals import Refused
from motcua.kernel.text import fold
from motcua.organisation.papers import superior_of
from motcua.plans.enums import PlanKind, TaskState
from motcua.plans.models import Plan, PlanDuty, PlanTask
from motcua.plans.queries import TargetStanding
from motcua.plans.task_models import TaskDrop, TaskProposal
from motcua.rendering.official import Annex, Official, Par, columns, lines

_TOPICS: dict[PlanKind, tuple[str, ...]] = {
    PlanKind.REVIEW: ("ra soat", "don gian hoa", "cat giam"),
    PlanKind.COMMUNICATION: ("truyen thong", "tuyen truyen", "doi thoai"),
    PlanKind.INSPECTION: ("kiem tra", "giam sat"),
}
_PURPOSE: dict[PlanKind, str] = {
    PlanKind.CONTROL: (
        "Kiểm soát chặt chẽ quy định và việc giải quyết thủ tục hành chính; mỗi nhiệm vụ có một "
        "đầu mối chịu trách nhiệm, có hạn và có sản phẩm kiểm tra được."
    ),
    PlanKind.REVIEW: (
        "Rà soát để cắt giảm, đơn giản hóa thủ tục hành chính, giảm thời gian và chi phí tuân thủ "
        "cho người dân, doanh nghiệp."
    ),
    PlanKind.COMMUNICATION: (
        "Để người dân, doanh nghiệp và cán bộ, công chức biết, hiểu và thực hiện đúng thủ tục hành "
        "chính, nhất là dịch vụ công trực tuyến."
    ),
    PlanKind.INSPECTION: (
        "Kiểm tra việc thực hiện nhiệm vụ kiểm soát thủ tục hành chính, kịp thời chấn chỉnh hạn "
        "chế, nhân rộng cách làm tốt."
    ),
    PlanKind.REFORM: (
        "Nâng cao chất lượng cải cách hành chính, lấy sự hài lòng của người dân, doanh nghiệp làm "
        "thước đo."
    ),
}  # fmt: skip
_SUBJECT: dict[PlanKind, str] = {
    PlanKind.CONTROL: "Kiểm soát thủ tục hành chính",
    PlanKind.REVIEW: "Rà soát, đánh giá thủ tục hành chính",
    PlanKind.COMMUNICATION: "Truyền thông về kiểm soát thủ tục hành chính",
    PlanKind.INSPECTION: "Kiểm tra công tác kiểm soát thủ tục hành chính",
    PlanKind.REFORM: "Cải cách hành chính",
}  # fmt: skip
# As cells of a table of targets, read back by `reading`.
_CELLS = {
    ">=": "Tối thiểu {value}", ">": "Trên {value}", "=": "{value}", "<": "Dưới {value}", "<=": "Không quá {value}",
    "between": "Từ {value} đến {high}", "above_last_year": "Cao hơn năm {before}",
    "not_below_last_year": "Không thấp hơn năm {before}", "increase_per_year": "Mỗi năm tăng {value}{unit}{until}",
}  # fmt: skip


class Paper(StrEnum):
    """What can be drafted."""

    PLAN = "plan"
    DECISION = "decision"
    LETTER = "letter"

    @property
    def label(self) -> str:
        return {
            "plan": "Kế hoạch năm sau",
            "decision": "Quyết định ban hành kế hoạch năm sau",
            "letter": "Công văn đề xuất nhiệm vụ năm sau",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What the papers of next year are drawn from: the tasks still needed, those dropped with their decision, the targets,
    the duties, and what units proposed and was taken."""

    tasks: Sequence[PlanTask]
    targets: Sequence[TargetStanding] = ()
    duties: Sequence[PlanDuty] = ()
    dropped: Sequence[TaskDrop] = ()
    proposals: Sequence[TaskProposal] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the content: who issues, where, who signs."""

    superior: str
    agency: str
    place: str
    signer: str = ""
    office: str = "CHỦ TỊCH"
    unit: str = "VP"


def draft(paper: Paper, plan: Plan, year: Year, *, kind: PlanKind, frame: Frame) -> Official:
    """One of the papers of next year. Another kind than the plan's takes the tasks of its topic; Refused when none is.

    `year.proposals` are those of the kind.
    """
    if kind not in _SUBJECT:
        raise Refused("Chọn một trong năm loại kế hoạch hằng năm.", field="kind")
    chosen = of_kind(year.tasks, plan.of_kind, kind)
    if not chosen and not year.proposals:
        raise Refused(
            "Kế hoạch năm nay không có nhiệm vụ nào thuộc loại này để dự thảo, và chưa nhận đề xuất nào của đơn vị.",
            field="kind",
        )
    same = kind in (plan.of_kind, PlanKind.REFORM)
    content = replace(
        year, tasks=chosen, targets=year.targets if same else (), dropped=year.dropped if same else ()
    )
    build = {Paper.PLAN: _plan, Paper.DECISION: _decision, Paper.LETTER: _letter}[paper]
    return build(plan, content, kind, frame)


def of_kind(tasks: Sequence[PlanTask], own: PlanKind, kind: PlanKind) -> list[PlanTask]:
    """The tasks that go into a plan of a kind: all that still need doing, of another kind those of its topic."""
    alive = [task for task in tasks if task.status is not TaskState.DROPPED]
    words = _TOPICS.get(kind)
    if kind is own or words is None:
        return alive
    return [task for task in alive if any(word in fold(task.title) for word in words)]


def next_year(text: str, year: int) -> str:
    """The same words a year later: the plan's year, and the year after it in dates and reports, go up by one."""
    return re.sub(rf"(?<!\d)({year}|{year + 1})(?!\d)", lambda found: str(int(found[1]) + 1), text)


def _plan(plan: Plan, of: Year, kind: PlanKind, frame: Frame) -> Official:
    year = plan.year + 1
    body = [Par("I. MỤC ĐÍCH, YÊU CẦU", True), Par(_PURPOSE[kind])]
    said, tabled = _aims(plan, of.tasks, of.targets)
    if said or tabled:
        body += [Par("II. CHỈ TIÊU", True), *(Par(f"{n}. {text}") for n, text in enumerate(said, start=1))]
        body += [Par("Chỉ tiêu giao cho từng cơ quan tại Phụ lục kèm theo Kế hoạch này.")] if tabled else []
    roman = "III" if said or tabled else "II"
    body += [Par(f"{roman}. NHIỆM VỤ", True), Par("Nhiệm vụ cụ thể tại Phụ lục kèm theo Kế hoạch này.")]
    body += _duties(plan, of.duties, "IV" if said or tabled else "III")
    title = f"{_SUBJECT[kind]} năm {year}" if kind is not plan.of_kind else next_year(plan.title, plan.year)
    return _official(
        plan, frame, kind="KẾ HOẠCH", abbreviation="KH", subject=_without_kind(title), body=tuple(body),
        opening=f"{frame.agency} ban hành Kế hoạch với các nội dung sau:", bases=_bases(plan),
        annexes=(_task_annex(plan, of, title), *([_aim_annex(plan, tabled, title)] if tabled else [])),
    )  # fmt: skip


def _decision(plan: Plan, of: Year, kind: PlanKind, frame: Frame) -> Official:
    title = f"{_SUBJECT[kind]} năm {plan.year + 1}"
    body = (
        Par(f"Điều 1. Ban hành kèm theo Quyết định này Kế hoạch {title[0].lower()}{title[1:]}."),
        Par("Điều 2. Quyết định này có hiệu lực kể từ ngày ký."),
        Par(
            "Điều 3. Thủ trưởng các cơ quan, đơn vị, tổ chức và cá nhân có liên quan "
            "chịu trách nhiệm thi hành Quyết định này./."
        ),
    )  # fmt: skip
    return _official(
        plan, frame, kind="QUYẾT ĐỊNH", abbreviation="QĐ", by=frame.agency, opening="QUYẾT ĐỊNH:", body=body,
        bases=_bases(plan),
        subject=f"Về việc ban hành Kế hoạch {title[0].lower()}{title[1:]}", recipients=("Như Điều 3",),
    )  # fmt: skip


def _letter(plan: Plan, of: Year, kind: PlanKind, frame: Frame) -> Official:
    year, done = plan.year, sum(task.status is TaskState.DONE for task in of.tasks)
    met = sum(one.met is True for one in of.targets)
    body = [Par(f"1. Kết quả năm {year}", True)]
    if of.tasks:
        body.append(
            Par(
                f"Đã hoàn thành {done} trong {len(of.tasks)} nhiệm vụ của kế hoạch {_lower(_SUBJECT[kind])} năm {year}."
            )
        )
    if of.targets:
        open_ = sum(one.met is None for one in of.targets)
        body.append(Par(f"Đạt {met} trong {len(of.targets)} chỉ tiêu; {open_} chỉ tiêu chưa có số liệu."))
    if of.dropped:
        body.append(Par(f"{len(of.dropped)} nhiệm vụ không còn phải làm:"))
        body += [Par(f"- {one.task.title.rstrip('.')}. {one.words}") for one in of.dropped]
    fresh = f", trong đó {len(of.proposals)} nhiệm vụ mới do đơn vị đề xuất" if of.proposals else ""
    body += [
        Par(f"2. Đề xuất năm {year + 1}", True),
        Par(f"Đề nghị đưa vào kế hoạch năm {year + 1} các nhiệm vụ tại Phụ lục kèm theo{fresh}."),
    ]  # fmt: skip
    return _official(
        plan, frame, kind="", abbreviation="", subject=f"đề xuất nhiệm vụ {_SUBJECT[kind].lower()} năm {year + 1}",
        to=(frame.superior or frame.agency,), body=tuple(body), recipients=("Như trên",),
        annexes=(_task_annex(plan, of, f"đề xuất năm {year + 1}", results=True),),
    )  # fmt: skip


def _official(
    plan: Plan, frame: Frame, *, abbreviation: str, recipients: tuple[str, ...] = (), annexes: tuple[Annex, ...] = (),
    **given: object,
) -> Official:  # fmt: skip
    symbol = f"{abbreviation}-UBND" if abbreviation else f"UBND-{frame.unit}"
    committee = fold(frame.agency).startswith(("ubnd", "uy ban", "hdnd", "hoi dong"))
    called = {"KH": "Kế hoạch", "QĐ": "Quyết định"}.get(abbreviation, "Công văn")
    attached = (
        f"(Kèm theo {called} số       /{symbol} ngày      tháng      năm {plan.year + 1} của {frame.agency})"
    )
    told = (f"{frame.superior} (để báo cáo)",) if frame.superior and abbreviation else ()
    return Official(
        superior=superior_of(frame.agency, frame.superior), agency=frame.agency, symbol=symbol, place=frame.place,
        year=plan.year + 1, authority="TM. " + frame.agency if committee else "",
        office=frame.office, signer=frame.signer,
        recipients=(
            *told, *(recipients or ("Các cơ quan, đơn vị có tên trong Kế hoạch",)), f"Lưu: VT, {frame.unit}",
        ),
        annexes=tuple(replace(each, attached=attached) for each in annexes),
        **given,  # type: ignore[arg-type]
    )  # fmt: skip


def _aims(
    plan: Plan, tasks: Sequence[PlanTask], targets: Sequence[TargetStanding]
) -> tuple[list[str], list[TargetStanding]]:
    """Targets whose own words say their aim, as sentences, and the others for a table; those said inside a task's own
    words are left to the task, where they are read again."""
    inside = [fold(" ".join([task.title, task.deliverable, task.note, *task.parts])) for task in tasks]
    said: list[str] = []
    tabled: list[TargetStanding] = []
    for one in targets:
        if any(fold(one.target.name) in words for words in inside):
            continue
        if _says_its_aim(one):
            text = next_year(one.target.name, plan.year)
            said.append(_compared_anew(text, one, plan.year).rstrip(" .;") + ".")
        else:
            tabled.append(one)
    return said, tabled


def _compared_anew(text: str, one: TargetStanding, year: int) -> str:
    """What was compared with the year before is compared with this year."""
    if one.target.operator not in ("above_last_year", "not_below_last_year"):
        return text
    return re.sub(rf"(?<!\d){year - 1}(?!\d)", str(year), text)


def _says_its_aim(one: TargetStanding) -> bool:
    target = one.target
    from motcua.plans.reading.aims import aims_in_text

    found = aims_in_text(target.name)
    same = bool(found) and found[0].operator == target.operator and _same(found[0].value, target.value)
    return not target.operator or same


def _aim_annex(plan: Plan, targets: Sequence[TargetStanding], title: str) -> Annex:
    year = plan.year + 1
    heads = [("TT", 10.0), ("Chỉ tiêu", 50), ("Đơn vị tính", 16), (f"Chỉ tiêu năm {year}", 26),
             ("Cơ quan chủ trì thực hiện", 24), ("Cơ quan phối hợp", 22), ("Cơ quan chủ trì đánh giá", 22)]  # fmt: skip
    rows: list[tuple[str, ...]] = []
    section = None
    for number, one in enumerate(targets, start=1):
        target = one.target
        if target.section != section:
            section = target.section
            if heading := plan.heading(section):
                rows.append((next_year(f"{section}. {heading}", plan.year),))
        rows.append((
            str(number), next_year(target.name, plan.year), target.unit, _aim_cell(one, plan.year), "; ".join(target.lead),
            "; ".join(target.cooperating), target.assessor,
        ))  # fmt: skip
    return Annex(
        f"Chỉ tiêu {_lower(_without_kind(title))}", "", columns(*heads), tuple(rows),
    )  # fmt: skip


def _aim_cell(one: TargetStanding, year: int) -> str:
    target = one.target
    until = f" đến {_number(target.value_high)}%" if target.value_high is not None else ""
    return _CELLS[target.operator].format(
        value=_number(target.value), high=_number(target.value_high), before=year, until=until,
        unit="%" if target.unit == "%" else f" {target.unit}".rstrip(),
    )  # fmt: skip


def _same(read: object, kept: object) -> bool:
    return (read is None and kept is None) or (
        read is not None and kept is not None and float(str(read)) == float(str(kept))
    )


def _number(value: object) -> str:
    return "" if value is None else f"{float(str(value)):g}".replace(".", ",")


def _duties(plan: Plan, duties: Sequence[PlanDuty], roman: str) -> list[Par]:
    if not duties:
        return []
    said = [
        f"{duty.who}: {duty.text}" if duty.who and fold(duty.who) not in fold(duty.text) else duty.text
        for duty in duties
    ]
    numbered = [Par(next_year(f"{n}. {text}", plan.year)) for n, text in enumerate(said, start=1)]
    return [Par(f"{roman}. TỔ CHỨC THỰC HIỆN", True), *numbered]


def _task_annex(plan: Plan, of: Year, title: str, *, results: bool = False) -> Annex:
    heads = [("TT", 10.0), ("Nội dung nhiệm vụ", 46), ("Cơ quan chủ trì", 23), ("Cơ quan phối hợp", 23),
             ("Thời gian thực hiện", 23), ("Sản phẩm", 25), ("Ghi chú", 20)]  # fmt: skip
    rows: list[tuple[str, ...]] = []
    section = None
    for number, task in enumerate(of.tasks, start=1):
        if task.section != section:
            section = task.section
            if heading := plan.heading(section):
                rows.append((next_year(f"{section}. {heading}", plan.year),))
        note = _result(task, plan.year) if results else _carried(task, plan.year)
        rows.append((
            str(number), next_year(lines([task.title, *(f"- {part}" for part in task.parts)]), plan.year),
            "; ".join(task.lead), "; ".join(task.cooperating), next_year(task.deadline_text, plan.year),
            next_year(task.deliverable, plan.year), note,
        ))  # fmt: skip
    rows += _proposed(of.proposals, after=len(of.tasks), reasons=results)
    return Annex(
        f"Danh mục nhiệm vụ {_without_kind(title)}", "", columns(*heads), tuple(rows),
    )  # fmt: skip


def _proposed(proposals: Sequence[TaskProposal], *, after: int, reasons: bool) -> list[tuple[str, ...]]:
    """What units proposed, in their own words for the year to come; the letter says why."""
    if not proposals:
        return []
    rows: list[tuple[str, ...]] = [("Nhiệm vụ mới do đơn vị đề xuất",)]
    for number, one in enumerate(proposals, start=after + 1):
        note = f"Đề xuất của {one.unit_name}" + (f": {one.reason.rstrip('.')}" if reasons else "")
        rows.append((
            str(number), one.title, "; ".join(one.lead), "; ".join(one.cooperating), one.deadline_text, one.deliverable,
            note,
        ))  # fmt: skip
    return rows


def _carried(task: PlanTask, year: int) -> str:
    """The note of the task, in which a target may stand, and whether the work goes on from this year."""
    going_on = task.status is TaskState.DOING and task.done_on is None
    return lines([next_year(task.note, year), f"Chuyển tiếp từ năm {year}" if going_on else ""]).strip()


def _result(task: PlanTask, year: int) -> str:
    if task.status is TaskState.DONE and task.done_on:
        return f"Năm {year}: hoàn thành ngày {task.done_on:%d/%m/%Y}"
    return f"Năm {year}: đến {task.percent} %"


def _bases(plan: Plan) -> tuple[str, ...]:
    """Kept to what is sure: the plan this one follows. Legal bases are added by whoever signs."""
    if not plan.number:
        return ()
    day = f" ngày {plan.issued_on:%d/%m/%Y}" if plan.issued_on else ""
    return (
        f"Căn cứ kết quả thực hiện Kế hoạch số {plan.number}{day} về {_lower(_without_kind(plan.title))}",
    )


def _without_kind(title: str) -> str:
    return re.sub(r"^(?:kế hoạch)\s+", "", title, flags=re.IGNORECASE)


def in_sentence(title: str) -> str:
    """A plan's title inside a sentence: «KẾ HOẠCH Kiểm soát …» is written «Kế hoạch kiểm soát …»."""
    bare = _without_kind(title)
    return f"Kế hoạch {_lower(bare)}" if bare != title else _lower(title)


def _lower(text: str) -> str:
    """The first letter small, but not that of an abbreviation."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
