"""Facts and roll-ups. No personal data: these tables may be handed to anyone who counts."""

from django.db import models
from django.db.models import Q


class DossierFact(models.Model):
    """One dossier as figures see it; computed anew from the dossier whenever it is marked as changed."""

    dossier_id = models.BigIntegerField(unique=True)
    revision = models.PositiveIntegerField(default=0)
    agency_code = models.CharField(max_length=40)
    procedure_code = models.CharField(max_length=40)
    channel = models.CharField(max_length=10)
    state = models.CharField(max_length=20)
    received_on = models.DateField(null=True)
    due_date = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    limit_unit = models.CharField(max_length=20, blank=True)
    finished_at = models.DateTimeField(null=True)
    finished_on = models.DateField(null=True)
    waiting_since = models.DateTimeField(null=True)
    supplements_asked = models.PositiveSmallIntegerField(default=0)
    fee_bearing = models.BooleanField(default=False)
    paid_online = models.BooleanField(default=False)
    digitised = models.BooleanField(default=False)
    result_electronic = models.BooleanField(default=False)
    reused = models.BooleanField(default=False)
    shared = models.BooleanField(default=False)
    population_data = models.BooleanField(default=False)
    dissatisfied = models.BooleanField(default=False)
    petitioned = models.BooleanField(default=False)
    unit_time = models.CharField(max_length=8, blank=True)
    contacts = models.PositiveSmallIntegerField(null=True)
    bodies = models.PositiveSmallIntegerField(null=True)
    complained = models.BooleanField(default=False)
    counted_on = models.DateField(null=True)
    came_from = models.CharField(max_length=40, blank=True)
    moved_on = models.DateField(null=True)
    earlier = models.CharField(max_length=150, null=True)

    class Meta:
        indexes = [
            # Those that passed to another agency in a merger, found by the one that had them before.
            models.Index(
                fields=["came_from", "moved_on"],
                name="measurement_moved",
                condition=Q(moved_on__isnull=False),
            ),
            # Those that passed on more than once.
            models.Index(
                fields=["moved_on"], name="measurement_moved_again", condition=Q(earlier__isnull=False)
            ),
            # The dossiers of a period: received by its end, not ended before its beginning.
            models.Index(fields=["agency_code", "received_on", "finished_on"], name="measurement_population"),
            models.Index(
                fields=["agency_code", "due_date"],
                name="measurement_open",
                condition=Q(finished_on=None, received_on__isnull=False),
            ),
            models.Index(
                fields=["counted_on"],
                name="measurement_to_roll",
                condition=Q(finished_on=None, received_on__isnull=False),
            ),
        ]


class PetitionFact(models.Model):
    """One petition (PAKN) as figures see it."""

    petition_id = models.BigIntegerField(unique=True)
    agency_code = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    received_on = models.DateField()
    due_on = models.DateField()
    answered_on = models.DateField(null=True)
    dissatisfied = models.BooleanField(default=False)
    followed_up = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["agency_code", "received_on"], name="measurement_petitions"),
            models.Index(
                fields=["agency_code", "received_on", "due_on"],
                name="measurement_open_petitions",
                condition=Q(answered_on=None),
            ),
        ]


class RollUp(models.Model):
    """Sums of contributions by agency, procedure and period: closed periods whole, running ones without open dossiers."""

    agency_code = models.CharField(max_length=40)
    procedure_code = models.CharField(max_length=40)
    period = models.CharField(max_length=24)
    handled = models.IntegerField(default=0)
    received = models.IntegerField(default=0)
    received_online = models.IntegerField(default=0)
    finished = models.IntegerField(default=0)
    early = models.IntegerField(default=0)
    on_time = models.IntegerField(default=0)
    late = models.IntegerField(default=0)
    within = models.IntegerField(default=0)
    overdue = models.IntegerField(default=0)
    asked_twice = models.IntegerField(default=0)
    fee_bearing = models.IntegerField(default=0)
    paid_online = models.IntegerField(default=0)
    digitised = models.IntegerField(default=0)
    result_electronic = models.IntegerField(default=0)
    reused = models.IntegerField(default=0)
    shared = models.IntegerField(default=0)
    population_data = models.IntegerField(default=0)
    contented = models.IntegerField(default=0)
    finished_online = models.IntegerField(default=0)
    wholly_online = models.IntegerField(default=0)
    late_online = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency_code", "period", "procedure_code"], name="measurement_one_roll_up"
            )
        ]


class PetitionRollUp(models.Model):
    """Answered petitions by agency and the period of receipt, seen from its end; open ones are counted when read."""

    agency_code = models.CharField(max_length=40)
    procedure_code = models.CharField(max_length=40, blank=True)
    period = models.CharField(max_length=24)
    received = models.IntegerField(default=0)
    in_time = models.IntegerField(default=0)
    content = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency_code", "period", "procedure_code"], name="measurement_one_petition_roll_up"
            )
        ]


class PaymentFact(models.Model):
    """One payment of a dossier as figures see it; `agency_code` had the dossier on the day of the payment."""

    payment_id = models.BigIntegerField(unique=True)
    dossier_id = models.BigIntegerField()
    agency_code = models.CharField(max_length=40)
    procedure_code = models.CharField(max_length=40)
    paid_on = models.DateField()
    online = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["dossier_id"], name="measurement_payments_dossier"),
            models.Index(fields=["agency_code", "paid_on"], name="measurement_payments"),
        ]


class PaymentRollUp(models.Model):
    """Payments by agency, procedure and the period in which the money came: all of them, and those made online."""

    agency_code = models.CharField(max_length=40)
    procedure_code = models.CharField(max_length=40)
    period = models.CharField(max_length=24)
    paid = models.IntegerField(default=0)
    online = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency_code", "period", "procedure_code"], name="measurement_one_payment_roll_up"
            )
        ]


class Snapshot(models.Model):
    """A published score: a copy of every number on the day, which nothing updates (migration 0002: triggers refuse).

    `content` is what the data files offer, in the shape of `motcua measure show --json`.
    """

    agency_code = models.CharField("mã cơ quan", max_length=40)
    period = models.CharField("kỳ", max_length=24)
    set_code = models.CharField("bộ chỉ số", max_length=20)
    taken_at = models.DateTimeField("lúc công bố")
    content = models.JSONField()
    author_kind = models.CharField(max_length=20, default="system")
    author_id = models.CharField(max_length=64, blank=True)
    author_label = models.CharField("người công bố", max_length=200, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agency_code", "set_code", "period"], name="measurement_snapshots")]
