"""Tables whose rows are never changed or removed, whoever asks: a trigger on each database refuses it."""

from typing import Any

from motcua.datastore.fresh import BeyondModels

# PostgreSQL has one function for all such tables; it names the first that had it.
_FUNCTION = "motcua_append_only"
_REFUSAL = "nhật ký chỉ được ghi thêm"
_VERBS = ("UPDATE", "DELETE")


def append_only(table: str, refusal: str) -> BeyondModels:
    """What a migration runs for a table; `refusal` is what SQLite says to who tries."""

    def forbid(_apps: Any, editor: Any) -> None:
        postgresql = editor.connection.vendor == "postgresql"
        if postgresql:
            editor.execute(
                f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger AS $body$ "
                f"BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $body$ LANGUAGE plpgsql"
            )
        refuse = (
            f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()"
            if postgresql
            else f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        )
        for verb in _VERBS:
            editor.execute(f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} {refuse}")

    def allow(_apps: Any, editor: Any) -> None:
        on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        for verb in _VERBS:
            editor.execute(f"DROP TRIGGER IF EXISTS {_name(table, verb)}{on}")

    return BeyondModels(forbid, allow)


def _name(table: str, verb: str) -> str:
    return f"{table}_no_{verb.lower()}"
