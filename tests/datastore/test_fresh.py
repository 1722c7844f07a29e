"""A database built in one go from the models and one that took every step of the migrations are the same."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.utils import translation

from motcua.datastore import fresh
from motcua.organisation.models import Agency


@pytest.fixture(autouse=True)
def _databases_of_its_own(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
        connection.close()


@contextmanager
def an_empty_database(tmp_path: Path, name: str) -> Iterator[str]:
    """The alias of a database of the same kind as the tests', with nothing in it."""
    settings = {**connection.settings_dict, "TEST": {}}
    if connection.vendor == "sqlite":
        (tmp_path / name).mkdir()
        settings["NAME"] = str(tmp_path / name / "motcua.sqlite3")
    else:
        settings["NAME"] = f"{connection.settings_dict['NAME']}_{name}"
        _on_server(f'DROP DATABASE IF EXISTS "{settings["NAME"]}"', f'CREATE DATABASE "{settings["NAME"]}"')
    connections.databases[name] = settings
    try:
        yield name
    finally:
        connections[name].close()
        del connections[name], connections.databases[name]
        if connection.vendor == "postgresql":
            _on_server(f'DROP DATABASE "{settings["NAME"]}" WITH (FORCE)')


def _on_server(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        for statement in statements:
            cursor.execute(statement)


def migrate(alias: str, *how: str) -> None:
    """Migrate as an installation does, in a process with this one database: steps that move data ask no other."""
    settings = connections[alias].settings_dict
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "motcua.config.settings"}
    if connection.vendor == "sqlite":
        environment |= {"DATABASE_URL": "", "MOTCUA_HOME": str(Path(settings["NAME"]).parent)}
    else:
        server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
        environment["DATABASE_URL"] = f"{server}/{settings['NAME']}"
    words = [sys.executable, "-m", "django", "migrate", "--verbosity=0", "--skip-checks", *how]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def schema(alias: str) -> dict[str, Any]:
    """What the database says of itself, without the order in which it came about."""
    return _of_sqlite(alias) if connection.vendor == "sqlite" else _of_postgresql(alias)


def _of_sqlite(alias: str) -> dict[str, Any]:
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        return {
            f"{kind} {name}": _parts(sql) if kind == "table" else _plain(sql)
            for kind, name, sql in cursor.fetchall()
        }


def _plain(sql: str) -> str:
    return re.sub(r"\s+", " ", sql)


def _parts(sql: str) -> list[str]:
    """The columns and conditions of a table, sorted: a column added later stands further down."""
    parts, depth, start = [], 0, sql.index("(") + 1
    for place, letter in enumerate(sql[start:], start):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if (letter == "," and depth == 0) or depth < 0:
            parts.append(_plain(sql[start:place]).strip())
            start = place + 1
    return sorted(parts)


# Django's own tables of groups stay empty here; their keys are narrower when made from the models.
_ASKED = {
    "columns": """SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, is_nullable,
        column_default, is_identity, collation_name FROM information_schema.columns WHERE table_schema = 'public'
        AND table_name NOT LIKE 'auth!_%' ESCAPE '!'""",
    "conditions": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}


def _of_postgresql(alias: str) -> dict[str, Any]:
    answers = {}
    with connections[alias].cursor() as cursor:
        for what, question in _ASKED.items():
            cursor.execute(question)
            answers[what] = sorted(cursor.fetchall(), key=repr)
    return answers


def test_both_ways_end_at_the_same_schema(tmp_path: Path):
    with an_empty_database(tmp_path, "built") as built, an_empty_database(tmp_path, "stepped") as stepped:
        migrate(built)
        migrate(stepped, "--step-by-step")
        one, other = schema(built), schema(stepped)
    assert one.keys() == other.keys()
    for name in one:
        assert one[name] == other[name], name


def test_what_was_built_has_nothing_left_to_migrate_and_is_not_built_again(tmp_path: Path):
    with an_empty_database(tmp_path, "built") as built:
        call_command("migrate", database=built, verbosity=0)
        # Leaves with 1 where something waits.
        call_command("migrate", database=built, check_unapplied=True, verbosity=0)
        assert not fresh.build_if_empty(connections[built])
        # Nor has an installation that took one by one the steps for which another stands now.
        with connections[built].cursor() as cursor:
            cursor.executemany(
                "DELETE FROM django_migrations WHERE app = %s AND name = %s", list(_standing_for_many())
            )
        call_command("migrate", database=built, check_unapplied=True, verbosity=0)


def _standing_for_many() -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Migrations of ours that stand for many steps, with these."""
    whole = MigrationLoader(None).disk_migrations.items()
    return {key: step.replaces for key, step in whole if step.replaces and key[0] not in _OF_OTHERS}


# Whose migrations come with their packages.
_OF_OTHERS = {"account", "auth", "contenttypes", "sessions", "socialaccount"}


def test_what_stands_for_many_steps_makes_what_they_made():
    standing = _standing_for_many()
    assert standing
    one_by_one = MigrationLoader(None, replace_migrations=False)
    with translation.override(None):
        before = one_by_one.project_state([max(steps) for steps in standing.values()])
        after = MigrationLoader(None).project_state(list(standing))
        different = MigrationAutodetector(before, after).changes(graph=one_by_one.graph)
    assert {app: [step.operations for step in steps] for app, steps in different.items()} == {}


def test_a_build_that_breaks_leaves_an_empty_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def breaks(*_: Any) -> None:
        raise RuntimeError("mất điện")

    with an_empty_database(tmp_path, "built") as built:
        monkeypatch.setattr(fresh, "_write_as_applied", breaks)
        with pytest.raises(RuntimeError):
            fresh.build_if_empty(connections[built])
        assert connections[built].introspection.table_names() == []
        monkeypatch.undo()
        assert fresh.build_if_empty(connections[built])


def test_models_ahead_of_their_migrations_are_left_to_the_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    length = Agency._meta.get_field("name")
    monkeypatch.setattr(length, "max_length", 999)
    with an_empty_database(tmp_path, "built") as built:
        assert not fresh.build_if_empty(connections[built])
        assert connections[built].introspection.table_names() == []
        monkeypatch.undo()
        assert fresh.build_if_empty(connections[built])
