"""The data of every set is whole on every day its rules change."""

import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from motcua.indicators import sets
from motcua.indicators.enums import Grade, ZeroRule
from motcua.kernel.refusals import Refused

DAYS = [
    (code, day + timedelta(days=shift))
    for code in sets.known()
    for day in sets.changes(code)
    for shift in (-1, 0, 1)
    if day + timedelta(days=shift) >= sets.changes(code)[0]
]


@pytest.mark.parametrize(("code", "day"), DAYS)
def test_points_add_up_from_criteria_to_groups_to_the_set(code: str, day: date) -> None:
    indicator_set = sets.load(code, on=day)
    by_group: Counter[str] = Counter()
    for criterion in indicator_set.scored:
        by_group[criterion.group] += criterion.maximum  # type: ignore[assignment]
    for group in indicator_set.groups:
        assert group.maximum == sum(by_group[part] for part in (group.code, *group.parts))
    assert sum(group.maximum for group in indicator_set.groups if not group.parent) == indicator_set.maximum
    assert len({criterion.code for criterion in indicator_set.criteria}) == len(indicator_set.criteria)
    assert indicator_set.bands[-1].at_least == 0


@pytest.mark.parametrize("code", sets.known())
def test_at_most_one_rule_of_a_criterion_holds_on_a_day(code: str) -> None:
    for row in sets.read(code)["criteria"]:
        for day in sets.changes(code):
            assert len(list(sets._rules(row, day))) == 1, (row["code"], day)


def test_set_766_has_the_criteria_thresholds_and_zero_rules_of_the_decision() -> None:
    indicator_set = sets.load("766", on=date(2026, 11, 21))
    codes = " ".join(criterion.code for criterion in indicator_set.scored)
    assert codes == (
        "I.1 I.2 I.3 I.4 II.1 III.1 III.2 III.3 III.4 III.5 III.6 "
        "IV.1 IV.2 IV.3 IV.4 IV.5a IV.5b IV.6 V.1 V.2 V.3"
    )
    thresholds = {c.code: str(c.threshold) for c in indicator_set.scored if c.threshold is not None}
    assert thresholds == dict.fromkeys(("III.1", "III.4", "III.5", "IV.3"), "0.80") | {
        "III.3": "0.50",
        "V.3": "0.90",
    }
    for criterion in indicator_set.scored:
        expected = {"I": ZeroRule.NULL, "IV": ZeroRule.NULL}.get(criterion.group, ZeroRule.ZERO)
        assert criterion.zero is (ZeroRule.FULL if criterion.code in ("V.1", "V.2") else expected)


def test_the_proof_of_a_threshold_is_the_one_of_the_day() -> None:
    before, after = (
        sets.load("766", on=day).criterion("V.3") for day in (date(2025, 12, 31), date(2026, 1, 1))
    )
    assert (before.grade, before.last) == (Grade.LAW, date(2025, 12, 31))
    assert (after.grade, after.last, after.threshold) == (Grade.INFERENCE, None, Decimal("0.90"))


def test_a_day_before_the_decision_and_an_unknown_set_are_refused() -> None:
    with pytest.raises(Refused, match="có hiệu lực từ 23/06/2022"):
        sets.load("766", on=date(2022, 6, 22))
    with pytest.raises(Refused, match="Các bộ đang có: 766"):
        sets.load("../766", on=date(2024, 1, 1))


def test_scoring_and_the_command_never_import_django() -> None:
    modules = "motcua.indicators.scoring, motcua.indicators.ports, motcua.doors.commands.score"
    check = f"import sys, {modules}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
