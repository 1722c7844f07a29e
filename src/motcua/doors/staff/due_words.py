"""How a dossier stands to its due date, in the words of working time and with a tone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from motcua.doors.frame.components import Tone
from motcua.dossiers.enums import Outcome, State, Timeliness
from motcua.dossiers.finding import Listed, Settling
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import lateness_now
from motcua.kernel import clock
from motcua.organisation.models import Agency
from motcua.worktime.calendar import Calendar
from motcua.worktime.lateness import Remaining, remaining
from motcua.worktime.queries import calendars_for
from motcua.worktime.words import remaining_text

TONE_OF_STATE: dict[State, Tone] = {
    State.SUBMITTED: "plain",
    State.SUPPLEMENT_BEFORE: "waiting",
    State.REJECTED: "stopped",
    State.RECEIVED: "running",
    State.PROCESSING: "running",
    State.SUPPLEMENTING: "waiting",
    State.AWAITING_PAYMENT: "waiting",
    State.WITHDRAWN: "stopped",
    State.STOPPED: "stopped",
    State.SETTLED: "done",
    State.RETURNED: "done",
}
_END_TONES: dict[Timeliness, Tone] = {
    Timeliness.EARLY: "done",
    Timeliness.ON_TIME: "done",
    Timeliness.LATE: "late",
}


def tone_of(dossier: Dossier | Listed) -> Tone:
    """The tone of its state; what was refused is not done like what was granted."""
    return "stopped" if dossier.outcome == Outcome.REFUSED.value else TONE_OF_STATE[dossier.status]


@dataclass(frozen=True, slots=True)
class DueWords:
    """`còn 1 ngày 3 giờ làm việc` with its tone; both empty before receipt."""

    words: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Row:
    """A dossier of a list with what a list says about it; `note` stands below its state."""

    dossier: Listed
    due: DueWords
    tone: Tone
    note: str = ""

    @property
    def key(self) -> str:
        return key_of(self.dossier)


def key_of(dossier: Dossier | Listed) -> str:
    """What stands in addresses: the code, or the tracking number before receipt."""
    return dossier.code or dossier.tracking


class Calendars:
    """Calendars of the agencies on one page, read together: two queries, however many agencies."""

    def __init__(self, agencies: Iterable[Agency | Settling] = ()) -> None:
        self._known: dict[str, Calendar] = {}
        self._left: dict[tuple[str, datetime, datetime], Remaining] = {}
        chains = {agency.path: agency.chain for agency in agencies}
        self._read = (
            calendars_for(sorted({code for chain in chains.values() for code in chain})) if chains else None
        )
        self._codes = frozenset(code for chain in chains.values() for code in chain)

    def left(self, agency: Agency | Settling, now: datetime, due_at: datetime) -> Remaining:
        """What is left of the working time; many dossiers of a page are due at the same moment."""
        key = agency.path, now, due_at
        if key not in self._left:
            self._left[key] = remaining(_wall(now), _wall(due_at), self.of(agency))
        return self._left[key]

    def of(self, agency: Agency | Settling) -> Calendar:
        if agency.path not in self._known:
            chain = agency.chain
            read = self._read if self._read and self._codes.issuperset(chain) else calendars_for(chain)
            self._known[agency.path] = read.within(chain).on(clock.today())
        return self._known[agency.path]


def rows_of(dossiers: Iterable[Listed]) -> list[Row]:
    """Dossiers with their words. Two queries, none without a due date to tell of."""
    dossiers = list(dossiers)
    calendars, now = Calendars({each.agency for each in dossiers if _running(each)}), clock.now()
    return [Row(each, due_words(each, now, calendars), tone_of(each)) for each in dossiers]


def _running(dossier: Listed) -> bool:
    return dossier.due_at is not None and dossier.finished_at is None and dossier.waiting_since is None


def due_words(dossier: Dossier | Listed, now: datetime, calendars: Calendars) -> DueWords:
    """Ended: how it ended. Waiting for the citizen: since when. Else what is left of the working time."""
    lateness = lateness_now(dossier, now)
    if lateness is None or dossier.due_at is None:
        return DueWords()
    if dossier.finished_at is not None:
        return DueWords(lateness.label, _END_TONES[lateness])
    if dossier.waiting_since is not None:
        return DueWords(f"chờ công dân từ {clock.local_day(dossier.waiting_since):%d/%m}", "waiting")
    left = calendars.left(dossier.agency, now, dossier.due_at)
    if left.overdue and lateness is not Timeliness.LATE:
        return DueWords("hết giờ làm việc của ngày hẹn", "soon")
    tone: Tone = "late" if left.overdue else "soon" if left.days < 1 else "running"
    return DueWords(remaining_text(left), tone)


def _wall(moment: datetime) -> datetime:
    return clock.local(moment).replace(tzinfo=None)
