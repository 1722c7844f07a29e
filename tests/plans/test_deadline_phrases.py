"""Deadline cells as plans of communes, districts and provinces word them: each answer in full, for the year 2024.

The rows stand in `deadline_phrases.jsonl`; what does not apply is left out. A long list of days is written as its
first day, its last day and their number.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from motcua.plans.reading.deadlines import read

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path(__file__).with_name("deadline_phrases.jsonl").read_text("utf-8").splitlines()
]
LONG = 12


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["phrase"])
def test_what_the_words_say(row: dict[str, Any]) -> None:
    expected = {key: value for key, value in row.items() if key != "phrase"}
    answer = read(row["phrase"], year=2024).as_json()
    said = {key: value for key, value in answer.items() if value not in (None, [])}
    if len(said.get("dates", ())) > LONG:
        said["dates"] = [said["dates"][0], said["dates"][-1], len(said["dates"])]
    assert {key: value for key, value in said.items() if key not in ("text", "warning")} == expected


@pytest.mark.parametrize(
    ("phrase", "word"),
    [
        ("Trước ngày 15/7 âm lịch", "âm lịch"),
        ("Năm học 2024-2025", "Năm học"),
        ("Từ tháng 2 đến khi kết thúc", "sự kiện"),
        ("Ngày 14/6/2024 (thứ Năm)", "không phải thứ năm"),
        ("Trước ngày 15/6/2024 và ngày 31/11/2024", "31/11/2024"),
        ("Chậm nhất 05 ngày làm việc kể từ ngày…", "sự kiện nào"),
        ("sau 5 ngày", "không phải hạn"),
        ("Sau ngày 15 hàng tháng", "không phải hạn"),
        ("24/7", "suốt ngày đêm"),
        ("Tháng 3/6", "nhiều tháng"),
        ("30/ll/2024", "lỗi quét"),
    ],
)
def test_a_person_is_told(phrase: str, word: str) -> None:
    assert word in (read(phrase, year=2024).warning or "")
