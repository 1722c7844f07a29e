"""Plans as they run: tasks with due dates, targets with the measure they are tied to, evidence.

What was read from the document stays whole in `PlanDocument`; tasks and targets carry what a person confirmed.
"""

from enum import StrEnum

from django.db import models

from motcua.blobs.models import Blob
from motcua.datastore.fields import FoldedField
from motcua.organisation.models import Agency, Staff
from motcua.plans.enums import PlanState, TaskState


def _choices(enum: type[PlanState] | type[TaskState]) -> list[tuple[str, str]]:
    members: list[StrEnum] = list(enum)
    return [(member.value, str(getattr(member, "label"))) for member in members]  # noqa: B009 - each enum has one


class Plan(models.Model):
    """A plan of one agency for a year, from the document it was read from."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan")
    title = models.CharField("tên kế hoạch", max_length=1000)
    number = models.CharField("số, ký hiệu", max_length=80, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=300, blank=True)
    year = models.PositiveSmallIntegerField("năm")
    state = models.CharField(max_length=10, choices=_choices(PlanState), default=PlanState.READ.value)
    source_name = models.CharField("tên tệp", max_length=255)
    source = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    headings = models.JSONField("đề mục", default=list)
    imported_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year", "-id"]
        indexes = [models.Index(fields=["agency", "year"], name="plans_of_agency")]

    def __str__(self) -> str:
        return self.title

    @property
    def status(self) -> PlanState:
        return PlanState(self.state)

    def heading(self, section: str) -> str:
        """The words of a section's heading; empty when the document gave it none."""
        return next((str(one["title"]) for one in self.headings if one["label"] == section), "")


class PlanDocument(models.Model):
    """The document of a plan as it was read, whole. Apart from the plan: lists of tasks never load it."""

    plan = models.OneToOneField(Plan, models.CASCADE, primary_key=True, related_name="+")
    reading = models.JSONField("kết quả đọc", default=dict)
    blocks = models.JSONField("văn bản gốc theo khối", default=list)
    unread = models.JSONField("chữ chưa xếp được, theo khối", default=list)


class _Row(models.Model):
    """Something read from a place in the document, in the document's order."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    order = models.PositiveIntegerField()
    place = models.PositiveIntegerField("khối trong văn bản", default=0)
    section = models.CharField("mục", max_length=40, blank=True)
    number = models.CharField("số", max_length=40, blank=True)
    lead = models.JSONField("chủ trì", default=list, blank=True)
    cooperating = models.JSONField("phối hợp", default=list, blank=True)
    corrected = models.BooleanField("đã sửa tay", default=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        ordering = ["plan_id", "order"]


class PlanTask(_Row):
    """A task: what, who, until when, and how far it is."""

    title = models.TextField("nội dung")
    title_folded = FoldedField(source="title", max_length=4000)
    deadline_text = models.TextField("thời hạn theo văn bản", blank=True)
    deadlines = models.JSONField("thời hạn đã đọc", default=list, blank=True)
    due_date = models.DateField("hạn", null=True, blank=True)
    deliverable = models.TextField("sản phẩm, kết quả", blank=True)
    note = models.TextField("ghi chú", blank=True)
    parts = models.JSONField("các ý", default=list, blank=True)
    inherited = models.JSONField("ô gộp", default=list, blank=True)
    holder = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người làm"
    )
    state = models.CharField(max_length=10, choices=_choices(TaskState), default=TaskState.TO_DO.value)
    percent = models.PositiveSmallIntegerField("tiến độ %", default=0)
    done_on = models.DateField("xong ngày", null=True, blank=True)

    class Meta(_Row.Meta):
        indexes = [models.Index(fields=["plan", "due_date"], name="plans_tasks_by_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__lte=100),
                name="plans_task_percent",
                violation_error_message="Tiến độ từ 0 đến 100 phần trăm.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=TaskState.DONE.value) | models.Q(done_on__isnull=False),
                name="plans_done_has_day",
                violation_error_message="Nhiệm vụ hoàn thành phải có ngày hoàn thành.",
            ),
        ]

    @property
    def status(self) -> TaskState:
        return TaskState(self.state)


class Occurrence(models.Model):
    """One date on which a task is due: recurring tasks and cells with several deadlines have many."""

    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="+")
    due_date = models.DateField()
    done_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "due_date"], name="plans_one_occurrence_a_day")
        ]
        indexes = [
            models.Index(fields=["due_date"], name="plans_occurrences", condition=models.Q(done_on=None))
        ]


class PlanTarget(_Row):
    """A measurable aim. `measure` names the criterion that measures it; without one it is followed with evidence."""

    name = models.TextField("chỉ tiêu")
    unit = models.CharField("đơn vị", max_length=40, blank=True)
    operator = models.CharField("phép so", max_length=24, blank=True)
    value = models.DecimalField("giá trị", max_digits=14, decimal_places=3, null=True, blank=True)
    value_high = models.DecimalField("đến", max_digits=14, decimal_places=3, null=True, blank=True)
    baseline = models.DecimalField("năm trước", max_digits=14, decimal_places=3, null=True, blank=True)
    baseline_operator = models.CharField(max_length=4, blank=True)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    assessor = models.CharField("nơi đánh giá", max_length=300, blank=True)
    measure = models.CharField("đo bằng", max_length=20, blank=True)
    entered = models.DecimalField("giá trị nhập", max_digits=14, decimal_places=3, null=True, blank=True)
    entered_basis = models.CharField("căn cứ của giá trị nhập", max_length=300, blank=True)


class PlanDuty(_Row):
    """A sentence of «Tổ chức thực hiện»: who is to see to what."""

    text = models.TextField()
    who = models.CharField(max_length=500, blank=True)
    deadline_text = models.TextField(blank=True)


class Evidence(models.Model):
    """What proves work on a task: words, and a file where there is one."""

    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="+")
    text = models.TextField("nội dung")
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    given_at = models.DateTimeField()
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["-given_at", "-id"]
