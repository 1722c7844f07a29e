"""`motcua deadline`: reads one deadline phrase of a Vietnamese plan."""

import argparse
import json
import sys

from motcua.doors.commands.arguments import phrase_last
from motcua.plans.reading.deadline_calendar import FIRST_YEAR, LAST_YEAR
from motcua.plans.reading.deadline_sentence import sentence
from motcua.plans.reading.deadlines import read

HELP = "Đọc một câu chữ về thời hạn trong kế hoạch thành ngày, kỳ hoặc điều kiện."
EXAMPLES = """Ví dụ:
  motcua deadline "Trước ngày 15 tháng 3" --year 2024
  motcua deadline "Quý II, III" --year 2024 --json
  motcua deadline "05 ngày làm việc kể từ ngày nhận được" --year 2024 --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The phrase, the year of the plan, the form of the answer."""
    parser.add_argument("phrase", metavar="CÂU", help="lời văn về thời hạn, đúng như trong kế hoạch")
    parser.add_argument(
        "--year",
        type=int,
        required=True,
        metavar="NĂM",
        help="năm của kế hoạch, dùng khi lời văn không nêu năm",
    )
    parser.add_argument("--json", action="store_true", help="trả lời bằng JSON, đủ mọi khóa")


def arrange(words: list[str]) -> list[str]:
    """The phrase behind `--`: cells of plans often begin with a hyphen."""
    return phrase_last(words, {"--year"})


def run(options: argparse.Namespace) -> int:
    """Print the reading: 0 also for an unclear phrase, whose warning says so; 1 for a year out of range."""
    if not FIRST_YEAR <= options.year <= LAST_YEAR:
        print(f"Năm {options.year} ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}; hãy sửa --year.", file=sys.stderr)
        return 1
    answer = read(options.phrase, year=options.year)
    print(json.dumps(answer.as_json(), ensure_ascii=False, indent=2) if options.json else sentence(answer))
    if answer.warning:
        print(f"Lưu ý: {answer.warning}", file=sys.stderr)
    return 0
