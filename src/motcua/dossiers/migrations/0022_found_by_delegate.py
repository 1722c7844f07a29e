"""Who hands in for somebody else with a paper of authorisation finds the dossier by their own number.

Two columns that may be empty: no row is rewritten, and old rows open nothing until an officer says that the paper was
seen. The index is made in the next step, which holds up nobody.
"""

from django.db import migrations, models

import motcua.datastore.fields


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
        migrations.AddField(
            model_name="dossier",
            name="delegate_may_follow",
            field=models.BooleanField(null=True, verbose_name="có văn bản uỷ quyền, đã xem"),
        ),
    ]
