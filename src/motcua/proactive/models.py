"""What was offered to whom, and what people want of it. Nothing of the papers themselves is copied here."""

from django.db import models

from motcua.accounts.models import Person
from motcua.proactive.enums import OfferState


class Offer(models.Model):
    """One case that became due for one person about one thing: found and told once.

    `level` is what may be done for this person, `done_level` what was done: 2 and 3 a draft, 4 a dossier filed.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    case = models.CharField("trường hợp", max_length=60)
    subject = models.CharField("về việc", max_length=60)
    day = models.DateField("ngày của việc")
    until = models.DateField("đến hết ngày")
    level = models.PositiveSmallIntegerField("mức chủ động")
    words = models.CharField("nội dung báo", max_length=600)
    state = models.CharField(
        "tình trạng",
        max_length=10,
        choices=[(s.value, s.label) for s in OfferState],
        default=OfferState.OPEN.value,
    )
    found_at = models.DateTimeField("tìm thấy lúc")
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    done_level = models.PositiveSmallIntegerField("đã làm ở mức", null=True)
    draft_token = models.CharField(max_length=32, blank=True)
    dossier_id = models.BigIntegerField("hồ sơ đã nộp", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "case", "subject"], name="proactive_offered_once"),
            models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=4), name="proactive_level"),
        ]
        indexes = [models.Index(fields=["person", "state", "day"], name="proactive_of_person")]

    def __str__(self) -> str:
        return f"{self.case} · {self.subject}"


class Wish(models.Model):
    """What a person wants of a case: not to be told any more, or that it is carried out at its full level."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    case = models.CharField("trường hợp", max_length=60)
    wanted = models.BooleanField("đồng ý")
    since = models.DateTimeField("từ lúc")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "case"], name="proactive_one_wish")]
