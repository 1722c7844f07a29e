"""Rules of settling: who works on a dossier, what it waits for, and a due date that moves. Pure."""

from dataclasses import replace
from datetime import date, datetime

from motcua.dossiers.rules import commands as wanted
from motcua.dossiers.rules.changes import Draft, StepChange, add_clock_event, reason_of
from motcua.dossiers.rules.clocks import Law, check_extensions, first_step, with_clock
from motcua.dossiers.rules.snapshot import Snapshot
from motcua.kernel import clock
from motcua.kernel.refusals import Refused


def assign(dossier: Snapshot, command: wanted.Assign, now: datetime, law: Law) -> Draft:
    """Somebody holds the dossier from now; the first time its first step begins. Refuses without a person."""
    if not command.holder_id:
        raise Refused("Chọn người được phân công.", field="holder", code="holder")
    begun = dossier if dossier.step else _enter(dossier, first_step(law), law)
    steps = StepChange(close=bool(dossier.step), open=begun.step or None, holder_id=command.holder_id)
    return Draft(replace(begun, holder_id=command.holder_id), {"holder": command.holder_id}, steps)


def forward(dossier: Snapshot, command: wanted.Forward, now: datetime, law: Law) -> Draft:
    """The step is done and the next begins with its holder. Refuses beyond the last step."""
    number = dossier.step + 1
    if number > len(law.steps):
        raise Refused(
            "Đã ở bước cuối của quy trình: hãy ghi kết quả giải quyết thay vì chuyển tiếp.", code="last_step"
        )
    entered = replace(_enter(dossier, number, law), holder_id=command.holder_id)
    steps = StepChange(close=bool(dossier.step), open=number, holder_id=command.holder_id)
    return Draft(entered, {"holder": command.holder_id}, steps)


def _enter(dossier: Snapshot, number: int, law: Law) -> Snapshot:
    if number > len(law.steps):
        return dossier
    return replace(dossier, step=number, step_name=law.steps[number - 1].name)


def ask_opinion(dossier: Snapshot, command: wanted.AskOpinion, now: datetime, law: Law) -> Draft:
    """An opinion is asked for, to be given by a day (NĐ 61/2018 Điều 19.5). Refuses without a body or with a day gone by."""
    if not command.asked_of.strip():
        raise Refused("Ghi tên cơ quan, đơn vị được lấy ý kiến.", field="asked_of", code="asked_of")
    if command.due_on is None or command.due_on < clock.local_day(now):
        raise Refused("Hạn trả lời phải từ hôm nay trở đi.", field="due_on", code="due_on")
    asked = replace(dossier, opinions_open=dossier.opinions_open + 1)
    return Draft(asked, {"asked_of": command.asked_of, "due_on": command.due_on.isoformat()})


def give_opinion(dossier: Snapshot, command: wanted.GiveOpinion, now: datetime, law: Law) -> Draft:
    """An opinion came. Refuses where none is open."""
    if not dossier.opinions_open:
        raise Refused("Hồ sơ không có ý kiến nào đang chờ trả lời.", code="no_opinion")
    answered = replace(dossier, opinions_open=dossier.opinions_open - 1)
    return Draft(answered, {"opinion": command.opinion_id})


def miss_opinion(dossier: Snapshot, command: wanted.MissOpinion, now: datetime, law: Law) -> Draft:
    """An opinion did not come in time and is waited for no longer. Refuses where none is open."""
    if not dossier.opinions_open:
        raise Refused("Hồ sơ không có ý kiến nào đang chờ trả lời.", code="no_opinion")
    missed = replace(dossier, opinions_open=dossier.opinions_open - 1)
    return Draft(missed, {"opinion": command.opinion_id})


