"""A component's official blank form is a stored file; a fee says how it runs with the count.

The old column held a name of bytes that nothing protected; no page could fill it.
"""

import django.db.models.deletion
from django.db import migrations, models


_CERTIFIED_COPIES = "2.000815"
_TARIFF = {"steps": [[3, 1000]], "most": 200000, "item": "bản"}


def _tell_tariff(apps, schema_editor):
    """What the announcement of certified copies says in words (TT 226/2016/TT-BTC), for catalogues loaded before."""
    rules = apps.get_model("catalogue", "FeeRule").objects.filter(
        version__procedure__code=_CERTIFIED_COPIES, per="trang", amount=2000
    )
    rules.filter(condition__startswith="2.000đ/trang; từ trang thứ 3: 1.000đ/trang").update(tariff=_TARIFF)


class Migration(migrations.Migration):
    dependencies = [("blobs", "0001_initial"), ("catalogue", "0005_search_by_words")]
    operations = [
        migrations.RemoveField("component", "form_file"),
        migrations.AddField(
            "component",
            "form_file",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="blobs.blob",
                verbose_name="tệp biểu mẫu trống",
            ),
        ),
        migrations.AddField(
            "feerule",
            "tariff",
            models.JSONField(blank=True, default=dict, verbose_name="cách tính theo số lượng"),
        ),
        migrations.RunPython(_tell_tariff, migrations.RunPython.noop, elidable=True),
    ]
