"""Procedures are searched by their words in memory: the old index goes, the stamp of the table comes."""

from django.db import migrations

from motcua.catalogue.models import PROCEDURE_TEXT


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_eforms")]
    operations = PROCEDURE_TEXT.operations()
