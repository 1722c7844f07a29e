"""Who handed in for somebody else finds the dossier by their own number: a column that is empty for all others."""

from typing import Any

from django.db import migrations, models

import motcua.datastore.fields
from motcua.datastore.sealing import blind

_AT_ONCE = 500


def fill(apps: Any, _editor: Any) -> None:
    """The number of each delegate told so far."""
    dossiers = apps.get_model("dossiers", "Dossier").objects
    by_delegate = dossiers.exclude(delegate_name="").only("pk", "delegate_identity")
    for each in by_delegate.iterator(chunk_size=_AT_ONCE):
        if number := blind(each.delegate_identity):
            dossiers.filter(pk=each.pk).update(delegate_blind=number)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0021_names_by_words")]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="delegate_blind",
            field=motcua.datastore.fields.BlindIndexField(
                editable=False, max_length=64, null=True, source="delegate_identity"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("delegate_blind__isnull", False)),
                fields=["delegate_blind"],
                name="dossiers_by_delegate",
            ),
        ),
    ]
