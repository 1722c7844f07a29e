"""The project tests itself: the floors hold for foreign keys, migrations and settings too."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def floors() -> dict[str, int]:
    """Package -> floor, read from the import contract so that there is one list only."""
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        name.strip(" ()").removeprefix("motcua."): len(layers) - depth
        for depth, layer in enumerate(layers)
        for name in layer.split("|")
    }


FLOORS = floors()
OWN_MODELS = [model for model in apps.get_models() if model.__module__.startswith("motcua.")]


def package_of(module: str) -> str:
    return re.sub(r"^motcua\.(doors\.\w+|\w+).*", r"\1", module)


def may_stand_on(upper: str, lower: str) -> bool:
    return upper == lower or FLOORS[upper] > FLOORS[lower]


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_down_and_leave_no_trace_below(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        if not isinstance(field, models.ForeignKey | models.ManyToManyField) or field.auto_created:
            continue
        target = field.related_model
        if target.__module__.startswith("motcua."):
            assert may_stand_on(package_of(model.__module__), package_of(target.__module__)), field
            assert field.remote_field.related_name in ("+", None) or field.remote_field.hidden, field


def test_migrations_depend_downwards_only() -> None:
    packages = {
        config.label: package_of(config.name)
        for config in apps.get_app_configs()
        if config.name.startswith("motcua.")
    }
    for (label, name), migration in MigrationLoader(None).disk_migrations.items():
        for other, _ in migration.dependencies:
            if label in packages and other in packages:
                assert may_stand_on(packages[label], packages[other]), f"{label}.{name} needs {other}"


def test_every_package_has_its_floor() -> None:
    found = {
        package_of(".".join(("motcua", *path.parent.relative_to(ROOT / "src" / "motcua").parts)))
        for path in (ROOT / "src" / "motcua").rglob("__init__.py")
    } - {"motcua", "doors"}
    assert found <= set(FLOORS)


def test_models_and_rules_stay_in_their_rooms() -> None:
    for path in (ROOT / "src" / "motcua").rglob("*.py"):
        parts = path.relative_to(ROOT / "src" / "motcua").parts
        assert not {"utils", "helpers", "common", "misc"} & {part.removesuffix(".py") for part in parts}, path
        if parts[0] == "doors" or parts[0] in ("kernel", "datastore", "rendering"):
            assert path.name != "models.py", path
            assert "migrations" not in parts, path


def test_no_committed_file_names_a_package_host() -> None:
    hosts = re.compile(r"pypi\.org|pythonhosted|npmjs|https?://\S*simple/")
    for path in [
        *ROOT.glob("requirements/*"),
        ROOT / "pyproject.toml",
        ROOT / "Makefile",
        ROOT / ".ci" / "run",
    ]:
        assert not hosts.search(path.read_text()), path
