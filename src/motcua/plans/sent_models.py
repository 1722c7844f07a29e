"""The register of reports sent. Loaded by `plans.models`."""

from django.db import models
from django.db.models import F, Q

from motcua.blobs.models import Blob
from motcua.organisation.models import Agency

WAYS = [
    ("system", "Hệ thống thông tin báo cáo"),
    ("axis", "Trục liên thông văn bản"),
    ("email", "Thư điện tử công vụ"),
    ("paper", "Bản giấy"),
    ("other", "Cách khác"),
]


class SentReport(models.Model):
    """A report an agency has sent: about which period, under which number, to whom, when and how. Both days included.

    One entered wrong is taken out with a reason and kept.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan gửi")
    kind = models.CharField("loại", max_length=20)
    title = models.CharField("tên báo cáo", max_length=300)
    period_first = models.DateField("kỳ từ ngày")
    period_last = models.DateField("đến hết ngày")
    number = models.CharField("số, ký hiệu", max_length=80)
    signed_on = models.DateField("ngày ký")
    to_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="+", verbose_name="cơ quan nhận"
    )
    to_name = models.CharField("nơi nhận", max_length=200)
    sent_on = models.DateField("ngày gửi")
    way = models.CharField("cách gửi", max_length=10, choices=WAYS)
    url = models.URLField("đường dẫn", max_length=1000, blank=True)
    file = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawn_why = models.CharField("vì sao bỏ", max_length=300, blank=True)

    class Meta:
        ordering = ["-sent_on", "-pk"]
        indexes = [models.Index(fields=["agency", "sent_on"], name="plans_sent_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_last__gte=F("period_first")),
                name="plans_sent_period",
                violation_error_message="Ngày cuối kỳ phải từ ngày đầu trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__gte=F("signed_on")),
                name="plans_sent_once_signed",
                violation_error_message="Ngày gửi phải từ ngày ký trở đi.",
            ),
            models.UniqueConstraint(
                fields=["agency", "number", "signed_on", "to_name"],
                condition=Q(withdrawn_at=None),
                name="plans_one_sending",
                violation_error_message="Báo cáo này đã ghi là gửi tới nơi đó.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
