"""The self-assessed index: points that sum, suggestions by formula, who counts when both sides scored."""

import copy
import tomllib
from decimal import Decimal
from importlib.resources import files

import pytest

from motcua.indicators.assessed import assessed_set, build, index_of
from motcua.indicators.scoring import Count
from motcua.kernel.refusals import Refused

DATA = tomllib.loads((files("motcua.indicators") / "data" / "assessed" / "cchc-xa.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("code", "count", "points"),
    [
        ("3.5", Count(98, 100), "6.00"),
        ("3.5", Count(100, 100), "6.00"),
        ("3.5", Count(49, 100), "3.00"),
        ("3.2", Count(1, 3), "1.00"),
        ("3.5", Count(0, 0), None),
        ("3.5", None, None),
    ],
)
def test_points_the_system_suggests(code: str, count: Count | None, points: str | None) -> None:
    found = assessed_set().criterion(code).suggested(count)
    assert found == (None if points is None else Decimal(points))


def test_points_that_do_not_sum_are_refused_in_words() -> None:
    wrong = copy.deepcopy(DATA)
    wrong["fields"][0]["criteria"][0]["maximum"] = "5"
    with pytest.raises(Refused, match="cộng lại 101 điểm, phải bằng 100"):
        build(wrong)


def test_the_appraised_points_count_and_an_open_criterion_leaves_no_index() -> None:
    used = assessed_set()
    own = {one.code: one.maximum for field in used.fields for one in field.criteria}
    assert index_of(used, own, {}) == Decimal("100.00")
    assert index_of(used, own, {"1.1": Decimal("2.5")}) == Decimal("98.50")
    del own["1.1"]
    assert index_of(used, own, {}) is None
