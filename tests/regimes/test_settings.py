"""Settings of agencies over the packaged law."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.audit.models import AuditRow
from motcua.datastore.kept import moment
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.regimes.actions import set_value, withdraw
from motcua.regimes.models import Setting
from motcua.regimes.queries import explain, history, rule, rules_on

pytestmark = pytest.mark.django_db
ADMIN = Actor("staff", "1", "Quản trị xã")
CHAIN = ("XA", "TINH")
DAY = date(2026, 3, 2)


def put(value: object, scope: str = "XA") -> Setting:
    day = date(2026, 1, 1)
    return set_value(
        actor=ADMIN, key="clock.cutoff", value=value, scope=scope, first_day=day, reason="quy chế mới"
    )


def test_without_settings_the_law_answers() -> None:
    assert rule("clock.cutoff", on=DAY, scopes=CHAIN) == "15:00"
    assert explain("clock.cutoff", on=DAY, scopes=CHAIN).grade == "L"


def test_a_setting_wins_from_its_first_day_and_says_who_and_why() -> None:
    put("15:30")
    assert rule("clock.cutoff", on=DAY, scopes=CHAIN) == "15:30"
    assert rule("clock.cutoff", on=date(2025, 12, 31), scopes=CHAIN) == "15:00"
    assert rule("clock.cutoff", on=DAY, scopes=("XA2", "TINH")) == "15:00"
    row = explain("clock.cutoff", on=DAY, scopes=CHAIN)
    assert (row.author, row.reason, row.grade) == ("Quản trị xã", "quy chế mới", "A")
    assert AuditRow.objects.get().action == "regimes.set"


def test_a_newer_row_wins_and_a_withdrawal_gives_the_word_back() -> None:
    put("16:00", scope="TINH")
    put("15:30")
    put("14:30")
    assert rule("clock.cutoff", on=DAY, scopes=CHAIN) == "14:30"
    withdraw(actor=ADMIN, key="clock.cutoff", scope="XA", first_day=date(2026, 3, 1), reason="theo tỉnh")
    assert rule("clock.cutoff", on=DAY, scopes=CHAIN) == "16:00"
    assert rule("clock.cutoff", on=date(2026, 2, 1), scopes=CHAIN) == "14:30"
    assert [row.value for row in history("clock.cutoff", "XA")] == [None, "14:30", "15:30"]


def test_any_number_of_rules_costs_one_look_and_one_query() -> None:
    put("15:30")
    with moment(), CaptureQueriesContext(connection) as queries:
        ask = rules_on(DAY, scopes=CHAIN)
        assert (ask("clock.cutoff"), ask("clock.wait_mode"), ask("code.dossier")[:6]) == (
            "15:30",
            "pause",
            "{unit}",
        )
        rules_on(DAY, scopes=CHAIN)
    assert len(queries) == 2


def test_settings_are_never_edited_or_deleted() -> None:
    setting = put("15:30")
    setting.value = "16:00"
    with pytest.raises(TypeError):
        setting.save()
    with pytest.raises(TypeError):
        setting.delete()


def test_a_setting_needs_a_known_key_a_reason_and_days_in_order() -> None:
    for bad in ({"key": "clock.of_gold"}, {"reason": " "}, {"last_day": date(2025, 1, 1)}):
        values = {"key": "clock.cutoff", "reason": "quy chế", "last_day": None} | bad
        with pytest.raises(Refused):
            set_value(actor=ADMIN, value="1", scope="XA", first_day=date(2026, 1, 1), **values)  # type: ignore[arg-type]
    assert not Setting.objects.exists()
