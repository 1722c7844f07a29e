"""`motcua score`: points of an indicator set from counts."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from motcua.doors.commands.arguments import text_of
from motcua.indicators import sets
from motcua.indicators.counts import read_counts
from motcua.indicators.enums import CriterionState
from motcua.indicators.scoring import CriterionScore, Score, score
from motcua.indicators.sets import IndicatorSet
from motcua.kernel import clock
from motcua.kernel.refusals import Refused

HELP = "Chấm điểm một bộ chỉ số từ các số đếm (tử số, mẫu số)."
EXAMPLES = """Ví dụ:
  motcua score --set 766 --counts so_dem.json
  motcua score --set 766 --on 2026-08-31 --counts so_dem.json --json
  echo '{"I.1": {"numerator": 79, "denominator": 82}}' | motcua score --set 766 --counts - --json

Tệp số đếm: {"I.1": {"numerator": 79, "denominator": 82}, …}. Tiêu chí vắng mặt, hoặc có cả hai số là null,
là tiêu chí chưa đo. Một danh sách tệp số đếm được trả lời bằng một danh sách cùng độ dài."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--set", required=True, dest="set_code", metavar="MÃ", help="mã bộ chỉ số, ví dụ 766")
    parser.add_argument(
        "--on", metavar="NGÀY", help="chấm theo quy tắc của ngày này (2026-08-31); mặc định hôm nay"
    )
    parser.add_argument(
        "--counts", required=True, metavar="TỆP", help="tệp JSON các số đếm; - là đầu vào chuẩn"
    )
    parser.add_argument("--json", action="store_true", help="trả lời bằng JSON")


def run(options: argparse.Namespace) -> int:
    """Exit status 0 when everything was scored, 1 when some input is wrong."""
    try:
        indicator_set = sets.load(options.set_code, on=_day(options.on))
        given = _parsed(text_of(options.counts, option="--counts"))
        if not isinstance(given, list):
            _show(_scored(indicator_set, given, ""), as_json=options.json)
            return 0
    except Refused as refused:
        print(refused.message, file=sys.stderr)
        return 1
    return _run_list(indicator_set, given, as_json=options.json)


def _run_list(indicator_set: IndicatorSet, given: list[object], *, as_json: bool) -> int:
    answers: list[Score | Refused] = []
    for place, element in enumerate(given, start=1):
        try:
            answers.append(_scored(indicator_set, element, f"Phần tử {place}: "))
        except Refused as refused:
            answers.append(refused)
            print(refused.message, file=sys.stderr)
    if as_json:
        print(json.dumps([_answer(answer) for answer in answers], ensure_ascii=False, indent=2))
    else:
        print("\n\n".join(_table(answer) for answer in answers if isinstance(answer, Score)))
    return 1 if any(isinstance(answer, Refused) for answer in answers) else 0


def _scored(indicator_set: IndicatorSet, given: object, place: str) -> Score:
    _refuse_repeated(given, place)
    read = read_counts(indicator_set, given)
    for warning in read.warnings:
        print(f"Lưu ý: {place}{warning}", file=sys.stderr)
    if read.errors:
        raise Refused("\n".join(place + error for error in read.errors), field="counts")
    return score(indicator_set, read.counts)


def _day(text: str | None) -> date:
    if text is None:
        return clock.today()
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused(
            f"Không hiểu ngày «{text}» ở --on. Ghi theo dạng năm-tháng-ngày, ví dụ 2026-08-31."
        ) from None


