"""Deadline cells of many offices: expectations were written before the grammar was tried on them."""

from pathlib import Path

import pytest

from motcua.plans.reading.deadlines import read

YEARS = {"deadline_phrases_offices.txt": 2025, "deadline_phrases_places.txt": 2026}
ROWS = [
    [*(cell.strip() for cell in line.split("|")), year]
    for name, year in YEARS.items()
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def as_written(value: object) -> str:
    """An answer as the table writes it."""
    if isinstance(value, list):
        return ",".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_the_cell_says(row: tuple[str, str, str, int]) -> None:
    phrase, kind, wanted, year = row
    answer = read(phrase, year=year).as_json()
    expected = dict(pair.split("=") for pair in wanted.split())
    assert {"kind": answer["kind"], **{key: as_written(answer[key]) for key in expected}} == {
        "kind": kind,
        **expected,
    }
