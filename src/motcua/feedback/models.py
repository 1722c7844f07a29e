"""What citizens say: ratings of dossiers, and petitions (phản ánh, kiến nghị)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from motcua.datastore.counters import AbstractCounter
from motcua.datastore.fields import SealedTextField
from motcua.dossiers.models import Dossier
from motcua.feedback.enums import (
    Attitude,
    PetitionChannel,
    PetitionKind,
    PetitionState,
    RatingChannel,
    SlipForm,
)
from motcua.organisation.models import Agency


class Rating(models.Model):
    """One opinion on one dossier. A later one from the same channel takes its place; the old one is kept."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", verbose_name="hồ sơ")
    satisfied = models.BooleanField("hài lòng")
    score = models.PositiveSmallIntegerField("điểm")
    reasons = models.JSONField("lý do", default=list, blank=True)
    comment = SealedTextField("ý kiến")
    channel = models.CharField("kênh", max_length=8, choices=[(c.value, c.label) for c in RatingChannel])
    given_at = models.DateTimeField("lúc")
    current = models.BooleanField("đang có giá trị", default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "channel"],
                condition=Q(current=True),
                name="feedback_one_current_rating",
                violation_error_message="Hồ sơ này vừa được đánh giá trên cùng kênh; hãy tải lại trang.",
            ),
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=5),
                name="feedback_score_on_scale",
                violation_error_message="Điểm đánh giá từ 1 đến 5.",
            ),
        ]


class Slip(models.Model):
    """One answered slip of the evaluation by nine indices (TT 01/2018/TT-VPCP Điều 13, 14).

    No row is made when a slip is handed out: what was handed out follows from the forms issued. A later answer
    to the same form from the same channel takes its place; the old one is kept. Who answered is not stored.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", verbose_name="hồ sơ")
    form = models.CharField("phát cùng mẫu", max_length=2, choices=[(f.value, f.label) for f in SlipForm])
    channel = models.CharField("kênh", max_length=8, choices=[(c.value, c.label) for c in RatingChannel])
    contacts = models.PositiveSmallIntegerField("số lần liên hệ để hoàn thiện hồ sơ", null=True, blank=True)
    own_fault = models.BooleanField("do người nộp", default=False)
    bodies = models.PositiveSmallIntegerField("số cơ quan phải liên hệ", null=True, blank=True)
    attitude = models.CharField(
        "thái độ phục vụ", max_length=10, blank=True, choices=[(a.value, a.label) for a in Attitude]
    )
    unfounded = models.CharField("lý do kết luận phản ánh sai", max_length=500, blank=True)
    given_at = models.DateTimeField("lúc")
    current = models.BooleanField("đang có giá trị", default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "form", "channel"],
                condition=Q(current=True),
                name="feedback_one_current_slip",
                violation_error_message="Phiếu này vừa được trả lời trên cùng kênh; hãy tải lại trang.",
            ),
            models.CheckConstraint(
                condition=Q(contacts__isnull=False) | Q(bodies__isnull=False) | ~Q(attitude=""),
                name="feedback_slip_answers_something",
                violation_error_message="Hãy trả lời ít nhất một câu của phiếu.",
            ),
        ]

    def __str__(self) -> str:
        return f"phiếu số {self.pk}"


class Petition(models.Model):
    """A petition (PAKN) with its clocks. What was said and who said it are sealed.

    Due dates keep the calendar version they came from and are never recomputed silently.
    """

    code = models.CharField("mã", max_length=40, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan xử lý")
    agency_code = models.CharField("mã cơ quan lúc nhận", max_length=40)
    channel = models.CharField("kênh", max_length=8, choices=[(c.value, c.label) for c in PetitionChannel])
    kind = models.CharField("loại", max_length=10, choices=[(k.value, k.label) for k in PetitionKind])
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="về hồ sơ"
    )
    text = SealedTextField("nội dung")
    sender = SealedTextField("người phản ánh và cách liên hệ")
    received_at = models.DateTimeField("nhận lúc")
    refuse_due_on = models.DateField("hạn từ chối, chuyển trả")
    supplement_due_on = models.DateField("hạn yêu cầu bổ sung")
    handle_due_on = models.DateField("hạn xử lý")
    statute_due_on = models.DateField("hạn theo nghị định")
    publish_due_on = models.DateField("hạn công khai", null=True, blank=True)
    calendar_version = models.CharField("phiên bản lịch", max_length=80, blank=True)
    state = models.CharField(
        "trạng thái",
        max_length=12,
        choices=[(s.value, s.label) for s in PetitionState],
        default=PetitionState.RECEIVED.value,
    )
    answer = models.TextField("nội dung trả lời, lý do", blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    published_at = models.DateTimeField("công khai lúc", null=True, blank=True)
    likes = models.PositiveIntegerField("lượt hài lòng", default=0)
    dislikes = models.PositiveIntegerField("lượt không hài lòng", default=0)
    follow_up = models.BooleanField("phản ánh tiếp về kết quả", default=False)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "received_at"], name="feedback_petitions_of_agency"),
            models.Index(
                fields=["agency", "handle_due_on"],
                condition=Q(state=PetitionState.RECEIVED.value),
                name="feedback_petitions_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PetitionState.RECEIVED.value, answered_at=None)
                | (~Q(state=PetitionState.RECEIVED.value) & Q(answered_at__isnull=False)),
                name="feedback_answered_when_closed",
                violation_error_message="Phản ánh, kiến nghị đã trả lời phải ghi lúc trả lời.",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(state=PetitionState.PUBLISHED.value),
                name="feedback_published_state",
                violation_error_message="Chỉ câu trả lời đã công khai mới có lúc công khai.",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def status(self) -> PetitionState:
        """The state as its enum."""
        return PetitionState(self.state)

    @property
    def due_on(self) -> date:
        """The last day on time for the way the petition went: turned away, or handled."""
        return self.refuse_due_on if self.status.turned_away else self.handle_due_on


class PetitionCounter(AbstractCounter):
    """Numbers of petition codes: one row a day."""


# The tables of dialogues, in a room of their own.
import motcua.feedback.dialogue_models  # noqa: E402, F401
