"""An officer's own work is found beside thousands of results that wait for them to be handed out.

Safe beside desks that work: on PostgreSQL nobody waits for it, on SQLite no table is copied. May be run again.
"""

from typing import Any

from django.db import migrations, models

import motcua.dossiers.enums
from motcua.datastore import indexes

_OPEN_BY_HOLDER = models.Index(
    fields=["holder", "due_date", "id"],
    name="dossiers_open_by_holder",
    condition=models.Q(
        state__in=[
            motcua.dossiers.enums.State["AWAITING_PAYMENT"],
            motcua.dossiers.enums.State["PROCESSING"],
            motcua.dossiers.enums.State["RECEIVED"],
            motcua.dossiers.enums.State["SUPPLEMENTING"],
        ]
    ),
)


def _open_by_holder(apps: Any, editor: Any) -> None:
    indexes.make(editor, apps.get_model("dossiers", "Dossier"), _OPEN_BY_HOLDER)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("dossiers", "0024_fee_mended")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(_open_by_holder, migrations.RunPython.noop)],
            state_operations=[migrations.AddIndex("dossier", _OPEN_BY_HOLDER)],
        ),
    ]
