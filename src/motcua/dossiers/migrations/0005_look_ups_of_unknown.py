"""Asking for a number nobody bears counts as a look-up too."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0004_lateness")]

    operations = [
        migrations.AlterField(
            model_name="lookup",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.person"
            ),
        ),
    ]
