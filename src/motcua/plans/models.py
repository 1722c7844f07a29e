"""Plans as they run: tasks with due dates, targets with the measure they are tied to, evidence.

What was read from the document stays whole in `PlanDocument`; tasks and targets carry what a person confirmed.
"""

from enum import StrEnum

from django.db import models

from motcua.blobs.models import Blob
from motcua.datastore.fields import FoldedField
from motcua.organisation.models import Agency, Staff
from motcua.plans.enums import EventKind, Group, Means, Part, PlanKind, PlanState, RemarkKind, TaskState


def _choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    members: list[StrEnum] = list(enum)
    return [(member.value, str(getattr(member, "label"))) for member in members]  # noqa: B009 - each enum has one


class Plan(models.Model):
    """A plan of one agency for a year, from the document it was read from.

    `revises`: a reading that waits to be merged into that plan; `asked`: a person must first say whether it is the same.
    The tasks given outside any plan stand in one plan of kind OUTSIDE a year, which has no document.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan")
    title = models.CharField("tên kế hoạch", max_length=1000)
    number = models.CharField("số, ký hiệu", max_length=80, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=300, blank=True)
    year = models.PositiveSmallIntegerField("năm")
    kind = models.CharField(
        "loại kế hoạch", max_length=14, choices=_choices(PlanKind), default=PlanKind.CONTROL.value
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kế hoạch cấp trên"
    )
    revises = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="+")
    asked = models.BooleanField("chờ trả lời có phải bản sửa đổi", default=False)
    state = models.CharField(max_length=10, choices=_choices(PlanState), default=PlanState.READ.value)
    source_name = models.CharField("tên tệp", max_length=255, blank=True)
    source = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    headings = models.JSONField("đề mục", default=list)
    imported_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year", "-id"]
        indexes = [models.Index(fields=["agency", "year"], name="plans_of_agency")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year"],
                condition=models.Q(kind=PlanKind.OUTSIDE.value),
                name="plans_one_outside_a_year",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def status(self) -> PlanState:
        return PlanState(self.state)

    @property
    def of_kind(self) -> PlanKind:
        return PlanKind(self.kind)

    def heading(self, section: str) -> str:
        """The words of a section's heading; empty when the document gave it none."""
        return next((str(one["title"]) for one in self.headings if one["label"] == section), "")


class PlanDocument(models.Model):
    """The document of a plan as it was read, whole. Apart from the plan: lists of tasks never load it."""

    plan = models.OneToOneField(Plan, models.CASCADE, primary_key=True, related_name="+")
    reading = models.JSONField("kết quả đọc", default=dict)
    blocks = models.JSONField("văn bản gốc theo khối", default=list)
    unread = models.JSONField("chữ chưa xếp được, theo khối", default=list)


class PlanIssue(models.Model):
    """A document a plan was run from before a revised one took its place, with what that changed."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True)
    source_name = models.CharField(max_length=255)
    source = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    replaced_at = models.DateTimeField()
    replaced_by = models.CharField(max_length=200)
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["-replaced_at", "-id"]


class PlanCall(models.Model):
    """Units below are to have their own plan of a kind for a year by a day; who has none is computed, not stored."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan yêu cầu")
    kind = models.CharField("loại kế hoạch", max_length=14, choices=_choices(PlanKind))
    year = models.PositiveSmallIntegerField("năm")
    due_on = models.DateField("hạn gửi")
    parent = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="+")
    units = models.JSONField("đơn vị phải lập", default=list)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-year", "due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "year"],
                name="plans_one_call_a_year",
                violation_error_message="Đã yêu cầu lập loại kế hoạch này cho năm đó.",
            )
        ]

    @property
    def of_kind(self) -> PlanKind:
        return PlanKind(self.kind)


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
    given_at = models.DateTimeField("giao lúc", null=True)
    seen_at = models.DateTimeField("người làm mở xem lúc", null=True)
    giver = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người giao"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhiệm vụ cấp trên"
    )
    accepted_at = models.DateTimeField("nghiệm thu lúc", null=True)
    accepted_by = models.CharField("người nghiệm thu", max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=_choices(TaskState), default=TaskState.TO_DO.value)
    percent = models.PositiveSmallIntegerField("tiến độ %", default=0)
    done_on = models.DateField("xong ngày", null=True, blank=True)
    event = models.CharField("tính từ sự kiện", max_length=14, blank=True, choices=_choices(EventKind))
    criterion = models.CharField("khắc phục tiêu chí", max_length=20, blank=True)

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
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(state=TaskState.DONE.value),
                name="plans_accepted_is_done",
                violation_error_message="Chỉ nghiệm thu nhiệm vụ đã hoàn thành.",
            ),
        ]

    @property
    def status(self) -> TaskState:
        return TaskState(self.state)

    @property
    def only_cooperates(self) -> bool:
        """Whether the agency was given the task to cooperate in it; `plan__agency` should be loaded."""
        return self.plan.agency.name in self.cooperating


