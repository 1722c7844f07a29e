"""What acts do to the clock of a dossier, under both regimes, by regime and by procedure."""

from datetime import date

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.dossiers import actions
from motcua.dossiers.enums import State
from motcua.dossiers.explaining import late_officers
from motcua.dossiers.lateness import due_changes, may_extend, soon_until
from motcua.dossiers.models import Event
from motcua.dossiers.rules import commands
from motcua.kernel.clock import frozen
from motcua.kernel.refusals import Refused
from motcua.regimes.actions import set_value

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return factories.agency()


@pytest.fixture
def clerk(commune):
    return factories.officer(commune)


def receive(commune, clerk, at, **fields):
    with frozen(moment(at)):
        version = fields.pop("version", None) or factories.version()
        return actions.receive_at_counter(
            factories.filing(version, commune, **fields), actor=CLERK, receiver_id=clerk.pk
        )


def do(dossier, command, at, **more):
    with frozen(moment(at)):
        return actions.perform(dossier.pk, command, actor=CLERK, **more)


@pytest.mark.parametrize(("regime", "year", "due"), [("2018", 2024, 14), ("2025", 2026, 12)])
def test_a_supplement_restarts_the_clock_and_every_move_is_a_row(commune, clerk, regime, year, due):
    dossier = receive(commune, clerk, f"{year}-06-03 08:00")
    assert dossier.regime == regime
    first = dossier.due_date
    do(dossier, commands.AskSupplement("Thiếu giấy chứng sinh"), f"{year}-06-04 09:00")
    dossier = do(dossier, commands.CompleteSupplement("Đã đủ"), f"{year}-06-07 09:00")
    moves = due_changes(Event.objects.filter(dossier=dossier).order_by("number"))
    assert [(move.before, move.after) for move in moves] == [(None, first), (first, dossier.due_date)]
    assert moves[-1].reason == "Đã đủ"
    assert dossier.due_date == date(year, 6, due)  # five working days after the day the papers were complete


def test_a_procedure_whose_law_says_so_pauses_while_others_restart(commune, clerk):
    paused, other = factories.version(), factories.version()
    set_value(
        actor=CLERK, key="clock.supplement_mode_by_procedure", scope=commune.code, first_day=date(2026, 6, 1),
        value={paused.procedure.code: "pause"}, reason="Luật chuyên ngành", source="Luật Đất đai",
    )  # fmt: skip
    due = {}
    for version in (paused, other):
        dossier = receive(commune, clerk, "2026-06-01 08:00", version=version)
        do(dossier, commands.AskSupplement("Thiếu"), "2026-06-03 09:00")
        due[version.pk] = do(dossier, commands.CompleteSupplement(), "2026-06-08 09:00").due_date
    assert due == {paused.pk: date(2026, 6, 11), other.pk: date(2026, 6, 15)}
    before = receive(commune, clerk, "2026-05-25 08:00", version=paused)  # received before the setting began
    do(before, commands.AskSupplement("Thiếu"), "2026-05-26 09:00")
    assert do(before, commands.CompleteSupplement(), "2026-05-29 09:00").due_date == date(2026, 6, 5)


def test_a_new_date_lapses_when_the_clock_restarts_and_none_may_follow(commune, clerk):
    dossier = receive(commune, clerk, "2026-06-01 08:00")
    do(dossier, commands.Extend("Chờ xác minh", new_due=date(2026, 6, 30)), "2026-06-05 08:00")
    do(dossier, commands.AskSupplement("Thiếu"), "2026-06-08 09:00")
    dossier = do(dossier, commands.CompleteSupplement(), "2026-06-10 09:00")
    assert dossier.due_date == date(2026, 6, 17)
    assert not may_extend(dossier)
    with pytest.raises(Refused, match="kể cả khi thời hạn đã tính lại"):
        do(dossier, commands.Extend("Chờ nữa", new_due=date(2026, 6, 30)), "2026-06-16 08:00")


def test_stopping_and_withdrawing_end_the_clock_with_a_reason(commune, clerk):
    dossier = receive(commune, clerk, "2026-06-01 08:00")
    with pytest.raises(Refused, match="lý do"):
        do(dossier, commands.Stop(" "), "2026-06-02 08:00")
    assert do(dossier, commands.Stop("Người nộp mất"), "2026-06-02 08:00").status is State.STOPPED
    other = receive(commune, clerk, "2026-06-01 08:00")
    ended = do(other, commands.Withdraw("Xin rút"), "2026-06-02 08:00")
    assert (ended.status, ended.due_date) == (State.WITHDRAWN, date(2026, 6, 8))


def test_nothing_is_filed_at_an_agency_that_has_ended(commune, clerk):
    ended = factories.agency("H99.09", name="UBND xã Cũ", valid_to=date(2025, 6, 30))
    with pytest.raises(Refused, match="đã kết thúc hoạt động"):
        receive(ended, clerk, "2026-06-01 08:00")
    assert receive(ended, clerk, "2025-06-30 08:00").code


def test_soon_is_a_setting_in_working_days(commune):
    friday = date(2026, 6, 5)
    assert soon_until(commune, friday) == date(2026, 6, 10)
    set_value(
        actor=CLERK, key="lateness.warn_working_days", scope=commune.code, first_day=date(2026, 6, 1), value=1,
        reason="Thử", source="",
    )  # fmt: skip
    assert soon_until(commune, friday) == date(2026, 6, 8)


def test_whoever_held_it_when_the_date_passed_answers_for_it(commune, clerk):
    slow, fast = factories.officer(commune, "Chậm"), factories.officer(commune, "Nhanh")
    dossier = receive(commune, clerk, "2026-05-04 08:00")
    do(dossier, commands.Forward(holder_id=slow.pk), "2026-05-05 08:00")
    do(dossier, commands.Forward(holder_id=fast.pk), "2026-05-19 08:00")  # due on the eleventh
    do(dossier, commands.Finish(), "2026-05-20 08:00")
    found = late_officers(commune, date(2026, 5, 1), date(2026, 5, 31))
    assert [(each.staff, each.late) for each in found] == [(slow, 1)]
    assert late_officers(commune, date(2026, 6, 1), date(2026, 6, 30)) == []
