"""The index behind `Procedure.objects.matching`."""

from django.db import migrations

from motcua.catalogue.models import PROCEDURE_TEXT


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = PROCEDURE_TEXT.operations()
