"""Rules of receipt: how a dossier comes in, is received or refused, and is made complete. Pure."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from motcua.dossiers.enums import State
from motcua.dossiers.rules import commands as wanted
from motcua.dossiers.rules.changes import Draft, add_clock_event, reason_of
from motcua.dossiers.rules.clocks import Law, with_clock
from motcua.dossiers.rules.forwarding import reception_due
from motcua.dossiers.rules.papers import Asked
from motcua.dossiers.rules.snapshot import Snapshot
from motcua.kernel import clock
from motcua.kernel.refusals import Refused


def file(dossier: Snapshot, command: wanted.Command, now: datetime, law: Law) -> Draft:
    """Sent online: the working hours for receiving it run from now (NĐ 118/2025 Điều 17, 18)."""
    return Draft(replace(dossier, filed_at=now, offered_at=now))


def receive(dossier: Snapshot, command: wanted.Receive, now: datetime, law: Law) -> Draft:
    """Received: what the law of the day says is fixed, the clock starts, and the due date is reckoned.

    Received for a competent agency elsewhere, the clock waits until that agency takes over (NĐ 309/2026 Điều 8.3).
    Refuses a procedure without a time limit.
    """
    if command.limit_value is None or not command.limit_unit:
        raise Refused(
            "Thủ tục này chưa có thời hạn giải quyết chắc chắn nên chưa tiếp nhận được. "
            "Quản trị viên đặt thời hạn ở trang thủ tục rồi tiếp nhận lại.",
            code="limit",
        )
    received = replace(
        dossier,
        regime=law.regime,
        received_at=now,
        received_on=clock.local_day(now),
        # None: the due date shown is the earliest possible; the competent agency's taking over sets it.
        clock_started_at=None if command.elsewhere else command.started or now,
        limit_value=command.limit_value,
        limit_unit=command.limit_unit,
        receiver_id=command.receiver_id,
        holder_id=command.receiver_id,
    )
    timed = with_clock(received, law)
    detail = {"limit": command.limit_value, "unit": command.limit_unit, "calendar": timed.calendar_version}
    if command.mail:
        detail["mail"] = command.mail
    if command.online and (late := _late_reception(dossier, now, law)):
        detail["late_reception"] = late
    return Draft(replace(timed, original_due_date=timed.due_date), detail)


def _late_reception(dossier: Snapshot, now: datetime, law: Law) -> int:
    """How many working days too late a dossier filed online is received; 0 in time."""
    offered = dossier.offered_at or dossier.filed_at
    if offered is None:
        return 0
    due = reception_due(clock.local(offered).replace(tzinfo=None), law.calendar, law.desk)
    return law.calendar.working_days_in(due, clock.local_day(now))


def take_over(dossier: Snapshot, command: wanted.TakeOver, now: datetime, law: Law) -> Draft:
    """The competent agency has what another received for it: its clock starts now (NĐ 309/2026 Điều 7, 8.3)."""
    started = replace(dossier, clock_started_at=now, holder_id=command.holder_id)
    return Draft(with_clock(started, law), {"holder": command.holder_id})


def refuse(dossier: Snapshot, command: wanted.Refuse, now: datetime, law: Law) -> Draft:
    """Not received (Mẫu 03, NĐ 61/2018 Điều 17.1b). Refuses without a reason."""
    reason = reason_of(command, "từ chối tiếp nhận")
    return Draft(replace(dossier, reason=reason, holder_id=None, waiting_since=None))


def ask_supplement(dossier: Snapshot, command: wanted.AskSupplement, now: datetime, law: Law) -> Draft:
    """Asked for what is missing (Mẫu 02, NĐ 61/2018 Điều 17.1a, 19.4); of a received dossier the clock stops.

    More often or later than allowed is noted in the event, not refused. Refuses without a paper or a reason.
    """
    lines = [item.line for item in command.items]
    reason = "; ".join(part for part in (*lines, command.note.strip()) if part)
    if not reason:
        raise Refused("Chọn giấy tờ còn thiếu hoặc chưa đúng.", field="note", code="reason")
    asked = replace(
        dossier, supplements_asked=dossier.supplements_asked + 1, waiting_since=now, reason=reason
    )
    detail: dict[str, Any] = {
        "number": asked.supplements_asked,
        "repeated": asked.supplements_asked > law.supplements_allowed,
        "items": [_line_of(item) for item in command.items],
    }
    if dossier.state == State.SUPPLEMENTING:
        detail["late"] = _asked_late(dossier, now, law)
        asked = with_clock(add_clock_event(asked, "supplement_requested", now), law)
    return Draft(asked, detail, note=reason)


def _line_of(item: Asked) -> dict[str, Any]:
    return {
        "component": item.component_id,
        "extra": item.extra_id,
        "name": item.name,
        "lack": item.lack.value,
        "words": item.words,
    }


def mend_fee(dossier: Snapshot, command: wanted.MendFee, now: datetime, law: Law) -> Draft:
    """The fee itself is mended beside the dossier; here only the event, with its reason. Refuses without one."""
    reason_of(command, "sửa phí")
    return Draft(dossier)


def _asked_late(dossier: Snapshot, now: datetime, law: Law) -> bool:
    """Whether more than the working days allowed have passed since the papers were last complete (Điều 19.4)."""
    complete = [
        date.fromisoformat(each["at"][:10])
        for each in dossier.clock_events
        if each["type"] == "supplement_completed"
    ]
    since = max([*complete, dossier.received_on or clock.local_day(now)])
    return law.calendar.working_days_in(since, clock.local_day(now)) > law.supplement_within


def complete_supplement(
    dossier: Snapshot, command: wanted.CompleteSupplement, now: datetime, law: Law
) -> Draft:
    """What was asked for is there: the clock goes on, or the working hours for receiving a filing begin anew."""
    done = replace(dossier, waiting_since=None, reason="")
    if dossier.state == State.SUBMITTED:
        return Draft(replace(done, offered_at=now))
    if dossier.state == State.PROCESSING:
        done = with_clock(add_clock_event(done, "supplement_completed", now), law)
    return Draft(done)
