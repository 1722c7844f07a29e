"""Papers: components, results and attachments, with their owner and their origin.

A dossier points to its papers from its own rows; the storehouse does not know dossiers.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from motcua.accounts.models import Business, Person
from motcua.datastore.counters import AbstractCounter
from motcua.datastore.fields import BlindIndexField, FoldedField, SealedTextField
from motcua.organisation.models import Agency
from motcua.storehouse.care_enums import Replacing
from motcua.storehouse.enums import Origin, PaperKind


class PaperQuerySet(models.QuerySet["Paper"]):
    """Reads of the storehouse."""

    def of(self, owner: Person | Business) -> Self:
        """Papers that belong to a person or a business."""
        if isinstance(owner, Person):
            return self.filter(owner_person=owner)
        return self.filter(owner_business=owner)

    def valid_on(self, day: date) -> Self:
        """Papers issued by a day, not run out and not replaced."""
        return self.filter(
            Q(valid_to=None) | Q(valid_to__gte=day),
            Q(issued_on=None) | Q(issued_on__lte=day),
            superseded_by=None,
            revoked_at=None,
        )

    def with_content(self) -> Self:
        """Papers that can be shown: a file, or data taken from a database."""
        return self.filter(Q(blob__isnull=False) | Q(origin=Origin.DATABASE.value))


class Paper(models.Model):
    """One paper. Without a blob it was seen at the desk and not scanned."""

    kind = models.CharField("loại", max_length=12, choices=[(k.value, k.label) for k in PaperKind])
    title = models.CharField("tên giấy tờ", max_length=1000)
    title_folded = FoldedField(source="title")
    type_code = models.CharField("mã loại giấy tờ", max_length=40, blank=True)
    blob = models.ForeignKey("blobs.Blob", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    origin = models.CharField("nguồn gốc", max_length=20, choices=[(o.value, o.label) for o in Origin])
    origin_source = models.CharField(
        "cơ sở dữ liệu, kho", max_length=120, blank=True, help_text="nguồn đã khai thác, như «dân cư»"
    )
    signed = models.BooleanField("đã ký số", default=False)
    owner_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cá nhân"
    )
    owner_business = models.ForeignKey(
        Business, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tổ chức"
    )
    # The number of a citizen's paper is often an identity number: sealed, found by its blind index.
    number = SealedTextField("số, ký hiệu")
    number_blind = BlindIndexField(source="number")
    issued_on = models.DateField("ngày cấp", null=True, blank=True)
    issuer = models.CharField("cơ quan cấp", max_length=300, blank=True)
    valid_to = models.DateField("có giá trị đến hết ngày", null=True, blank=True)
    digitised_at = models.DateTimeField("số hóa lúc", null=True, blank=True)
    shared_at = models.DateTimeField("kết nối, chia sẻ với kho quốc gia lúc", null=True, blank=True)
    created_at = models.DateTimeField()
    # Minimum data of TT 01/2023 Điều 9 beside title, number, owner and validity.
    summary = models.CharField("trích yếu", max_length=500, blank=True)
    scope = models.CharField("phạm vi hiệu lực", max_length=200, blank=True)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan"
    )
    code = models.CharField("mã kết quả số hóa", max_length=80, unique=True, null=True, blank=True)
    verification = models.CharField("mã xác minh", max_length=24, unique=True, null=True, blank=True)
    text = SealedTextField("nội dung đọc được")
    searchable = models.ForeignKey(
        "blobs.Blob",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="bản có lớp chữ, để tìm và chép; bản có giá trị là «blob»",
    )
    revoked_at = models.DateTimeField("thu hồi, hủy bỏ lúc", null=True, blank=True)
    revoked_reason = models.CharField("lý do thu hồi", max_length=400, blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thay bằng"
    )
    replaced_at = models.DateTimeField("được thay lúc", null=True, blank=True)
    replaced_how = models.CharField(max_length=8, blank=True, choices=[(r.value, r.label) for r in Replacing])
    replaced_reason = models.CharField("lý do thay", max_length=400, blank=True)
    destroyed_at = models.DateTimeField("hủy khi hết thời hạn lưu lúc", null=True, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["owner_person", "valid_to"],
                condition=Q(superseded_by=None),
                name="storehouse_held_by_person",
            ),
            models.Index(
                fields=["owner_business", "valid_to"],
                condition=Q(superseded_by=None),
                name="storehouse_held_by_business",
            ),
            models.Index(fields=["number_blind"], name="storehouse_paper_number"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(origin=Origin.DATABASE.value) | ~Q(origin_source=""),
                name="storehouse_database_is_named",
                violation_error_message="Giấy tờ khai thác từ cơ sở dữ liệu phải ghi rõ cơ sở dữ liệu nào.",
            ),
            models.CheckConstraint(
                condition=Q(digitised_at=None)
                | Q(blob__isnull=False)
                | Q(origin=Origin.DATABASE.value)
                | Q(destroyed_at__isnull=False),
                name="storehouse_digitised_has_content",
                violation_error_message="Giấy tờ đã số hóa phải có tệp kèm theo.",
            ),
            models.CheckConstraint(
                condition=Q(owner_person=None) | Q(owner_business=None),
                name="storehouse_one_owner",
                violation_error_message="Một giấy tờ chỉ thuộc một cá nhân hoặc một tổ chức.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(issued_on=None) | Q(valid_to__gte=F("issued_on")),
                name="storehouse_valid_after_issue",
                violation_error_message="Ngày hết giá trị phải từ ngày cấp trở đi.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PaperCounter(AbstractCounter):
    """Numbers in codes of digitised papers: one row per unit and period of the code's template."""


# Django finds the models of an app in this module.
from motcua.storehouse.care_models import Disposal as Disposal  # noqa: E402
from motcua.storehouse.care_models import DisposedPaper as DisposedPaper  # noqa: E402
from motcua.storehouse.care_models import DoubtfulPaper as DoubtfulPaper  # noqa: E402
from motcua.storehouse.care_models import PaperReading as PaperReading  # noqa: E402
from motcua.storehouse.care_models import YearOfOldResults as YearOfOldResults  # noqa: E402
from motcua.storehouse.scan_models import Scan as Scan  # noqa: E402
from motcua.storehouse.scan_models import ScannedPaper as ScannedPaper  # noqa: E402
from motcua.storehouse.signing_models import SigningBatch as SigningBatch  # noqa: E402
from motcua.storehouse.signing_models import SigningKey as SigningKey  # noqa: E402
from motcua.storehouse.signing_models import SigningStep as SigningStep  # noqa: E402
from motcua.storehouse.signing_models import TrustedCertificate as TrustedCertificate  # noqa: E402
