"""The facts of our database with the columns that the statement and Parquet share, for SQLite and PostgreSQL."""

from django.db import connection

from motcua.dossiers.models import Dossier
from motcua.measurement.engines.columns import COLUMNS, PAYMENT_COLUMNS, PETITION_COLUMNS
from motcua.measurement.models import DossierFact, PaymentFact, PetitionFact

_OF = {"due_minute": "due_at", "finished_minute": "finished_at", "waiting_minute": "waiting_since"}


def source(where: str = "", *, with_officer: bool = False) -> str:
    """A SELECT of all columns in the order of `COLUMNS`; a condition may name the facts as `f`."""
    facts, dossiers = _quoted(DossierFact._meta.db_table), _quoted(Dossier._meta.db_table)
    officer = "d.holder_id" if with_officer else "NULL"
    chosen = ", ".join(f"{_column(name, officer)} AS {name}" for name in COLUMNS)
    join = f" LEFT JOIN {dossiers} d ON d.id = f.dossier_id" if with_officer else ""
    condition = f" WHERE {where}" if where else ""
    return f"SELECT {chosen} FROM {facts} f{join}{condition}"  # noqa: S608 - our own names only


def petition_source(where: str) -> str:
    """The same of petitions, in the order of `PETITION_COLUMNS`."""
    chosen = ", ".join(f"f.{name}" for name in PETITION_COLUMNS)
    return f"SELECT {chosen} FROM {_quoted(PetitionFact._meta.db_table)} f WHERE {where}"  # noqa: S608


def payment_source(where: str) -> str:
    """The same of payments, in the order of `PAYMENT_COLUMNS`."""
    chosen = ", ".join(f"f.{name}" for name in PAYMENT_COLUMNS)
    return f"SELECT {chosen} FROM {_quoted(PaymentFact._meta.db_table)} f WHERE {where}"  # noqa: S608


def _column(name: str, officer: str) -> str:
    if name in _OF:
        return _minute(f"f.{_OF[name]}")
    if name == "waiting_on":
        return _local_day("f.waiting_since")
    return officer if name == "officer" else f"f.{name}"


def _minute(column: str) -> str:
    if connection.vendor == "sqlite":
        return f"CAST(strftime('%%s', {column}) AS INTEGER) / 60"
    return f"CAST(FLOOR(EXTRACT(EPOCH FROM {column}) / 60) AS BIGINT)"


def _local_day(column: str) -> str:
    if connection.vendor == "sqlite":
        return f"date({column}, '+7 hours')"
    return f"CAST({column} AT TIME ZONE 'Asia/Ho_Chi_Minh' AS DATE)"


def cast_day(mark: str) -> str:
    """A day given to a statement, as the columns hold it: SQLite keeps text."""
    return mark if connection.vendor == "sqlite" else f"CAST({mark} AS DATE)"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
