"""The command line as people type it: usage in Vietnamese, phrases with hyphens, terminals that speak ASCII only."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from motcua.doors.commands.arguments import in_vietnamese, phrase_last
from motcua.doors.commands.main import main

CASE = {"regime": "2025", "received": "2026-06-01T08:00", "limit": {"value": 5, "unit": "working_day"}}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["deadline", "Quý I"], "còn thiếu: --year."),
        (["deadline", "--year", "2024"], "còn thiếu: CÂU."),
        (["deadline", "Quý I", "--year", "nay"], "'nay' không phải là số nguyên"),
        (["deadline", "Quý I", "Quý II", "--year", "2024"], "không hiểu: Quý II."),
        (["deadline", "Quý I", "--year", "2024", "--sai"], "không hiểu: --sai."),
        (["due", "--received"], "--received: cần một giá trị đi sau."),
        (["score", "--set", "766"], "còn thiếu: --counts."),
    ],
)
def test_usage_errors_are_vietnamese_and_end_with_2(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words)
    out, err = capsys.readouterr()
    assert (stop.value.code, out) == (2, "")
    assert said in err
    assert "Cách dùng: motcua" in err


def test_an_unknown_message_stays_as_it_is() -> None:
    assert in_vietnamese("something new") == "something new"


@pytest.mark.parametrize("phrase", ["- Quý I/2024", "-Quý I/2024", "– Quý I/2024", "-quý 1/2024"])
@pytest.mark.parametrize("first", [True, False])
def test_a_phrase_may_begin_with_a_hyphen(
    phrase: str, first: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--year", "2024", "--json"]
    assert main(["deadline", *([phrase, *options] if first else [*options, phrase])]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["kind"], answer["last_day"], answer["text"]) == ("quarter", "2024-03-31", phrase)


def test_the_value_of_an_option_is_no_phrase() -> None:
    assert phrase_last(["--year", "-1", "--json"], {"--year"}) == ["--year", "-1", "--json", "--"]
    assert phrase_last(["--", "--json"], {"--year"}) == ["--", "--json"]


def test_our_own_fault_is_not_blamed_on_the_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("motcua.doors.commands.deadline.read", broken)
    assert main(["deadline", "Quý I", "--year", "2024"]) == 3
    assert "không phải của dữ liệu" in capsys.readouterr().err


def test_any_folder_any_terminal(tmp_path: Path) -> None:
    env = {"PATH": "/usr/bin:/bin", "LANG": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    env |= {"PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "motcua.doors.commands.main"]
    case = CASE | {"events": [{"type": "pause", "at": "2026-06-03T09:00", "reason": "chờ nộp thuế"}]}
    due = subprocess.run(
        [*command, "due", "--case", "-", "--json"],
        input=json.dumps(case, ensure_ascii=False).encode("utf-8-sig"),
        capture_output=True,
        env=env,
        cwd=tmp_path,
        check=True,
    )
    assert "chờ nộp thuế" in json.loads(due.stdout)["intervals"][0]["why"]
    phrase = [*command, "deadline", "Trước ngày 15 tháng 3", "--year", "2024", "--json"]
    read = subprocess.run(phrase, capture_output=True, env=env, cwd=tmp_path, check=True)
    assert json.loads(read.stdout)["date"] == "2024-03-15"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (json.dumps(CASE).encode("utf-16"), "UTF-8"),
        (b" \n", "trống"),
        (b"{", "dòng 1"),
        (
            b'{"regime": "\\ud800", "received": "2026-06-01T08:00", "limit": {"value": 1, "unit": "hour"}}',
            "ud800",
        ),
    ],
)
def test_files_that_cannot_be_used(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "hồ sơ.json"
    path.write_bytes(content)
    assert main(["due", "--case", str(path), "--json"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


@pytest.mark.parametrize(
    ("name", "said"), [("khong-co.json", "không có tệp này"), (".", "thư mục"), ("a\0b", "đường dẫn")]
)
def test_files_that_cannot_be_opened(name: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["due", "--case", name]) == 1
    assert said in capsys.readouterr().err


def test_who_reads_only_the_beginning_of_an_answer_sees_no_fault() -> None:
    """`motcua … | head -c 1`: the pipe is closed before the answer, as it is when head has read enough."""
    command = [
        sys.executable,
        "-m",
        "motcua.doors.commands.main",
        "deadline",
        "hằng tháng",
        "--year",
        "2024",
        "--json",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as asked:
        assert asked.stdout is not None
        assert asked.stderr is not None
        asked.stdout.close()
        said = asked.stderr.read()
    assert (asked.returncode, said) == (0, "")
