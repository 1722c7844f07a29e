"""Rules of the end: a dossier is settled, refused, stopped or taken back, and its result handed over. Pure."""

from dataclasses import replace
from datetime import datetime

from motcua.dossiers.enums import Outcome
from motcua.dossiers.rules import commands as wanted
from motcua.dossiers.rules import routes
from motcua.dossiers.rules.changes import Draft, StepChange, reason_of
from motcua.dossiers.rules.clocks import Law
from motcua.dossiers.rules.snapshot import Snapshot
from motcua.kernel.refusals import Refused


def finish(dossier: Snapshot, command: wanted.Finish, now: datetime, law: Law) -> Draft:
    """Settled and granted. Refuses while an opinion or another body's part is open (NĐ 61/2018 Điều 19.5, 19.7)."""
    _no_open_opinion(dossier)
    routes.no_open_body(command.bodies_open)
    done = replace(dossier, finished_at=now, outcome=Outcome.GRANTED, waiting_since=None)
    return Draft(done, steps=StepChange(close=bool(dossier.step)))


def refuse_to_settle(dossier: Snapshot, command: wanted.Command, now: datetime, law: Law) -> Draft:
    """The answer is no, with its reason (NĐ 61/2018 Điều 19.8). Refuses without a reason."""
    reason = reason_of(command, "từ chối giải quyết")
    done = replace(dossier, finished_at=now, outcome=Outcome.REFUSED, waiting_since=None, reason=reason)
    return Draft(done, steps=StepChange(close=bool(dossier.step)))


def stop(dossier: Snapshot, command: wanted.Command, now: datetime, law: Law) -> Draft:
    """Settling stops before an answer (Mẫu 05, TT 03/2025/TT-VPCP). Refuses without a reason."""
    ended = _ended(dossier, now, reason_of(command, "dừng giải quyết"))
    return Draft(ended, steps=StepChange(close=bool(dossier.step)))


def withdraw(dossier: Snapshot, command: wanted.Command, now: datetime, law: Law) -> Draft:
    """The applicant takes the dossier back; a reason may be told, and need not be."""
    ended = _ended(dossier, now, command.note.strip())
    return Draft(ended, steps=StepChange(close=bool(dossier.step)))


def result_back(dossier: Snapshot, command: wanted.Command, now: datetime, law: Law) -> Draft:
    """The result is at the place that received the dossier for another level: only the event tells it (NĐ 61/2018 Điều 19.7)."""
    return Draft(dossier)


def hand_over(dossier: Snapshot, command: wanted.Command, now: datetime, law: Law) -> Draft:
    """The result is in the applicant's hands; nobody holds the dossier any more."""
    return Draft(replace(dossier, returned_at=now, holder_id=None))


def _ended(dossier: Snapshot, now: datetime, reason: str) -> Snapshot:
    # A dossier that was never received has no processing whose end could be early or late.
    finished = now if dossier.received_at else None
    return replace(dossier, finished_at=finished, waiting_since=None, holder_id=None, reason=reason)


def _no_open_opinion(dossier: Snapshot) -> None:
    if dossier.opinions_open:
        raise Refused(
            f"Còn {dossier.opinions_open} ý kiến chưa trả lời. Ghi câu trả lời, hoặc ghi rõ là quá hạn trả lời, "
            "rồi mới kết thúc.",
            code="open_opinion",
        )
