"""`motcua deadline` as people and checks call it."""

import json
import subprocess
import sys

import pytest

from motcua.doors.commands.main import main


def test_json_has_every_key_and_nothing_else_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "Trước ngày 15/3 và 15/9", "--year", "2024", "--json"]) == 0
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert len(answer) == 17
    assert answer["dates"] == ["2024-03-15", "2024-09-15"]
    assert (answer["inclusive"], answer["freq"]) == (False, None)
    assert err.startswith("Lưu ý: Trùng ngày nghỉ")


def test_without_json_one_vietnamese_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "05 ngày làm việc kể từ ngày nhận", "--year", "2024"]) == 0
    assert capsys.readouterr().out == "5 ngày làm việc sau ngày nhận.\n"


def test_an_unclear_phrase_is_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "", "--year", "2024", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "unclear"


def test_a_year_out_of_range_is_the_callers_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "Quý I", "--year", "20240", "--json"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "--year" in err


def test_needs_no_django() -> None:
    program = (
        "import sys; from motcua.doors.commands.main import main; "
        "main(['deadline', 'Quý I', '--year', '2024']); sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0
