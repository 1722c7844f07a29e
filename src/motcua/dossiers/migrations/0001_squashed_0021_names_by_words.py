"""The tables of this app as the steps 0001–0021 left them, made at once in a database that took none of them."""

from django.db import migrations

from motcua.datastore.append_only import append_only
from motcua.datastore.fresh import BeyondModels
from motcua.datastore.tables import MakeTables
from motcua.dossiers import names
from motcua.dossiers.migrations import _first_tables, _later_tables


class Migration(migrations.Migration):

    replaces = [('dossiers', '0001_initial'), ('dossiers', '0002_append_only'), ('dossiers', '0003_reception'), ('dossiers', '0004_lateness'), ('dossiers', '0005_look_ups_of_unknown'), ('dossiers', '0006_bodies_that_take_part'), ('dossiers', '0007_paper_trail'), ('dossiers', '0008_find_among_a_million'), ('dossiers', '0009_filing_drafts'), ('dossiers', '0010_walks_of_lists'), ('dossiers', '0011_register_by_field'), ('dossiers', '0012_results_come_back'), ('dossiers', '0013_certified_copies'), ('dossiers', '0014_answers_to_requests'), ('dossiers', '0015_forms_signed'), ('dossiers', '0016_walks_in_order'), ('dossiers', '0017_late_bodies'), ('dossiers', '0018_held_answers'), ('dossiers', '0019_walks_by_scope'), ('dossiers', '0020_fees_declared'), ('dossiers', '0021_names_by_words')]

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('audit', '0002_append_only'),
        ('blobs', '0001_initial'),
        ('catalogue', '0005_search_by_words'),
        ('organisation', '0002_the_desk_its_staff_and_premises'),
        ('payments', '0001_initial'),
        ('storehouse', '0005_certified_copies'),
    ]

    operations = [
        MakeTables(*_first_tables.TABLES, *_later_tables.TABLES),
        append_only('dossiers_event', 'lịch sử hồ sơ chỉ được ghi thêm'),
        BeyondModels(names.make, names.drop),
    ]
