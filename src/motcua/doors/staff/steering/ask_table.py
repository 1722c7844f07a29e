"""The answer to a free question in words: its rows, their names, its picture, its file."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.urls import reverse

from motcua.catalogue.models import Procedure
from motcua.doors.frame.charts import Bar, Chart, TrendPoint, bars, trend
from motcua.doors.frame.figures import cut
from motcua.doors.staff.exports import csv_lines
from motcua.doors.staff.lists import as_file
from motcua.dossiers.enums import Channel
from motcua.feedback.enums import PetitionKind
from motcua.kernel import clock
from motcua.kernel.periods import parse
from motcua.measurement.engines.asking import Dimension, Line, Question
from motcua.measurement.measures import measures
from motcua.organisation.models import Agency, Staff

WORDS = {
    Dimension.AGENCY: "Cơ quan",
    Dimension.PROCEDURE: "Thủ tục",
    Dimension.FIELD: "Lĩnh vực",
    Dimension.CHANNEL: "Kênh nộp",
    Dimension.PETITION_KIND: "Nội dung PAKN",
    Dimension.OFFICER: "Cán bộ đang giữ",
    Dimension.WEEK: "Tuần",
    Dimension.MONTH: "Tháng",
    Dimension.QUARTER: "Quý",
    Dimension.HALF_YEAR: "6 tháng",
    Dimension.YEAR: "Năm",
    Dimension.REPORTING_MONTH: "Tháng báo cáo (chốt ngày 14)",
    Dimension.REPORTING_QUARTER: "Quý báo cáo (chốt ngày 14)",
    Dimension.REPORTING_HALF_YEAR: "6 tháng báo cáo (chốt ngày 14)",
    Dimension.REPORTING_YEAR: "Năm báo cáo (15/12 đến 14/12)",
}
_MOST_BARS = 40


@dataclass(frozen=True, slots=True)
class Table:
    """An answer in words: headers, rows of names with both numbers, the share in percent, and where the row opens."""

    headers: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], int, int, Decimal, str], ...]

    def lines(self) -> list[list[str | int | float]]:
        """For a file."""
        return [
            [*names, numerator, denominator, float(share)]
            for names, numerator, denominator, share, _ in self.rows
        ]


def asked_only(asked: QueryDict) -> QueryDict:
    """A question without the line that was opened."""
    kept = asked.copy()
    for name in ("k0", "k1", "show", "page", "as"):
        kept.pop(name, None)
    return kept


def table_of(question: Question, lines: tuple[Line, ...], asked: QueryDict) -> Table:
    """The lines of an answer as rows to show, each with the address of what stands behind it."""
    here = f"{reverse('staff:ask-behind')}?{asked_only(asked).urlencode()}"
    names = [names_of(each, {line.keys[place] for line in lines}) for place, each in enumerate(question.by)]
    rows = [
        (
            tuple(names[place].get(key, key) or "không rõ" for place, key in enumerate(line.keys)),
            line.numerator,
            line.denominator,
            cut(Fraction(100 * line.numerator, line.denominator)),
            "&".join([here, *(urlencode({f"k{place}": key}) for place, key in enumerate(line.keys))]),
        )
        for line in sorted(lines, key=lambda line: _order(question, line))
    ]
    known = measures()[question.measure]
    headers = (*(WORDS[each] for each in question.by), known.numerator, known.denominator, "Tỷ lệ %")
    return Table(headers, tuple(rows))


def _order(question: Question, line: Line) -> tuple[Any, ...]:
    """By time where time is asked for; else the lowest share first, where most can be won."""
    if question.by and question.by[0].of_time:
        return line.keys
    return (Decimal(line.numerator) / line.denominator, line.keys)


def names_of(dimension: Dimension, keys: set[str]) -> dict[str, str]:
    """The names of what an answer is parted by, by key. A key that is not among them has none we know."""
    if dimension is Dimension.AGENCY:
        return dict(Agency.objects.filter(code__in=keys).values_list("code", "name"))
    if dimension is Dimension.PROCEDURE:
        services = Procedure.objects.filter(code__in=keys).values_list("code", "name")
        return {code: f"{code}. {name}" for code, name in services}
    if dimension is Dimension.CHANNEL:
        return {each.value: each.label for each in Channel}
    if dimension is Dimension.PETITION_KIND:
        return {each.value: each.label for each in PetitionKind}
    if dimension is Dimension.OFFICER:
        numbers = [int(key) for key in keys if key]
        rows = Staff.objects.filter(pk__in=numbers).values_list("pk", "name")
        return {str(key): name for key, name in rows} | {"": "chưa giao"}
    return {key: parse(key).label for key in keys} if dimension.of_time else {}


def chart_of(picture: str, question: Question, table: Table) -> Chart | None:
    """The picture chosen, of shares in percent; none where nothing parts the answer."""
    title = measures()[question.measure].title
    if picture == "none" or not question.by or not table.rows:
        return None
    if picture == "trend":
        points = [
            TrendPoint(short(names[0]), share, url, full_label=names[0])
            for names, _, _, share, url in table.rows
        ]
        return trend(points, title=title, unit="%", ceiling=100, places=2)
    rows = [Bar(", ".join(names), share, url) for names, _, _, share, url in table.rows[:_MOST_BARS]]
    note = f"{_MOST_BARS} dòng đầu trên {len(table.rows)}." if len(table.rows) > _MOST_BARS else ""
    return bars(rows, title=title, unit="%", most=100, places=2, note=note)


_PART = re.compile(r"Từ (\d\d/\d\d)/\d{4} đến (\d\d/\d\d)/\d{4}")
_YEAR = re.compile(r"(/| năm )\d{4}$|^Năm (?=\d{4}$)")


def short(label: str) -> str:
    """A period's label under a narrow point: T3, QI, 6 tháng đầu, 2026; of a part its days, «01/01–14/01»."""
    if part := _PART.fullmatch(label):
        return f"{part[1]}–{part[2]}"
    name = label.partition(" (")[0].removeprefix("Kỳ báo cáo ")
    name = _YEAR.sub("", name[:1].upper() + name[1:])
    return name.replace("Tháng ", "T").replace("Quý ", "Q")


def file_of(table: Table, how: str) -> HttpResponse:
    """The rows as a sheet (`xlsx`) or as CSV."""
    if how == "xlsx":
        return as_file(table.headers, table.lines(), name="hoi-so-lieu")
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="hoi-so-lieu-{clock.today():%Y%m%d}.csv"'
    for piece in csv_lines(table.headers, table.lines()):
        answer.write(piece)
    return answer
