"""What was read of a document moves into a row of its own, so that lists of tasks never load it."""

import django.db.models.deletion
from django.db import migrations, models


def move(apps, schema_editor):
    document = apps.get_model("plans", "PlanDocument")
    for plan in apps.get_model("plans", "Plan").objects.iterator(chunk_size=20):
        document.objects.create(plan=plan, reading=plan.reading, blocks=plan.blocks, unread=plan.unread)


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="PlanDocument",
            fields=[
                ("plan", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="plans.plan")),
                ("reading", models.JSONField(default=dict, verbose_name="kết quả đọc")),
                ("blocks", models.JSONField(default=list, verbose_name="văn bản gốc theo khối")),
                ("unread", models.JSONField(default=list, verbose_name="chữ chưa xếp được, theo khối")),
            ],
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
    ]
