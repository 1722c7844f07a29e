"""The index behind finding dossiers by the applicant's name."""

from django.db import migrations

from motcua.datastore.fresh import BeyondModels
from motcua.dossiers import names


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0007_paper_trail")]
    operations = [BeyondModels(names.make, names.drop)]
