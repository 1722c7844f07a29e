"""A new installation's database is built from the models as they stand, in one go.

Replaying every migration on an empty database costs ten seconds of a core and more with each migration that is added,
nearly all of it Django rendering states that no longer exist. An existing database is migrated step by step as ever;
`tests/datastore/test_fresh.py` holds that both ways end at the same schema.
"""

from django.apps import apps
from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.utils import translation


class BeyondModels(migrations.RunPython):
    """Makes what no model can say (triggers, indexes over expressions), also where no migration is replayed.

    Its function gets today's models in a new database and the models of its time elsewhere: use names of tables only.
    """


def build_if_empty(connection: BaseDatabaseWrapper) -> bool:
    """Build the tables of every model and write every migration as applied.

    False, and nothing done, where tables already stand, and where a model has no migration yet: a developer's database
    that was built ahead would refuse that migration later. One transaction: a machine that stops in the middle leaves
    an empty database.
    """
    if connection.introspection.table_names():
        return False
    loader = MigrationLoader(connection)
    if _models_are_ahead(loader):
        return False
    with connection.schema_editor(atomic=True) as editor:
        _make_tables(editor)
        _make_what_is_beyond_models(editor, loader)
        _write_as_applied(editor, loader)
    return True


def _models_are_ahead(loader: MigrationLoader) -> bool:
    # As `makemigrations` compares: titles in the language they are written in.
    with translation.override(None):
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        return bool(detector.changes(graph=loader.graph))


def _make_tables(editor: BaseDatabaseSchemaEditor) -> None:
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:
            editor.create_model(model)


def _make_what_is_beyond_models(editor: BaseDatabaseSchemaEditor, loader: MigrationLoader) -> None:
    for key in _in_order(loader):
        for operation in loader.graph.nodes[key].operations:
            if isinstance(operation, BeyondModels):
                operation.code(apps, editor)  # type: ignore[arg-type]  # names of tables only


def _write_as_applied(editor: BaseDatabaseSchemaEditor, loader: MigrationLoader) -> None:
    applied = MigrationRecorder(editor.connection).Migration
    editor.create_model(applied)
    applied.objects.using(editor.connection.alias).bulk_create(
        applied(app=app, name=name) for app, name in _with_replaced(loader)
    )


def _with_replaced(loader: MigrationLoader) -> list[tuple[str, str]]:
    """A migration that stands for others counts as applied only where each of them is written too."""
    keys: dict[tuple[str, str], None] = {}
    for key in _in_order(loader):
        keys.update(dict.fromkeys(loader.graph.nodes[key].replaces))
        keys[key] = None
    return list(keys)


def _in_order(loader: MigrationLoader) -> list[tuple[str, str]]:
    """Every migration after those it stands on."""
    order: dict[tuple[str, str], None] = {}
    for leaf in sorted(loader.graph.leaf_nodes()):
        order.update(dict.fromkeys(loader.graph.forwards_plan(leaf)))
    return list(order)
