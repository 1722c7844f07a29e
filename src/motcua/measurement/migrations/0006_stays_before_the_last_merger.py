from django.db import migrations, models


class Migration(migrations.Migration):
    """A dossier that passed on more than once is counted on each day at the agency that had it then."""

    dependencies = [
        ("measurement", "0005_reporting_months_and_halves"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossierfact",
            name="earlier",
            field=models.CharField(max_length=150, null=True),
        ),
        migrations.AddIndex(
            model_name="dossierfact",
            index=models.Index(
                condition=models.Q(("earlier__isnull", False)), fields=["moved_on"], name="measurement_moved_again"
            ),
        ),
    ]
