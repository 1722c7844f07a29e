"""What is owed for a filing online, as a table."""

from typing import Any

import pytest

from motcua.dossiers.rules.fees import Fee, owed


@pytest.mark.parametrize(
    ("amount", "per", "condition", "said", "lines", "later"),
    [
        (50_000, "", "", None, [("Phí", 50_000)], 0),
        (0, "", "", None, [], 0),
        (None, "", "", None, [], 1),  # left to the province
        (None, "", "do HĐND tỉnh quyết định", "owes", [], 1),
        (50_000, "", "miễn cho hộ nghèo", "owes", [("Phí", 50_000)], 0),
        (50_000, "", "miễn cho hộ nghèo", "exempt", [], 0),
        (50_000, "", "miễn cho hộ nghèo", "unsure", [], 1),
        (50_000, "", "miễn cho hộ nghèo", None, [], 1),
        (0, "", "miễn khi đúng hạn; trường hợp khác do tỉnh", "owes", [], 1),
        (8_000, "bản sao", "", 3, [("Phí (3 bản sao)", 24_000)], 0),
        (8_000, "bản sao", "", 0, [], 0),
        (8_000, "bản sao", "", None, [], 1),
        (8_000, "bản sao", "", -1, [], 1),
        (8_000, "bản sao", "", 1000, [], 1),
        (2_000, "trang", "từ trang thứ 3: 1.000đ", 5, [], 1),  # a case and a count: never guessed
    ],
)
def test_a_fee(amount: int | None, per: str, condition: str, said: Any, lines: list[Any], later: int) -> None:
    found = owed([Fee("1", "Phí", amount, per, condition)], {} if said is None else {"1": said})
    assert (list(found.lines), len(found.later)) == (lines, later)
    assert found.total == sum(amount for _, amount in lines)
