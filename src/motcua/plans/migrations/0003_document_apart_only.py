"""The columns that moved; a step of its own: PostgreSQL alters no table with rows still to be checked."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_document_apart")]
    operations = [
        migrations.RemoveField(model_name="plan", name="reading"),
        migrations.RemoveField(model_name="plan", name="blocks"),
        migrations.RemoveField(model_name="plan", name="unread"),
    ]