def _parsed(text: str) -> object:
    try:
        return json.loads(
            text,
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        raise Refused(
            f"Tệp số đếm không phải JSON hợp lệ: sai ở dòng {error.lineno}, cột {error.colno}. "
            "Sửa chỗ đó rồi chạy lại."
        ) from None
    except RecursionError:
        raise Refused("Tệp số đếm lồng quá sâu; chỉ cần {mã: {numerator, denominator}}.") from None


def _integer(text: str) -> int | Decimal:
    # Python refuses to read whole numbers of thousands of digits; as a decimal they reach the check of size.
    return int(text) if len(text) < 1000 else _decimal(text)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent beyond what a decimal can hold
        return Decimal("Infinity")


def _constant(name: str) -> object:
    return Decimal(name.replace("Infinity", "inf"))


class _Twice(dict[str, object]):
    """An object in which a key stands twice: only the element that holds it is wrong."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    return read if len(read) == len(pairs) else _Twice({key: None for key, _ in _repeated(pairs)})


def _repeated(pairs: list[tuple[str, object]]) -> list[tuple[str, object]]:
    names = Counter(key for key, _ in pairs)
    return [pair for pair in pairs if names[pair[0]] > 1]


def _refuse_repeated(given: object, place: str) -> None:
    for one in (given, *(given.values() if isinstance(given, dict) else ())):
        if isinstance(one, _Twice):
            key = next(iter(one))
            raise Refused(f"{place}Khóa «{key}» ghi hai lần trong cùng một đối tượng. Giữ lại một chỗ.")


def _show(scored: Score, *, as_json: bool) -> None:
    print(json.dumps(_answer(scored), ensure_ascii=False, indent=2) if as_json else _table(scored))


def _answer(scored: Score | Refused) -> Mapping[str, Any]:
    if isinstance(scored, Refused):
        # A key of the input may hold half a surrogate pair, which no output can carry.
        return {"error": scored.message.encode("utf-8", "backslashreplace").decode()}
    return {
        "set": scored.indicator_set.code,
        "rules_of": scored.indicator_set.rules_of.isoformat(),
        "criteria": {code: _number(one.points) for code, one in scored.criteria.items()},
        "lost": {code: _number(points) for code, points in scored.lost.items()},
        "groups": {code: _number(group.points) for code, group in scored.groups.items()},
        "total": _number(scored.total),
        "complete": scored.complete,
        "band": scored.band,
    }


def _number(points: Decimal | None) -> float | None:
    # The last step only: a float of so few digits prints as the same two decimals.
    return None if points is None else float(points)


def _table(scored: Score) -> str:
    indicator_set = scored.indicator_set
    lines = [
        f"Bộ chỉ số {indicator_set.code}, quy tắc của ngày {indicator_set.rules_of:%d/%m/%Y}",
        "Điểm ước tính từ số đếm đã cho; không phải điểm do Cổng Dịch vụ công quốc gia công bố.",
        "",
        _row("Mã", "Tử số/Mẫu số", "Tỷ lệ", "Điểm", "Tối đa", "Mất", "Tiêu chí"),
    ]
    for code, group in scored.groups.items():
        members = [one for one in scored.criteria.values() if one.criterion.group == code]
        lines += [_criterion_row(one) for one in members]
        most = f"{group.group.maximum:f}" if group.complete else f"{group.measured_max}/{group.group.maximum}"
        lines.append(
            _row(
                code,
                "",
                "",
                _vi(group.points) if group.measured_max else "chưa đo",
                most,
                "",
                group.group.name.upper(),
            )
        )
    band = scored.band or "chưa xếp loại (còn tiêu chí chưa đo)"
    measured = "" if scored.complete else f" trên {scored.measured_max} điểm đo được"
    return "\n".join(
        [*lines, "", f"Tổng: {_vi(scored.total)}{measured} / {indicator_set.maximum}. Xếp loại: {band}."]
    )


def _criterion_row(one: CriterionScore) -> str:
    ratio = "" if one.ratio is None else f"{_vi(Decimal(int(one.ratio * 10000)) / 100)} %"
    count = "" if one.count is None else f"{one.count.numerator}/{one.count.denominator}"
    points = "chưa đo" if one.state is CriterionState.NOT_COUNTED else _vi(one.points)
    return _row(
        one.criterion.code,
        count,
        ratio,
        points,
        f"{one.criterion.maximum:f}",
        _vi(one.lost),
        one.criterion.name,
    )


def _row(code: str, count: str, ratio: str, points: str, most: str, lost: str, name: str) -> str:
    return f"{code:<6} {count:>15} {ratio:>9} {points:>8} {most:>7} {lost:>6}  {name}".rstrip()


def _vi(points: Decimal | None) -> str:
    return "–" if points is None else f"{points:.2f}".replace(".", ",")
