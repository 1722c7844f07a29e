"""Dialogues with citizens and businesses: announced, held with minutes, questions answered, published.

Loaded by `feedback.models`.
"""

from enum import StrEnum

from django.db import models

from motcua.blobs.models import Blob
from motcua.datastore.fields import SealedTextField
from motcua.feedback.enums import Asker, DialogueCause, DialogueState, DialogueWay
from motcua.organisation.models import Agency


def _choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    return [(member.value, str(getattr(member, "label"))) for member in enum]  # noqa: B009 - each enum has one


class Dialogue(models.Model):
    """One dialogue. `announce_by` and `publish_by` follow from its day by the rules of that day."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan tổ chức")
    title = models.CharField("chủ đề", max_length=300)
    cause = models.CharField("lý do tổ chức", max_length=8, choices=_choices(DialogueCause))
    way = models.CharField("cách thức", max_length=10, choices=_choices(DialogueWay))
    held_at = models.DateTimeField("lúc")
    place = models.CharField("địa điểm, địa chỉ trực tuyến", max_length=300)
    content = models.TextField("nội dung")
    joining = models.CharField("cách đăng ký, gửi câu hỏi", max_length=500)
    chair = models.CharField("chủ trì", max_length=300)
    takes_questions = models.BooleanField("nhận câu hỏi trên trang công khai", default=True)
    announce_by = models.DateField("hạn thông báo")
    announced_at = models.DateTimeField("thông báo lúc", null=True)
    announced_how = models.CharField("thông báo qua", max_length=300, blank=True)
    state = models.CharField(
        max_length=10, choices=_choices(DialogueState), default=DialogueState.PREPARED.value
    )
    people = models.PositiveIntegerField("số người dự", null=True)
    minutes = models.TextField("biên bản", blank=True)
    minutes_file = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    minutes_name = models.CharField(max_length=255, blank=True)
    publish_by = models.DateField("hạn công khai kết quả")
    published_at = models.DateTimeField("công khai lúc", null=True)
    reason = models.CharField("vì sao không tổ chức", max_length=500, blank=True)
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-held_at", "-pk"]
        indexes = [models.Index(fields=["agency", "held_at"], name="feedback_dialogues")]

    def __str__(self) -> str:
        return self.title

    @property
    def status(self) -> DialogueState:
        """The state as its enum."""
        return DialogueState(self.state)


class Question(models.Model):
    """A question sent before or asked there. Who asked is sealed and never published.

    `shown_words` and `shown_answer`: what the public reads, names and numbers covered; filled when published.
    `left_out`: why it is neither answered nor published (abuse, nothing asked, asked already).
    """

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="+")
    asker = models.CharField("người hỏi", max_length=8, choices=_choices(Asker))
    asker_name = SealedTextField("họ tên người hỏi")
    field = models.CharField("lĩnh vực", max_length=200, blank=True)
    words = models.TextField("câu hỏi")
    before = models.BooleanField("gửi trước", default=False)
    online = models.BooleanField("gửi qua mạng", default=False)
    asked_at = models.DateTimeField()
    unit = models.CharField("đơn vị trả lời", max_length=200, blank=True)
    passed_to = models.CharField("chuyển cơ quan có thẩm quyền", max_length=200, blank=True)
    answer = models.TextField("trả lời", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    left_out = models.CharField("vì sao không trả lời, không công khai", max_length=500, blank=True)
    shown_words = models.TextField("câu hỏi công khai", blank=True)
    shown_answer = models.TextField("trả lời công khai", blank=True)

    class Meta:
        ordering = ["pk"]
