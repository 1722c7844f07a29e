"""Deadline cells as they are typed, scanned and copied; the rows stand in `deadline_phrases_writing.txt`.

The expectations were written from the contract and the reference before the grammar was tried on them.
"""

import re
import unicodedata
from pathlib import Path

import pytest
from tests.plans.test_deadline_offices import as_written

from motcua.plans.reading.deadlines import read, read_all


def _rows() -> list[tuple[int, str, str, dict[str, str]]]:
    rows, year = [], 0
    for line in Path(__file__).with_name("deadline_phrases_writing.txt").read_text("utf-8").splitlines():
        if line.startswith("# year"):
            year = int(line.split()[-1])
        elif not line.startswith("# "):
            phrase, kind, wanted = (cell.strip() for cell in line.split("|"))
            phrase = re.sub(r"\\u([0-9a-f]{4})", lambda hit: chr(int(hit[1], 16)), phrase).replace(
                "\\n", "\n"
            )
            pairs = (pair.strip().split("=", 1) for pair in wanted.split(";") if pair.strip())
            rows.append((year, phrase, kind, dict(pairs)))
    return rows


ROWS = _rows()


@pytest.mark.parametrize(
    ("year", "phrase", "kind", "wanted"), ROWS, ids=[f"{row[0]} {row[1]}" for row in ROWS]
)
def test_what_the_cell_says(year: int, phrase: str, kind: str, wanted: dict[str, str]) -> None:
    answer = read(phrase, year=year).as_json()
    said = {"kind": answer["kind"], **{key: as_written(answer[key]) for key in wanted}}
    assert said == {"kind": answer["kind"] if kind == "*" else kind, **wanted}


def test_decomposed_letters_say_the_same() -> None:
    """A Mac writes ế as e, circumflex, acute."""
    for year, phrase, _, _ in ROWS:
        assert read(unicodedata.normalize("NFD", phrase), year=year) == read(phrase, year=year)


def test_each_deadline_of_a_cell_keeps_its_words_and_its_day() -> None:
    cell = "Ban hành kế hoạch trước 15/02; kiểm tra trong quý II, III; báo cáo trước ngày 30/11/2026."
    assert [(one.kind, str(one.last_day)) for one in read_all(cell, year=2026)] == [
        ("before_date", "2026-02-14"),
        ("quarter", "2026-06-30"),
        ("quarter", "2026-09-30"),
        ("before_date", "2026-11-29"),
    ]


@pytest.mark.parametrize("phrase", ["Trước nqày 15/6/2026", "Thườmg xuyên", "Trước ngày l5/6/2026"])
def test_a_mended_slip_is_told(phrase: str) -> None:
    assert "lỗi quét" in (read(phrase, year=2026).warning or "")
