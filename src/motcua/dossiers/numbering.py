"""A dossier's code made by the database in the statement that stores the dossier, so that its unit's number is held
for two milliseconds instead of several journeys there and back. PostgreSQL only.
"""

import re
from datetime import date
from string import Formatter
from typing import Any

from motcua.datastore.counters import taking
from motcua.datastore.finishing import finish
from motcua.datastore.rows import insert_computing
from motcua.dossiers.models import Dossier, DossierCounter

KIND = "dossier"
_DIGITS = re.compile(r"0(\d{1,2})d?")
_AS_IT_IS = "last::text"


def store_last(dossier: Dossier, pattern: str, unit: str) -> str:
    """Store a dossier that is received and has its id as the last thing of its act, the commit included; answers its code."""
    day = dossier.received_on
    assert day is not None  # noqa: S101 - received
    written = code_in_sql(pattern, unit, day)
    assert written is not None  # noqa: S101 - asked before
    computed, pieces = written
    sql, values = insert_computing("code", f"SELECT {computed} FROM taken", pieces, of=dossier)  # noqa: S608
    taken, key = taking(DossierCounter, kind=KIND, unit=unit, period=day.isoformat())
    (code,) = finish(f"WITH taken AS ({taken}) {sql}", [*key, *values])
    return str(code)


def code_in_sql(pattern: str, unit: str, day: date) -> tuple[str, list[Any]] | None:
    """What `rules.codes.format_code` says, as an expression over `last` with its values; None for a pattern that asks
    more of the number than noughts before it.
    """
    parts: list[str] = []
    values: list[Any] = []
    for text, name, form, conversion in Formatter().parse(pattern):
        if text:
            parts.append("%s::text")
            values.append(text)
        if name is None:
            continue
        if conversion or name not in ("unit", "day", "number"):
            return None
        if name != "number":
            parts.append("%s::text")
            values.append(format(unit if name == "unit" else day, form or ""))
        elif not form or form == "d":
            parts.append(_AS_IT_IS)
        elif noughts := _DIGITS.fullmatch(form):
            parts.append(f"lpad({_AS_IT_IS}, greatest(%s, length({_AS_IT_IS})), '0')")
            values.append(int(noughts.group(1)))
        else:
            return None
    return " || ".join(parts) or "''", values
