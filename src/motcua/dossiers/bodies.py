"""The bodies that take part in a dossier, what each must do by when, and every time the dossier was handed over.

Rows stand beside the dossier: its own steps and clock go on. Changed only by the acts in `handing`.
"""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from motcua.organisation.models import Agency, Staff


class PartState(StrEnum):
    """How far a body's part is."""

    PLANNED = "planned"
    SENT = "sent"
    TAKEN = "taken"
    SENT_BACK = "sent_back"
    ANSWERED = "answered"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return {
            "planned": "Chưa chuyển",
            "sent": "Đã chuyển, chờ nhận",
            "taken": "Đang làm",
            "sent_back": "Trả lại nơi gửi",
            "answered": "Đã xong",
            "dropped": "Không phải làm",
        }[self.value]


class Carrier(StrEnum):
    """How a dossier went from one body to the next."""

    ELECTRONIC = "electronic"
    PAPER = "paper"

    @property
    def label(self) -> str:
        return {"electronic": "Điện tử", "paper": "Bản giấy"}[self.value]


class Direction(StrEnum):
    """Whether a hand-over brings work to a body or its result back."""

    OUT = "out"
    BACK = "back"


# A body with one of these may look into the dossier: it has, or had and finished, something to do there.
AT_WORK = frozenset({PartState.SENT, PartState.TAKEN, PartState.ANSWERED})
UNFINISHED = frozenset({PartState.PLANNED, PartState.SENT, PartState.TAKEN, PartState.SENT_BACK})


def _choices(enum: type[PartState] | type[Carrier]) -> list[tuple[str, str]]:
    return [(member.value, member.label) for member in enum]


class Part(models.Model):
    """What one body does in a dossier: its task, its own limit and clock, its result (NĐ 61/2018 Điều 19.6, 19.7).

    Bodies of one `stage` work in parallel. `due_at` counts from `started_at`: when the body took the dossier over,
    at the latest when it should have. `excused_at`: its lateness is recorded and the lead may go on without it.
    """

    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField("thứ tự")
    stage = models.PositiveSmallIntegerField("đợt")
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="+", verbose_name="cơ quan thực hiện"
    )
    name = models.CharField("tên trong quy trình", max_length=200)
    task = models.CharField("nhiệm vụ", max_length=1000)
    lead = models.BooleanField("chủ trì", default=False)
    holds = models.BooleanField("phải xong trước khi kết thúc hồ sơ", default=True)
    limit_value = models.DecimalField("thời hạn", max_digits=6, decimal_places=2, null=True)
    limit_unit = models.CharField("đơn vị", max_length=20, blank=True)
    expected = models.CharField("kết quả phải có", max_length=500, blank=True)
    steps = models.JSONField("các bước bên trong", default=list)
    state = models.CharField("tình trạng", max_length=10, choices=_choices(PartState))
    sent_at = models.DateTimeField("chuyển lúc", null=True)
    started_at = models.DateTimeField("bắt đầu tính hạn lúc", null=True)
    due_at = models.DateTimeField("hạn của cơ quan", null=True)
    holder = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", verbose_name="người làm")
    answered_at = models.DateTimeField("xong lúc", null=True)
    result = models.TextField("kết quả", blank=True)
    excused_at = models.DateTimeField("ghi nhận quá hạn lúc", null=True)
    remark = models.TextField("lý do quá hạn, không làm", blank=True)

    class Meta:
        ordering = ["dossier_id", "number"]
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="dossiers_part_once")]
        indexes = [
            models.Index(fields=["agency", "state", "due_at"], name="dossiers_parts_of_agency"),
            # «Which bodies are late now», over all agencies.
            models.Index(
                fields=["due_at"], name="dossiers_parts_at_work", condition=Q(state__in=["sent", "taken"])
            ),
        ]

    def __str__(self) -> str:
        return self.body

    @property
    def body(self) -> str:
        """The agency's name, or the process's word for it while none is chosen."""
        return self.agency.name if self.agency else self.name

    @property
    def status(self) -> PartState:
        return PartState(self.state)


class PartStep(models.Model):
    """One step inside a body as it was worked: who had it from when to when."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    holder = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["part_id", "pk"]


class Transfer(models.Model):
    """One hand-over between bodies: sent, then received or refused back with a reason; electronic or on paper."""

    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="+")
    part = models.ForeignKey(Part, models.CASCADE, related_name="+")
    direction = models.CharField(max_length=4, choices=[(each.value, each.value) for each in Direction])
    from_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    sender = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    receiver = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    carrier = models.CharField("cách chuyển", max_length=10, choices=_choices(Carrier))
    sent_at = models.DateTimeField()
    receive_by = models.DateTimeField("phải nhận trước")
    received_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    reason = models.TextField("lý do trả lại", blank=True)

    class Meta:
        ordering = ["dossier_id", "pk"]
        indexes = [
            models.Index(fields=["dossier", "sent_at"], name="dossiers_transfers"),
            # «What waits for us, or was sent by us and is not acknowledged».
            models.Index(
                fields=["to_agency", "sent_at"],
                name="dossiers_transfers_waiting",
                condition=Q(received_at=None, refused_at=None),
            ),
        ]


def open_bodies_of(dossier_id: int) -> int:
    """How many bodies still hold the end of a dossier: neither done, dropped nor recorded as late. One statement."""
    holding = Part.objects.filter(
        dossier=dossier_id, holds=True, excused_at=None, state__in=sorted(UNFINISHED)
    )
    return holding.count()
