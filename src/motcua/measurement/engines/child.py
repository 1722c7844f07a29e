"""The process in which a question is answered: reads a request on standard input, writes the answer, and ends.

It has no settings, no database and no keys; its time and memory are bounded by the system, DuckDB's by DuckDB.
"""

import hashlib
import json
import resource
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from motcua.measurement.engines import duck
from motcua.measurement.engines.statement import PeriodRow

# DuckDB keeps its own limit; this one is for everything around it (address space, not memory in use).
_AROUND = 4 << 30


def main() -> int:
    """Always 0 with an answer or a named trouble on standard output; anything else was the system's end of it."""
    request = json.load(sys.stdin)
    _bounded(request)
    json.dump(_answer(request), sys.stdout, default=str)
    return 0


def _bounded(request: Mapping[str, Any]) -> None:
    seconds = (
        int(request["seconds"]) * 2 + 2
    )  # of all threads together; the caller's clock is the limit that counts
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (_AROUND, _AROUND))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(request: Mapping[str, Any]) -> Mapping[str, Any]:
    import duckdb

    for file in request["files"]:
        if not _whole(file):
            return {"trouble": "damaged", "file": file["shown"]}
    try:
        return {"rows": _rows(request), "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}
    except duckdb.OutOfMemoryException:
        return {"trouble": "memory"}
    except duckdb.Error as error:
        return {"trouble": "engine", "words": str(error)[:500]}


def _whole(file: Mapping[str, Any]) -> bool:
    path = Path(file["path"])
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == str(file["sha256"])
    except OSError:
        return False


def _rows(request: Mapping[str, Any]) -> list[list[Any]]:
    periods = [_period(row) for row in request["periods"]]
    paths = [file["path"] for file in request["files"]]
    with duck.connected(paths, periods, memory=request["memory"], threads=2) as connection:
        connection.execute("CREATE TABLE scope (agency_code VARCHAR)")
        connection.execute("CREATE TABLE services (procedure_code VARCHAR, field VARCHAR)")
        connection.execute("INSERT INTO scope SELECT unnest(?)", [request["scope"]])
        if request["services"]:
            codes, fields = zip(*request["services"], strict=True)
            connection.execute(
                "INSERT INTO services SELECT unnest(?), unnest(?)", [list(codes), list(fields)]
            )
        found = duck.locked(connection).execute(request["statement"], request["parameters"])
        return [[_plain(value) for value in row] for row in found.fetchall()]


def _period(row: list[Any]) -> PeriodRow:
    code, first, last, day, minute = row
    return PeriodRow(
        code, date.fromisoformat(first), date.fromisoformat(last), date.fromisoformat(day), minute
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


if __name__ == "__main__":
    sys.exit(main())
