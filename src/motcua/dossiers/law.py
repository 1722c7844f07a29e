"""What holds for a dossier, gathered from regimes, worktime and the catalogue. Reads; asked once per act."""

from dataclasses import dataclass, field, replace
from datetime import date, time

from motcua.catalogue.models import ProcedureVersion, TimeLimit
from motcua.catalogue.queries import Processes, limit_for, processes_for
from motcua.dossiers.rules.clocks import Law
from motcua.dossiers.rules.forwarding import DeskTerms
from motcua.dossiers.rules.spans import Step
from motcua.organisation.models import Agency
from motcua.regimes.law import regime_on
from motcua.regimes.queries import Rules, rules_on
from motcua.worktime.cases import DueTime, Mode, Terms
from motcua.worktime.queries import Calendars, calendars_for


@dataclass
class LawBook:
    """Laws already looked up, by their parts: thousands of dossiers of two years share a few hundred.

    What was read once is not read again, so a book lives no longer than the bulk it is opened for.
    """

    _laws: dict[tuple[int, str, date], Law] = field(default_factory=dict)
    _rules: dict[tuple[str, ...], Rules] = field(default_factory=dict)
    _calendars: dict[tuple[str, ...], Calendars] = field(default_factory=dict)
    _processes: dict[tuple[int, str], Processes] = field(default_factory=dict)
    _limits: dict[tuple[int, str], TimeLimit | None] = field(default_factory=dict)

    def law(self, version: ProcedureVersion, agency: Agency, on: date) -> Law:
        """What holds for a procedure version at an agency for dossiers received on a day."""
        key = (version.pk, agency.code, on)
        if key not in self._laws:
            self._laws[key] = self._look_up(version, agency, on)
        return self._laws[key]

    def limit(self, version: ProcedureVersion, channel: str) -> TimeLimit | None:
        """The limit of a version for a way of filing; None when none is sure."""
        key = (version.pk, channel)
        if key not in self._limits:
            self._limits[key] = limit_for(version, channel)
        return self._limits[key]

    def _look_up(self, version: ProcedureVersion, agency: Agency, on: date) -> Law:
        chain = agency.chain
        if chain not in self._rules:
            # Every setting ever made; which of them holds is decided by the day asked for.
            self._rules[chain] = rules_on(date.max, scopes=chain)
            self._calendars[chain] = calendars_for(chain)
        if (version.pk, agency.code) not in self._processes:
            self._processes[version.pk, agency.code] = processes_for(version, agency.code)
        rule = replace(self._rules[chain], day=on)
        return Law(
            regime=regime_on(on),
            calendar=self._calendars[chain].on(on),
            terms=_terms(rule, version),
            supplements_allowed=int(rule("clock.supplements_allowed")),
            extensions_allowed=int(rule("clock.extensions_allowed")),
            supplement_within=int(rule("clock.supplement_within_working_days")),
            desk=desk_terms(rule),
            code_pattern=str(rule("code.dossier")),
            code_unit=agency.code,
            steps=tuple(
                Step(step.name, step.performer, step.role, step.hours, step.days, step.of_calendar)
                for step in self._processes[version.pk, agency.code].on(on)
            ),
        )


def law_for(version: ProcedureVersion, agency: Agency, on: date) -> Law:
    """One law, looked up."""
    return LawBook().law(version, agency, on)


def desk_terms(rule: Rules) -> DeskTerms:
    """Cut-off and times of the desk on the day of the rules."""
    return DeskTerms(
        cutoff=time.fromisoformat(rule("clock.cutoff")),
        next_day_hours=float(rule("desk.forward_within_hours_next_day")),
        reception_days=int(rule("clock.late_reception_working_days")),
    )


def _terms(rule: Rules, version: ProcedureVersion) -> Terms:
    # By procedure where sector law says otherwise (the code is read only then), else by regime.
    own: dict[str, str] = rule("clock.supplement_mode_by_procedure")
    mode = own.get(version.procedure.code) if own else None
    return Terms(
        supplement_mode=Mode(mode or rule("clock.supplement_mode")),
        wait_mode=Mode(rule("clock.wait_mode")),
        after_cutoff_moves_citizen_clock=bool(rule("clock.after_cutoff_moves_citizen_clock")),
        cutoff=time.fromisoformat(rule("clock.cutoff")),
        due_time=DueTime(rule("clock.due_time")),
    )
