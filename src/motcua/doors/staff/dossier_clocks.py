"""What the page of a dossier says about its clocks: forecast, passing on, moved due dates, who has left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from motcua.catalogue.queries import WorkStep
from motcua.doors.frame.components import Tone
from motcua.doors.staff.due_words import Calendars
from motcua.doors.staff.lateness.pages import TONES, explained
from motcua.dossiers.desk_watch import desk_clock
from motcua.dossiers.enums import Act, State
from motcua.dossiers.explaining import explanations_of
from motcua.dossiers.fees_reckoned import BEFORE_AFTER, CHANGED_BY, KEPT, TO_CHECK, left_to_check
from motcua.dossiers.lateness import IN_HAND, apologies_of, due_changes
from motcua.dossiers.lateness_models import Apology, Explanation
from motcua.dossiers.models import Dossier, Event, StepRun
from motcua.dossiers.rules.prediction import Forecast, Standing, Verdict, forecast
from motcua.dossiers.rules.spans import Step
from motcua.kernel import clock
from motcua.kernel.money import dong

_ABOUT_APOLOGIES = {Act.DRAFT_APOLOGY.value, Act.EXTEND.value}


@dataclass(frozen=True, slots=True)
class Told:
    """A status and the sentence that explains it."""

    label: str
    tone: Tone
    words: str


def forecast_told(
    dossier: Dossier, steps: Sequence[WorkStep], runs: Iterable[StepRun], calendars: Calendars
) -> Told | None:
    """Whether the remaining steps end in time; None where the clock stands or nothing has begun to be late."""
    if dossier.state not in IN_HAND or dossier.waiting_since or not dossier.due_at or not dossier.due_date:
        return None
    if dossier.clock_started_at is None:
        return None
    begun = next((run.started_at for run in reversed(list(runs)) if run.finished_at is None), None)
    standing = Standing(
        due_date=dossier.due_date,
        due_at=clock.local(dossier.due_at).replace(tzinfo=None),
        by_minute=dossier.limit_unit == "hour",
        step=dossier.step,
        step_started=clock.local(begun).replace(tzinfo=None) if begun else None,
    )
    known = [
        Step(each.name, each.performer, each.role, each.hours, each.days, each.of_calendar) for each in steps
    ]
    now = clock.local(clock.now()).replace(tzinfo=None)
    told: Forecast = forecast(standing, known, calendars.of(dossier.agency), now)
    if told.verdict is Verdict.UNKNOWN:
        return None
    return Told(told.verdict.label, TONES[told.verdict], explained(told))


def passing_on_told(dossier: Dossier) -> Told | None:
    """Until when the desk passes the dossier on; None once it has, and before receipt."""
    if dossier.state != State.RECEIVED.value or dossier.step or dossier.clock_started_at is None:
        return None
    desk = desk_clock(dossier.agency)
    due = desk.forward_due(dossier)
    if due is None:
        return None
    words = f"Chuyển bộ phận chuyên môn trước {clock.local(due):%H:%M ngày %d/%m/%Y}."
    return Told("Chuyển trễ", "late", words) if due < desk.now else Told("Chờ chuyển", "waiting", words)


def holder_gone(dossier: Dossier) -> str:
    """That the one who holds a running dossier has left; empty otherwise."""
    holder = dossier.holder
    if (
        holder is None
        or not dossier.status.open
        or holder.last_day is None
        or holder.last_day >= clock.today()
    ):
        return ""
    return (
        f"{holder.name} đã thôi làm việc từ sau ngày {holder.last_day:%d/%m/%Y}; hồ sơ chưa có người xử lý."
    )


def act_told(event: Event) -> str:
    """What was done, with its mark: a request for papers once too often, or later than the days allowed; a supplement
    that changed the fee, or a fee that was mended."""
    label = Act(event.act).label
    if by := event.detail.get(CHANGED_BY):
        was_is = event.detail.get(BEFORE_AFTER)
        amounts = f", từ {dong(was_is[0])} thành {dong(was_is[1])}" if was_is else ""
        how = _moved(by, event.detail.get(KEPT, 0))
        label = f"{label} (phí {'tăng' if by > 0 else 'giảm'} {dong(abs(by))}{amounts}: {how})"
    if apart := event.detail.get(TO_CHECK):
        label = f"{label} (phí cần đối chiếu: {_apart(*apart)})"
    if event.act != Act.ASK_SUPPLEMENT.value:
        return label
    marks = [f"lần {event.detail.get('number')}: quá số lần cho phép"] if event.detail.get("repeated") else []
    marks += ["muộn, quá số ngày cho phép"] if event.detail.get("late") else []
    return f"{label} ({'; '.join(marks)})" if marks else label


def _moved(by: int, kept: int) -> str:
    """How a changed fee was settled. `kept`: đồng of the rise that were to go back and stay."""
    if by < 0:
        return "đã giảm khoản phải thu hoặc đề nghị hoàn"
    if not kept:
        return "thu thêm khoản tăng"
    return f"giữ lại {dong(kept)} đã đề nghị hoàn" + (f", thu thêm {dong(by - kept)}" if by > kept else "")


def _apart(tariff: int | None, asked: int) -> str:
    by_tariff = "chưa tính được theo biểu" if tariff is None else f"theo biểu là {dong(tariff)}"
    return f"{by_tariff}, đã thu và còn phải thu {dong(asked)}"


def fee_to_check(dossier: Dossier, events: Sequence[Event]) -> str:
    """That a supplement left the fee apart from the tariff, while it can still be settled; empty otherwise."""
    apart = left_to_check(dossier, events) if dossier.status.open else None
    return f"Sau lần tính lại gần nhất, phí {_apart(*apart)} (không kể phần hoàn)." if apart else ""


def moved_due_dates(events: Iterable[Event]) -> list[object]:
    """The table of due dates, once there is more than the first appointment."""
    changes = due_changes(events)
    return list(changes) if len(changes) > 1 else []


def apologies_shown(dossier: Dossier, events: Iterable[Event]) -> list[Apology]:
    """Apology letters, asked for only when the history has any."""
    return list(apologies_of(dossier)) if any(event.act in _ABOUT_APOLOGIES for event in events) else []


def explanations_shown(dossier: Dossier) -> list[Explanation]:
    """What the head of the unit explained, asked for only where a date was moved or missed."""
    end = dossier.finished_at or clock.now()
    missed = dossier.due_at is not None and end > dossier.due_at
    return list(explanations_of(dossier)) if dossier.extensions or missed else []
