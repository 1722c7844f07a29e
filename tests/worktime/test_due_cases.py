"""Due dates worked out by hand, through the command: one file of cases, one list of answers.

Each row of `due_cases.jsonl` changes a plain case (received Monday 2026-06-01 08:00, 5 working days).
"""

import json
from pathlib import Path
from typing import Any

import pytest

from motcua.doors.commands.main import main

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("due_cases.jsonl").read_text("utf-8").splitlines()
]
PLAIN = {"regime": "2025", "received": "2026-06-01T08:00", "limit": {"value": 5, "unit": "working_day"}}


def test_due_dates_worked_out_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "cases.json"
    changes = [{key: value for key, value in row.items() if key not in ("case", "due_at")} for row in ROWS]
    path.write_text(json.dumps([PLAIN | change for change in changes]), "utf-8")
    assert main(["due", "--case", str(path), "--json"]) == 0
    answers = json.loads(capsys.readouterr().out)
    found = {row["case"]: answer["due_at"] for row, answer in zip(ROWS, answers, strict=True)}
    assert found == {row["case"]: row["due_at"] for row in ROWS}
