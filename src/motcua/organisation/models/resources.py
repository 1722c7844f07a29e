"""What a desk has beside its officers: equipment, the postal contract, focal officers of the house, training."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from motcua.organisation.desk_enums import Condition, EquipmentKind, TrainingKind
from motcua.organisation.models.agencies import Agency, Staff

if TYPE_CHECKING:
    from motcua.blobs.models import Blob

_BLOB = "blobs.Blob"


class PostalContract(models.Model):
    """A contract by which a postal enterprise does some kinds of the desk's work (codes of `PostalWork`)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    provider = models.CharField("doanh nghiệp", max_length=200)
    number = models.CharField("số hợp đồng", max_length=120)
    signed_on = models.DateField("ngày ký")
    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến hết ngày", null=True, blank=True)
    works = models.JSONField("việc được giao", default=list)
    selection = models.CharField("hình thức lựa chọn", max_length=200)
    premises = models.CharField("địa điểm, trụ sở", max_length=300, blank=True)
    extras = models.CharField("dịch vụ thêm", max_length=300, blank=True)
    blob: "models.ForeignKey[Blob | None, Blob | None]" = models.ForeignKey(
        _BLOB, models.PROTECT, null=True, related_name="+"
    )
    file_name = models.CharField(max_length=200, blank=True)
    end_reason = models.CharField("lý do chấm dứt sớm", max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "last_day"], name="organisation_contract_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="organisation_contract_days",
            )
        ]


class ContractStaff(models.Model):
    """Somebody of the enterprise who works under a contract, on some of its kinds of work."""

    contract = models.ForeignKey(PostalContract, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    works = models.JSONField(default=list)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "last_day"], name="organisation_contracted")]


class Equipment(models.Model):
    """Things of one kind and condition at a desk, as found on a day. A new finding is a new row ending the old."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField("loại", max_length=16, choices=EquipmentKind.choices())
    name = models.CharField("tên, hiệu", max_length=200, blank=True)
    quantity = models.PositiveSmallIntegerField("số lượng")
    condition = models.CharField("tình trạng", max_length=8, choices=Condition.choices())
    checked_on = models.DateField("kiểm tra ngày")
    ended_on = models.DateField(null=True, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "ended_on"], name="organisation_equipment_of")]


class FocalList(models.Model):
    """The list of focal officers for procedure control, as reviewed for half a year (`period`: 2026-H1)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    period = models.CharField("kỳ rà soát", max_length=10)
    decision = models.CharField("quyết định", max_length=200, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True)
    published_at = models.DateTimeField("công khai lúc", null=True)
    unchanged = models.BooleanField("rà soát không đổi", default=False)
    created_at = models.DateTimeField()
    author = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "period"], name="organisation_focal_once_a_half_year")
        ]


class FocalEntry(models.Model):
    """A focal officer in a list, in the words of its day: the list stays as it was decided."""

    list = models.ForeignKey(FocalList, models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    name = models.CharField("họ và tên", max_length=200)
    title = models.CharField("chức vụ", max_length=120)
    unit = models.CharField("cơ quan, đơn vị", max_length=200)
    phone = models.CharField("điện thoại công vụ", max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]


class Training(models.Model):
    """A course, conference, seminar or exchange, held by the agency or attended elsewhere."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField("loại", max_length=12, choices=TrainingKind.choices())
    held = models.BooleanField("cơ quan tổ chức", default=False)
    title = models.CharField("nội dung", max_length=300)
    organiser = models.CharField("đơn vị tổ chức", max_length=200)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến hết ngày")
    hours = models.DecimalField("số giờ", max_digits=5, decimal_places=1)
    result = models.CharField("kết quả", max_length=500, blank=True)
    guests = models.PositiveSmallIntegerField("người dự ngoài cơ quan", default=0)

    class Meta:
        indexes = [models.Index(fields=["agency", "first_day"], name="organisation_training_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="organisation_training_days"
            )
        ]


class TrainingPart(models.Model):
    """Who took part, for how many hours, with what result."""

    training = models.ForeignKey(Training, models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    hours = models.DecimalField(max_digits=5, decimal_places=1)
    result = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["training", "staff"], name="organisation_takes_part_once")
        ]
