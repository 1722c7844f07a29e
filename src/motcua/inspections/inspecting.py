"""Acts of inspections: plan, prepare, decide, draw, look, find, conclude, follow up until closed."""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.audit.record import record
from motcua.datastore.locking import locked
from motcua.datastore.writing import act
from motcua.inspections.checklists import checklist, checklist_of
from motcua.inspections.enums import (
    Answered,
    CheckForm,
    CheckState,
    CheckWay,
    DrawOf,
    PlanMode,
    TeamRole,
)
from motcua.inspections.framing import Source
from motcua.inspections.inspection_models import (
    ChecklistAnswer,
    Draw,
    Inspection,
    InspectionPlan,
    TeamMember,
)
from motcua.inspections.rules import METHOD, check_team, days_of, digest_of, draw
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.kernel.text import squeeze
from motcua.organisation.models import Agency, Staff
from motcua.regimes.queries import rules_on
from motcua.worktime.queries import calendar_for

_NAME, _TITLE = 200, 300  # letters kept of a member of the team
_SEED = re.compile(r"[0-9A-Za-z .:-]{6,100}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlan:
    """A plan of the year as it is entered."""

    agency: Agency
    year: int
    mode: PlanMode
    title: str
    purpose: str
    contents: str
    partner: str = ""
    budget: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody for the team: one of our officers, or a name with the agency they come from."""

    name: str
    role: TeamRole
    title: str = ""
    staff: Staff | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInspection:
    """An inspection as it is prepared."""

    agency: Agency
    target: Agency
    title: str
    form: CheckForm
    way: CheckWay
    checklist: str
    first_day: date
    last_day: date
    members: Sequence[Member]
    special: bool = False
    unit: str = ""
    plan: InspectionPlan | None = None


def make_plan(new: NewPlan, *, actor: Actor) -> InspectionPlan:
    """A plan of the year, with the day by which it is to be decided. Joint ones name with whom."""
    _check_plan(new)
    with act():
        made = InspectionPlan(agency=new.agency, made_at=clock.now(), made_by=actor.label)
        _write_plan(made, new)
        made.save()
        _record(actor, "plan", "inspection_plan", made.pk, new.agency, {"year": new.year, "mode": made.mode})
    return made


def change_plan(plan_id: int, new: NewPlan, *, actor: Actor) -> InspectionPlan:
    """What the plan says, anew. Refused once it was decided."""
    _check_plan(new)

    def change(plan: InspectionPlan) -> None:
        if plan.decision:
            raise Refused("Kế hoạch này đã có quyết định.", code="decided")
        _write_plan(plan, new)

    return _changed_plan(plan_id, "change_plan", change, actor)


def _check_plan(new: NewPlan) -> None:
    if new.mode is PlanMode.JOINT and not squeeze(new.partner):
        raise Refused("Ghi cơ quan phối hợp.", field="partner", code="partner")
    for name in ("title", "purpose", "contents"):
        if not str(getattr(new, name)).strip():
            raise Refused("Ghi đủ tên, mục đích và nội dung của kế hoạch.", field=name, code=name)


def _write_plan(plan: InspectionPlan, new: NewPlan) -> None:
    month, day = map(int, str(_rules(new.agency, date(new.year, 1, 1), "plan_by")["plan_by"]).split("-"))
    plan.year, plan.mode, plan.partner = new.year, new.mode.value, squeeze(new.partner)
    plan.title, plan.purpose, plan.contents = squeeze(new.title), new.purpose.strip(), new.contents.strip()
    plan.budget, plan.due_on = squeeze(new.budget), date(new.year, month, day)


def decide_plan(plan_id: int, *, decision: str, decided_on: date, actor: Actor) -> InspectionPlan:
    """The plan is issued by a decision; from then on it goes to those inspected within the rule's days."""
    _words(decision, "decision", "Ghi số quyết định ban hành kế hoạch.")
    _not_ahead(decided_on, "decided_on")

    def change(plan: InspectionPlan) -> None:
        if plan.decision:
            raise Refused("Kế hoạch này đã có quyết định.", code="decided")
        days = int(_rules(plan.agency, decided_on, "plan_sent_working_days")["plan_sent_working_days"])
        plan.decision, plan.decided_on = squeeze(decision), decided_on
        plan.send_by = calendar_for(plan.agency.chain, decided_on).working_day_after(decided_on, days)

    return _changed_plan(plan_id, "decide_plan", change, actor)


def send_plan(plan_id: int, *, sent_on: date, actor: Actor) -> InspectionPlan:
    """The plan went to those inspected on a day. Refused before its decision."""
    _not_ahead(sent_on, "sent_on")

    def change(plan: InspectionPlan) -> None:
        if plan.decided_on is None or sent_on < plan.decided_on:
            raise Refused(
                "Ghi quyết định ban hành trước; ngày gửi từ ngày quyết định trở đi.", field="sent_on"
            )
        plan.sent_on = sent_on

    return _changed_plan(plan_id, "send_plan", change, actor)


def prepare(new: NewInspection, *, actor: Actor) -> Inspection:
    """An inspection with its team. Refuses a team that checks its own agency for another, a special one of a wrong size."""
    _check(new)
    with act():
        made = Inspection(agency=new.agency, made_at=clock.now(), made_by=actor.label)
        _write(made, new)
        made.save()
        _write_team(made, new.members)
        _record(actor, "prepare", "inspection", made.pk, new.agency, {"special": made.special})
    return made


def change_prepared(inspection_id: int, new: NewInspection, *, actor: Actor) -> Inspection:
    """What was prepared, anew. Refused once there is a decision, and another agency once its dossiers were drawn."""
    _check(new)

    def change(row: Inspection) -> None:
        _in_state(row, CheckState.PREPARED)
        if row.target_id != new.target.pk and Draw.objects.filter(inspection=row).exists():
            raise Refused(
                "Đã rút hồ sơ của đơn vị này: không tiến hành rồi chuẩn bị cuộc khác.",
                field="target",
                code="drawn",
            )
        _write(row, new)
        TeamMember.objects.filter(inspection=row).delete()
        _write_team(row, new.members)

    return changed(inspection_id, "change_prepared", change, actor)


def _check(new: NewInspection) -> None:
    if not squeeze(new.title):
        raise Refused("Ghi tên cuộc kiểm tra.", field="title", code="title")
    if new.last_day < new.first_day:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last_day", code="last_day")
    if new.form is CheckForm.PLANNED and new.plan is None:
        raise Refused("Kiểm tra định kỳ phải thuộc một kế hoạch của năm.", field="plan", code="plan")
    # What the plan names for December may run into January; another year is a slip of the finger.
    if new.plan is not None and new.first_day.year - new.plan.year not in (0, 1):
        raise Refused(f"Kế hoạch này của năm {new.plan.year}.", field="first_day", code="plan_year")
    if not new.target.path.startswith(new.agency.path):
        raise Refused("Chỉ kiểm tra cơ quan mình và đơn vị trực thuộc.", field="target", code="target")
    if new.special and new.form is not CheckForm.SUDDEN:
        raise Refused(
            "Tổ kiểm tra đặc biệt chỉ kiểm tra đột xuất, ngẫu nhiên.", field="special", code="special"
        )
    checklist(new.checklist, new.agency, clock.today())
    # Every day of it follows from the calendar: a year without one is refused now, not at the decision.
    calendar_for(new.agency.chain, new.first_day).working_day_after(new.last_day, 1)
    rules = _rules(new.agency, new.first_day, "special_team_least", "special_team_most")
    check_team(
        [one.role for one in new.members], special=new.special,
        least=int(rules["special_team_least"]), most=int(rules["special_team_most"]),
    )  # fmt: skip
    for one in new.members:
        if len(squeeze(one.name)) > _NAME or len(squeeze(one.title)) > _TITLE:
            raise Refused(
                f"Họ tên có nhiều nhất {_NAME} chữ, chức vụ và cơ quan nhiều nhất {_TITLE} chữ.",
                field="others",
            )
    own = [one.name for one in new.members if one.staff and one.staff.agency_id == new.target.pk]
    if own and new.target.pk != new.agency.pk:
        raise Refused(f"{own[0]} thuộc đơn vị được kiểm tra: chọn người khác.", field="members", code="own")


def _write(row: Inspection, new: NewInspection) -> None:
    row.plan, row.target, row.unit, row.title = new.plan, new.target, squeeze(new.unit), squeeze(new.title)
    row.form, row.way, row.special, row.checklist = new.form.value, new.way.value, new.special, new.checklist
    row.first_day, row.last_day = new.first_day, new.last_day


def _write_team(row: Inspection, members: Sequence[Member]) -> None:
    TeamMember.objects.bulk_create(
        [
            TeamMember(
                inspection=row, staff=one.staff, name=squeeze(one.name), title=squeeze(one.title),
                role=one.role.value,
            )
            for one in members
        ]
    )  # fmt: skip


def decide(inspection_id: int, *, decision: str, decided_on: date, actor: Actor) -> Inspection:
    """The decision founds the team; from it follow the days of announcement and conclusion."""
    _words(decision, "decision", "Ghi số quyết định kiểm tra.")
    _not_ahead(decided_on, "decided_on")

    def change(row: Inspection) -> None:
        _in_state(row, CheckState.PREPARED)
        if decided_on > row.last_day:
            raise Refused(
                "Quyết định phải có trước khi kiểm tra xong.", field="decided_on", code="decided_on"
            )
        rules = _rules(
            row.agency, row.first_day, "notice_working_days", "notice_sudden_working_days",
            "notice_special_working_days", "conclude_working_days",
        )  # fmt: skip
        days = days_of(
            CheckForm(row.form), row.first_day, row.last_day, special=row.special, rules=rules,
            calendar=calendar_for(row.agency.chain, row.first_day),
        )  # fmt: skip
        row.decision, row.decided_on, row.state = squeeze(decision), decided_on, CheckState.DECIDED.value
        row.notify_by, row.conclude_by = days.notify_by, days.conclude_by

    return changed(inspection_id, "decide", change, actor)


def notify(inspection_id: int, *, notified_on: date, actor: Actor) -> Inspection:
    """Those inspected were told on a day; from then on they see the inspection."""
    _not_ahead(notified_on, "notified_on")

    def change(row: Inspection) -> None:
        _in_state(row, CheckState.DECIDED)
        if row.decided_on and notified_on < row.decided_on:
            raise Refused("Thông báo từ ngày quyết định trở đi.", field="notified_on", code="notified_on")
        row.notified_on = notified_on

    return changed(inspection_id, "notify", change, actor)


def drop(inspection_id: int, *, reason: str, actor: Actor) -> Inspection:
    """It does not take place; kept with the reason."""
    _words(reason, "reason", "Ghi vì sao không tiến hành.")

    def change(row: Inspection) -> None:
        _in_state(row, CheckState.PREPARED, CheckState.DECIDED)
        row.state, row.lacking = CheckState.DROPPED.value, f"Không tiến hành: {reason.strip()}"

    return changed(inspection_id, "drop", change, actor)


def draw_lots(
    source: Source, many: int, *, actor: Actor, seed: str = "", origin: str = "", reason: str = ""
) -> Draw:
    """Draw at random from a list, with a seed given in public or made here; the draw is kept for good.

    A second draw from the same list for the same purpose needs a reason, and both stay to be seen.
    """
    if source.inspection is not None:
        _in_state(source.inspection, CheckState.PREPARED, CheckState.DECIDED)
    seed = squeeze(seed)
    if seed and not (_SEED.fullmatch(seed) and squeeze(origin)):
        raise Refused(
            "Số gieo có từ 6 đến 100 chữ số, chữ cái không dấu; ghi số lấy từ đâu, ai chứng kiến.",
            field="seed", code="seed",
        )  # fmt: skip
    origin = squeeze(origin) if seed else "Hệ thống lấy ngẫu nhiên"
    seed = seed or secrets.token_hex(16)
    frame = source.frame()
    drawn = [list(each) for each in draw(seed, frame, many)]
    digest = digest_of(frame)
    again = Draw.objects.filter(
        agency=source.agency, inspection=source.inspection, of=source.of.value, digest=digest
    )
    with act():
        if not reason.strip() and again.exists():
            raise Refused(
                "Đã rút từ đúng danh sách này. Rút lại thì ghi vì sao; lần rút trước vẫn được giữ.",
                field="reason", code="again",
            )  # fmt: skip
        made = Draw.objects.create(
            agency=source.agency, inspection=source.inspection, of=source.of.value,
            among=source.among.value if source.of is DrawOf.DOSSIERS else "",
            first_day=source.first, last_day=source.last, seed=seed, seed_origin=origin, method=METHOD,
            digest=digest, frame=frame, size=frame.count("\n"), drawn=drawn, reason=squeeze(reason),
            drawn_at=clock.now(), drawn_by=actor.label,
        )  # fmt: skip
        _record(
            actor, "draw", "draw", made.pk, source.agency, {"of": made.of, "many": many, "size": made.size}
        )
    return made


def answer_checklist(
    inspection_id: int, answers: Mapping[str, tuple[Answered | None, str]], *, actor: Actor
) -> Inspection:
    """What was found about the items, by their code; None takes an answer back."""

    def change(row: Inspection) -> None:
        _in_state(row, CheckState.DECIDED)
        known = {item.code for item in checklist_of(row).items}
        if strange := answers.keys() - known:
            raise Refused(f"Bảng kiểm không có mục {min(strange)}.", code="item")
        ChecklistAnswer.objects.filter(inspection=row, item__in=answers).delete()
        ChecklistAnswer.objects.bulk_create(
            [
                ChecklistAnswer(inspection=row, item=code, answer=given.value, note=squeeze(note)[:1000])
                for code, (given, note) in answers.items()
                if given is not None
            ]
        )

    return changed(inspection_id, "answer", change, actor)


def changed(inspection_id: int, what: str, change: Callable[[Inspection], None], actor: Actor) -> Inspection:
    """An inspection changed in one act and recorded. NotFound when there is none."""
    with act():
        row = locked(Inspection, inspection_id, "agency", "target")
        change(row)
        row.save()
        _record(actor, what, "inspection", row.pk, row.agency, {"state": row.state})
    return row


def _changed_plan(
    plan_id: int, what: str, change: Callable[[InspectionPlan], None], actor: Actor
) -> InspectionPlan:
    with act():
        row = locked(InspectionPlan, plan_id, "agency")
        change(row)
        row.save()
        _record(actor, what, "inspection_plan", row.pk, row.agency, {"year": row.year})
    return row


def _in_state(row: Inspection, *states: CheckState) -> None:
    if row.status not in states:
        raise Refused(f"Cuộc kiểm tra này: {row.status.label.lower()}.", code="state")


def _rules(agency: Agency, day: date, *names: str) -> dict[str, Any]:
    ask = rules_on(day, scopes=agency.chain)
    return {name: ask(f"inspection.{name}") for name in names}


def _words(text: str, field: str, refusal: str) -> None:
    if not text.strip():
        raise Refused(refusal, field=field, code=field)


def _not_ahead(day: date, field: str) -> None:
    if day > clock.today():
        raise Refused("Ngày này chưa đến.", field=field, code=field)


def _record(actor: Actor, what: str, kind: str, key: int, agency: Agency, detail: Mapping[str, Any]) -> None:
    record(actor, action=f"inspections.{what}", kind=kind, key=key, agency=agency.code, detail=detail)
