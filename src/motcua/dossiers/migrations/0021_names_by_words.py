"""Names are found by the beginnings of their words; lists over all agencies read procedure and agency in the index."""

from django.db import migrations, models

import motcua.dossiers.enums
from motcua.dossiers import names


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0020_fees_declared")]

    operations = [
        migrations.RemoveIndex(model_name="dossier", name="dossiers_open_everywhere"),
        migrations.RemoveIndex(model_name="dossier", name="dossiers_received_everywhere"),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            motcua.dossiers.enums.State["AWAITING_PAYMENT"],
                            motcua.dossiers.enums.State["PROCESSING"],
                            motcua.dossiers.enums.State["RECEIVED"],
                            motcua.dossiers.enums.State["SUPPLEMENTING"],
                        ],
                    ),
                    ("id__gt", 0),
                ),
                fields=["due_date", "id", "procedure", "agency"],
                name="dossiers_open_everywhere",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("id__gt", 0)),
                fields=["received_on", "id", "procedure", "agency"],
                name="dossiers_received_everywhere",
            ),
        ),
        migrations.RunPython(names.remake, migrations.RunPython.noop),
    ]
