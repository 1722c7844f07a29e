"""The packaged law: which row holds on a day, and that each row says where it comes from."""

from datetime import date
from itertools import pairwise

import pytest

from motcua.kernel.refusals import Refused
from motcua.regimes import law
from motcua.regimes.enums import Grade, Regime
from motcua.regimes.rules import Row, row_in_force


@pytest.mark.parametrize(
    ("day", "regime"),
    [
        (date(2018, 6, 21), Regime.R2018),
        (date(2025, 6, 30), Regime.R2018),
        (date(2025, 7, 1), Regime.R2025),
        (date(2026, 11, 20), Regime.R2025),
    ],
)
def test_the_regime_of_a_day(day: date, regime: Regime) -> None:
    assert law.regime_on(day) is regime


def test_forms_change_on_15_september_2025_not_with_the_regime() -> None:
    before, after = date(2025, 9, 14), date(2025, 9, 15)
    assert law.rule("form.control_slip", on=before)["number"] == "05"
    assert law.rule("form.control_slip", on=after)["number"] == "06"
    assert law.rule("form.apology", on=after)["title"].startswith("Văn bản xin lỗi")
    with pytest.raises(Refused, match=r"form\.stop_notice"):
        law.rule("form.stop_notice", on=before)


def test_levels_of_government_lose_the_district() -> None:
    assert "district" in law.rule("government.levels", on=date(2025, 6, 30))
    assert law.rule("government.levels", on=date(2025, 7, 1)) == ["province", "commune"]


def test_a_family_can_be_asked_beyond_its_days() -> None:
    assert law.in_family("clock.supplement_mode", "2018", on=date(2026, 1, 1)).last_day == date(2025, 6, 30)
    assert law.in_family("form.register", Regime.R2025, on=date(2024, 1, 1)).value["number"] == "07"


def test_unknown_keys_and_days_without_a_row_are_refused() -> None:
    with pytest.raises(Refused) as unknown:
        law.rule("clock.of_gold", on=date(2026, 1, 1))
    assert unknown.value.code == "unknown_rule"
    with pytest.raises(Refused, match="dữ liệu bắt đầu từ 21/06/2018"):
        law.regime_on(date(2018, 6, 20))


def test_every_row_names_its_source_and_rows_of_a_key_do_not_overlap() -> None:
    for key, rows in law.rows().items():
        for row in rows:
            assert row.source, key
            assert row.family in ("", "2018", "2025"), key
        ordered = sorted(rows, key=lambda row: row.first_day)
        for before, after in pairwise(ordered):
            assert before.last_day is not None, key
            assert before.last_day < after.first_day, key


def row(scope: str, value: int, order: int, **more: object) -> Row:
    return Row("k", value, date(2024, 1, 1), None, "s", Grade.LOCAL, scope=scope, order=order, **more)  # type: ignore[arg-type]


def test_the_narrowest_scope_wins_then_the_row_recorded_last() -> None:
    rows = [row("", 1, 0), row("tinh", 2, 1), row("xa", 3, 2), row("xa", 4, 3), row("xa-khac", 5, 4)]
    on = date(2024, 5, 1)
    assert row_in_force(rows, on, ("xa", "tinh")).value == 4  # type: ignore[union-attr]
    assert row_in_force(rows, on, ("xa-moi", "tinh")).value == 2  # type: ignore[union-attr]
    assert row_in_force(rows, on).value == 1  # type: ignore[union-attr]
    assert row_in_force(rows, date(2023, 1, 1), ("xa",)) is None


def test_a_withdrawn_setting_lets_the_wider_scope_decide_again() -> None:
    rows = [row("tinh", 2, 1), row("xa", 3, 2), row("xa", 0, 3, withdrawn=True)]
    assert row_in_force(rows, date(2024, 5, 1), ("xa", "tinh")).value == 2  # type: ignore[union-attr]
