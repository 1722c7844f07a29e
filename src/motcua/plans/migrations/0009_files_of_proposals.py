import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('blobs', '0001_initial'),
        ('plans', '0008_drops_and_proposals'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProposalFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('given_at', models.DateTimeField()),
                ('given_by', models.CharField(max_length=200)),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='blobs.blob')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plans.taskproposal')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('proposal', 'blob'), name='plans_proposal_file_once', violation_error_message='Tệp này đã kèm theo đề xuất.')],
            },
        ),
    ]
