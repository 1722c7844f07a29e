"""What people were told, and how it reached them. Texts and addresses are personal: sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Person
from motcua.datastore.fields import SealedTextField
from motcua.messaging.enums import LetterState


class Notice(models.Model):
    """One thing told to one person about one thing, once: (`about`, `key`, `number`) is unique.

    `title` may stand in a list on a shared screen and holds nothing personal; `body` is sealed.
    """

    about = models.CharField("loại việc", max_length=24)
    key = models.CharField("mã việc", max_length=40)
    number = models.PositiveIntegerField("thứ tự trong việc")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField("tiêu đề", max_length=300)
    body = SealedTextField("nội dung")
    happened_at = models.DateTimeField("việc xảy ra lúc")
    created_at = models.DateTimeField("báo lúc")
    read_at = models.DateTimeField("đọc lúc", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "key", "number"], name="messaging_told_once"),
        ]
        indexes = [models.Index(fields=["person", "-created_at"], name="messaging_of_person")]

    def __str__(self) -> str:
        return self.title


class Letter(models.Model):
    """A notice on its way through one channel. `lease_until` tells a sender that died from one at work."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField("kênh", max_length=24)
    address = SealedTextField("gửi tới")
    text = SealedTextField("nội dung gửi")
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=[(state.value, state.label) for state in LetterState],
        default=LetterState.WAITING.value,
    )
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    next_at = models.DateTimeField("thử lúc")
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField("gửi lúc", null=True)
    reference = models.CharField("mã của kênh", max_length=120, blank=True)
    error = models.CharField("lý do chưa gửi được", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="messaging_one_letter_a_channel")
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                name="messaging_to_send",
                condition=Q(state__in=[LetterState.WAITING.value, LetterState.SENDING.value]),
            )
        ]

    def __str__(self) -> str:
        return f"thư số {self.pk} qua {self.channel}"


class Refusal(models.Model):
    """A person who does not want letters through a channel. Notices after signing in are always there."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=24)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "channel"], name="messaging_one_refusal")]