def require_payment(dossier: Snapshot, command: wanted.RequirePayment, now: datetime, law: Law) -> Draft:
    """A financial duty is to be paid first: the clock stops (NĐ 61/2018 Điều 22). The amount is in đồng; refuses none."""
    if command.amount <= 0:
        raise Refused("Số tiền phải lớn hơn 0 đồng.", field="amount", code="amount")
    waiting = add_clock_event(replace(dossier, waiting_since=now), "pause", now)
    return Draft(with_clock(waiting, law), {"amount": command.amount})


def settle_payment(dossier: Snapshot, command: wanted.SettlePayment, now: datetime, law: Law) -> Draft:
    """The financial duty is paid, the clock goes on."""
    settled = add_clock_event(replace(dossier, waiting_since=None), "resume", now)
    return Draft(with_clock(settled, law))


def extend(dossier: Snapshot, command: wanted.Extend, now: datetime, law: Law) -> Draft:
    """An apology is signed: the due date moves (NĐ 61/2018 Điều 19.9). Refuses as `_new_appointment` does."""
    new_due = _new_appointment(dossier, command, now, law)
    events = add_clock_event(dossier, "extension", now, to=new_due.isoformat())
    extended = with_clock(replace(events, extensions=dossier.extensions + 1), law)
    return Draft(extended, {"to": new_due.isoformat(), "cause": command.cause.value})


def draft_apology(dossier: Snapshot, command: wanted.DraftApology, now: datetime, law: Law) -> Draft:
    """An apology waits for its signature; nothing of the dossier moves yet. Refuses as `_new_appointment` does."""
    new_due = _new_appointment(dossier, command, now, law)
    return Draft(dossier, {"to": new_due.isoformat(), "cause": command.cause.value})


def _new_appointment(
    dossier: Snapshot, command: wanted.Extend | wanted.DraftApology, now: datetime, law: Law
) -> date:
    """The new date of an apology, if one may be given: once, later than the old one, with a reason."""
    check_extensions(dossier.extensions, law.extensions_allowed)
    if command.new_due is None or dossier.due_date is None or command.new_due <= dossier.due_date:
        raise Refused("Ngày hẹn mới phải sau ngày hẹn hiện tại.", field="new_due", code="new_due")
    if command.new_due < clock.local_day(now):
        raise Refused("Ngày hẹn mới phải từ hôm nay trở đi.", field="new_due", code="new_due")
    reason_of(command, "xin lỗi và hẹn lại")
    law.calendar.next_working(command.new_due)  # refuses a day in a year without a calendar
    return command.new_due


def return_apology(dossier: Snapshot, command: wanted.ReturnApology, now: datetime, law: Law) -> Draft:
    """Who should sign sends the draft back. Refuses without what must be mended."""
    reason_of(command, "trả lại, phải sửa gì")
    return Draft(dossier)


def ask_extra(dossier: Snapshot, command: wanted.AskExtra, now: datetime, law: Law) -> Draft:
    """A paper beyond those announced is wished for (NĐ 61/2018 Điều 5.1). Refuses without paper, law or reason."""
    if not command.paper.strip():
        raise Refused("Ghi tên giấy tờ muốn yêu cầu thêm.", field="paper", code="paper")
    if not command.legal_basis.strip():
        raise Refused(
            "Ghi điều, khoản, văn bản cho phép yêu cầu giấy tờ này. Không có căn cứ thì không được yêu cầu.",
            field="legal_basis",
            code="legal_basis",
        )
    reason_of(command, "phải có thêm giấy tờ này")
    return Draft(dossier, {"paper": command.paper.strip(), "legal_basis": command.legal_basis.strip()})


def consent_extra(dossier: Snapshot, command: wanted.ConsentExtra, now: datetime, law: Law) -> Draft:
    """A leader consents to the wish for a further paper."""
    return Draft(dossier, {"extra": command.extra_id})


def decline_extra(dossier: Snapshot, command: wanted.DeclineExtra, now: datetime, law: Law) -> Draft:
    """A leader declines the wish for a further paper. Refuses without a reason."""
    reason_of(command, "không đồng ý")
    return Draft(dossier, {"extra": command.extra_id})