class Occurrence(models.Model):
    """One date on which a task is due: recurring tasks and cells with several deadlines have many.

    Of a task tied to an event there is one for each thing that happened: `cause` names it for good.
    """

    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="+")
    due_date = models.DateField()
    done_on = models.DateField(null=True)
    cause = models.CharField("do sự việc", max_length=60, blank=True)
    cause_words = models.CharField("sự việc", max_length=300, blank=True)
    cause_on = models.DateField("ngày xảy ra", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "due_date"],
                condition=models.Q(cause=""),
                name="plans_one_occurrence_a_day",
            ),
            models.UniqueConstraint(
                fields=["task", "cause"], condition=~models.Q(cause=""), name="plans_one_occurrence_a_cause"
            ),
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
    entered_by = models.CharField("người nhập", max_length=200, blank=True)
    entered_at = models.DateTimeField("nhập lúc", null=True)
    entered_file = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    entered_file_name = models.CharField(max_length=255, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chỉ tiêu cấp trên"
    )


class PlanDuty(_Row):
    """A sentence of «Tổ chức thực hiện»: who is to see to what."""

    text = models.TextField()
    who = models.CharField(max_length=500, blank=True)
    deadline_text = models.TextField(blank=True)


class Evidence(models.Model):
    """What proves work on a task: words, a file where there is one, and the date or event it answers where there are several."""

    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="+")
    text = models.TextField("nội dung")
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    proof = models.CharField("điều hệ thống thấy", max_length=80, blank=True)
    occurrence = models.ForeignKey(Occurrence, models.SET_NULL, null=True, related_name="+")
    percent = models.PositiveSmallIntegerField(default=0)
    given_at = models.DateTimeField()
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["-given_at", "-id"]


class Remark(models.Model):
    """Words on a task: a comment, an acceptance, a sending back, a change of hands, a reminder."""

    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=_choices(RemarkKind))
    text = models.TextField()
    made_at = models.DateTimeField()
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["-made_at", "-id"]

    @property
    def of_kind(self) -> RemarkKind:
        return RemarkKind(self.kind)


class Obstacle(models.Model):
    """What stands in the way of a task, to be answered by a day."""

    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="+")
    text = models.TextField("vướng mắc")
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=200)
    answer_by = models.DateField("trả lời trước hết ngày")
    answer = models.TextField("trả lời", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["answered_at", "answer_by", "id"]
        indexes = [
            models.Index(fields=["answer_by"], name="plans_obstacles", condition=models.Q(answered_at=None))
        ]


class CalendarFeed(models.Model):
    """An address under which an officer's calendar reads their due dates; of its secret only the hash is kept."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff"], condition=models.Q(revoked_at=None), name="plans_one_feed_an_officer"
            )
        ]


class BodyAlias(models.Model):
    """What words that name a body or a person mean in the plans of an agency; confirmed once, remembered."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan có kế hoạch")
    words = models.CharField("lời văn", max_length=300)
    words_folded = models.CharField(max_length=300)
    means = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Means])
    body = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", verbose_name="cơ quan")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", verbose_name="cán bộ")
    group = models.CharField("nhóm", max_length=14, blank=True, choices=_choices(Group))
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["words_folded"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "words_folded"],
                name="plans_one_meaning",
                violation_error_message="Cụm từ này vừa được người khác xác nhận. Tải lại trang.",
            )
        ]


class TaskBody(models.Model):
    """Somebody a task of a running plan names, once it is known who that is."""

    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="+")
    part = models.CharField(max_length=12, choices=_choices(Part))
    words = models.CharField(max_length=300)
    means = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Means])
    body = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    group = models.CharField(max_length=14, blank=True, choices=_choices(Group))

    class Meta:
        ordering = ["task_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "part", "words"], name="plans_body_named_once")
        ]

    @property
    def of_part(self) -> Part:
        return Part(self.part)


# Outreach, initiatives, emulation and the budget; reports sent; decisions on single tasks: in rooms of their own.
import motcua.plans.control_models  # noqa: E402
import motcua.plans.sent_models  # noqa: E402
import motcua.plans.task_models  # noqa: E402, F401
