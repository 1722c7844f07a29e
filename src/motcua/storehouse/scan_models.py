"""Files that came in to be digitised, and the papers cut from them."""

from django.db import models
from django.db.models import Q

from motcua.datastore.fields import SealedTextField
from motcua.organisation.models import Agency, Staff
from motcua.storehouse.enums import ScannedState, ScanSource, ScanState


class Scan(models.Model):
    """One file as it came in: from the scanner's folder, an upload, a telephone, a list of old results."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan")
    source = models.CharField("nguồn", max_length=10, choices=[(s.value, s.label) for s in ScanSource])
    name = models.CharField("tên tệp", max_length=255)
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", verbose_name="người đưa vào")
    original = models.ForeignKey("blobs.Blob", models.PROTECT, related_name="+")
    prepared = models.ForeignKey("blobs.Blob", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=[(s.value, s.label) for s in ScanState])
    pages = models.PositiveIntegerField("số trang", default=0)
    marks = models.JSONField(default=list, help_text="mỗi trang: trắng, ngăn cách, đã xoay, dấu vân")
    notes = models.JSONField(default=list, help_text="điều đã làm với tệp, cho cán bộ")
    problem = models.CharField("vì sao không xử lý được", max_length=400, blank=True)
    # The paper that was seen at reception and is scanned now, and what a list says of an old result.
    wanted = models.ForeignKey("storehouse.Paper", models.PROTECT, null=True, related_name="+")
    told = SealedTextField("thông tin đã có")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-created_at"], name="storehouse_scans"),
            models.Index(fields=["original", "agency"], name="storehouse_scan_again"),
        ]

    def __str__(self) -> str:
        return self.name


class ScannedPaper(models.Model):
    """One paper of a file: copied and signed, read, confirmed, kept."""

    scan = models.ForeignKey(Scan, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField("thứ tự")
    pages = models.JSONField(help_text="số thứ tự trang trong tệp, từ 0")
    copy = models.ForeignKey("blobs.Blob", models.PROTECT, related_name="+", verbose_name="bản chụp")
    signed = models.ForeignKey("blobs.Blob", models.PROTECT, null=True, related_name="+")
    searchable = models.ForeignKey("blobs.Blob", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=[(s.value, s.label) for s in ScannedState])
    text = SealedTextField("nội dung đọc được")
    proposals = SealedTextField("thông tin đề xuất")
    fingerprint = models.CharField("dấu vân", max_length=16, blank=True)
    again = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="trùng với bản đã quét"
    )
    read = models.BooleanField("đã nhận dạng chữ", default=False)
    problem = models.CharField(max_length=400, blank=True)
    paper = models.ForeignKey("storehouse.Paper", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)
    kept_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scan", "order"], name="storehouse_scanned_in_order")]
        indexes = [
            models.Index(
                fields=["state"], condition=~Q(state__in=["kept", "dropped"]), name="storehouse_scanned_open"
            ),
            models.Index(fields=["fingerprint"], name="storehouse_fingerprint"),
        ]
