# ruff: noqa: S608 - statements are made of our own names only
"""What the facts of a month add up to, summed by the database: whether a file must be written again."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from django.db import connection
from django.db.models import Model

from motcua.measurement.engines.columns import Kind
from motcua.measurement.engines.parquet import OPEN
from motcua.measurement.models import DossierFact, PaymentFact, PetitionFact

# A kind of facts, and the month that a file of it is of (or `open`).
Part = tuple[Kind, str]

_FLAGS = (
    "fee_bearing", "paid_online", "digitised", "result_electronic", "reused", "shared", "population_data",
    "dissatisfied", "petitioned", "complained",
)  # fmt: skip
# The day that says a petition's month: an answer dated before its receipt (a corrected clock) belongs to the receipt.
PETITION_DAY = "CASE WHEN answered_on < received_on THEN received_on ELSE answered_on END"


def fingerprints() -> dict[str, dict[Part, str]]:
    """Province -> part -> what its rows add up to; one statement over all facts of each kind."""
    words: dict[str, dict[Part, list[str]]] = defaultdict(lambda: defaultdict(list))
    for kind, sql in (
        (Kind.DOSSIERS, _of_dossiers()),
        (Kind.PETITIONS, _of_petitions()),
        (Kind.PAYMENTS, _of_payments()),
    ):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            for when, agency, *values in cursor.fetchall():
                said = ":".join([agency, *(str(value or 0) for value in values)])
                words[province_of(agency)][kind, when or OPEN].append(said)
    return {
        province: {part: _digest(sorted(each)) for part, each in parts.items()}
        for province, parts in words.items()
    }


def province_of(agency_code: str) -> str:
    """The first part of a code of identification is its province (or ministry)."""
    return agency_code.split(".")[0]


def _of_dossiers() -> str:
    bits = " + ".join(f"{2**place} * {_number(name)}" for place, name in enumerate(_FLAGS))
    said = "1024 * COALESCE(contacts, -1) + 32768 * COALESCE(bodies, -1) + 1048576 * LENGTH(unit_time)"
    weight = "(dossier_id % 9973 + 1)"
    sums = (
        "COUNT(*)", "SUM(dossier_id)", f"SUM(revision * {weight})", f"SUM(({bits} + {said}) * {weight})",
        # A merger's day is corrected without a new revision of the dossier.
        f"SUM(COALESCE({_day('moved_on')}, 0) * {weight})",
    )  # fmt: skip
    return _grouped(DossierFact, "finished_on", ("came_from", "earlier"), sums)


def _of_petitions() -> str:
    """Each column changes: an answer, a like, a due day, even the agency after a merger."""
    weight = "(petition_id % 9973 + 1)"
    bits = f"{_number('dissatisfied')} + 2 * {_number('followed_up')}"
    days = (f"SUM({_day(name)} * {weight})" for name in ("received_on", "due_on", "answered_on"))
    sums = ("COUNT(*)", "SUM(petition_id)", *days, f"SUM(({bits}) * {weight})")
    return _grouped(PetitionFact, PETITION_DAY, ("kind",), sums)


def _of_payments() -> str:
    weight = "(payment_id % 9973 + 1)"
    sums = (
        "COUNT(*)", "SUM(payment_id)", f"SUM({_day('paid_on')} * {weight})",
        f"SUM({_number('online')} * {weight})",
    )  # fmt: skip
    return _grouped(PaymentFact, "paid_on", ("procedure_code",), sums)


def _grouped(model: type[Model], day: str, keys: Sequence[str], sums: Sequence[str]) -> str:
    """Month, agency, keys and sums."""
    month = f"substr({day}, 1, 7)" if _sqlite() else f"to_char({day}, 'YYYY-MM')"
    table = connection.ops.quote_name(model._meta.db_table)
    chosen = ", ".join([month, "agency_code", *keys, *(_whole(each) for each in sums)])
    where = " WHERE received_on IS NOT NULL" if model is DossierFact else ""
    return f"SELECT {chosen} FROM {table}{where} GROUP BY {', '.join(['1', 'agency_code', *keys])}"


def _whole(each: str) -> str:
    return f"CAST({each} AS BIGINT)"


def _number(flag: str) -> str:
    return flag if _sqlite() else f"{flag}::int"


def _day(name: str) -> str:
    """Whole days, so that they can be summed."""
    return f"CAST(julianday({name}) AS INTEGER)" if _sqlite() else f"({name} - DATE '2000-01-01')"


def _sqlite() -> bool:
    return connection.vendor == "sqlite"


def _digest(words: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()
