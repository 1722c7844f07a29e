"""The tables of this app as the steps 0001–0008 left them, made at once in a database that took none of them.

What those steps converted were rows of databases that took them one by one; a new one has none.
"""

from django.db import migrations

from motcua.datastore.tables import MakeTables
from motcua.plans.migrations import _first_tables, _later_tables


class Migration(migrations.Migration):

    replaces = [('plans', '0001_initial'), ('plans', '0002_document_apart'), ('plans', '0003_document_apart_only'), ('plans', '0004_revisions_remarks_calls_feeds'), ('plans', '0005_bodies_events_remedies'), ('plans', '0006_control_work'), ('plans', '0007_evidence_of_a_date'), ('plans', '0008_drops_and_proposals')]

    initial = True

    dependencies = [
        ('blobs', '0001_initial'),
        ('organisation', '0002_the_desk_its_staff_and_premises'),
    ]

    operations = [
        MakeTables(*_first_tables.TABLES, *_later_tables.TABLES),
    ]
