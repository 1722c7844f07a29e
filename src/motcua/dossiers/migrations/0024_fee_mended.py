"""One more word for events: a fee that was reckoned wrongly is mended. Touches no row and no table."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0023_fewer_indexes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='event',
            name='act',
            field=models.CharField(choices=[('file', 'Nộp hồ sơ'), ('receive', 'Tiếp nhận, hẹn trả kết quả'), ('take_over', 'Cơ quan có thẩm quyền nhận hồ sơ'), ('refuse', 'Từ chối tiếp nhận'), ('ask_supplement', 'Yêu cầu bổ sung, hoàn thiện'), ('complete_supplement', 'Nhận đủ giấy tờ bổ sung'), ('assign', 'Phân công xử lý'), ('forward', 'Chuyển bước tiếp theo'), ('ask_opinion', 'Lấy ý kiến'), ('give_opinion', 'Trả lời ý kiến'), ('miss_opinion', 'Ghi nhận quá hạn trả lời ý kiến'), ('require_payment', 'Yêu cầu nghĩa vụ tài chính'), ('settle_payment', 'Đã thực hiện nghĩa vụ tài chính'), ('draft_apology', 'Soạn văn bản xin lỗi, trình ký'), ('return_apology', 'Trả lại văn bản xin lỗi để soạn lại'), ('extend', 'Xin lỗi và hẹn lại ngày trả'), ('ask_extra', 'Xin ý kiến yêu cầu thêm giấy tờ'), ('consent_extra', 'Đồng ý yêu cầu thêm giấy tờ'), ('decline_extra', 'Không đồng ý yêu cầu thêm giấy tờ'), ('hand_over', 'Chuyển hồ sơ cho cơ quan tham gia'), ('part_take', 'Cơ quan tham gia nhận hồ sơ'), ('part_send_back', 'Cơ quan tham gia trả lại'), ('part_assign', 'Giao người làm trong cơ quan tham gia'), ('part_answer', 'Cơ quan tham gia xong phần việc'), ('part_excuse', 'Ghi nhận cơ quan tham gia quá hạn'), ('part_drop', 'Bỏ phần việc của cơ quan tham gia'), ('finish', 'Giải quyết xong'), ('refuse_to_settle', 'Từ chối giải quyết'), ('stop', 'Dừng giải quyết'), ('withdraw', 'Công dân rút hồ sơ'), ('result_back', 'Kết quả về đến nơi tiếp nhận'), ('return', 'Trả kết quả'), ('correct', 'Sửa thông tin tiếp nhận'), ('mend_fee', 'Sửa phí đã tính')], max_length=24),
        ),
    ]
