"""`motcua due` as people and checks call it."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from motcua.doors.commands.main import main

KEYS = {
    "original_due_date",
    "due_date",
    "due_at",
    "clock_started_at",
    "waiting_since",
    "provisional",
    "intervals",
    "counted",
    "skipped",
}
PLAIN = ["due", "--received", "2024-04-26T15:30", "--limit", "3", "--unit", "working_day", "--regime", "2018"]


def run_case(tmp_path: Path, case: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any, str]:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case, ensure_ascii=False), "utf-8")
    status = main(["due", "--case", str(path), "--json"])
    out, err = capsys.readouterr()
    return status, json.loads(out) if out else None, err


def case(**more: Any) -> dict[str, Any]:
    return {
        "regime": "2025",
        "received": "2026-06-01T08:00",
        "limit": {"value": 5, "unit": "working_day"},
    } | more


def test_the_plain_form_answers_all_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*PLAIN, "--json"]) == 0
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert set(answer) == KEYS
    assert answer["due_at"] == "2024-05-04T17:00"
    assert answer["waiting_since"] is None
    assert not err


def test_without_json_the_answer_is_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(PLAIN) == 0
    assert "17:00 ngày 04/05/2024" in capsys.readouterr().out


def test_a_list_is_answered_by_a_list_of_equal_length(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, answers, err = run_case(tmp_path, [case(), 7, case(received="bao giờ"), case()], capsys)
    assert status == 1
    assert [set(answer) == {"error"} for answer in answers] == [False, True, True, False]
    assert "hồ sơ 3" in err
    assert run_case(tmp_path, [], capsys)[:2] == (0, [])


def test_unknown_keys_are_warned_of_and_change_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, answer, err = run_case(tmp_path, case(colour="đỏ", settings={"speed": 3}), capsys)
    assert (status, answer["due_date"]) == (0, "2026-06-08")
    assert '"colour"' in err
    assert '"speed"' in err


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("bản nháp", "đối tượng JSON"),
        (case(regime="1999"), "2018, 2025"),
        (case(hours=[]), '"hours": [["07:30"'),
        (case(received="2019-01-02T08:00"), "bắt đầu từ ngày 01/01/2024"),
        ({"limit": {"value": 1, "unit": "hour"}}, '"received"'),
    ],
)
def test_wrong_input_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: object, words: str
) -> None:
    status, answer, err = run_case(tmp_path, broken, capsys)
    assert (status, answer) == (1, None)
    assert words in err


def test_a_file_that_is_no_json_and_one_that_is_absent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.json").write_text("{", "utf-8")
    assert main(["due", "--case", str(tmp_path / "x.json")]) == 1
    assert "dòng 1" in capsys.readouterr().err
    assert main(["due", "--case", str(tmp_path / "none.json")]) == 1
    (tmp_path / "b.json").write_bytes(b"\xff\xfe\x00")
    assert main(["due", "--case", str(tmp_path / "b.json")]) == 1


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    content = b"\xef\xbb\xbf" + json.dumps(case(), ensure_ascii=False).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), "ascii"))
    assert main(["due", "--case", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["due_date"] == "2026-06-08"


@pytest.mark.parametrize("words", [["due"], ["due", "--case", "x", "--limit", "3"], ["due", "--limit", "3"]])
def test_usage(words: list[str]) -> None:
    assert main(words) == 2


def test_a_second_extension_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events = [{"type": "extension", "at": f"2026-06-0{n}T08:00", "days": 1} for n in (3, 4)]
    status, answer, err = run_case(tmp_path, case(events=events), capsys)
    assert (status, answer["due_date"]) == (0, "2026-06-10")
    assert "chỉ cho hẹn lại 1 lần" in err


def test_a_supplement_asked_late_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [{"type": "supplement_requested", "at": "2026-06-05T08:00"}]
    status, answer, err = run_case(tmp_path, case(events=asked), capsys)
    assert (status, answer["waiting_since"]) == (0, "2026-06-05T08:00")
    assert "sau 4 ngày làm việc" in err
    asked[0]["at"] = "2026-06-04T08:00"
    assert run_case(tmp_path, case(events=asked), capsys)[2] == ""
    asked[0]["at"] = "2023-12-29T08:00"  # before the receipt, and before the calendar: no matter
    assert run_case(tmp_path, case(events=asked, received="2024-01-02T08:00"), capsys)[0] == 0


def test_it_starts_without_django() -> None:
    code = (
        "import sys; from motcua.doors.commands.main import main; "
        f"status = main({PLAIN!r}); assert 'django' not in sys.modules; sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_day_counted_anew_is_not_listed_as_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Received after the cut-off, so deemed received on Monday; the supplement came on Saturday, so Monday counts."""
    late = case(
        received="2024-02-16T19:19",
        limit={"value": 1, "unit": "working_day"},
        settings={"after_cutoff_moves_citizen_clock": True},
        events=[
            {"type": "supplement_requested", "at": "2024-02-16T19:30"},
            {"type": "supplement_completed", "at": "2024-02-17T00:00"},
        ],
    )
    _, answer, _ = run_case(tmp_path, late, capsys)
    assert answer["counted"] == [{"date": "2024-02-19", "n": 1}]
    assert "2024-02-19" not in [day["date"] for day in answer["skipped"]]
