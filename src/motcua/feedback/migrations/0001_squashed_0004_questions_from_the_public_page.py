"""The tables of this app as the steps 0001–0004 left them, made at once in a database that took none of them."""

import django.db.models.deletion
from django.db import migrations, models

import motcua.datastore.fields
from motcua.datastore.tables import MakeTables


class Migration(migrations.Migration):

    replaces = [('feedback', '0001_initial'), ('feedback', '0002_slips_of_the_nine_indices'), ('feedback', '0003_dialogues'), ('feedback', '0004_questions_from_the_public_page')]

    initial = True

    dependencies = [
        ('blobs', '0001_initial'),
        ('dossiers', '0003_reception'),
        ('organisation', '0002_the_desk_its_staff_and_premises'),
    ]

    operations = [
        MakeTables(
            migrations.CreateModel(
                name='Dialogue',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=300, verbose_name='chủ đề')),
                    ('cause', models.CharField(choices=[('regular', 'Định kỳ theo kế hoạch'), ('asked', 'Cử tri đề nghị'), ('needed', 'Khi cần thiết')], max_length=8, verbose_name='lý do tổ chức')),
                    ('way', models.CharField(choices=[('in_person', 'Trực tiếp'), ('online', 'Trực tuyến'), ('both', 'Trực tiếp và trực tuyến')], max_length=10, verbose_name='cách thức')),
                    ('held_at', models.DateTimeField(verbose_name='lúc')),
                    ('place', models.CharField(max_length=300, verbose_name='địa điểm, địa chỉ trực tuyến')),
                    ('content', models.TextField(verbose_name='nội dung')),
                    ('joining', models.CharField(max_length=500, verbose_name='cách đăng ký, gửi câu hỏi')),
                    ('chair', models.CharField(max_length=300, verbose_name='chủ trì')),
                    ('announce_by', models.DateField(verbose_name='hạn thông báo')),
                    ('announced_at', models.DateTimeField(null=True, verbose_name='thông báo lúc')),
                    ('announced_how', models.CharField(blank=True, max_length=300, verbose_name='thông báo qua')),
                    ('state', models.CharField(choices=[('prepared', 'Đang chuẩn bị'), ('announced', 'Đã thông báo'), ('held', 'Đã đối thoại, đang trả lời'), ('published', 'Đã công khai kết quả'), ('dropped', 'Không tổ chức')], default='prepared', max_length=10)),
                    ('people', models.PositiveIntegerField(null=True, verbose_name='số người dự')),
                    ('minutes', models.TextField(blank=True, verbose_name='biên bản')),
                    ('minutes_name', models.CharField(blank=True, max_length=255)),
                    ('publish_by', models.DateField(verbose_name='hạn công khai kết quả')),
                    ('published_at', models.DateTimeField(null=True, verbose_name='công khai lúc')),
                    ('reason', models.CharField(blank=True, max_length=500, verbose_name='vì sao không tổ chức')),
                    ('made_by', models.CharField(max_length=200)),
                    ('takes_questions', models.BooleanField(default=True, verbose_name='nhận câu hỏi trên trang công khai')),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan tổ chức')),
                    ('minutes_file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='blobs.blob')),
                ],
                options={
                    'ordering': ['-held_at', '-pk'],
                    'indexes': [models.Index(fields=['agency', 'held_at'], name='feedback_dialogues')],
                },
            ),
            migrations.CreateModel(
                name='Petition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=40, unique=True, verbose_name='mã')),
                    ('agency_code', models.CharField(max_length=40, verbose_name='mã cơ quan lúc nhận')),
                    ('channel', models.CharField(choices=[('portal', 'Cổng Dịch vụ công quốc gia'), ('letter', 'Văn bản'), ('phone', 'Điện thoại'), ('email', 'Thư điện tử'), ('desk', 'Tại Bộ phận Một cửa')], max_length=8, verbose_name='kênh')),
                    ('kind', models.CharField(choices=[('procedure', 'Quy định, chính sách, thủ tục'), ('staff', 'Hành vi của cán bộ, công chức'), ('both', 'Cả quy định và hành vi')], max_length=10, verbose_name='loại')),
                    ('text', motcua.datastore.fields.SealedTextField(blank=True, default='', verbose_name='nội dung')),
                    ('sender', motcua.datastore.fields.SealedTextField(blank=True, default='', verbose_name='người phản ánh và cách liên hệ')),
                    ('received_at', models.DateTimeField(verbose_name='nhận lúc')),
                    ('refuse_due_on', models.DateField(verbose_name='hạn từ chối, chuyển trả')),
                    ('supplement_due_on', models.DateField(verbose_name='hạn yêu cầu bổ sung')),
                    ('handle_due_on', models.DateField(verbose_name='hạn xử lý')),
                    ('statute_due_on', models.DateField(verbose_name='hạn theo nghị định')),
                    ('publish_due_on', models.DateField(blank=True, null=True, verbose_name='hạn công khai')),
                    ('calendar_version', models.CharField(blank=True, max_length=80, verbose_name='phiên bản lịch')),
                    ('state', models.CharField(choices=[('received', 'Đang xử lý'), ('refused', 'Từ chối tiếp nhận'), ('transferred', 'Đã chuyển cơ quan khác'), ('answered', 'Đã trả lời, chờ công khai'), ('published', 'Đã công khai')], default='received', max_length=12, verbose_name='trạng thái')),
                    ('answer', models.TextField(blank=True, verbose_name='nội dung trả lời, lý do')),
                    ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='trả lời lúc')),
                    ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='công khai lúc')),
                    ('likes', models.PositiveIntegerField(default=0, verbose_name='lượt hài lòng')),
                    ('dislikes', models.PositiveIntegerField(default=0, verbose_name='lượt không hài lòng')),
                    ('follow_up', models.BooleanField(default=False, verbose_name='phản ánh tiếp về kết quả')),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan xử lý')),
                    ('dossier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier', verbose_name='về hồ sơ')),
                ],
                options={
                    'indexes': [models.Index(fields=['agency', 'received_at'], name='feedback_petitions_of_agency'), models.Index(condition=models.Q(('state', 'received')), fields=['agency', 'handle_due_on'], name='feedback_petitions_open')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('state', 'received')), models.Q(models.Q(('state', 'received'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='feedback_answered_when_closed', violation_error_message='Phản ánh, kiến nghị đã trả lời phải ghi lúc trả lời.'), models.CheckConstraint(condition=models.Q(('published_at', None), ('state', 'published'), _connector='OR'), name='feedback_published_state', violation_error_message='Chỉ câu trả lời đã công khai mới có lúc công khai.')],
                },
            ),
            migrations.CreateModel(
                name='PetitionCounter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40)),
                    ('unit', models.CharField(max_length=64)),
                    ('period', models.CharField(max_length=10)),
                    ('last', models.PositiveBigIntegerField(default=0)),
                ],
                options={
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('kind', 'unit', 'period'), name='feedback_petitioncounter_one_row_per_key')],
                },
            ),
            migrations.CreateModel(
                name='Question',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asker', models.CharField(choices=[('citizen', 'Người dân'), ('business', 'Doanh nghiệp, hộ kinh doanh'), ('group', 'Tổ chức, đoàn thể')], max_length=8, verbose_name='người hỏi')),
                    ('asker_name', motcua.datastore.fields.SealedTextField(blank=True, default='', verbose_name='họ tên người hỏi')),
                    ('field', models.CharField(blank=True, max_length=200, verbose_name='lĩnh vực')),
                    ('words', models.TextField(verbose_name='câu hỏi')),
                    ('before', models.BooleanField(default=False, verbose_name='gửi trước')),
                    ('asked_at', models.DateTimeField()),
                    ('unit', models.CharField(blank=True, max_length=200, verbose_name='đơn vị trả lời')),
                    ('passed_to', models.CharField(blank=True, max_length=200, verbose_name='chuyển cơ quan có thẩm quyền')),
                    ('answer', models.TextField(blank=True, verbose_name='trả lời')),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('answered_by', models.CharField(blank=True, max_length=200)),
                    ('left_out', models.CharField(blank=True, max_length=500, verbose_name='vì sao không trả lời, không công khai')),
                    ('online', models.BooleanField(default=False, verbose_name='gửi qua mạng')),
                    ('shown_answer', models.TextField(blank=True, verbose_name='trả lời công khai')),
                    ('shown_words', models.TextField(blank=True, verbose_name='câu hỏi công khai')),
                    ('dialogue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.dialogue')),
                ],
                options={
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Rating',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('satisfied', models.BooleanField(verbose_name='hài lòng')),
                    ('score', models.PositiveSmallIntegerField(verbose_name='điểm')),
                    ('reasons', models.JSONField(blank=True, default=list, verbose_name='lý do')),
                    ('comment', motcua.datastore.fields.SealedTextField(blank=True, default='', verbose_name='ý kiến')),
                    ('channel', models.CharField(choices=[('slip', 'Phiếu đánh giá'), ('device', 'Thiết bị tại Bộ phận Một cửa'), ('online', 'Trực tuyến')], max_length=8, verbose_name='kênh')),
                    ('given_at', models.DateTimeField(verbose_name='lúc')),
                    ('current', models.BooleanField(default=True, verbose_name='đang có giá trị')),
                    ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier', verbose_name='hồ sơ')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('current', True)), fields=('dossier', 'channel'), name='feedback_one_current_rating', violation_error_message='Hồ sơ này vừa được đánh giá trên cùng kênh; hãy tải lại trang.'), models.CheckConstraint(condition=models.Q(('score__gte', 1), ('score__lte', 5)), name='feedback_score_on_scale', violation_error_message='Điểm đánh giá từ 1 đến 5.')],
                },
            ),
            migrations.CreateModel(
                name='Slip',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('form', models.CharField(choices=[('01', 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả'), ('02', 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ'), ('03', 'Phiếu từ chối tiếp nhận, giải quyết hồ sơ')], max_length=2, verbose_name='phát cùng mẫu')),
                    ('channel', models.CharField(choices=[('slip', 'Phiếu đánh giá'), ('device', 'Thiết bị tại Bộ phận Một cửa'), ('online', 'Trực tuyến')], max_length=8, verbose_name='kênh')),
                    ('contacts', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='số lần liên hệ để hoàn thiện hồ sơ')),
                    ('own_fault', models.BooleanField(default=False, verbose_name='do người nộp')),
                    ('bodies', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='số cơ quan phải liên hệ')),
                    ('attitude', models.CharField(blank=True, choices=[('good', 'Lịch sự, tận tình'), ('fair', 'Bình thường'), ('complaint', 'Không đúng mực; tôi phản ánh về thái độ phục vụ')], max_length=10, verbose_name='thái độ phục vụ')),
                    ('unfounded', models.CharField(blank=True, max_length=500, verbose_name='lý do kết luận phản ánh sai')),
                    ('given_at', models.DateTimeField(verbose_name='lúc')),
                    ('current', models.BooleanField(default=True, verbose_name='đang có giá trị')),
                    ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier', verbose_name='hồ sơ')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('current', True)), fields=('dossier', 'form', 'channel'), name='feedback_one_current_slip', violation_error_message='Phiếu này vừa được trả lời trên cùng kênh; hãy tải lại trang.'), models.CheckConstraint(condition=models.Q(('contacts__isnull', False), ('bodies__isnull', False), models.Q(('attitude', ''), _negated=True), _connector='OR'), name='feedback_slip_answers_something', violation_error_message='Hãy trả lời ít nhất một câu của phiếu.')],
                },
            ),
        ),
    ]
