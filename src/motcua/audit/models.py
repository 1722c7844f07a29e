"""The record (append-only, sealed) and the outbox (one delivery row a consumer)."""

from django.db import models


class AuditRow(models.Model):
    """One thing that happened. A trigger on both databases refuses any change (migration 0002).

    Holds no personal data: `detail` names fields and codes, never their sealed values.
    """

    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)
    agency = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    detail = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "key", "id"]),
            models.Index(fields=["agency", "recorded_at"]),
            models.Index(fields=["actor_kind", "actor_id", "recorded_at"]),
        ]


class Seal(models.Model):
    """A seal over audit rows: the Merkle root of their digests, chained to the seal before."""

    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()


class OutboxKind(models.TextChoices):
    """A mark says «this changed, look again»; a message says «this happened», in order per key."""

    MARK = "mark", "dấu"
    MESSAGE = "message", "thông điệp"


class OutboxRow(models.Model):
    """Something others must learn of, written in the same transaction as the change itself."""

    kind = models.CharField(max_length=8, choices=OutboxKind.choices)
    topic = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()


class Delivery(models.Model):
    """One outbox row for one consumer."""

    row = models.ForeignKey(OutboxRow, on_delete=models.CASCADE, related_name="+")
    consumer = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            # The relay asks «what is due, in order», many times a second: only waiting rows are indexed, in
            # that order, so that a backlog of a hundred thousand costs a turn no more than one of a hundred.
            models.Index(fields=["next_at", "id"], name="audit_due", condition=models.Q(done_at=None)),
        ]
