"""Indexes that lists walk keep the key before what is only looked at: walked in order, nothing is sorted."""

from django.db import migrations, models

import motcua.dossiers.enums


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0015_forms_signed")]

    operations = [
        migrations.RemoveIndex(
            model_name="dossier",
            name="dossiers_by_state",
        ),
        migrations.RemoveIndex(
            model_name="dossier",
            name="dossiers_open_by_due",
        ),
        migrations.RemoveIndex(
            model_name="dossier",
            name="dossiers_open_everywhere",
        ),
        migrations.RemoveIndex(
            model_name="dossier",
            name="dossiers_received_everywhere",
        ),
        migrations.RemoveIndex(
            model_name="dossier",
            name="dossiers_states_everywhere",
        ),
        migrations.RemoveIndex(
            model_name="dossier",
            name="dossiers_register",
        ),
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
                    )
                ),
                fields=["agency", "due_date", "id", "procedure"],
                name="dossiers_open_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["agency", "received_on", "id", "procedure"], name="dossiers_register"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["agency", "state", "filed_at", "id"], name="dossiers_by_state"),
        ),
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
                    )
                ),
                fields=["due_date", "id"],
                name="dossiers_open_everywhere",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["received_on", "id"], name="dossiers_received_everywhere"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["state", "filed_at", "id"], name="dossiers_states_everywhere"),
        ),
    ]
