"""The papers of an inspection as official documents: the plan, the decision that founds the team, the report."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from motcua.inspections.checklists import checklist_of
from motcua.inspections.enums import Answered, CheckForm, CheckWay, FindingKind, PlanMode, TeamRole
from motcua.inspections.inspection_models import (
    ChecklistAnswer,
    Draw,
    Finding,
    Inspection,
    InspectionPlan,
    Remedy,
    TeamMember,
)
from motcua.kernel.refusals import Refused
from motcua.organisation.papers import official
from motcua.regimes.queries import rule
from motcua.rendering.official import Annex, Official, Par, columns, pars
from motcua.worktime.queries import calendar_for


class Paper(StrEnum):
    """What can be drafted from an inspection."""

    DECISION = "quyet-dinh"
    REPORT = "bao-cao"


def plan_paper(plan: InspectionPlan, inspections: Sequence[Inspection]) -> Official:
    """The plan of the year with its eight contents (TT 25/2014/TT-BTP Điều 11.1), inspections in an annex."""
    partner = f" {plan.partner}" if plan.partner else ""
    body = (
        Par("I. MỤC ĐÍCH, YÊU CẦU, PHẠM VI", True), *pars(plan.purpose),
        Par("II. NỘI DUNG, CÁCH THỨC", True), *pars(plan.contents),
        Par(f"{PlanMode(plan.mode).label}{partner}."),
        Par("III. THÀNH PHẦN, THỜI GIAN, ĐỐI TƯỢNG", True), Par("Theo Phụ lục kèm theo Kế hoạch này."),
        Par("IV. TRÁCH NHIỆM CỦA CÁC BÊN", True),
        Par("Đoàn kiểm tra thực hiện đúng nội dung, thẩm quyền, không gây phiền hà. Đơn vị được kiểm tra chuẩn bị báo "
            "cáo, hồ sơ, tài liệu và thực hiện kết luận kiểm tra."),
        Par("V. KINH PHÍ", True), Par(plan.budget or "Từ nguồn kinh phí kiểm soát thủ tục hành chính được giao."),
    )  # fmt: skip
    rows = tuple(
        (str(n), _where(one), f"{one.first_day:%d/%m/%Y} – {one.last_day:%d/%m/%Y}", CheckWay(one.way).label, one.title)
        for n, one in enumerate(inspections, start=1)
    )  # fmt: skip
    heads = columns(
        ("TT", 8.0), ("Đơn vị được kiểm tra", 46), ("Thời gian", 36), ("Cách thức", 30), ("Nội dung", 60)
    )
    return _official(
        plan, kind="KẾ HOẠCH", mark="KH", subject=plan.title, body=body, day=plan.decided_on, year=plan.year,
        annexes=(Annex("Danh sách các cuộc kiểm tra", f"(Kèm theo Kế hoạch năm {plan.year})", heads, rows),) if rows else (),
        recipients=("Các đơn vị được kiểm tra",),
    )  # fmt: skip


def decision_paper(row: Inspection, team: Sequence[TeamMember]) -> Official:
    """The decision that founds the team (Điều 12): who, what they may, whom they check, when."""
    name = "Tổ kiểm tra đặc biệt" if row.special else "Đoàn kiểm tra"
    people = [
        Par(f"{n}. {one.name}{f', {one.title}' if one.title else ''}: {TeamRole(one.role).label};")
        for n, one in enumerate(team, start=1)
    ]
    body = (
        Par(f"Điều 1. Thành lập {name} kiểm tra {_lower(row.title)} gồm:"), *people,
        Par(f"Điều 2. {name} kiểm tra {CheckWay(row.way).label.lower()} đối với {_where(row)} {_days(row)}, theo bảng kiểm "
            f"«{checklist_of(row).name}»; "
            "được yêu cầu cung cấp hồ sơ, tài liệu, làm việc trực tiếp với cán bộ, công chức; tự giải thể sau khi có "
            "kết luận."),
        *([Par(f"{_where(row)} gửi báo cáo cho {name} trước hết ngày {_day(by)}.")] if (by := unit_report_by(row)) else []),
        Par(f"Điều 3. Quyết định này có hiệu lực kể từ ngày ký. {name}, {_where(row)} và các cá nhân có liên quan chịu "
            "trách nhiệm thi hành Quyết định này./."),
    )  # fmt: skip
    bases = (f"Căn cứ {_plan_words(row.plan)}",) if row.plan and row.plan.decision else ()
    return _official(
        row, kind="QUYẾT ĐỊNH", mark="QĐ", subject=f"Về việc thành lập {name}", opening="QUYẾT ĐỊNH:", body=body,
        bases=bases, day=None, year=row.first_day.year, recipients=("Như Điều 3",),
    )  # fmt: skip


def unit_report_by(row: Inspection) -> date | None:
    """By when the inspected unit reports to the team (Điều 7.1a); None where nobody is told beforehand or it is itself."""
    if row.form != CheckForm.PLANNED.value or row.target_id == row.agency_id:
        return None
    days = int(rule("inspection.unit_report_working_days", on=row.first_day, scopes=row.agency.chain))
    return calendar_for(row.agency.chain, row.first_day).working_day_before(row.first_day, days)


def minutes_paper(
    row: Inspection,
    team: Sequence[TeamMember],
    answers: Sequence[ChecklistAnswer],
    findings: Sequence[Finding],
    draws: Sequence[Draw],
) -> Official:
    """The minutes of the work with the unit, to be signed there (Điều 14.1): who, what was drawn, found and answered."""
    name = "Tổ kiểm tra đặc biệt" if row.special else "Đoàn kiểm tra"
    people = [
        Par(f"- {one.name}{f', {one.title}' if one.title else ''}: {TeamRole(one.role).label};")
        for one in team
    ]
    found = [Par(f"- {one.of_kind.label}: {finding_words(one)}.") for one in findings]
    body = (
        Par(f"Thực hiện Quyết định số {row.decision} ngày {_day(row.decided_on)}, {_days(row)}, tại {_where(row)}, {name} gồm:"),
        *people, Par("Đại diện đơn vị được kiểm tra: ……………………………………………………"),
        Par("I. NỘI DUNG LÀM VIỆC", True), Par(f"Kiểm tra theo bảng kiểm «{checklist_of(row).name}» (kèm theo)."), *_drawn(draws),
        Par("II. PHÁT HIỆN", True), *(found or [Par("Không.")]),
        Par("III. Ý KIẾN CỦA ĐƠN VỊ", True), Par("………………………………………………………………"),
        Par("Biên bản được đọc cho mọi người cùng nghe, thống nhất và ký tên. Đại diện đơn vị: ……………………… "
            "Trưởng đoàn, tổ trưởng: ………………………./."),
    )  # fmt: skip
    return _official(
        row, kind="BIÊN BẢN", mark="BB", subject=row.title, body=body, day=None, year=row.first_day.year,
        annexes=(_answers(row, answers),), recipients=("Đơn vị được kiểm tra", name),
    )  # fmt: skip


def report_paper(
    row: Inspection,
    team: Sequence[TeamMember],
    answers: Sequence[ChecklistAnswer],
    findings: Sequence[Finding],
    remedies: Sequence[Remedy],
    draws: Sequence[Draw],
) -> Official:
    """What was found (Điều 15): achieved, lacking, causes, proposals; how was drawn; the checklist in an annex.

    Refused before the conclusion: a report states what was concluded.
    """
    if row.concluded_on is None:
        raise Refused("Ghi kết luận trước rồi mới lập báo cáo.", code="not_concluded")
    body = [
        Par(f"Thực hiện Quyết định số {row.decision} ngày {_day(row.decided_on)}, {_days(row)} {_names(team)} đã kiểm tra "
            f"{_where(row)} ({CheckForm(row.form).label.lower()}, {CheckWay(row.way).label.lower()})."),
        *_drawn(draws),
        Par("I. KẾT QUẢ ĐẠT ĐƯỢC", True), *pars(row.achieved),
        *_found(findings, row.achieved, FindingKind.GOOD),
        Par("II. TỒN TẠI, HẠN CHẾ", True), *pars(row.lacking),
        *_found(findings, row.lacking, FindingKind.SHORTCOMING, FindingKind.VIOLATION),
        Par("III. NGUYÊN NHÂN", True), *pars(row.causes),
        Par("IV. ĐỀ XUẤT, KIẾN NGHỊ", True), *pars(row.proposals),
        *(Par(f"{n}. {one.words.rstrip(' .')}; thực hiện trước hết ngày {one.due_on:%d/%m/%Y}.")
          for n, one in enumerate(remedies, start=1)),
        Par(f"Đề nghị {_where(row)} báo cáo kết quả khắc phục trước hết ngày {_day(row.follow_up_by)}./."),
    ]  # fmt: skip
    return _official(
        row, kind="BÁO CÁO", mark="BC", subject=f"Kết quả {_lower(row.title)}", body=tuple(body), day=row.concluded_on,
        year=row.concluded_on.year, annexes=(_answers(row, answers),), recipients=("Đơn vị được kiểm tra",),
    )  # fmt: skip


def _official(
    of: Inspection | InspectionPlan, *, mark: str, recipients: tuple[str, ...], year: int, **given: object
) -> Official:
    return official(of.agency, mark=mark, recipients=recipients, year=year, **given)


def _answers(row: Inspection, answers: Sequence[ChecklistAnswer]) -> Annex:
    given = {one.item: one for one in answers}
    rows: list[tuple[str, ...]] = []
    group = ""
    for item in checklist_of(row).items:
        if item.group != group:
            group = item.group
            rows.append((group,))
        said = given.get(item.code)
        rows.append((
            item.code, item.text, Answered(said.answer).label if said else "Chưa ghi", said.note if said else "",
        ))  # fmt: skip
    heads = columns(("Mục", 12.0), ("Nội dung kiểm tra", 78), ("Kết quả", 24), ("Ghi chú", 50))
    return Annex("Bảng kiểm", f"({checklist_of(row).source})", heads, tuple(rows))


def _drawn(draws: Sequence[Draw]) -> list[Par]:
    return [
        Par(f"Rút ngẫu nhiên {len(one.drawn)} trong {one.size} ngày {one.drawn_at:%d/%m/%Y}, số gieo {one.seed}, mã kiểm "
            f"danh sách {one.digest[:16]}…: {', '.join(key for key, _ in one.drawn)}.")
        for one in draws
    ]  # fmt: skip


def _found(findings: Sequence[Finding], said: str, *kinds: FindingKind) -> list[Par]:
    """Findings that the conclusion's own words do not say already."""
    return [
        Par(f"- {finding_words(one)}.") for one in findings if one.of_kind in kinds and one.words not in said
    ]


def finding_words(one: Finding) -> str:
    """A finding with its dossier, as a sentence without its end."""
    return one.words.rstrip(" .") + (f" (hồ sơ {one.dossier.code})" if one.dossier else "")


def _days(row: Inspection) -> str:
    first, last = f"{row.first_day:%d/%m/%Y}", f"{row.last_day:%d/%m/%Y}"
    return f"ngày {first}" if first == last else f"từ ngày {first} đến ngày {last}"


def _names(team: Sequence[TeamMember]) -> str:
    return f"đoàn gồm {len(team)} người, Trưởng đoàn {next(one.name for one in team if one.role == TeamRole.HEAD)},"


def _where(row: Inspection) -> str:
    return f"{row.unit} ({row.target.name})" if row.unit else row.target.name


def _plan_words(plan: InspectionPlan) -> str:
    return f"Kế hoạch số {plan.decision} ngày {_day(plan.decided_on)} về {_lower(plan.title)}"


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "…/…/…"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
