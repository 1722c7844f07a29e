"""`motcua measure show --agency CODE --period P --json`: the counts and the score of an agency in a period."""

import argparse
import json
import sys
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from motcua.indicators.scoring import Count, CriterionScore
from motcua.kernel import clock
from motcua.kernel.periods import parse
from motcua.kernel.refusals import NotFound, Refused
from motcua.measurement.queries import Figures, figures
from motcua.organisation.models import Agency

HELP = "Số đo của một cơ quan trong một kỳ: tử số, mẫu số, điểm của từng tiêu chí."
EXAMPLES = """Ví dụ:
  motcua measure show --agency H99.101 --period 2026-10 --json
  motcua measure show --agency H99.101 --period R2026-Q3 --json    (15/6/2026 đến 14/9/2026)
  motcua measure show --agency H99 --period 2026 --with-below      (cả các đơn vị trực thuộc)"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Agency, period, form of the answer."""
    parser.add_argument("--agency", required=True, metavar="CODE", help="mã định danh của cơ quan")
    parser.add_argument(
        "--period", required=True, metavar="P", help="2026, 2026-Q3, 2026-07, 2026-W23, R2026…"
    )
    parser.add_argument("--with-below", action="store_true", help="cộng cả các đơn vị trực thuộc")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")


def run(options: argparse.Namespace) -> int:
    """Print the figures; 1 for an unknown agency, a period that is none or has not begun."""
    try:
        agency = Agency.objects.filter(code=options.agency).first()
        if agency is None:
            raise NotFound(f"Không có cơ quan nào mang mã «{options.agency}».")
        period = parse(options.period)
        if period.first > clock.today():
            raise Refused(f"{period.label} chưa đến, chưa có gì để đo. Chọn kỳ đã bắt đầu.", field="period")
        shown = figures(agency, period, clock.now(), with_below=options.with_below)
    except (Refused, NotFound) as refused:
        print(refused.message, file=sys.stderr)
        return 1
    answer = answer_of(shown)
    print(json.dumps(answer, ensure_ascii=False, indent=2) if options.json else _table(shown))
    return 0


def answer_of(shown: Figures) -> Mapping[str, Any]:
    """The JSON answer. `at` is local time of Việt Nam; a criterion that is not measured has nulls."""
    scored = shown.score
    return {
        "agency": shown.agency.code,
        "period": {"from": shown.period.first.isoformat(), "to": shown.period.last.isoformat()},
        "at": clock.local(shown.at).replace(tzinfo=None).isoformat(timespec="seconds"),
        "set": shown.set_code,
        "criteria": {code: _criterion(one, one.count) for code, one in scored.criteria.items()},
        "groups": {code: _number(group.points) for code, group in scored.groups.items()},
        "total": _number(scored.total),
        "complete": scored.complete,
        "band": scored.band,
    }


def _criterion(one: CriterionScore, count: Count | None) -> Mapping[str, Any]:
    return {
        "numerator": count.numerator if count else None,
        "denominator": count.denominator if count else None,
        "points": _number(one.points),
        "max": _number(one.criterion.maximum),
        "measured": one.counted,
    }


def _number(points: Decimal | None) -> float | None:
    return None if points is None else float(points)


def _table(shown: Figures) -> str:
    lines = [f"{shown.agency.name}, {shown.period.label}"]
    for code, one in shown.score.criteria.items():
        count = f"{one.count.numerator}/{one.count.denominator}" if one.count else "chưa đo"
        points = "" if one.points is None else f"{one.points:.2f}".replace(".", ",")
        lines.append(f"{code:<6} {count:>15} {points:>7}  {one.criterion.name}")
    open_words = "" if shown.score.complete else f" trên {shown.score.measured_max} điểm đo được"
    return "\n".join([*lines, f"Tổng: {shown.score.total:.2f}".replace(".", ",") + open_words + "."])
