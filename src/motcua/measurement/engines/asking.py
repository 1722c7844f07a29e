"""Free questions over the exported facts: a measure by some dimensions, answered in a process of its own.

Nobody writes SQL: a question is made of names from the lists below, and whose dossiers are counted is a table the
statement joins. What takes too long, or meets a damaged file, is refused in words; a wrong figure is never given.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from threading import BoundedSemaphore

from motcua.kernel import clock
from motcua.kernel.periods import Period, PeriodKind, between, containing
from motcua.kernel.refusals import Refused
from motcua.measurement.engines import parquet
from motcua.measurement.engines.columns import Kind
from motcua.measurement.engines.rebuilding import damaged
from motcua.measurement.engines.statement import (
    AGENCY,
    PeriodRow,
    asked_payments,
    asked_petitions,
    asked_statement,
    period_row,
    ratio_of,
)
from motcua.measurement.measures import OF_DOSSIERS, OF_PAYMENTS, OF_PETITIONS

MOST_ROWS = 5000
QUICK_SECONDS, PATIENT_SECONDS = 6, 240
_QUICK_MEMORY, _PATIENT_MEMORY = "400MB", "1GB"
# Questions answered at the same time by one web process: each may take two cores and its memory.
_PLACES = BoundedSemaphore(2)


class Dimension(StrEnum):
    """What a figure may be parted by."""

    AGENCY = "agency"
    PROCEDURE = "procedure"
    FIELD = "field"
    CHANNEL = "channel"
    PETITION_KIND = "kind"
    OFFICER = "officer"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    REPORTING_MONTH = "reporting_month"
    REPORTING_QUARTER = "reporting_quarter"
    REPORTING_HALF_YEAR = "reporting_half_year"
    REPORTING_YEAR = "reporting_year"

    @property
    def of_time(self) -> bool:
        """Whether it parts the period instead of what is counted."""
        return self.value in set(PeriodKind)


_COLUMN = {
    Dimension.AGENCY: "agency_code",
    Dimension.PROCEDURE: "procedure_code",
    Dimension.FIELD: "field",
    Dimension.CHANNEL: "channel",
    Dimension.PETITION_KIND: "kind",
    Dimension.OFFICER: "officer",
}
_OF_TIME = tuple(each for each in Dimension if each.of_time)
# What the facts of each kind can be parted by; no fact of a petition or a payment holds an officer.
PARTED_BY: Mapping[Kind, tuple[Dimension, ...]] = {
    Kind.DOSSIERS: (
        Dimension.AGENCY, Dimension.PROCEDURE, Dimension.FIELD, Dimension.CHANNEL, Dimension.OFFICER, *_OF_TIME,
    ),
    Kind.PETITIONS: (Dimension.AGENCY, Dimension.PETITION_KIND, *_OF_TIME),
    Kind.PAYMENTS: (Dimension.AGENCY, Dimension.PROCEDURE, Dimension.FIELD, *_OF_TIME),
}  # fmt: skip
_NEVER_FILTERED = (Dimension.AGENCY, Dimension.OFFICER, *_OF_TIME)
FILTERED_BY: Mapping[Kind, tuple[Dimension, ...]] = {
    kind: tuple(each for each in parts if each not in _NEVER_FILTERED) for kind, parts in PARTED_BY.items()
}
_SCOPE = "(SELECT agency_code FROM scope)"
_WITH_FIELD = "SELECT f.*, v.field FROM facts f LEFT JOIN services v ON v.procedure_code = f.procedure_code"
_STATEMENT = {
    Kind.DOSSIERS: asked_statement,
    Kind.PETITIONS: asked_petitions,
    Kind.PAYMENTS: asked_payments,
}
_SOURCE = {
    Kind.DOSSIERS: f"{_WITH_FIELD} WHERE f.agency_code IN {_SCOPE} OR f.came_from IN {_SCOPE}"
    " OR f.earlier IS NOT NULL",
    Kind.PETITIONS: "SELECT f.* FROM facts f",
    Kind.PAYMENTS: _WITH_FIELD,
}
# A payment is with the agency that had the dossier on its day, a petition with the one that answers for it now.
_WITHIN = {
    Kind.DOSSIERS: f"{AGENCY} IN {_SCOPE}",
    Kind.PETITIONS: f"s.agency_code IN {_SCOPE}",
    Kind.PAYMENTS: f"s.agency_code IN {_SCOPE}",
}


def kind_of(measure: str) -> Kind:
    """What a measure counts; refuses one that is counted of no exported fact."""
    if measure in OF_DOSSIERS:
        return Kind.DOSSIERS
    if measure in OF_PETITIONS:
        return Kind.PETITIONS
    if measure in OF_PAYMENTS:
        return Kind.PAYMENTS
    raise Refused(
        f"Thước đo «{measure}» không tính được từ dữ kiện đã xuất.", field="measure", code="measure"
    )


@dataclass(frozen=True, slots=True)
class Question:
    """A measure over the dossiers, petitions or payments of these agencies in a period, parted and narrowed.

    `services`: the field of each procedure. `only`: the value that a dimension is narrowed to.
    """

    measure: str
    by: tuple[Dimension, ...]
    period: Period
    agencies: tuple[str, ...]
    services: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[Dimension, str] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """What is counted."""
        return kind_of(self.measure)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of an answer: the value of each dimension, and the two numbers."""

    keys: tuple[str, ...]
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The lines, as of a moment (aware), and how many facts the files hold that were read."""

    lines: tuple[Line, ...]
    at: datetime
    read: int
    peak_memory: int


class TooLong(Refused):
    """The time given ran out."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"Câu hỏi này chưa trả lời xong sau {seconds} giây. Thu hẹp kỳ hoặc cơ quan, hoặc để hệ thống tính ở nền.",
            code="too_long",
        )


