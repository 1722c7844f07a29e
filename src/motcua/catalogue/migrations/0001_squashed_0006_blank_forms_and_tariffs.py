"""The tables of this app as the steps 0001–0006 left them, made at once in a database that took none of them.

What those steps converted were rows of databases that took them one by one; a new one has none.
"""

import django.db.models.deletion
from django.db import migrations, models

import motcua.datastore.fields
from motcua.catalogue.models import PROCEDURE_TEXT
from motcua.datastore.tables import MakeTables


class Migration(migrations.Migration):

    replaces = [('catalogue', '0001_initial'), ('catalogue', '0002_search'), ('catalogue', '0003_bodies_of_processes'), ('catalogue', '0004_eforms'), ('catalogue', '0005_search_by_words'), ('catalogue', '0006_blank_forms_and_tariffs')]

    initial = True

    dependencies = [
        ('blobs', '0001_initial'),
    ]

    operations = [
        MakeTables(
            migrations.CreateModel(
                name='Procedure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=40, unique=True, verbose_name='mã thủ tục')),
                    ('code_is_national', models.BooleanField(default=True, help_text='Sai: mã tạm của phần mềm, vì mã quốc gia chưa kiểm được.', verbose_name='mã của Cơ sở dữ liệu quốc gia')),
                    ('kind', models.CharField(choices=[('citizen', 'Thủ tục hành chính'), ('internal', 'Thủ tục hành chính nội bộ')], default='citizen', max_length=10, verbose_name='loại')),
                    ('name', models.CharField(max_length=1000, verbose_name='tên thủ tục')),
                    ('short_name', models.CharField(blank=True, max_length=255, verbose_name='tên gọi tắt')),
                    ('field', models.CharField(db_index=True, max_length=200, verbose_name='lĩnh vực')),
                    ('status', models.CharField(choices=[('in_force', 'Đang công khai'), ('replaced', 'Đã được thay thế'), ('abolished', 'Bãi bỏ')], default='in_force', max_length=10, verbose_name='trạng thái')),
                    ('replaced_by', models.CharField(blank=True, max_length=40, verbose_name='thay bằng thủ tục')),
                    ('common_words', models.JSONField(blank=True, default=list, verbose_name='cách gọi thường dùng')),
                    ('result_names', models.JSONField(blank=True, default=list, verbose_name='tên kết quả, để tìm')),
                    ('name_folded', motcua.datastore.fields.FoldedField(default='', editable=False, max_length=1000, source='name')),
                    ('name_sort', motcua.datastore.fields.SortKeyField(default='', editable=False, max_length=1000, person=False, source='name')),
                    ('field_sort', motcua.datastore.fields.SortKeyField(default='', editable=False, max_length=1000, person=False, source='field')),
                    ('words', motcua.datastore.fields.FoldedField(default='', editable=False, max_length=4000, source='search_words')),
                ],
                options={
                    'ordering': ['field_sort', 'name_sort', 'id'],
                    'indexes': [models.Index(fields=['status', 'kind', 'field_sort', 'name_sort'], name='catalogue_procedure_list')],
                },
            ),
            migrations.CreateModel(
                name='ProcedureVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='phiên bản')),
                    ('valid_from', models.DateField(verbose_name='áp dụng từ ngày')),
                    ('valid_to', models.DateField(blank=True, null=True, verbose_name='áp dụng đến hết ngày')),
                    ('validity_basis', models.CharField(blank=True, max_length=300, verbose_name='căn cứ của ngày áp dụng')),
                    ('decision', models.CharField(blank=True, max_length=100, verbose_name='quyết định công bố')),
                    ('decided_on', models.DateField(blank=True, null=True, verbose_name='ngày quyết định')),
                    ('name', models.CharField(max_length=1000, verbose_name='tên thủ tục')),
                    ('steps', models.JSONField(blank=True, default=list, verbose_name='trình tự thực hiện')),
                    ('channels', models.JSONField(blank=True, default=list, verbose_name='cách thức thực hiện')),
                    ('sets', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='số lượng bộ hồ sơ')),
                    ('component_count', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='số thành phần theo nguồn')),
                    ('limit_text', models.TextField(blank=True, verbose_name='thời hạn giải quyết')),
                    ('subjects', models.JSONField(blank=True, default=list, verbose_name='đối tượng thực hiện')),
                    ('agency', models.CharField(blank=True, max_length=500, verbose_name='cơ quan giải quyết')),
                    ('cooperating', models.CharField(blank=True, max_length=500, verbose_name='cơ quan phối hợp')),
                    ('requirements', models.TextField(blank=True, verbose_name='yêu cầu, điều kiện')),
                    ('fee_text', models.TextField(blank=True, verbose_name='phí, lệ phí')),
                    ('legal_basis', models.JSONField(blank=True, default=list, verbose_name='căn cứ pháp lý')),
                    ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                    ('at_commune', models.BooleanField(default=False, verbose_name='cấp xã')),
                    ('at_district', models.BooleanField(default=False, verbose_name='cấp huyện')),
                    ('at_province', models.BooleanField(default=False, verbose_name='cấp tỉnh')),
                    ('at_central', models.BooleanField(default=False, verbose_name='cấp Trung ương')),
                    ('at_other', models.BooleanField(default=False, verbose_name='cơ quan khác')),
                    ('vertical_sector', models.CharField(blank=True, max_length=40, verbose_name='cơ quan ngành dọc')),
                    ('online_level', models.CharField(choices=[('none', 'Cung cấp thông tin'), ('partial', 'Trực tuyến một phần'), ('full', 'Trực tuyến toàn trình'), ('unknown', 'Chưa rõ mức độ trực tuyến')], default='unknown', max_length=10, verbose_name='mức độ trực tuyến')),
                    ('must_file_online', models.BooleanField(default=False, verbose_name='bắt buộc nộp trực tuyến')),
                    ('at_desk', models.BooleanField(default=True, verbose_name='tiếp nhận tại Bộ phận Một cửa')),
                    ('immediate_result', models.BooleanField(default=False, verbose_name='giải quyết ngay trong ngày')),
                    ('receivable', models.BooleanField(default=False, verbose_name='được phép tiếp nhận')),
                    ('unreceivable_reason', models.CharField(blank=True, max_length=300, verbose_name='lý do chưa được tiếp nhận')),
                    ('source', models.CharField(blank=True, max_length=300, verbose_name='nguồn')),
                    ('source_url', models.CharField(blank=True, max_length=500, verbose_name='địa chỉ nguồn')),
                    ('grade', models.CharField(choices=[('verified', 'Đã đối chiếu nguồn'), ('partly_verified', 'Đối chiếu một phần'), ('name_code_only', 'Chỉ có mã, tên, lĩnh vực, cấp'), ('assumed', 'Giả định'), ('set_here', 'Do cơ quan cấu hình')], default='verified', max_length=20, verbose_name='mức tin cậy')),
                    ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.procedure', verbose_name='thủ tục')),
                ],
                options={
                    'ordering': ['procedure_id', 'number'],
                    'indexes': [models.Index(fields=['valid_from', 'valid_to'], name='catalogue_version_day')],
                    'constraints': [models.UniqueConstraint(fields=('procedure', 'number'), name='catalogue_version_number', violation_error_message='Thủ tục này đã có phiên bản mang số đó.'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='catalogue_version_days', violation_error_message='Ngày hết áp dụng phải từ ngày bắt đầu áp dụng trở đi.'), models.CheckConstraint(condition=models.Q(('receivable', True), models.Q(('unreceivable_reason', ''), _negated=True), _connector='OR'), name='catalogue_version_reason', violation_error_message='Phiên bản chưa được tiếp nhận phải ghi rõ lý do.')],
                },
            ),
            migrations.CreateModel(
                name='InternalProcess',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=40, unique=True, verbose_name='ký hiệu')),
                    ('name', models.CharField(max_length=500, verbose_name='tên quy trình')),
                    ('agency', models.CharField(blank=True, db_index=True, max_length=40, verbose_name='mã cơ quan áp dụng')),
                    ('locality', models.CharField(blank=True, max_length=120, verbose_name='địa phương của nguồn')),
                    ('decision', models.CharField(blank=True, max_length=200, verbose_name='quyết định phê duyệt')),
                    ('approved_on', models.DateField(blank=True, null=True, verbose_name='ngày phê duyệt')),
                    ('electronic_since', models.DateField(blank=True, null=True, verbose_name='chạy điện tử từ ngày')),
                    ('valid_from', models.DateField(blank=True, null=True, verbose_name='áp dụng từ ngày')),
                    ('valid_to', models.DateField(blank=True, null=True, verbose_name='áp dụng đến hết ngày')),
                    ('usable', models.BooleanField(default=False, help_text='Sai: ví dụ tham khảo từ nguồn.', verbose_name='dùng để giải quyết')),
                    ('total', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='tổng thời gian')),
                    ('unit', models.CharField(blank=True, choices=[('working_day', 'ngày làm việc'), ('hour', 'giờ làm việc'), ('calendar_day', 'ngày')], max_length=20, verbose_name='đơn vị')),
                    ('doubts', models.JSONField(blank=True, default=list, verbose_name='điểm không khớp')),
                    ('source', models.CharField(blank=True, max_length=300, verbose_name='nguồn')),
                    ('source_url', models.CharField(blank=True, max_length=500, verbose_name='địa chỉ nguồn')),
                    ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                    ('state', models.CharField(choices=[('example', 'Ví dụ tham khảo'), ('draft', 'Dự thảo'), ('approved', 'Đã phê duyệt')], default='example', max_length=10, verbose_name='tình trạng')),
                    ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.procedureversion')),
                ],
                options={
                    'ordering': ['key'],
                },
            ),
            migrations.CreateModel(
                name='FeeRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.PositiveSmallIntegerField(default=1, verbose_name='thứ tự')),
                    ('name', models.CharField(max_length=300, verbose_name='khoản thu')),
                    ('amount', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='mức thu (đồng)')),
                    ('online_amount', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='mức thu khi nộp trực tuyến (đồng)')),
                    ('per', models.CharField(blank=True, max_length=60, verbose_name='đơn vị tính')),
                    ('condition', models.TextField(blank=True, verbose_name='trường hợp áp dụng, miễn, giảm')),
                    ('tariff', models.JSONField(blank=True, default=dict, verbose_name='cách tính theo số lượng')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.procedureversion', verbose_name='phiên bản')),
                ],
                options={
                    'ordering': ['version_id', 'order', 'id'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='EForm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='phiên bản')),
                    ('schema', models.JSONField(verbose_name='mẫu tờ khai')),
                    ('first_day', models.DateField(null=True, verbose_name='dùng từ ngày')),
                    ('last_day', models.DateField(null=True, verbose_name='dùng đến hết ngày')),
                    ('author', models.CharField(max_length=200, verbose_name='người soạn')),
                    ('source', models.CharField(blank=True, max_length=300, verbose_name='căn cứ')),
                    ('changed_at', models.DateTimeField(verbose_name='sửa lúc')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.procedureversion')),
                ],
                options={
                    'ordering': ['version_id', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('version', 'number'), name='catalogue_eform_number'), models.CheckConstraint(condition=models.Q(('last_day', None), ('last_day__gte', models.F('first_day')), _connector='OR'), name='catalogue_eform_ends_after_it_begins', violation_error_message='Ngày cuối phải từ ngày đầu trở đi.')],
                },
            ),
            migrations.CreateModel(
                name='Component',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.PositiveSmallIntegerField(default=1, verbose_name='thứ tự')),
                    ('name', models.CharField(max_length=1000, verbose_name='tên giấy tờ')),
                    ('originals', models.PositiveSmallIntegerField(default=1, verbose_name='số bản chính')),
                    ('copies', models.PositiveSmallIntegerField(default=0, verbose_name='số bản sao')),
                    ('required', models.BooleanField(default=True, verbose_name='bắt buộc')),
                    ('condition', models.CharField(blank=True, max_length=500, verbose_name='trường hợp phải nộp')),
                    ('alternative_group', models.CharField(blank=True, help_text='Chỉ nộp một trong các giấy tờ cùng nhóm.', max_length=40, verbose_name='nhóm thay thế')),
                    ('present_only', models.BooleanField(default=False, verbose_name='chỉ xuất trình')),
                    ('form_code', models.CharField(blank=True, max_length=200, verbose_name='mẫu đơn, tờ khai')),
                    ('digitise', models.BooleanField(default=True, verbose_name='thuộc danh mục phải số hóa')),
                    ('name_folded', motcua.datastore.fields.FoldedField(default='', editable=False, max_length=1000, source='name')),
                    ('form_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='blobs.blob', verbose_name='tệp biểu mẫu trống')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.procedureversion', verbose_name='phiên bản')),
                ],
                options={
                    'ordering': ['version_id', 'order', 'id'],
                    'abstract': False,
                },
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
                    'constraints': [models.UniqueConstraint(fields=('process', 'order'), name='catalogue_body_order')],
                },
            ),
            migrations.CreateModel(
                name='ProcessStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                    ('label', models.CharField(max_length=10, verbose_name='bước')),
                    ('name', models.CharField(max_length=1000, verbose_name='nội dung')),
                    ('performer', models.CharField(max_length=300, verbose_name='người, đơn vị thực hiện')),
                    ('role', models.CharField(choices=[('reception', 'Tiếp nhận'), ('specialist', 'Thụ lý'), ('unit_head', 'Lãnh đạo đơn vị'), ('leader', 'Lãnh đạo cơ quan'), ('clerk', 'Văn thư'), ('return', 'Trả kết quả'), ('other_body', 'Cơ quan phối hợp'), ('applicant', 'Người nộp hồ sơ')], max_length=20, verbose_name='vai')),
                    ('level', models.CharField(blank=True, choices=[('commune', 'Cấp xã'), ('district', 'Cấp huyện'), ('province', 'Cấp tỉnh'), ('central', 'Cấp Trung ương'), ('other', 'Cơ quan khác')], max_length=20, verbose_name='cấp')),
                    ('duration', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='thời gian')),
                    ('unit', models.CharField(blank=True, choices=[('working_day', 'ngày làm việc'), ('hour', 'giờ làm việc'), ('calendar_day', 'ngày')], max_length=20, verbose_name='đơn vị')),
                    ('result', models.CharField(blank=True, max_length=500, verbose_name='kết quả')),
                    ('branch', models.BooleanField(default=False, verbose_name='nhánh có điều kiện')),
                    ('parallel_with', models.JSONField(blank=True, default=list, verbose_name='song song với bước')),
                    ('assumed', models.BooleanField(default=False, verbose_name='thời gian là giả định')),
                    ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalogue.processbody', verbose_name='cơ quan')),
                    ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.internalprocess')),
                ],
                options={
                    'ordering': ['process_id', 'order'],
                    'constraints': [models.UniqueConstraint(fields=('process', 'order'), name='catalogue_step_order')],
                },
            ),
            migrations.CreateModel(
                name='ResultKind',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.PositiveSmallIntegerField(default=1, verbose_name='thứ tự')),
                    ('name', models.CharField(max_length=1000, verbose_name='kết quả')),
                    ('code', models.CharField(blank=True, max_length=40, verbose_name='mã loại kết quả')),
                    ('paper', models.BooleanField(default=True, verbose_name='bản giấy')),
                    ('electronic', models.BooleanField(default=True, verbose_name='bản điện tử')),
                    ('validity_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='thời hạn giá trị (tháng)')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.procedureversion', verbose_name='phiên bản')),
                ],
                options={
                    'ordering': ['version_id', 'order', 'id'],
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='TimeLimit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.PositiveSmallIntegerField(default=1, verbose_name='thứ tự')),
                    ('channel', models.CharField(blank=True, choices=[('counter', 'Trực tiếp'), ('online', 'Trực tuyến'), ('post', 'Dịch vụ bưu chính')], max_length=10, verbose_name='cách thức nộp')),
                    ('case', models.CharField(blank=True, max_length=300, verbose_name='trường hợp')),
                    ('value', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='thời hạn')),
                    ('unit', models.CharField(blank=True, choices=[('working_day', 'ngày làm việc'), ('hour', 'giờ làm việc'), ('calendar_day', 'ngày')], max_length=20, verbose_name='đơn vị')),
                    ('text', models.TextField(blank=True, verbose_name='lời văn của nguồn')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.procedureversion', verbose_name='phiên bản')),
                ],
                options={
                    'ordering': ['version_id', 'order', 'id'],
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('version', 'channel', 'case'), name='catalogue_limit_once', violation_error_message='Trường hợp này đã có thời hạn.')],
                },
            ),
        ),
        *PROCEDURE_TEXT.operations(),
    ]
