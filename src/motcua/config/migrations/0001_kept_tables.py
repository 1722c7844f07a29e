from typing import Any

from django.db import migrations

from motcua.config.kept_tables import KEPT
from motcua.datastore import kept
from motcua.datastore.fresh import BeyondModels


def make(_apps: Any, editor: Any) -> None:
    kept.make(editor, KEPT)


def drop(_apps: Any, editor: Any) -> None:
    kept.drop(editor, KEPT)


class Migration(migrations.Migration):
    """Answers read from these tables are kept in memory until a row of them changes."""

    initial = True

    dependencies = [
        ("catalogue", "0004_eforms"),
        ("indicators", "0002_local_sets_self_and_appraised"),
        ("organisation", "0002_the_desk_its_staff_and_premises"),
        ("regimes", "0001_initial"),
        ("worktime", "0001_initial"),
    ]

    operations = [BeyondModels(make, drop)]
