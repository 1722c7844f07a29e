"""A dossier that outlives its agency is counted once on every day: before the merger there, from then on here."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.audit.relay import run_to_end
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import commands
from motcua.kernel.clock import frozen, now
from motcua.kernel.periods import between, parse
from motcua.measurement.actions import rebuild, recompute, roll_day
from motcua.measurement.behind import behind
from motcua.measurement.mergers import passed_on_from
from motcua.measurement.models import DossierFact, RollUp
from motcua.measurement.queries import figures, scope_of
from motcua.measurement.rules.running import OPEN
from motcua.organisation.actions import NewAgency
from motcua.organisation.enums import ChangeKind, Level
from motcua.organisation.models import Agency, Staff, Succession
from motcua.organisation.reorganising import reorganise

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)


class Place:
    """A province in which two communes become one, or one becomes two, on 1 July."""

    def __init__(self) -> None:
        self.province = factories.agency("H99", level=Level.PROVINCE, has_desk=False)
        self.old = [factories.agency(f"H99.0{n}", parent=self.province) for n in (1, 2)]
        self.clerk = factories.officer(self.old[0])

    def receive(self, at: str, place: int = 0) -> Dossier:
        with frozen(moment(at)):
            filing = factories.filing(factories.version(10), self.old[place])
            made = actions.receive_at_counter(filing, actor=CLERK, receiver_id=self.clerk.pk)
            run_to_end()
        return made

    def receive_at(self, agency: Agency, at: str) -> Dossier:
        self.old.append(agency)
        return self.receive(at, -1)

    def finish(self, dossier: Dossier, at: str) -> None:
        with frozen(moment(at)):
            actions.perform(dossier.pk, commands.Finish(), actor=CLERK)
            run_to_end()

    def reorganise(
        self, kind: ChangeKind, old: list[Agency], new: list[str], day: date = DAY, **more: Any
    ) -> list[Agency]:
        with frozen(moment(f"{day} 07:30")):
            heirs = reorganise(
                actor=CLERK, kind=kind, day=day, predecessors=old, decision="NQ 76",
                successors=[NewAgency(code, f"UBND xã {code}", Level.COMMUNE, self.province) for code in new],
                **more,
            )  # fmt: skip
            run_to_end()
        return heirs

    def handled(self, agency: Agency, *codes: str, at: str = "2026-09-01 08:00") -> list[int]:
        with frozen(moment(at)):
            return [figures(agency, parse(code), now()).tally.handled for code in codes]


def test_before_the_merger_there_and_from_then_on_here() -> None:
    place = Place()
    ended, running, other = (
        place.receive(f"2026-06-{day:02d} 08:00", n) for day, n in ((1, 0), (22, 0), (23, 1))
    )
    place.finish(ended, "2026-06-10 08:00")
    [heir] = place.reorganise(ChangeKind.MERGE, place.old, ["H99.11"])
    place.finish(running, "2026-07-03 08:00")
    with frozen(moment("2026-08-01 01:00")):
        roll_day()
    codes = ("2026-06", "2026-07", "2026-H1", "2026", "2026-06-25..2026-06-30", "2026-06-25..2026-07-10")
    assert place.handled(place.old[0], *codes) == [2, 0, 2, 1, 1, 0]
    assert place.handled(place.old[1], *codes) == [1, 0, 1, 0, 1, 0]
    assert place.handled(heir, *codes) == [0, 2, 0, 2, 0, 2]
    with frozen(moment("2026-09-01 08:00")):
        for code in codes:  # together nobody is counted twice, and nobody is lost
            whole = figures(place.province, parse(code), now(), with_below=True).tally.handled
            assert whole == sum(place.handled(each, code)[0] for each in (*place.old, heir))
            standing = behind(scope_of(heir), parse(code), now(), "II.1")
            assert len(standing.having) + len(standing.missing) == place.handled(heir, code)[0]
        roll_day()
        kept = sorted(RollUp.objects.filter(handled__gt=0).values_list("agency_code", "period", "handled"))
        rebuild()
        assert kept == sorted(
            RollUp.objects.filter(handled__gt=0).values_list("agency_code", "period", "handled")
        )
    assert other.pk in DossierFact.objects.filter(agency_code="H99.11").values_list("dossier_id", flat=True)


def test_a_past_day_of_a_running_period_is_with_the_agency_of_that_day() -> None:
    place = Place()
    place.receive("2026-06-29 08:00")
    [heir] = place.reorganise(ChangeKind.MERGE, place.old, ["H99.11"])
    year = parse("2026")
    with frozen(moment("2026-07-05 08:00")):
        then = moment("2026-06-30 08:00")
        assert figures(place.old[0], year, then).tally.handled == 1
        assert figures(heir, year, then).tally.handled == 0
        assert figures(heir, year, now()).tally.handled == 1
        week = between(date(2026, 6, 29), date(2026, 7, 5))
        assert figures(heir, week, now()).tally.handled == 1


def test_between_midnight_and_the_day_s_count_nothing_is_missing() -> None:
    """The period closed a minute ago; nobody has rolled the day over."""
    place = Place()
    place.receive("2026-06-29 08:00")
    with frozen(moment("2026-07-01 00:01")):
        assert figures(place.old[0], parse("2026-06"), now()).tally.handled == 1
    [heir] = place.reorganise(ChangeKind.MERGE, place.old, ["H99.11"])
    DossierFact.objects.update(counted_on=date(2026, 6, 29))
    RollUp.objects.filter(period__lt=OPEN).delete()
    with frozen(moment("2026-07-01 08:00")):
        assert figures(place.old[0], parse("2026-06"), now()).tally.handled == 1
        assert figures(heir, parse("2026-06"), now()).tally.handled == 0
        assert figures(heir, parse("2026-07"), now()).tally.handled == 1


def test_in_a_split_a_dossier_goes_with_its_holder_and_else_stays() -> None:
    place = Place()
    held, unheld = place.receive("2026-06-22 08:00"), place.receive("2026-06-23 08:00")
    specialist = factories.officer(place.old[0], "Trần Văn Giữ")
    Dossier.objects.filter(pk=held.pk).update(holder=specialist)
    Dossier.objects.filter(pk=unheld.pk).update(holder=None)
    first, second = place.reorganise(
        ChangeKind.SPLIT, place.old[:1], ["H99.12", "H99.13"], moves={specialist.pk: "H99.13"}
    )
    assert Staff.objects.get(pk=specialist.pk).agency == second
    assert [place.handled(each, "2026-08")[0] for each in (first, second, place.old[0])] == [0, 1, 1]


def test_two_mergers_in_one_life_are_followed_from_day_to_day() -> None:
    """Received at the first; the second has it from 1 July, the third from 20 July; what ended before stays behind."""
    place = Place()
    running, ended = place.receive("2026-06-22 08:00"), place.receive("2026-06-23 08:00")
    [second] = place.reorganise(ChangeKind.MERGE, place.old, ["H99.11"])
    between_them = place.receive_at(second, "2026-07-01 08:00")
    place.finish(ended, "2026-07-10 08:00")
    [third] = place.reorganise(ChangeKind.RENAME, [second], ["H99.12"], date(2026, 7, 20))
    place.finish(running, "2026-08-05 08:00")
    codes = (
        "2026-06", "2026-W27", "2026-W29", "2026-07", "2026-08", "2026",
        "2026-06-25..2026-06-30", "2026-06-25..2026-07-19", "2026-06-25..2026-07-20", "2026-06-25..2026-07-01",
    )  # fmt: skip
    wanted = {
        place.old[0]: [2, 0, 0, 0, 0, 0, 2, 0, 0, 0],
        second: [0, 3, 2, 1, 0, 1, 0, 3, 1, 3],
        third: [0, 0, 0, 2, 2, 2, 0, 0, 2, 0],
    }
    counted_on_each_day_at(place, wanted, codes)
    correct(place.old[0], date(2026, 6, 24))
    counted_on_each_day_at(place, {place.old[0]: [0], second: [2], third: [0]}, ["2026-06"])
    correct(second, date(2026, 10, 1))  # in force on a day to come: nothing has passed on yet
    wanted = {place.old[0]: [0, 0], second: [3, 2], third: [0, 0]}
    counted_on_each_day_at(place, wanted, ["2026", "2026-08"])
    correct(second, date(2026, 7, 20))
    with frozen(moment("2026-07-15 08:00")):  # somebody set the clock back, and it is counted so
        recompute([running.pk, ended.pk])
    counted_on_each_day_at(place, {place.old[0]: [0], second: [1], third: [2]}, ["2026"])
    correct(second, date(2026, 10, 1))
    assert between_them.pk in DossierFact.objects.filter(agency_code=second.code).values_list(
        "dossier_id", flat=True
    )


def counted_on_each_day_at(place: Place, wanted: dict[Agency, list[int]], codes: Sequence[str]) -> None:
    """The figures, the lists behind them, the sum of the province; and all of it again after counting anew."""
    with frozen(moment("2026-09-01 08:00")):
        roll_day()
        for _ in ("as kept", "anew"):
            for agency, numbers in wanted.items():
                assert place.handled(agency, *codes) == numbers, agency.code
            for number, code in enumerate(codes):
                period = parse(code)
                whole = figures(place.province, period, now(), with_below=True).tally.handled
                assert whole == sum(numbers[number] for numbers in wanted.values())
                for agency, numbers in wanted.items():
                    standing = behind(scope_of(agency), period, now(), "II.1")
                    assert len(standing.having) + len(standing.missing) == numbers[number]
            rebuild()


def correct(predecessor: Agency, day: date) -> None:
    """The day of a merger was written down wrongly."""
    with frozen(moment("2026-09-01 08:00")):
        Succession.objects.filter(predecessor=predecessor).update(day=day)
        recompute(passed_on_from(predecessor.code))


def test_split_and_merged_again_with_the_holder_or_where_it_was() -> None:
    """A split into two, one of them merged again: the way leads over the part whose work came to the holder."""
    place = Place()
    held = place.receive("2026-06-22 08:00")
    specialist = factories.officer(place.old[0], "Trần Văn Giữ")
    Dossier.objects.filter(pk=held.pk).update(holder=specialist)
    first, second = place.reorganise(
        ChangeKind.SPLIT, place.old[:1], ["H99.12", "H99.13"], moves={specialist.pk: "H99.13"}
    )
    [last] = place.reorganise(ChangeKind.MERGE, [second, place.old[1]], ["H99.14"], date(2026, 8, 3))
    wanted = {place.old[0]: [1, 0, 0], first: [0, 0, 0], second: [0, 1, 0], last: [0, 0, 1]}
    counted_on_each_day_at(place, wanted, ["2026-06", "2026-07", "2026-08"])
