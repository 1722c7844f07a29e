"""The tables of this app as the steps 0001–0003 left them, made at once in a database that took none of them."""

import django.db.models.deletion
from django.db import migrations, models

from motcua.datastore.append_only import append_only
from motcua.datastore.tables import MakeTables


class Migration(migrations.Migration):

    replaces = [('audit', '0001_initial'), ('audit', '0002_append_only'), ('audit', '0003_due_index')]

    initial = True

    dependencies = [
    ]

    operations = [
        MakeTables(
            migrations.CreateModel(
                name='OutboxRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('mark', 'dấu'), ('message', 'thông điệp')], max_length=8)),
                    ('topic', models.CharField(max_length=60)),
                    ('key', models.CharField(max_length=64)),
                    ('payload', models.JSONField(default=dict)),
                    ('created_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Seal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('first_id', models.BigIntegerField()),
                    ('last_id', models.BigIntegerField(unique=True)),
                    ('count', models.PositiveIntegerField()),
                    ('root', models.CharField(max_length=64)),
                    ('previous', models.CharField(max_length=64)),
                    ('digest', models.CharField(max_length=64)),
                    ('sealed_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='AuditRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('happened_at', models.DateTimeField()),
                    ('recorded_at', models.DateTimeField()),
                    ('actor_kind', models.CharField(max_length=16)),
                    ('actor_id', models.CharField(max_length=64)),
                    ('actor_label', models.CharField(max_length=200)),
                    ('agency', models.CharField(blank=True, max_length=64)),
                    ('action', models.CharField(max_length=80)),
                    ('kind', models.CharField(max_length=40)),
                    ('key', models.CharField(max_length=64)),
                    ('detail', models.JSONField(default=dict)),
                    ('digest', models.CharField(max_length=64)),
                ],
                options={
                    'indexes': [models.Index(fields=['kind', 'key', 'id'], name='audit_audit_kind_853c89_idx'), models.Index(fields=['agency', 'recorded_at'], name='audit_audit_agency_925b47_idx'), models.Index(fields=['actor_kind', 'actor_id', 'recorded_at'], name='audit_audit_actor_k_600864_idx')],
                },
            ),
            migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('consumer', models.CharField(max_length=60)),
                    ('key', models.CharField(max_length=64)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('next_at', models.DateTimeField()),
                    ('error', models.TextField(blank=True)),
                    ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='audit.outboxrow')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['next_at', 'id'], name='audit_due')],
                },
            ),
        ),
        append_only('audit_auditrow', 'nhật ký chỉ được ghi thêm'),
        append_only('audit_seal', 'nhật ký chỉ được ghi thêm'),
    ]