def ask(question: Question, folder: Path, *, seconds: int = QUICK_SECONDS) -> Answer:
    """The answer of the exported facts; refuses without an export, with a damaged file, or when it takes too long."""
    provinces = {code.split(".")[0] for code in question.agencies}
    found = [one for one in parquet.manifests(folder) if one.province in provinces]
    if not found:
        raise Refused(
            "Chưa có dữ liệu đã xuất cho các cơ quan này. Chạy «motcua measure export», hoặc chờ lượt xuất hằng giờ.",
            code="no_export",
        )
    at = min(one.at for one in found)
    files = [file for file in parquet.files_between(found, question.period.first, question.kind) if file.rows]
    statement, parameters = statement_of(question)
    request = {
        "files": [
            {"path": str((folder / file.path).resolve()), "shown": file.path, "sha256": file.sha256}
            for file in files
        ],
        "periods": [_sent(row) for row in periods_of(question, at)],
        "scope": list(question.agencies),
        "services": list(question.services.items()),
        "statement": statement,
        "parameters": parameters,
        "seconds": seconds,
        "memory": _QUICK_MEMORY if seconds <= QUICK_SECONDS else _PATIENT_MEMORY,
    }
    if not files:
        return Answer((), at, 0, 0)
    rows, peak = _ran(request, seconds)
    if len(rows) > MOST_ROWS:
        raise Refused(
            f"Câu trả lời dài hơn {MOST_ROWS} dòng. Bớt một cách chia hoặc thu hẹp cơ quan, kỳ.",
            code="too_many",
        )
    time = next((place for place, each in enumerate(question.by) if each.of_time), None)
    lines = tuple(_line(row, time) for row in rows)
    return Answer(lines, at, sum(file.rows for file in files), peak)


