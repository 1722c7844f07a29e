"""Tickets of a desk's queue and every call of them. Nothing here names a citizen.

Dossiers stand beside this package: a ticket knows the code of a dossier received while it was called, no more.
"""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from motcua.counters.enums import Ending, Source, TicketState
from motcua.datastore.counters import AbstractCounter
from motcua.organisation.models import Agency, Counter, Staff


def _choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    return [(member.value, str(getattr(member, "label"))) for member in enum]  # noqa: B009 - each enum has one


class TicketKind(models.Model):
    """A kind of tickets of a desk: a letter, and the fields of procedures it stands for (empty: all)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    letter = models.CharField("ký hiệu", max_length=2)
    name = models.CharField("loại việc", max_length=120)
    fields = models.JSONField("lĩnh vực thủ tục", default=list)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "letter"], condition=Q(last_day=None), name="counters_letter_of_a_desk"
            )
        ]
        ordering = ["agency_id", "letter"]

    def __str__(self) -> str:
        return f"{self.letter}. {self.name}"


class Serving(models.Model):
    """A counter calls tickets of a kind. A counter without any row calls every kind of its desk."""

    counter = models.ForeignKey(Counter, models.CASCADE, related_name="+")
    kind = models.ForeignKey(TicketKind, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["counter", "kind"], name="counters_serves_once")]


class Kiosk(models.Model):
    """A machine that gives tickets. Its key is the address it opens: whoever does not know it cannot take numbers."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.CharField("tên, nơi đặt", max_length=120)
    key = models.CharField(max_length=40, unique=True)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)


class Ticket(models.Model):
    """One number of a day. `key` is what the QR on the paper leads to; it tells nothing but the queue."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.ForeignKey(TicketKind, models.PROTECT, related_name="+")
    day = models.DateField()
    letter = models.CharField(max_length=2)
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=24, unique=True)
    source = models.CharField(max_length=12, choices=_choices(Source))
    priority = models.CharField("đối tượng ưu tiên", max_length=20, blank=True)
    appointment_at = models.DateTimeField("giờ hẹn", null=True)
    state = models.CharField(max_length=8, choices=_choices(TicketState))
    issued_at = models.DateTimeField()
    waiting_from = models.DateTimeField(help_text="lúc bắt đầu lần chờ này: xếp hàng theo đây")
    waited_seconds = models.PositiveIntegerField(default=0)
    served_seconds = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=120, blank=True)
    act_key = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "day", "letter", "number"], name="counters_one_ticket_a_number"
            )
        ]
        indexes = [
            models.Index(
                fields=["agency", "day", "waiting_from"],
                condition=Q(state=TicketState.WAITING.value),
                name="counters_waiting",
            ),
            models.Index(
                fields=["day"],
                condition=Q(state__in=[TicketState.WAITING.value, TicketState.CALLED.value]),
                name="counters_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}{self.number:03d}"

    @property
    def status(self) -> TicketState:
        """The state, typed."""
        return TicketState(self.state)


class Call(models.Model):
    """A ticket called to a counter by an officer. A counter has at most one call that has not ended."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    day = models.DateField()
    counter = models.ForeignKey(Counter, models.PROTECT, related_name="+")
    officer = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    last_called_at = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=1)
    priority = models.BooleanField(default=False)
    waited_seconds = models.PositiveIntegerField()
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=12, choices=_choices(Ending), blank=True)
    served_seconds = models.PositiveIntegerField(default=0)
    act_key = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["counter"], condition=Q(ended_at=None), name="counters_one_call_at_a_counter"
            ),
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at=None), name="counters_called_to_one_counter"
            ),
            models.UniqueConstraint(
                fields=["officer"], condition=Q(ended_at=None), name="counters_one_call_an_officer"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "day", "last_called_at"], name="counters_calls_of_a_day"),
        ]


class TicketDossier(models.Model):
    """The code of a dossier received while the ticket was called."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    code = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "code"], name="counters_dossier_once")]
        indexes = [models.Index(fields=["code"], name="counters_ticket_of_dossier")]


class TicketNumber(AbstractCounter):
    """Numbers of tickets: one row per letter, agency and day."""
