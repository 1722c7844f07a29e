"""What is owed for a filing online, as a table."""

from typing import Any

import pytest

from motcua.dossiers.rules.fees import Fee, Tariff, owed


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
        (2_000, "trang", "miễn cho trẻ em", 5, [], 1),  # a count alone says nothing of the case
    ],
)
def test_a_fee(amount: int | None, per: str, condition: str, said: Any, lines: list[Any], later: int) -> None:
    found = owed([Fee("1", "Phí", amount, per, condition)], {} if said is None else {"1": said})
    assert (list(found.lines), len(found.later)) == (lines, later)
    assert found.total == sum(amount for _, amount in lines)


ADOPTION = Fee("1", "Lệ phí", 400_000, "trường hợp", "miễn: cha dượng, mẹ kế")
COPIES = Fee(
    "1", "Phí", 2_000, "trang", "từ trang thứ 3: 1.000đ/trang; tối đa 200.000đ/bản",
    tariff=Tariff(((3, 1_000),), 200_000, "bản"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("fee", "said", "lines", "later"),
    [
        (ADOPTION, {"1": "owes", "1.2": 2}, [("Lệ phí (2 trường hợp)", 800_000)], 0),
        (ADOPTION, {"1": "exempt", "1.2": 2}, [], 0),
        (ADOPTION, {"1": "exempt"}, [], 0),
        (ADOPTION, {"1": "owes"}, [], 1),
        (ADOPTION, {"1.2": 2}, [], 1),
        (ADOPTION, {"1": "unsure", "1.2": 2}, [], 1),
        (ADOPTION, {"1": "owes", "1.2": 1000}, [], 1),
        (COPIES, {"1": 1, "1.2": 1}, [("Phí (1 bản, mỗi bản 1 trang)", 2_000)], 0),
        (COPIES, {"1": 2, "1.2": 1}, [("Phí (1 bản, mỗi bản 2 trang)", 4_000)], 0),
        (COPIES, {"1": 3, "1.2": 1}, [("Phí (1 bản, mỗi bản 3 trang)", 5_000)], 0),
        (COPIES, {"1": 5, "1.2": 3}, [("Phí (3 bản, mỗi bản 5 trang)", 21_000)], 0),
        (COPIES, {"1": 198, "1.2": 1}, [("Phí (1 bản, mỗi bản 198 trang)", 200_000)], 0),
        (COPIES, {"1": 900, "1.2": 2}, [("Phí (2 bản, mỗi bản 900 trang)", 400_000)], 0),
        (COPIES, {"1": ((5, 3),)}, [("Phí (3 bản, mỗi bản 5 trang)", 21_000)], 0),
        (
            COPIES,
            {"1": ((1, 2), (3, 1))},
            [("Phí (2 bản, mỗi bản 1 trang; 1 bản, mỗi bản 3 trang)", 9_000)],
            0,
        ),
        (COPIES, {"1": 5}, [], 1),
        (COPIES, {"1.2": 3}, [], 1),
        (COPIES, {"1": 0, "1.2": 3}, [], 0),
    ],
)
def test_two_answers_make_an_amount(fee: Fee, said: Any, lines: list[Any], later: int) -> None:
    found = owed([fee], said)
    assert (list(found.lines), len(found.later)) == (lines, later)
