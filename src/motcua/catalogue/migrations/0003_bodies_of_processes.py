import django.db.models.deletion
from django.db import migrations, models


def approve_what_is_worked_by(apps, schema_editor):
    """What dossiers are already worked by has been approved; the rest stays an example."""
    apps.get_model('catalogue', 'InternalProcess').objects.filter(usable=True).update(state='approved')


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_search'),
    ]

    operations = [
        migrations.AddField(
            model_name='internalprocess',
            name='state',
            field=models.CharField(choices=[('example', 'Ví dụ tham khảo'), ('draft', 'Dự thảo'), ('approved', 'Đã phê duyệt')], default='example', max_length=10, verbose_name='tình trạng'),
        ),
        migrations.AddField(
            model_name='processstep',
            name='assumed',
            field=models.BooleanField(default=False, verbose_name='thời gian là giả định'),
        ),
        migrations.CreateModel(
            name='ProcessBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('stage', models.PositiveSmallIntegerField(help_text='Các cơ quan cùng đợt làm song song.', verbose_name='đợt')),
                ('place', models.CharField(choices=[('own', 'Cơ quan giải quyết hồ sơ'), ('district', 'Cấp huyện phía trên'), ('province', 'Cấp tỉnh phía trên'), ('named', 'Cơ quan ghi mã dưới đây'), ('chosen', 'Chọn khi chuyển hồ sơ')], max_length=10, verbose_name='là cơ quan nào')),
                ('agency', models.CharField(blank=True, max_length=40, verbose_name='mã cơ quan')),
                ('name', models.CharField(max_length=200, verbose_name='tên cơ quan trong quy trình')),
                ('task', models.CharField(max_length=1000, verbose_name='nhiệm vụ')),
                ('lead', models.BooleanField(default=False, verbose_name='chủ trì')),
                ('holds', models.BooleanField(default=True, verbose_name='phải xong trước khi kết thúc hồ sơ')),
                ('duration', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='thời hạn')),
                ('unit', models.CharField(blank=True, choices=[('working_day', 'ngày làm việc'), ('hour', 'giờ làm việc'), ('calendar_day', 'ngày')], max_length=20, verbose_name='đơn vị')),
                ('result', models.CharField(blank=True, max_length=500, verbose_name='kết quả')),
                ('assumed', models.BooleanField(default=False, verbose_name='thời hạn là giả định')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.internalprocess')),
            ],
            options={
                'ordering': ['process_id', 'order'],
            },
        ),
        migrations.AddField(
            model_name='processstep',
            name='body',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalogue.processbody', verbose_name='cơ quan'),
        ),
        migrations.AddConstraint(
            model_name='processbody',
            constraint=models.UniqueConstraint(fields=('process', 'order'), name='catalogue_body_order'),
        ),
        migrations.RunPython(approve_what_is_worked_by, migrations.RunPython.noop),
    ]
