"""Acts on internal processes: drafted, approved by decision, then run electronically from a day on.

An approved process never changes: dossiers received under it keep it. A change is a new draft made from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Max, Q

from motcua.audit.record import record
from motcua.catalogue.actions import copy_process
from motcua.catalogue.enums import Place, ProcessState, Role, Unit
from motcua.catalogue.models import InternalProcess, ProcedureVersion, ProcessBody, ProcessStep
from motcua.catalogue.rules import BodySpan, Span, process_doubts, route_doubts, steps_doubts
from motcua.datastore.writing import act
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.text import squeeze


@dataclass(frozen=True, slots=True)
class BodyGiven:
    """A body as it is typed; `agency` is a code, asked only when `place` is `named`. `assumed`: its limit is."""

    stage: int
    place: Place
    name: str
    task: str
    agency: str = ""
    lead: bool = False
    holds: bool = True
    duration: Decimal | None = None
    unit: str = ""
    result: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class StepGiven:
    """A step as it is typed; `body` is the number of its body, None in a process of one agency."""

    label: str
    name: str
    performer: str
    role: Role
    duration: Decimal | None = None
    unit: str = ""
    result: str = ""
    body: int | None = None
    branch: bool = False
    assumed: bool = False


def draft_process(
    *,
    actor: Actor,
    agency: str,
    name: str,
    version: ProcedureVersion | None = None,
    copied_from: InternalProcess | None = None,
) -> InternalProcess:
    """A draft for an agency (code), empty or with the bodies and steps of another process (an example, the last one)."""
    told = squeeze(name)
    if not told:
        raise Refused("Ghi tên quy trình.", field="name")
    with act():
        common = {
            "key": _key(agency),
            "state": ProcessState.DRAFT.value,
            "name": told[:500],
            "agency": agency,
            "version": version or (copied_from.version if copied_from else None),
            "usable": False,
            "decision": "",
            "approved_on": None,
            "electronic_since": None,
            "valid_from": None,
            "valid_to": None,
        }
        if copied_from is not None:
            made = copy_process(copied_from, **common)
            made.note = f"Soạn theo {copied_from.key}. {copied_from.note}".strip()
            made.save(update_fields=["note"])
        else:
            made = InternalProcess.objects.create(**common)
        _judge(made)
        _record(actor, "draft_process", made, {"from": copied_from.key if copied_from else ""})
    return made


def set_total(
    process: InternalProcess, *, actor: Actor, name: str, total: Decimal | None, unit: str
) -> InternalProcess:
    """Name and total of a draft, against which its limits are added up."""
    with act():
        _draft(process)
        process.name, process.total, process.unit = squeeze(name)[:500] or process.name, total, unit
        process.save(update_fields=["name", "total", "unit"])
        _judge(process)
        _record(actor, "edit_process", process, {"what": "total"})
    return process


def put_body(
    process: InternalProcess, given: BodyGiven, *, actor: Actor, order: int | None = None
) -> ProcessBody:
    """Add a body to a draft, or change the one with this number. One body leads."""
    _check_body(given)
    with act():
        _draft(process)
        row = (
            _body(process, order)
            if order
            else ProcessBody(process=process, order=_next(ProcessBody, process))
        )
        row.stage, row.place, row.agency = given.stage, given.place.value, given.agency.strip()
        row.name, row.task, row.result = squeeze(given.name), squeeze(given.task), squeeze(given.result)
        row.lead, row.holds, row.assumed = given.lead, given.holds, given.assumed
        row.duration, row.unit = given.duration, given.unit if given.duration is not None else ""
        if given.lead:
            ProcessBody.objects.filter(process=process, lead=True).exclude(pk=row.pk).update(lead=False)
        row.save()
        _judge(process)
        _record(actor, "edit_process", process, {"what": "body", "number": row.order})
    return row


def put_step(
    process: InternalProcess, given: StepGiven, *, actor: Actor, order: int | None = None
) -> ProcessStep:
    """Add a step to a draft, or change the one with this number."""
    if not squeeze(given.name):
        raise Refused("Ghi nội dung bước.", field="name")
    if given.duration is not None and given.unit not in set(Unit):
        raise Refused("Chọn đơn vị thời gian của bước.", field="unit")
    with act():
        _draft(process)
        row = (
            _step(process, order)
            if order
            else ProcessStep(process=process, order=_next(ProcessStep, process))
        )
        row.body = _body(process, given.body) if given.body else None
        row.label, row.name = squeeze(given.label)[:10] or str(row.order), squeeze(given.name)
        row.performer, row.role, row.result = (
            squeeze(given.performer),
            given.role.value,
            squeeze(given.result),
        )
        row.duration, row.unit = given.duration, given.unit if given.duration is not None else ""
        row.branch, row.assumed = given.branch, given.assumed
        row.save()
        _judge(process)
        _record(actor, "edit_process", process, {"what": "step", "number": row.order})
    return row


def drop_body(process: InternalProcess, order: int, *, actor: Actor) -> None:
    """Take a body out of a draft; its steps stay and belong to nobody until given to another."""
    with act():
        _draft(process)
        _body(process, order).delete()
        _judge(process)
        _record(actor, "edit_process", process, {"what": "body dropped", "number": order})


def drop_step(process: InternalProcess, order: int, *, actor: Actor) -> None:
    """Take a step out of a draft; those after it keep their order."""
    with act():
        _draft(process)
        _step(process, order).delete()
        _judge(process)
        _record(actor, "edit_process", process, {"what": "step dropped", "number": order})


def discard(process: InternalProcess, *, actor: Actor) -> None:
    """Throw a draft away."""
    with act():
        _draft(process)
        _record(actor, "discard_process", process, {})
        process.delete()


def approve(
    process: InternalProcess, *, actor: Actor, decision: str, approved_on: date, valid_from: date
) -> InternalProcess:
    """Approve a draft by a decision; it is in force on paper and waits to run electronically (TT 01/2018 Điều 8).

    Refuses a process without steps, a decision of the future, and one whose body lacks its agency or limit.
    """
    told = squeeze(decision)
    if not told:
        raise Refused("Ghi số quyết định phê duyệt.", field="decision")
    if approved_on > clock.today():
        raise Refused("Ngày quyết định không thể ở sau hôm nay.", field="approved_on")
    if valid_from < approved_on:
        raise Refused("Ngày áp dụng phải từ ngày quyết định trở đi.", field="valid_from")
    with act():
        _draft(process)
        if missing := missing_for_approval(process):
            raise Refused(" ".join(missing), code="incomplete")
        process.state, process.decision = ProcessState.APPROVED.value, told[:200]
        process.approved_on, process.valid_from = approved_on, valid_from
        process.save(update_fields=["state", "decision", "approved_on", "valid_from"])
        _record(actor, "approve_process", process, {"decision": told, "on": approved_on.isoformat()})
    return process


def run_electronically(process: InternalProcess, first_day: date, *, actor: Actor) -> InternalProcess:
    """Dossiers received from a day on are worked by an approved process; its predecessor ends the day before.

    The day lies ahead: dossiers already received keep the process they were received under.
    """
    if first_day <= clock.today():
        raise Refused(
            "Chọn ngày từ ngày mai trở đi: hồ sơ đã tiếp nhận giữ quy trình lúc tiếp nhận.", field="first_day"
        )
    with act():
        held = InternalProcess.objects.select_for_update().get(pk=process.pk)
        if held.state != ProcessState.APPROVED.value or held.usable:
            raise Refused("Chỉ quy trình đã phê duyệt và chưa chạy mới đưa vào chạy được.", code="state")
        if held.valid_from is not None and first_day < held.valid_from:
            raise Refused(
                f"Quy trình áp dụng từ {held.valid_from:%d/%m/%Y}; chọn ngày từ đó.", field="first_day"
            )
        running = InternalProcess.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=first_day),
            version=held.version, agency=held.agency, usable=True,
        ).exclude(pk=held.pk)  # fmt: skip
        ended = list(running.values_list("key", flat=True))
        running.update(valid_to=first_day - timedelta(days=1))
        held.electronic_since, held.usable = first_day, True
        held.save(update_fields=["electronic_since", "usable"])
        detail: dict[str, object] = {"from": first_day.isoformat(), "ended": ended}
        _record(actor, "run_process", held, detail)
    return held


def missing_for_approval(process: InternalProcess) -> list[str]:
    """What a draft still lacks, in Vietnamese; doubts about times do not stop an approval."""
    missing = []
    if not ProcessStep.objects.filter(process=process).exists():
        missing.append("Quy trình chưa có bước nào.")
    bodies = list(ProcessBody.objects.filter(process=process))
    if bodies and sum(body.lead for body in bodies) != 1:
        missing.append("Ghi đúng một cơ quan chủ trì.")
    if bodies and not any(body.place == Place.OWN.value for body in bodies):
        missing.append("Ghi phần việc của cơ quan giải quyết hồ sơ.")
    missing += [f"{body.name}: chưa ghi thời hạn." for body in bodies if body.duration is None]
    return missing


def _check_body(given: BodyGiven) -> None:
    if not squeeze(given.name) or not squeeze(given.task):
        raise Refused("Ghi tên và nhiệm vụ của cơ quan.", field="task" if squeeze(given.name) else "name")
    if given.place is Place.NAMED and not given.agency.strip():
        raise Refused("Chọn cơ quan.", field="agency")
    if given.stage < 1:
        raise Refused("Đợt là số từ 1 trở lên.", field="stage")
    if given.duration is not None and given.unit not in set(Unit):
        raise Refused("Chọn đơn vị của thời hạn.", field="unit")


def _draft(process: InternalProcess) -> None:
    held = InternalProcess.objects.select_for_update().filter(pk=process.pk).first()
    if held is None or held.state != ProcessState.DRAFT.value:
        raise Refused(
            "Quy trình đã phê duyệt không sửa được: hồ sơ đang giải quyết theo nó. Hãy soạn bản mới từ quy trình này.",
            code="state",
        )


def _judge(process: InternalProcess) -> None:
    """Write down what does not agree in a draft."""
    bodies: Sequence[ProcessBody] = list(ProcessBody.objects.filter(process=process))
    steps = list(ProcessStep.objects.filter(process=process))
    if bodies:
        spans = [BodySpan(body.stage, body.duration, body.unit, body.holds) for body in bodies]
        untimed = sum(step.duration is None and step.body_id is not None for step in steps)
        process.doubts = route_doubts(spans, process.total, process.unit) + steps_doubts(untimed)
    else:
        flat = [
            Span(step.duration, step.unit, side=step.branch or bool(step.parallel_with)) for step in steps
        ]
        process.doubts = process_doubts(flat, process.total, process.unit)
    process.save(update_fields=["doubts"])


def _key(agency: str) -> str:
    """`H99.101-QT03`: the next number of the agency."""
    prefix = f"{agency or 'CHUNG'}-QT"
    known = InternalProcess.objects.filter(key__startswith=prefix).values_list("key", flat=True)
    numbers = [int(tail) for key in known if (tail := key[len(prefix) :].split(".")[0]).isdecimal()]
    return f"{prefix[:30]}{max(numbers, default=0) + 1:02d}"


def _next(model: type[ProcessBody] | type[ProcessStep], process: InternalProcess) -> int:
    last = model._default_manager.filter(process=process).aggregate(last=Max("order"))["last"]
    return int(last or 0) + 1


def _body(process: InternalProcess, order: int) -> ProcessBody:
    found = ProcessBody.objects.filter(process=process, order=order).first()
    if found is None:
        raise NotFound
    return found


def _step(process: InternalProcess, order: int) -> ProcessStep:
    found = ProcessStep.objects.filter(process=process, order=order).first()
    if found is None:
        raise NotFound
    return found


def _record(actor: Actor, verb: str, process: InternalProcess, detail: dict[str, object]) -> None:
    record(
        actor, action=f"catalogue.{verb}", kind="process", key=process.key, agency=process.agency,
        detail={"name": process.name, **detail},
    )  # fmt: skip
