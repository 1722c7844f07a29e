"""`motcua score` as other programs call it: standard output, standard error, exit status."""

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from motcua.doors.commands.main import main

KEYS = ["set", "rules_of", "criteria", "lost", "groups", "total", "complete", "band"]


class Answer(SimpleNamespace):
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def ask(content: object, *more: str) -> Answer:
        file = tmp_path / "counts.json"
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        arguments = ["score", "--set", "766", "--counts", str(file), "--json"]
        status = main([*arguments, "--on", "2026-08-31", *more])
        return Answer(status=status, **dict(zip(("out", "err"), capsys.readouterr(), strict=True)))

    return ask


def count(numerator: object, denominator: object) -> dict[str, object]:
    return {"numerator": numerator, "denominator": denominator}


def test_the_answer_has_all_keys(ask: Any) -> None:
    answer = ask({"I.1": count(0, 0), "I.2": count(79, 82), "III.3": count(None, None), "IV.1": None})
    assert (answer.status, answer.err) == (0, "")
    assert list(answer.json) == KEYS
    assert (answer.json["set"], answer.json["rules_of"]) == ("766", "2026-08-31")
    assert len(answer.json["criteria"]) == len(answer.json["lost"]) == 21
    assert [answer.json["criteria"][code] for code in ("I.1", "I.2", "III.3", "IV.1", "IV.6")] == [
        None, 3.85, None, None, 2,
    ]  # fmt: skip
    assert [answer.json["lost"][code] for code in ("I.1", "I.2", "III.3")] == [6, 0.15, None]
    assert list(answer.json["groups"]) == ["I", "II", "III-a", "III-b", "III", "IV", "V"]
    assert (answer.json["total"], answer.json["complete"], answer.json["band"]) == (5.85, False, None)


def test_a_file_with_everything_is_complete(ask: Any) -> None:
    codes = [code for code in ask({}).json["criteria"] if code != "IV.6"]
    answer = ask({code: count(1, 1) for code in codes}).json
    assert (answer["total"], answer["complete"], answer["band"]) == (100, True, "Xuất sắc")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"I.1": count(3, 2)}, "I.1: tử số (3) lớn hơn mẫu số (2)"),
        ({"I.1": count(1, 0)}, "lớn hơn mẫu số"),
        ({"I.1": count(-1, 2)}, "không được âm"),
        ({"I.1": count(1.5, 2)}, "số nguyên, đang là 1.5"),
        ({"I.1": count(True, 2)}, "số nguyên, đang là giá trị đúng/sai"),
        ({"I.1": count("1", 2)}, "số nguyên, đang là chữ «1»"),
        ({"I.1": count(float("nan"), 2)}, "số nguyên, đang là NaN"),
        ({"I.1": count(1, float("inf"))}, "số nguyên, đang là Infinity"),
        ({"I.1": count(None, 2)}, "thiếu tử số"),
        ({"I.1": {"numerator": 2}}, "thiếu mẫu số"),
        ({"I.1": 5}, "đang là 5"),
        ({"IV.6": count(2, 1)}, "IV.6: tử số (2) lớn hơn"),
        ("I.1", "đối tượng JSON"),
        (b"", "trống"),
        (b'{"I.1": ', "dòng 1, cột"),
        (b'{"I.1": null, "I.1": null}', "«I.1» ghi hai lần"),
        (b'{"I.1": {"numerator": 1e999999999, "denominator": 2}}', "lớn quá"),
        (b'{"I.1": {"numerator": 1e-999999999, "denominator": 2}}', "số nguyên"),
        (b'{"I.1": {"numerator": 1e99999999999999999999, "denominator": 2}}', "đang là Infinity"),
        (b'{"I.1": {"numerator": ' + b"9" * 5000 + b', "denominator": 2}}', "lớn quá"),
        (b"\xff\xfe\x00", "không phải UTF-8"),
        (b"[" * 100_000, "sâu"),
    ],
)
def test_wrong_input_is_said_with_its_place(ask: Any, given: object, words: str) -> None:
    answer = ask(given)
    assert (answer.status, answer.out) == (1, "")
    assert words in answer.err


def test_every_error_of_a_file_is_named(ask: Any) -> None:
    answer = ask({"I.1": count(3, 2), "I.2": count(-1, 2)})
    assert "I.1:" in answer.err
    assert "I.2:" in answer.err


def test_unknown_keys_are_a_warning(ask: Any) -> None:
    answer = ask({"ghi chú": "tháng 8", "I.2": count(79, 82) | {"ratio": 0.96}, "II.2": count(1, 2)})
    assert answer.status == 0
    assert answer.json["criteria"]["I.2"] == 3.85
    assert "«ghi chú»" in answer.err
    assert "I.2: bỏ qua khóa lạ «ratio»" in answer.err
    assert "II.2: chỉ hiển thị" in answer.err


@pytest.mark.parametrize("given", [count(1041743, 147765), 7.05, count(None, 3), "x"])
def test_a_criterion_without_points_is_never_wrong(ask: Any, given: object) -> None:
    """II.2: total days over completed dossiers; the portal itself gives a mean of days."""
    answer = ask({"II.2": given, "I.2": count(79, 82)})
    assert (answer.status, answer.json["criteria"]["I.2"]) == (0, 3.85)
    assert "II.2: chỉ hiển thị" in answer.err


def test_whole_numbers_written_with_a_point_and_a_byte_order_mark_are_read(ask: Any) -> None:
    answer = ask(b'\xef\xbb\xbf{"I.2": {"numerator": 79.0, "denominator": 82}}')
    assert answer.json["criteria"]["I.2"] == 3.85


def test_a_list_is_answered_by_a_list(ask: Any) -> None:
    answer = ask([{"I.2": count(79, 82)}, {"I.2": count(83, 82)}, {}])
    assert answer.status == 1
    assert [list(one) for one in answer.json] == [KEYS, ["error"], KEYS]
    assert "Phần tử 2: I.2" in answer.err


def test_counts_from_standard_input_as_a_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.dumps({"I.2": count(79, 82), "V.1": count(0, 0)}).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert main(["score", "--set", "766", "--counts", "-"]) == 0
    out = capsys.readouterr().out
    assert "Tổng: 11,85 trên 12 điểm đo được / 100. Xếp loại: chưa xếp loại" in out
    assert "chưa đo" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--set", "999"], "Không có bộ chỉ số «999»"),
        (["--on", "2020-01-01"], "có hiệu lực từ 23/06/2022"),
        (["--on", "31/08/2026"], "Không hiểu ngày «31/08/2026»"),
        (["--counts", "khong-co.json"], "tệp «khong-co.json»: không có tệp này"),
        (["--counts", "/"], "Không đọc được tệp «/»"),
    ],
)
def test_wrong_options(ask: Any, arguments: list[str], words: str) -> None:
    answer = ask({}, *arguments)
    assert (answer.status, answer.out) == (1, "")
    assert words in answer.err


def test_an_unknown_criterion_is_a_warning_and_scores_nothing(ask: Any) -> None:
    answer = ask({"I.9": count(1, 2), "II.1": count(1, 2)})
    assert answer.status == 0
    assert "«I.9»" in answer.err
    assert "I.9" not in json.loads(answer.out)["criteria"]


def test_a_key_written_twice_spoils_only_its_element(ask: Any) -> None:
    answer = ask(b'[{"I.1": {"numerator": 1, "numerator": 2, "denominator": 2}}, {}]')
    first, second = json.loads(answer.out)
    assert answer.status == 1
    assert "«numerator»" in first["error"]
    assert second["total"] == 2
