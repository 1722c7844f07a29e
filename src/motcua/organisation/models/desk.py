"""The desk: its regulation with each officer's duties, who is assigned to it, who sits where, how they are rated."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from motcua.organisation.desk_enums import Belonging, MarkKind, Position, Session, UsedFor
from motcua.organisation.models.agencies import Agency, Staff

if TYPE_CHECKING:
    from motcua.blobs.models import Blob

_BLOB = "blobs.Blob"


class Regulation(models.Model):
    """One version of a desk's operating regulation (quy chế). A newer one ends it the day before its own first day."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("phiên bản")
    title = models.CharField("tên quy chế", max_length=300)
    decision = models.CharField("quyết định ban hành", max_length=200)
    issued_on = models.DateField("ngày ban hành")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    valid_from = models.DateField("có hiệu lực từ")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    blob: "models.ForeignKey[Blob | None, Blob | None]" = models.ForeignKey(
        _BLOB, models.PROTECT, null=True, related_name="+"
    )
    file_name = models.CharField(max_length=200, blank=True)
    author = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="organisation_regulation_version"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="organisation_regulation_days",
            ),
        ]


class Duty(models.Model):
    """What one officer concretely answers for under a version of the regulation, and when they said they read it.

    Words that were acknowledged never change: they end, and others begin.
    """

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    text = models.TextField("trách nhiệm cụ thể")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "last_day"], name="organisation_duty_of_staff")]


class DeskAssignment(models.Model):
    """A decision that puts an officer at a desk for a term: with skills, as main or as reserve."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="Bộ phận Một cửa")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    belonging = models.CharField("thuộc", max_length=8, choices=Belonging.choices())
    posted_from = models.CharField("cơ quan cử đến", max_length=200, blank=True)
    position = models.CharField("vị trí", max_length=12, choices=Position.choices())
    decision = models.CharField("quyết định", max_length=200)
    decided_on = models.DateField("ngày quyết định")
    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến hết ngày", null=True, blank=True)
    exception = models.CharField("lý do nhiệm kỳ khác quy định", max_length=300, blank=True)
    full_time = models.BooleanField("chuyên trách", default=True)
    planned_leader = models.BooleanField("trong quy hoạch lãnh đạo", default=False)
    reserve = models.BooleanField("dự phòng", default=False)
    skills = models.CharField("lĩnh vực, kỹ năng", max_length=300, blank=True)
    end_reason = models.CharField("lý do kết thúc sớm", max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "last_day"], name="organisation_assigned_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="organisation_assignment_days",
            )
        ]


class Counter(models.Model):
    """A counter of a desk (quầy), with the fields of procedures it serves."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("số quầy")
    name = models.CharField("tên quầy", max_length=120)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "number"], condition=Q(last_day=None), name="organisation_counter_number",
            )
        ]  # fmt: skip
        ordering = ["agency_id", "number"]

    def __str__(self) -> str:
        return f"Quầy {self.number}"


class RosterSlot(models.Model):
    """Who sits at a counter for half a day. `instead_of` names who was to sit there and could not."""

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="+")
    day = models.DateField()
    session = models.CharField(max_length=10, choices=Session.choices())
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    instead_of = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["counter", "day", "session"], name="organisation_one_at_a_counter"
            ),
            models.UniqueConstraint(fields=["staff", "day", "session"], name="organisation_at_one_counter"),
        ]


class Absence(models.Model):
    """An officer who cannot come on some days; their places in the roster are holes until somebody stands in."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    # Illness and family are nobody's business here: the reason is a kind, never a story.
    reason = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["staff", "last_day"], name="organisation_absent")]


class StaffMark(models.Model):
    """A rating of an officer over a period, kept as evidence. Never changed; a wrong one is withdrawn with its reason."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField("loại", max_length=10, choices=MarkKind.choices())
    period = models.CharField("kỳ", max_length=40)
    value = models.CharField("kết quả", max_length=120)
    source = models.CharField("nguồn", max_length=300)
    link = models.CharField("liên kết", max_length=300, blank=True)
    used_for = models.CharField("dùng làm căn cứ", max_length=12, choices=UsedFor.choices(), blank=True)
    decision = models.CharField("văn bản", max_length=200, blank=True)
    author = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    withdrawn = models.CharField("lý do rút", max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "-created_at"], name="organisation_marks_of_staff")]
