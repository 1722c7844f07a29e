
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0005_look_ups_of_unknown'),
        ('organisation', '0002_the_desk_its_staff_and_premises'),
    ]

    operations = [
        migrations.AlterField(
            model_name='event',
            name='act',
            field=models.CharField(choices=[('file', 'Nộp hồ sơ'), ('receive', 'Tiếp nhận, hẹn trả kết quả'), ('take_over', 'Cơ quan có thẩm quyền nhận hồ sơ'), ('refuse', 'Từ chối tiếp nhận'), ('ask_supplement', 'Yêu cầu bổ sung, hoàn thiện'), ('complete_supplement', 'Nhận đủ giấy tờ bổ sung'), ('assign', 'Phân công xử lý'), ('forward', 'Chuyển bước tiếp theo'), ('ask_opinion', 'Lấy ý kiến'), ('give_opinion', 'Trả lời ý kiến'), ('miss_opinion', 'Ghi nhận quá hạn trả lời ý kiến'), ('require_payment', 'Yêu cầu nghĩa vụ tài chính'), ('settle_payment', 'Đã thực hiện nghĩa vụ tài chính'), ('draft_apology', 'Soạn văn bản xin lỗi, trình ký'), ('return_apology', 'Trả lại văn bản xin lỗi để soạn lại'), ('extend', 'Xin lỗi và hẹn lại ngày trả'), ('ask_extra', 'Xin ý kiến yêu cầu thêm giấy tờ'), ('consent_extra', 'Đồng ý yêu cầu thêm giấy tờ'), ('decline_extra', 'Không đồng ý yêu cầu thêm giấy tờ'), ('hand_over', 'Chuyển hồ sơ cho cơ quan tham gia'), ('part_take', 'Cơ quan tham gia nhận hồ sơ'), ('part_send_back', 'Cơ quan tham gia trả lại'), ('part_assign', 'Giao người làm trong cơ quan tham gia'), ('part_answer', 'Cơ quan tham gia xong phần việc'), ('part_excuse', 'Ghi nhận cơ quan tham gia quá hạn'), ('part_drop', 'Bỏ phần việc của cơ quan tham gia'), ('finish', 'Giải quyết xong'), ('refuse_to_settle', 'Từ chối giải quyết'), ('stop', 'Dừng giải quyết'), ('withdraw', 'Công dân rút hồ sơ'), ('return', 'Trả kết quả'), ('correct', 'Sửa thông tin tiếp nhận')], max_length=24),
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('stage', models.PositiveSmallIntegerField(verbose_name='đợt')),
                ('name', models.CharField(max_length=200, verbose_name='tên trong quy trình')),
                ('task', models.CharField(max_length=1000, verbose_name='nhiệm vụ')),
                ('lead', models.BooleanField(default=False, verbose_name='chủ trì')),
                ('holds', models.BooleanField(default=True, verbose_name='phải xong trước khi kết thúc hồ sơ')),
                ('limit_value', models.DecimalField(decimal_places=2, max_digits=6, null=True, verbose_name='thời hạn')),
                ('limit_unit', models.CharField(blank=True, max_length=20, verbose_name='đơn vị')),
                ('expected', models.CharField(blank=True, max_length=500, verbose_name='kết quả phải có')),
                ('steps', models.JSONField(default=list, verbose_name='các bước bên trong')),
                ('state', models.CharField(choices=[('planned', 'Chưa chuyển'), ('sent', 'Đã chuyển, chờ nhận'), ('taken', 'Đang làm'), ('sent_back', 'Trả lại nơi gửi'), ('answered', 'Đã xong'), ('dropped', 'Không phải làm')], max_length=10, verbose_name='tình trạng')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='chuyển lúc')),
                ('started_at', models.DateTimeField(null=True, verbose_name='bắt đầu tính hạn lúc')),
                ('due_at', models.DateTimeField(null=True, verbose_name='hạn của cơ quan')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='xong lúc')),
                ('result', models.TextField(blank=True, verbose_name='kết quả')),
                ('excused_at', models.DateTimeField(null=True, verbose_name='ghi nhận quá hạn lúc')),
                ('remark', models.TextField(blank=True, verbose_name='lý do quá hạn, không làm')),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan thực hiện')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='dossiers.dossier')),
                ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.staff', verbose_name='người làm')),
            ],
            options={
                'ordering': ['dossier_id', 'number'],
            },
        ),
        migrations.CreateModel(
            name='PartStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=300)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.staff')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='dossiers.part')),
            ],
            options={
                'ordering': ['part_id', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('direction', models.CharField(choices=[('out', 'out'), ('back', 'back')], max_length=4)),
                ('carrier', models.CharField(choices=[('electronic', 'Điện tử'), ('paper', 'Bản giấy')], max_length=10, verbose_name='cách chuyển')),
                ('sent_at', models.DateTimeField()),
                ('receive_by', models.DateTimeField(verbose_name='phải nhận trước')),
                ('received_at', models.DateTimeField(null=True)),
                ('refused_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True, verbose_name='lý do trả lại')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='dossiers.dossier')),
                ('from_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='dossiers.part')),
                ('receiver', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.staff')),
                ('sender', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.staff')),
                ('to_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency')),
            ],
            options={
                'ordering': ['dossier_id', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='part',
            index=models.Index(fields=['agency', 'state', 'due_at'], name='dossiers_parts_of_agency'),
        ),
        migrations.AddConstraint(
            model_name='part',
            constraint=models.UniqueConstraint(fields=('dossier', 'number'), name='dossiers_part_once'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(fields=['dossier', 'sent_at'], name='dossiers_transfers'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(condition=models.Q(('received_at', None), ('refused_at', None)), fields=['to_agency', 'sent_at'], name='dossiers_transfers_waiting'),
        ),
    ]
