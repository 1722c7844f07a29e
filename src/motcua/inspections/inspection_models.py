"""Inspections: the plan of the year, each inspection with its team, draws, answers, findings and remedies.

Loaded by `inspections.models`. A draw is never changed or deleted: anyone can draw it again.
"""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from motcua.dossiers.models import Dossier
from motcua.inspections.enums import (
    Among,
    Answered,
    CheckForm,
    CheckState,
    CheckWay,
    DrawOf,
    FindingKind,
    PlanMode,
    TeamRole,
)
from motcua.inspections.models import Violation
from motcua.organisation.models import Agency, Staff


def _choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    return [(member.value, str(getattr(member, "label"))) for member in enum]  # noqa: B009 - each enum has one


class InspectionPlan(models.Model):
    """What an agency inspects in a year; owed from its decision on. `due_on`: by when it was to be decided."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan kiểm tra")
    year = models.PositiveSmallIntegerField("năm")
    mode = models.CharField("hình thức kế hoạch", max_length=8, choices=_choices(PlanMode))
    partner = models.CharField("cơ quan phối hợp", max_length=300, blank=True)
    title = models.CharField("tên kế hoạch", max_length=500)
    purpose = models.TextField("mục đích, yêu cầu, phạm vi")
    contents = models.TextField("nội dung, cách thức")
    budget = models.CharField("kinh phí", max_length=300, blank=True)
    due_on = models.DateField("hạn ban hành")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    decision = models.CharField("số quyết định", max_length=120, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True)
    send_by = models.DateField("hạn gửi đơn vị được kiểm tra", null=True)
    sent_on = models.DateField("ngày gửi", null=True)

    class Meta:
        ordering = ["-year", "pk"]
        indexes = [models.Index(fields=["agency", "year"], name="inspections_plans")]

    def __str__(self) -> str:
        return self.title


class Inspection(models.Model):
    """One inspection of an agency, or of a part of the own one. Hidden from those inspected until they are told.

    Days are those of the law at the decision; `conclude_by` and `follow_up_by` are set by the acts and do not move.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan kiểm tra")
    plan = models.ForeignKey(InspectionPlan, models.PROTECT, null=True, related_name="+")
    target = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="đơn vị được kiểm tra")
    unit = models.CharField("bộ phận, cá nhân được kiểm tra", max_length=300, blank=True)
    title = models.CharField("tên cuộc kiểm tra", max_length=500)
    form = models.CharField("hình thức", max_length=8, choices=_choices(CheckForm))
    way = models.CharField("cách thức", max_length=10, choices=_choices(CheckWay))
    special = models.BooleanField("tổ kiểm tra đặc biệt", default=False)
    checklist = models.CharField("bảng kiểm", max_length=40)
    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến ngày")
    state = models.CharField(max_length=10, choices=_choices(CheckState), default=CheckState.PREPARED.value)
    decision = models.CharField("số quyết định", max_length=120, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True)
    notify_by = models.DateField("hạn thông báo", null=True)
    notified_on = models.DateField("ngày thông báo", null=True)
    conclude_by = models.DateField("hạn kết luận", null=True)
    conclusion = models.CharField("số kết luận", max_length=120, blank=True)
    concluded_on = models.DateField("ngày kết luận", null=True)
    achieved = models.TextField("kết quả đạt được", blank=True)
    lacking = models.TextField("tồn tại, hạn chế", blank=True)
    causes = models.TextField("nguyên nhân", blank=True)
    proposals = models.TextField("đề xuất, kiến nghị", blank=True)
    follow_up_by = models.DateField("hạn báo cáo khắc phục", null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-first_day", "-pk"]
        indexes = [
            models.Index(fields=["agency", "first_day"], name="inspections_by_day"),
            models.Index(fields=["target", "state"], name="inspections_by_target"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")),
                name="inspections_ends_after_it_begins",
                violation_error_message="Ngày cuối phải từ ngày đầu trở đi.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def status(self) -> CheckState:
        """The state as its enum."""
        return CheckState(self.state)


class TeamMember(models.Model):
    """Somebody of the team; `staff` empty for people of other agencies."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    name = models.CharField("họ và tên", max_length=200)
    title = models.CharField("chức vụ, cơ quan", max_length=300, blank=True)
    role = models.CharField("trong đoàn", max_length=10, choices=_choices(TeamRole))

    class Meta:
        ordering = ["pk"]


class Draw(models.Model):
    """A random draw as it was made: from which list, with which seed, and what came out. Never changed.

    `frame` is the whole list, sorted, one code a line; `digest` its SHA-256.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, related_name="+")
    of = models.CharField("rút", max_length=10, choices=_choices(DrawOf))
    among = models.CharField("trong", max_length=10, choices=_choices(Among), blank=True)
    first_day = models.DateField("từ ngày", null=True)
    last_day = models.DateField("đến ngày", null=True)
    seed = models.CharField("số gieo", max_length=100)
    seed_origin = models.CharField("số gieo từ đâu", max_length=300)
    method = models.CharField("cách rút", max_length=20)
    digest = models.CharField("mã kiểm của danh sách", max_length=64)
    frame = models.TextField("danh sách để rút")
    size = models.PositiveIntegerField("số dòng của danh sách")
    drawn = models.JSONField("rút được", default=list)
    reason = models.CharField("vì sao rút lại", max_length=500, blank=True)
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["agency", "of", "drawn_at"], name="inspections_draws")]


class ChecklistAnswer(models.Model):
    """What was found about one item of the checklist."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="+")
    item = models.CharField(max_length=20)
    answer = models.CharField(max_length=10, choices=_choices(Answered))
    note = models.CharField("ghi chú, tài liệu đã xem", max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "item"], name="inspections_one_answer_an_item")
        ]


class Finding(models.Model):
    """What the team found, tied to a dossier where it is about one; `violation` when it went into the register."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="+")
    kind = models.CharField("loại", max_length=12, choices=_choices(FindingKind))
    item = models.CharField("mục của bảng kiểm", max_length=20, blank=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="+", verbose_name="hồ sơ")
    words = models.TextField("nội dung")
    violation = models.ForeignKey(Violation, models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField()
    found_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]

    @property
    def of_kind(self) -> FindingKind:
        """The kind as its enum."""
        return FindingKind(self.kind)


class Remedy(models.Model):
    """What the inspected agency is to do by a day: answered by it, then accepted or sent back by who inspected."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="+")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="+")
    words = models.TextField("kiến nghị")
    due_on = models.DateField("hạn thực hiện")
    answer = models.TextField("kết quả thực hiện", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    sent_back = models.TextField("vì sao chưa đạt", blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["due_on"], name="inspections_remedies", condition=models.Q(closed_at=None))
        ]
