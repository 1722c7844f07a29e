"""The tables of this app as the steps 0001–0004 left them, made at once in a database that took none of them."""

from django.db import migrations, models

import motcua.kernel.clock
from motcua.datastore.tables import MakeTables


class Migration(migrations.Migration):

    replaces = [('indicators', '0001_initial'), ('indicators', '0002_local_sets_self_and_appraised'), ('indicators', '0003_values_of_targets'), ('indicators', '0004_sets_scored_by_agencies_themselves')]

    initial = True

    dependencies = [
    ]

    operations = [
        MakeTables(
            migrations.CreateModel(
                name='IndicatorValue',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('set_code', models.CharField(max_length=20, verbose_name='bộ chỉ số')),
                    ('rules_of', models.DateField(verbose_name='quy tắc của ngày')),
                    ('criterion', models.CharField(max_length=40, verbose_name='tiêu chí')),
                    ('agency_code', models.CharField(max_length=40, verbose_name='mã cơ quan')),
                    ('period_code', models.CharField(max_length=30, verbose_name='kỳ')),
                    ('numerator', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='tử số')),
                    ('denominator', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='mẫu số')),
                    ('points', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='điểm')),
                    ('provenance', models.CharField(choices=[('measured', 'Hệ thống đo từ hồ sơ'), ('entered', 'Cán bộ nhập, có minh chứng'), ('published', 'Điểm Cổng Dịch vụ công quốc gia công bố'), ('self', 'Cơ quan tự chấm'), ('appraised', 'Cấp trên thẩm định')], max_length=10, verbose_name='nguồn gốc')),
                    ('evidence', models.TextField(blank=True, verbose_name='minh chứng')),
                    ('author_kind', models.CharField(max_length=20)),
                    ('author_id', models.CharField(max_length=64)),
                    ('author_label', models.CharField(max_length=200, verbose_name='người ghi')),
                    ('recorded_at', models.DateTimeField(default=motcua.kernel.clock.now, verbose_name='lúc ghi')),
                ],
                options={
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['agency_code', 'period_code', 'set_code', 'criterion', 'provenance'], name='indicators_value_of_a_period')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('denominator', None), ('numerator', None)), models.Q(('denominator__isnull', False), ('numerator__isnull', False), ('numerator__lte', models.F('denominator'))), _connector='OR'), name='indicators_value_counts_fit', violation_error_message='Ghi cả tử số và mẫu số, hoặc bỏ cả hai; tử số không quá mẫu số.'), models.CheckConstraint(condition=models.Q(('provenance', 'measured'), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='indicators_value_has_evidence', violation_error_message='Giá trị nhập tay hoặc do nơi khác công bố phải có minh chứng.'), models.CheckConstraint(condition=models.Q(('provenance__in', ['measured', 'entered', 'published', 'self', 'appraised'])), name='indicators_value_origin_known', violation_error_message='Nguồn gốc của giá trị không đúng.'), models.CheckConstraint(condition=models.Q(('points', None), ('points__gte', 0), _connector='OR'), name='indicators_value_points_not_below_zero', violation_error_message='Điểm, giá trị phải từ 0 trở lên.')],
                },
            ),
            migrations.CreateModel(
                name='LocalSet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=20, verbose_name='mã')),
                    ('title', models.CharField(max_length=400, verbose_name='tên')),
                    ('base_code', models.CharField(max_length=20, verbose_name='chép từ bộ')),
                    ('scope', models.CharField(max_length=40, verbose_name='cơ quan')),
                    ('first', models.DateField(verbose_name='áp dụng từ ngày')),
                    ('last', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                    ('basis', models.CharField(max_length=400, verbose_name='căn cứ')),
                    ('content', models.JSONField()),
                    ('author_id', models.CharField(max_length=64)),
                    ('author_label', models.CharField(max_length=200, verbose_name='người lập')),
                    ('made_at', models.DateTimeField(default=motcua.kernel.clock.now, verbose_name='lúc lập')),
                    ('kind', models.CharField(choices=[('scored', 'Hệ thống chấm từ hồ sơ'), ('assessed', 'Tự chấm, cấp trên thẩm định')], default='scored', max_length=10, verbose_name='cách chấm')),
                ],
                options={
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['scope', 'first'], name='indicators_local_sets')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('last', None), ('last__gte', models.F('first')), _connector='OR'), name='indicators_local_set_ends_after_it_begins', violation_error_message='Ngày cuối phải từ ngày đầu trở đi.'), models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='indicators_local_set_has_a_basis', violation_error_message='Hãy ghi văn bản làm căn cứ của bộ chỉ số.'), models.CheckConstraint(condition=models.Q(('kind__in', ['scored', 'assessed'])), name='indicators_local_set_kind_known', violation_error_message='Cách chấm của bộ chỉ số không đúng.')],
                },
            ),
        ),
    ]
