"""The tables of this app as the steps 0001–0003 left them, made at once in a database that took none of them."""

import django.db.models.deletion
from django.db import migrations, models

from motcua.datastore.append_only import append_only
from motcua.datastore.tables import MakeTables


class Migration(migrations.Migration):

    replaces = [('inspections', '0001_violations'), ('inspections', '0002_inspections'), ('inspections', '0003_draws_stay')]

    initial = True

    dependencies = [
        ('audit', '0002_append_only'),
        ('dossiers', '0008_find_among_a_million'),
        ('organisation', '0002_the_desk_its_staff_and_premises'),
    ]

    operations = [
        MakeTables(
            migrations.CreateModel(
                name='InspectionPlan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                    ('mode', models.CharField(choices=[('own', 'Kế hoạch kiểm tra riêng'), ('joint', 'Kế hoạch phối hợp với cơ quan khác'), ('merged', 'Lồng ghép với kiểm tra cải cách hành chính')], max_length=8, verbose_name='hình thức kế hoạch')),
                    ('partner', models.CharField(blank=True, max_length=300, verbose_name='cơ quan phối hợp')),
                    ('title', models.CharField(max_length=500, verbose_name='tên kế hoạch')),
                    ('purpose', models.TextField(verbose_name='mục đích, yêu cầu, phạm vi')),
                    ('contents', models.TextField(verbose_name='nội dung, cách thức')),
                    ('budget', models.CharField(blank=True, max_length=300, verbose_name='kinh phí')),
                    ('due_on', models.DateField(verbose_name='hạn ban hành')),
                    ('made_at', models.DateTimeField()),
                    ('made_by', models.CharField(max_length=200)),
                    ('decision', models.CharField(blank=True, max_length=120, verbose_name='số quyết định')),
                    ('decided_on', models.DateField(null=True, verbose_name='ngày quyết định')),
                    ('send_by', models.DateField(null=True, verbose_name='hạn gửi đơn vị được kiểm tra')),
                    ('sent_on', models.DateField(null=True, verbose_name='ngày gửi')),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan kiểm tra')),
                ],
                options={
                    'ordering': ['-year', 'pk'],
                    'indexes': [models.Index(fields=['agency', 'year'], name='inspections_plans')],
                },
            ),
            migrations.CreateModel(
                name='Inspection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('unit', models.CharField(blank=True, max_length=300, verbose_name='bộ phận, cá nhân được kiểm tra')),
                    ('title', models.CharField(max_length=500, verbose_name='tên cuộc kiểm tra')),
                    ('form', models.CharField(choices=[('planned', 'Định kỳ theo kế hoạch'), ('sudden', 'Đột xuất, ngẫu nhiên')], max_length=8, verbose_name='hình thức')),
                    ('way', models.CharField(choices=[('on_site', 'Trực tiếp tại đơn vị'), ('by_papers', 'Qua báo cáo, tài liệu')], max_length=10, verbose_name='cách thức')),
                    ('special', models.BooleanField(default=False, verbose_name='tổ kiểm tra đặc biệt')),
                    ('checklist', models.CharField(max_length=40, verbose_name='bảng kiểm')),
                    ('first_day', models.DateField(verbose_name='từ ngày')),
                    ('last_day', models.DateField(verbose_name='đến ngày')),
                    ('state', models.CharField(choices=[('prepared', 'Đang chuẩn bị'), ('decided', 'Đang kiểm tra'), ('concluded', 'Đã kết luận, theo dõi kiến nghị'), ('closed', 'Đã khép lại'), ('dropped', 'Không tiến hành')], default='prepared', max_length=10)),
                    ('decision', models.CharField(blank=True, max_length=120, verbose_name='số quyết định')),
                    ('decided_on', models.DateField(null=True, verbose_name='ngày quyết định')),
                    ('notify_by', models.DateField(null=True, verbose_name='hạn thông báo')),
                    ('notified_on', models.DateField(null=True, verbose_name='ngày thông báo')),
                    ('conclude_by', models.DateField(null=True, verbose_name='hạn kết luận')),
                    ('conclusion', models.CharField(blank=True, max_length=120, verbose_name='số kết luận')),
                    ('concluded_on', models.DateField(null=True, verbose_name='ngày kết luận')),
                    ('achieved', models.TextField(blank=True, verbose_name='kết quả đạt được')),
                    ('lacking', models.TextField(blank=True, verbose_name='tồn tại, hạn chế')),
                    ('causes', models.TextField(blank=True, verbose_name='nguyên nhân')),
                    ('proposals', models.TextField(blank=True, verbose_name='đề xuất, kiến nghị')),
                    ('follow_up_by', models.DateField(null=True, verbose_name='hạn báo cáo khắc phục')),
                    ('made_at', models.DateTimeField()),
                    ('made_by', models.CharField(max_length=200)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan kiểm tra')),
                    ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='đơn vị được kiểm tra')),
                    ('plan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspections.inspectionplan')),
                ],
                options={
                    'ordering': ['-first_day', '-pk'],
                    'indexes': [models.Index(fields=['agency', 'first_day'], name='inspections_by_day'), models.Index(fields=['target', 'state'], name='inspections_by_target')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='inspections_ends_after_it_begins', violation_error_message='Ngày cuối phải từ ngày đầu trở đi.')],
                },
            ),
            migrations.CreateModel(
                name='Violation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('supplement', 'Yêu cầu bổ sung quá một lần'), ('extra_paper', 'Đòi thêm giấy tờ ngoài quy định'), ('lateness', 'Nhiều lần để hồ sơ trễ hạn'), ('harassment', 'Sách nhiễu, gây phiền hà'), ('outside_desk', 'Liên hệ người dân ngoài Bộ phận Một cửa'), ('other', 'Vi phạm khác')], max_length=12, verbose_name='loại')),
                    ('happened_on', models.DateField(verbose_name='ngày xảy ra')),
                    ('period', models.CharField(blank=True, max_length=10, verbose_name='kỳ')),
                    ('words', models.TextField(verbose_name='nội dung')),
                    ('detected_by', models.CharField(choices=[('system', 'Hệ thống đề xuất'), ('citizen', 'Người dân phản ánh'), ('control', 'Đầu mối kiểm soát TTHC'), ('inspection', 'Kiểm tra, thanh tra'), ('own', 'Cơ quan tự phát hiện')], max_length=12, verbose_name='phát hiện qua')),
                    ('entered_at', models.DateTimeField(verbose_name='ghi sổ lúc')),
                    ('entered_by', models.CharField(max_length=200, verbose_name='người ghi sổ')),
                    ('fact', models.CharField(max_length=80, null=True, unique=True)),
                    ('state', models.CharField(choices=[('open', 'Đang xử lý'), ('handled', 'Đã xử lý'), ('dismissed', 'Không phải vi phạm')], default='open', max_length=10)),
                    ('due_on', models.DateField(verbose_name='hạn xử lý')),
                    ('measure', models.CharField(blank=True, choices=[('reminded', 'Nhắc nhở'), ('apologised', 'Xin lỗi người dân'), ('criticised', 'Phê bình, kiểm điểm'), ('moved', 'Thay người, điều chuyển'), ('disciplined', 'Xử lý kỷ luật')], max_length=12, verbose_name='biện pháp')),
                    ('measure_on', models.DateField(null=True, verbose_name='ngày áp dụng')),
                    ('outcome', models.TextField(blank=True, verbose_name='kết luận, văn bản xử lý')),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('decided_by', models.CharField(blank=True, max_length=200, verbose_name='người kết luận')),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan')),
                    ('dossier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier', verbose_name='hồ sơ')),
                    ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.staff', verbose_name='người vi phạm')),
                ],
                options={
                    'indexes': [models.Index(fields=['agency', 'state', 'due_on'], name='inspections_violations'), models.Index(fields=['kind', 'period'], name='inspections_violations_period')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'handled'), _negated=True), models.Q(models.Q(('measure', ''), _negated=True), ('measure_on__isnull', False)), _connector='OR'), name='inspections_handled_has_measure', violation_error_message='Vi phạm đã xử lý phải ghi biện pháp và ngày áp dụng.')],
                },
            ),
            migrations.CreateModel(
                name='Finding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('shortcoming', 'Tồn tại, hạn chế'), ('violation', 'Có dấu hiệu vi phạm'), ('good', 'Cách làm tốt')], max_length=12, verbose_name='loại')),
                    ('item', models.CharField(blank=True, max_length=20, verbose_name='mục của bảng kiểm')),
                    ('words', models.TextField(verbose_name='nội dung')),
                    ('found_at', models.DateTimeField()),
                    ('found_by', models.CharField(max_length=200)),
                    ('dossier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier', verbose_name='hồ sơ')),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='inspections.inspection')),
                    ('violation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspections.violation')),
                ],
                options={
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Remedy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.TextField(verbose_name='kiến nghị')),
                    ('due_on', models.DateField(verbose_name='hạn thực hiện')),
                    ('answer', models.TextField(blank=True, verbose_name='kết quả thực hiện')),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('answered_by', models.CharField(blank=True, max_length=200)),
                    ('sent_back', models.TextField(blank=True, verbose_name='vì sao chưa đạt')),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('closed_by', models.CharField(blank=True, max_length=200)),
                    ('finding', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspections.finding')),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='inspections.inspection')),
                ],
                options={
                    'ordering': ['due_on', 'pk'],
                    'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['due_on'], name='inspections_remedies')],
                },
            ),
            migrations.CreateModel(
                name='TeamMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, verbose_name='họ và tên')),
                    ('title', models.CharField(blank=True, max_length=300, verbose_name='chức vụ, cơ quan')),
                    ('role', models.CharField(choices=[('head', 'Trưởng đoàn'), ('deputy', 'Phó Trưởng đoàn'), ('secretary', 'Thư ký'), ('member', 'Thành viên')], max_length=10, verbose_name='trong đoàn')),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='inspections.inspection')),
                    ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.staff')),
                ],
                options={
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Draw',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('of', models.CharField(choices=[('agencies', 'Đơn vị được kiểm tra'), ('dossiers', 'Hồ sơ')], max_length=10, verbose_name='rút')),
                    ('among', models.CharField(blank=True, choices=[('received', 'Mọi hồ sơ tiếp nhận trong thời gian này'), ('finished', 'Hồ sơ đã giải quyết xong'), ('late', 'Hồ sơ trễ hạn')], max_length=10, verbose_name='trong')),
                    ('first_day', models.DateField(null=True, verbose_name='từ ngày')),
                    ('last_day', models.DateField(null=True, verbose_name='đến ngày')),
                    ('seed', models.CharField(max_length=100, verbose_name='số gieo')),
                    ('seed_origin', models.CharField(max_length=300, verbose_name='số gieo từ đâu')),
                    ('method', models.CharField(max_length=20, verbose_name='cách rút')),
                    ('digest', models.CharField(max_length=64, verbose_name='mã kiểm của danh sách')),
                    ('frame', models.TextField(verbose_name='danh sách để rút')),
                    ('size', models.PositiveIntegerField(verbose_name='số dòng của danh sách')),
                    ('drawn', models.JSONField(default=list, verbose_name='rút được')),
                    ('reason', models.CharField(blank=True, max_length=500, verbose_name='vì sao rút lại')),
                    ('drawn_at', models.DateTimeField()),
                    ('drawn_by', models.CharField(max_length=200)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency')),
                    ('inspection', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspections.inspection')),
                ],
                options={
                    'ordering': ['-pk'],
                    'indexes': [models.Index(fields=['agency', 'of', 'drawn_at'], name='inspections_draws')],
                },
            ),
            migrations.CreateModel(
                name='ChecklistAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('item', models.CharField(max_length=20)),
                    ('answer', models.CharField(choices=[('met', 'Đạt'), ('not_met', 'Chưa đạt'), ('not_here', 'Không có việc này')], max_length=10)),
                    ('note', models.CharField(blank=True, max_length=1000, verbose_name='ghi chú, tài liệu đã xem')),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='inspections.inspection')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'item'), name='inspections_one_answer_an_item')],
                },
            ),
        ),
        append_only('inspections_draw', 'lần rút ngẫu nhiên chỉ được ghi thêm'),
    ]
