"""Single tasks decided on: one not to be done any more, one proposed for next year. Loaded by `plans.models`."""

from django.db import models
from django.db.models import Q

from motcua.blobs.models import Blob
from motcua.organisation.models import Agency, Staff
from motcua.plans.enums import PlanKind, ProposalState

_KINDS = [(one.value, one.label) for one in PlanKind]
_STATES = [(one.value, one.label) for one in ProposalState]


class TaskDrop(models.Model):
    """The decision that a task of a running plan is not to be done any more, and its undoing when that came.

    `because`: the decision on the task above, which took this one along.
    """

    task = models.ForeignKey("plans.PlanTask", models.CASCADE, related_name="+")
    decided_on = models.DateField("ngày quyết định")
    decided_by = models.CharField("người quyết định", max_length=200)
    document = models.CharField("theo văn bản", max_length=300)
    reason = models.TextField("vì sao")
    because = models.ForeignKey("self", models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField("ghi lúc")
    made_by = models.CharField("người ghi", max_length=200)
    undone_at = models.DateTimeField("khôi phục lúc", null=True)
    undone_by = models.CharField("người khôi phục", max_length=200, blank=True)
    undone_why = models.TextField("vì sao khôi phục", blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(undone_at=None),
                name="plans_one_drop_a_task",
                violation_error_message="Nhiệm vụ này vừa được người khác cho thôi. Tải lại trang.",
            )
        ]

    @property
    def words(self) -> str:
        """Since when, by whom, on what, why: one sentence for lists and reports."""
        return (
            f"Không còn phải làm từ ngày {self.decided_on:%d/%m/%Y}: {self.decided_by}, {self.document}. "
            f"Lý do: {self.reason.rstrip('.')}."
        )


class ProposalCall(models.Model):
    """Units are asked for what they propose for a year's plans, by a day; who sent nothing is computed, not stored."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan đề nghị")
    year = models.PositiveSmallIntegerField("năm")
    due_on = models.DateField("gửi trước hết ngày")
    words = models.TextField("hướng dẫn", blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year"],
                name="plans_one_proposal_call",
                violation_error_message="Đã đề nghị đề xuất nhiệm vụ cho năm đó.",
            )
        ]


class TaskProposal(models.Model):
    """A task that a unit proposes for a year's plan of `agency`: sent, then taken (as it is or edited) or declined with words.

    `sent`: what the unit wrote, kept once whoever gathers changed it.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="gửi tới")
    unit = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan đề xuất")
    unit_name = models.CharField("đơn vị đề xuất", max_length=200)
    year = models.PositiveSmallIntegerField("năm")
    kind = models.CharField("loại kế hoạch", max_length=14, choices=_KINDS)
    title = models.TextField("nhiệm vụ")
    reason = models.TextField("vì sao cần làm")
    deliverable = models.TextField("sản phẩm")
    deadline_text = models.CharField("thời gian thực hiện", max_length=500)
    lead = models.JSONField("chủ trì", default=list)
    cooperating = models.JSONField("phối hợp", default=list, blank=True)
    proposer = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name="người đề xuất")
    proposed_by = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=_STATES, default=ProposalState.SENT.value)
    sent = models.JSONField("như đơn vị viết", default=dict)
    answer = models.TextField("trả lời", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["unit__path", "id"]
        indexes = [models.Index(fields=["agency", "year"], name="plans_proposals")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ProposalState.DECLINED.value) | ~Q(answer=""),
                name="plans_declined_says_why",
                violation_error_message="Không nhận thì phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ProposalState.ACCEPTED.value, ProposalState.DECLINED.value])
                | Q(answered_at__isnull=False),
                name="plans_answered_when",
                violation_error_message="Đã trả lời thì phải có ngày trả lời.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def status(self) -> ProposalState:
        return ProposalState(self.state)

    @property
    def of_kind(self) -> PlanKind:
        return PlanKind(self.kind)


class ProposalFile(models.Model):
    """A file that goes with a proposal: an estimate, a decision, a photograph of what is broken."""

    proposal = models.ForeignKey(TaskProposal, models.CASCADE, related_name="+")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "blob"],
                name="plans_proposal_file_once",
                violation_error_message="Tệp này đã kèm theo đề xuất.",
            )
        ]
