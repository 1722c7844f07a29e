"""What holds for a dossier, gathered from regimes, worktime and the catalogue. Reads; asked once per act."""

from dataclasses import dataclass, field
from datetime import date, time

from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import steps_for
from motcua.dossiers.rules.clocks import Law, Step
from motcua.organisation.models import Agency
from motcua.regimes.law import regime_on
from motcua.regimes.queries import rules_on
from motcua.worktime.cases import DueTime, Mode, Terms
from motcua.worktime.queries import calendar_for


@dataclass
class LawBook:
    """Laws already looked up: thousands of dossiers of one day and procedure share one."""

    _pages: dict[tuple[int, str, date], Law] = field(default_factory=dict)

    def law(self, version: ProcedureVersion, agency: Agency, on: date) -> Law:
        """What holds for a procedure version at an agency for dossiers received on a day."""
        key = (version.pk, agency.code, on)
        if key not in self._pages:
            self._pages[key] = _look_up(version, agency, on)
        return self._pages[key]


def law_for(version: ProcedureVersion, agency: Agency, on: date) -> Law:
    """One law, looked up."""
    return LawBook().law(version, agency, on)


def _look_up(version: ProcedureVersion, agency: Agency, on: date) -> Law:
    rule = rules_on(on, scopes=agency.chain)
    return Law(
        regime=regime_on(on),
        calendar=calendar_for(agency.chain, on),
        terms=Terms(
            supplement_mode=Mode(rule("clock.supplement_mode")),
            wait_mode=Mode(rule("clock.wait_mode")),
            after_cutoff_moves_citizen_clock=bool(rule("clock.after_cutoff_moves_citizen_clock")),
            cutoff=time.fromisoformat(rule("clock.cutoff")),
            due_time=DueTime(rule("clock.due_time")),
        ),
        supplements_allowed=int(rule("clock.supplements_allowed")),
        extensions_allowed=int(rule("clock.extensions_allowed")),
        code_pattern=str(rule("code.dossier")),
        code_unit=agency.code,
        steps=tuple(
            Step(step.name, step.performer, step.role, step.hours)
            for step in steps_for(version, agency.code, on)
        ),
    )