def periods_of(question: Question, at: datetime) -> list[PeriodRow]:
    """The period, or its weeks, months, quarters… as far as they have begun; at its ends a part of one."""
    kind = next((PeriodKind(each.value) for each in question.by if each.of_time), None)
    if kind is None:
        return [period_row(question.period, at)]
    rows, day = [], question.period.first
    today = clock.local_day(at)
    while day <= min(question.period.last, today):
        whole = containing(day, kind)
        inside = whole.first >= question.period.first and whole.last <= question.period.last
        part = between(max(whole.first, question.period.first), min(whole.last, question.period.last))
        rows.append(period_row(whole if inside else part, at))
        day = day.fromordinal(whole.last.toordinal() + 1)
    return rows


def statement_of(question: Question) -> tuple[str, list[str]]:
    """The statement and its parameters: nothing of the question itself is written into the words.

    Refuses what the facts of the measure do not hold.
    """
    kind = question.kind
    if astray := [each for each in question.by if each not in PARTED_BY[kind]] + [
        each for each in question.only if each not in FILTERED_BY[kind]
    ]:
        raise Refused(f"Dữ kiện {kind.label} không có «{astray[0]}».", field="by", code="dimension")
    keys = [_COLUMN[each] for each in question.by if not each.of_time]
    by_period = any(each.of_time for each in question.by)
    narrowed = [(_COLUMN[each], value) for each, value in question.only.items()]
    inner = _STATEMENT[kind](
        keys,
        source=_SOURCE[kind],
        by_period=by_period,
        conditions=[_WITHIN[kind], *(f"s.{column} = ?" for column, _ in narrowed)],
    )
    numerator, denominator = ratio_of(question.measure)
    chosen = "".join(f"{name}, " for name in [*(["p_code"] if by_period else []), *keys])
    sql = (
        f"SELECT {chosen}{numerator} AS numerator, {denominator} AS denominator FROM ({inner}) counted"  # noqa: S608
        f" WHERE {denominator} > 0 LIMIT {MOST_ROWS + 1}"
    )
    return sql, [value for _, value in narrowed]


def _ran(request: Mapping[str, object], seconds: int) -> tuple[list[list[object]], int]:
    if not _PLACES.acquire(timeout=1):
        raise Refused("Đang có hai câu hỏi khác được tính. Chờ ít giây rồi hỏi lại.", code="busy")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "motcua.measurement.engines.child"],
            input=json.dumps(request), capture_output=True, text=True, timeout=seconds, check=False,
            env={"PYTHONPATH": ":".join(filter(None, sys.path)), "HOME": "/nonexistent", "LANG": "C.UTF-8"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise TooLong(seconds) from None
    finally:
        _PLACES.release()
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        # The system ended it: out of its time or its memory.
        raise _TOO_LARGE from None
    return _told(answer)


_TOO_LARGE = Refused(
    "Câu hỏi cần nhiều bộ nhớ hơn mức cho phép. Bớt một cách chia hoặc thu hẹp kỳ.", code="too_large"
)


def _told(answer: Mapping[str, object]) -> tuple[list[list[object]], int]:
    trouble = answer.get("trouble")
    if trouble == "damaged":
        raise Refused(damaged(str(answer["file"])), code="damaged_file")
    if trouble == "memory":
        raise _TOO_LARGE
    if trouble:
        raise RuntimeError(f"DuckDB: {answer.get('words')}")
    rows, peak = answer["rows"], answer["peak"]
    assert isinstance(rows, list)  # noqa: S101 - the child's own form
    assert isinstance(peak, int)  # noqa: S101
    return rows, peak


def _line(row: Sequence[object], time: int | None) -> Line:
    *keys, numerator, denominator = row
    words = ["" if key is None else str(key) for key in keys]
    if time is not None:  # the period stands first in the statement
        words.insert(time, words.pop(0))
    return Line(tuple(words), int(str(numerator or 0)), int(str(denominator or 0)))


def _sent(row: PeriodRow) -> list[str | int]:
    return [row.code, row.first.isoformat(), row.last.isoformat(), row.day.isoformat(), row.minute]
