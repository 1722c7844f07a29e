"""Indexes over all agencies only for who asks for all; what is received for others is walked in order too."""

from django.db import migrations, models

import motcua.dossiers.enums


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0018_held_answers")]

    operations = [
        migrations.RemoveIndex(
            model_name="dossier",
            name="dossiers_for_others",
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
                fields=["due_date", "id"],
                name="dossiers_open_everywhere",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("id__gt", 0)),
                fields=["received_on", "id"],
                name="dossiers_received_everywhere",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("id__gt", 0)),
                fields=["state", "filed_at", "id"],
                name="dossiers_states_everywhere",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("desk", models.F("agency")), _negated=True),
                fields=["desk", "state", "filed_at", "id"],
                name="dossiers_for_others",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("desk", models.F("agency")), _negated=True),
                fields=["desk", "received_on", "id"],
                name="dossiers_for_others_register",
            ),
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
                    ),
                    models.Q(("desk", models.F("agency")), _negated=True),
                ),
                fields=["desk", "due_date", "id"],
                name="dossiers_for_others_by_due",
            ),
        ),
    ]
