from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("storehouse", "0005_certified_copies")]

    operations = [
        migrations.AlterField(
            model_name="paperreading",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("receive", "Tiếp nhận, trả kết quả hồ sơ"),
                    ("settle", "Giải quyết hồ sơ"),
                    ("coordinate", "Phối hợp giải quyết hồ sơ"),
                    ("inspect", "Kiểm tra việc giải quyết hồ sơ"),
                    ("print", "In kết quả cho người nhận"),
                    ("clean", "Làm sạch dữ liệu giấy tờ"),
                    ("digitise", "Số hóa, xem lại bản quét"),
                ],
                max_length=10,
                verbose_name="mục đích",
            ),
        ),
    ]
