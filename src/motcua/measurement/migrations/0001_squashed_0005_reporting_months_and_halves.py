"""The tables of this app as the steps 0001–0005 left them, made at once in a database that took none of them.

What those steps converted were rows of databases that took them one by one; a new one has none.
"""

from django.db import migrations, models

from motcua.datastore.append_only import append_only
from motcua.datastore.tables import MakeTables


class Migration(migrations.Migration):

    replaces = [('measurement', '0001_initial'), ('measurement', '0002_nine_indices_and_who_published'), ('measurement', '0003_payments_and_mergers'), ('measurement', '0004_sums_of_what_is_open'), ('measurement', '0005_reporting_months_and_halves')]

    initial = True

    dependencies = [
        ('audit', '0002_append_only'),
        ('dossiers', '0019_walks_by_scope'),
        ('payments', '0002_arrivals_and_refunds'),
    ]

    operations = [
        MakeTables(
            migrations.CreateModel(
                name='DossierFact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('dossier_id', models.BigIntegerField(unique=True)),
                    ('revision', models.PositiveIntegerField(default=0)),
                    ('agency_code', models.CharField(max_length=40)),
                    ('procedure_code', models.CharField(max_length=40)),
                    ('channel', models.CharField(max_length=10)),
                    ('state', models.CharField(max_length=20)),
                    ('received_on', models.DateField(null=True)),
                    ('due_date', models.DateField(null=True)),
                    ('due_at', models.DateTimeField(null=True)),
                    ('limit_unit', models.CharField(blank=True, max_length=20)),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('finished_on', models.DateField(null=True)),
                    ('waiting_since', models.DateTimeField(null=True)),
                    ('supplements_asked', models.PositiveSmallIntegerField(default=0)),
                    ('fee_bearing', models.BooleanField(default=False)),
                    ('paid_online', models.BooleanField(default=False)),
                    ('digitised', models.BooleanField(default=False)),
                    ('result_electronic', models.BooleanField(default=False)),
                    ('reused', models.BooleanField(default=False)),
                    ('shared', models.BooleanField(default=False)),
                    ('population_data', models.BooleanField(default=False)),
                    ('dissatisfied', models.BooleanField(default=False)),
                    ('petitioned', models.BooleanField(default=False)),
                    ('counted_on', models.DateField(null=True)),
                    ('bodies', models.PositiveSmallIntegerField(null=True)),
                    ('complained', models.BooleanField(default=False)),
                    ('contacts', models.PositiveSmallIntegerField(null=True)),
                    ('unit_time', models.CharField(blank=True, max_length=8)),
                    ('came_from', models.CharField(blank=True, max_length=40)),
                    ('moved_on', models.DateField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['agency_code', 'received_on', 'finished_on'], name='measurement_population'), models.Index(condition=models.Q(('finished_on', None), ('received_on__isnull', False)), fields=['agency_code', 'due_date'], name='measurement_open'), models.Index(condition=models.Q(('finished_on', None), ('received_on__isnull', False)), fields=['counted_on'], name='measurement_to_roll'), models.Index(condition=models.Q(('moved_on__isnull', False)), fields=['came_from', 'moved_on'], name='measurement_moved')],
                },
            ),
            migrations.CreateModel(
                name='PaymentFact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('payment_id', models.BigIntegerField(unique=True)),
                    ('dossier_id', models.BigIntegerField()),
                    ('agency_code', models.CharField(max_length=40)),
                    ('procedure_code', models.CharField(max_length=40)),
                    ('paid_on', models.DateField()),
                    ('online', models.BooleanField(default=False)),
                ],
                options={
                    'indexes': [models.Index(fields=['dossier_id'], name='measurement_payments_dossier'), models.Index(fields=['agency_code', 'paid_on'], name='measurement_payments')],
                },
            ),
            migrations.CreateModel(
                name='PaymentRollUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('agency_code', models.CharField(max_length=40)),
                    ('procedure_code', models.CharField(max_length=40)),
                    ('period', models.CharField(max_length=24)),
                    ('paid', models.IntegerField(default=0)),
                    ('online', models.IntegerField(default=0)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('agency_code', 'period', 'procedure_code'), name='measurement_one_payment_roll_up')],
                },
            ),
            migrations.CreateModel(
                name='PetitionFact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('petition_id', models.BigIntegerField(unique=True)),
                    ('agency_code', models.CharField(max_length=40)),
                    ('kind', models.CharField(max_length=20)),
                    ('received_on', models.DateField()),
                    ('due_on', models.DateField()),
                    ('answered_on', models.DateField(null=True)),
                    ('dissatisfied', models.BooleanField(default=False)),
                    ('followed_up', models.BooleanField(default=False)),
                ],
                options={
                    'indexes': [models.Index(fields=['agency_code', 'received_on'], name='measurement_petitions'), models.Index(condition=models.Q(('answered_on', None)), fields=['agency_code', 'received_on', 'due_on'], name='measurement_open_petitions')],
                },
            ),
            migrations.CreateModel(
                name='PetitionRollUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('agency_code', models.CharField(max_length=40)),
                    ('procedure_code', models.CharField(blank=True, max_length=40)),
                    ('period', models.CharField(max_length=24)),
                    ('received', models.IntegerField(default=0)),
                    ('in_time', models.IntegerField(default=0)),
                    ('content', models.IntegerField(default=0)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('agency_code', 'period', 'procedure_code'), name='measurement_one_petition_roll_up')],
                },
            ),
            migrations.CreateModel(
                name='RollUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('agency_code', models.CharField(max_length=40)),
                    ('procedure_code', models.CharField(max_length=40)),
                    ('period', models.CharField(max_length=24)),
                    ('handled', models.IntegerField(default=0)),
                    ('received', models.IntegerField(default=0)),
                    ('received_online', models.IntegerField(default=0)),
                    ('finished', models.IntegerField(default=0)),
                    ('early', models.IntegerField(default=0)),
                    ('on_time', models.IntegerField(default=0)),
                    ('late', models.IntegerField(default=0)),
                    ('within', models.IntegerField(default=0)),
                    ('overdue', models.IntegerField(default=0)),
                    ('asked_twice', models.IntegerField(default=0)),
                    ('fee_bearing', models.IntegerField(default=0)),
                    ('paid_online', models.IntegerField(default=0)),
                    ('digitised', models.IntegerField(default=0)),
                    ('result_electronic', models.IntegerField(default=0)),
                    ('reused', models.IntegerField(default=0)),
                    ('shared', models.IntegerField(default=0)),
                    ('population_data', models.IntegerField(default=0)),
                    ('contented', models.IntegerField(default=0)),
                    ('finished_online', models.IntegerField(default=0)),
                    ('late_online', models.IntegerField(default=0)),
                    ('wholly_online', models.IntegerField(default=0)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('agency_code', 'period', 'procedure_code'), name='measurement_one_roll_up')],
                },
            ),
            migrations.CreateModel(
                name='Snapshot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('agency_code', models.CharField(max_length=40, verbose_name='mã cơ quan')),
                    ('period', models.CharField(max_length=24, verbose_name='kỳ')),
                    ('set_code', models.CharField(max_length=20, verbose_name='bộ chỉ số')),
                    ('taken_at', models.DateTimeField(verbose_name='lúc công bố')),
                    ('content', models.JSONField()),
                    ('author_id', models.CharField(blank=True, max_length=64)),
                    ('author_kind', models.CharField(default='system', max_length=20)),
                    ('author_label', models.CharField(blank=True, max_length=200, verbose_name='người công bố')),
                    ('note', models.CharField(blank=True, max_length=500, verbose_name='ghi chú')),
                ],
                options={
                    'indexes': [models.Index(fields=['agency_code', 'set_code', 'period'], name='measurement_snapshots')],
                },
            ),
        ),
        append_only('measurement_snapshot', 'bản công bố không sửa, không xoá'),
    ]
