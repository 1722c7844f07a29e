"""The year of old results: figures by a table, lists as Excel files."""

import io
import zipfile
from datetime import date
from fractions import Fraction

import pytest
from openpyxl import Workbook

from motcua.kernel.refusals import Refused
from motcua.rendering.read_xlsx import Unreadable, rows_of
from motcua.storehouse.old_results_rules import YearPlan, standing
from motcua.storehouse.scan_folder import _rows

HALF = date(2026, 7, 2)  # 183 of 365 days are over


@pytest.mark.parametrize(
    ("plan", "done", "goal", "needed", "expected", "small", "behind"),
    [
        (YearPlan(2026, 1000, 300, 200), 100, Fraction(1, 2), 200, 100, False, False),
        (YearPlan(2026, 1000, 300, 200), 99, Fraction(1, 2), 200, 100, False, True),
        (YearPlan(2026, 1000, 300, 199), 100, Fraction(1, 2), 200, 99, True, False),
        (YearPlan(2026, 1000, 900, 100), 60, Fraction(1), 100, 50, False, False),  # no more than all
        (YearPlan(2026, 1000, 1000, 0), 0, Fraction(1), 0, 0, False, False),
        (YearPlan(2026, 7, 0, 2), 1, Fraction(1, 5), 2, 1, False, False),  # two of seven reach a fifth
        (YearPlan(2026, 0, 0, 0), 0, None, 0, 0, False, False),
        (YearPlan(2027, 1000, 0, 200), 0, Fraction(1, 5), 200, 0, False, False),  # the year has not begun
        (YearPlan(2025, 1000, 0, 200), 199, Fraction(1, 5), 200, 200, False, True),  # the year is over
    ],
)
def test_a_year(
    plan: YearPlan, done: int, goal: Fraction | None, needed: int, expected: int, small: bool, behind: bool
) -> None:
    found = standing(plan, done, step=20, on=HALF)
    assert (found.goal, found.needed, found.expected) == (goal, needed, expected)
    assert (found.plan_too_small, found.behind) == (small, behind)
    assert (found.share is None) == (plan.total == 0)
    assert found.share is None or found.share <= 1


def excel(*rows: list[object]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_a_list_may_be_an_excel_file() -> None:
    made = excel(
        ["Tệp", "Tên giấy tờ", "Số", "Ngày cấp", "Ghi chú"],
        ["a.pdf", " Giấy  khai sinh", 12, date(1998, 3, 4)],
        [],
    )
    assert _rows(made) == [
        {"file": "a.pdf", "title": "Giấy khai sinh", "number": "12", "issued_on": "04/03/1998"}
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (excel(["Tên", "Số"]), "cột «Tệp»"),
        (excel(), "cột «Tệp»"),
        (excel(["Tệp"])[:300], "hỏng"),
        (b"PK\x03\x04" + bytes(100), "hỏng"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        _rows(content)


def test_an_excel_file_that_unpacks_too_large_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", bytes(61 << 20))
    assert len(out.getvalue()) < 1 << 17
    with pytest.raises(Unreadable, match="lớn hơn 60 MB"):
        rows_of(out.getvalue(), most=10)
