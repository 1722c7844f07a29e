"""A dossier, its history, and the rows that tie it to papers and payments.

What is personal is sealed; the applicant's name stays readable. States change only by acts.
"""

from enum import StrEnum
from typing import Self

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Business, Person
from motcua.catalogue.models import Component, Procedure, ProcedureVersion
from motcua.datastore.counters import AbstractCounter
from motcua.datastore.fields import BlindIndexField, FoldedField, SealedTextField, SortKeyField
from motcua.dossiers.enums import OPEN_STATES, Act, Channel, IdentityHelpKind, Outcome, State
from motcua.kernel.text import fold
from motcua.organisation.models import Agency, Staff
from motcua.payments.models import Order
from motcua.storehouse.models import Paper

_Worded = type[State] | type[Act] | type[Channel] | type[Outcome] | type[IdentityHelpKind]


def _choices(enum: _Worded) -> list[tuple[str, str]]:
    members: list[StrEnum] = list(enum)
    return [(member.value, str(getattr(member, "label"))) for member in members]  # noqa: B009 - each enum has one


_OPEN = Q(state__in=sorted(OPEN_STATES))
_EVERY_ROW = Q(id__gt=0)
_FOR_OTHERS = ~Q(desk=models.F("agency"))


class DossierQuerySet(models.QuerySet["Dossier"]):
    """Reads with business names."""

    def open(self) -> Self:
        """Received and not yet ended: somebody owes work."""
        return self.filter(_OPEN)

    def matching(self, text: str) -> Self:
        """By any of its codes, or by words of the applicant's name, diacritics or not."""
        wanted = text.strip()
        if not wanted:
            return self
        by_code = Q(code__iexact=wanted) | Q(tracking__iexact=wanted)
        aliases = DossierAlias.objects.filter(code__iexact=wanted).values("dossier_id")
        by_name = Q()
        for word in fold(wanted).split():
            by_name &= Q(applicant_folded__contains=word)
        return self.filter(by_code | Q(pk__in=aliases) | by_name)


class Dossier(models.Model):
    """One request under one procedure version, from filing to hand-over.

    Two clocks: `received_at` at the counter and `clock_started_at` at the competent agency (NĐ 309/2026 Điều 8.3).
    `original_due_date` never changes; `due_date` moves only by an act that writes an event.
    """

    tracking = models.CharField("mã tra cứu", max_length=16, unique=True)
    code = models.CharField("mã hồ sơ", max_length=60, unique=True, null=True)
    revision = models.PositiveIntegerField(default=1)

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+", verbose_name="thủ tục")
    # Without an index of its own: what begins with the same column below serves, or nobody looks from there. Every
    # reception pays for each index of this table.
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", db_index=False, verbose_name="cơ quan giải quyết"
    )
    desk = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", db_index=False, verbose_name="nơi tiếp nhận"
    )
    regime = models.CharField("chế độ pháp luật", max_length=8)

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    business = models.ForeignKey(Business, models.PROTECT, null=True, related_name="+")
    applicant_name = models.CharField("người nộp", max_length=300)
    applicant_folded = FoldedField(source="applicant_name")
    applicant_key = SortKeyField(source="applicant_name", person=True)
    applicant_identity = SealedTextField("số định danh người nộp")
    identity_blind = BlindIndexField(source="applicant_identity")
    applicant_phone = SealedTextField("điện thoại người nộp")
    applicant_address = SealedTextField("địa chỉ người nộp")
    applicant_email = SealedTextField("thư điện tử người nộp")
    delegate_name = models.CharField("người được uỷ quyền nộp", max_length=200, blank=True)
    delegate_identity = SealedTextField("số định danh người được uỷ quyền")
    delegate_blind = BlindIndexField(source="delegate_identity", null=True)  # type: ignore[misc]  # null: rows from before have none
    authorisation = models.CharField("giấy uỷ quyền", max_length=300, blank=True)
    # Only this opens the dossier to the delegate's account: the words above may name a kinship. Empty: from before.
    delegate_may_follow = models.BooleanField("có văn bản uỷ quyền, đã xem", null=True)
    subject = models.CharField("nội dung yêu cầu", max_length=1000, blank=True)
    answers = SealedTextField("nội dung tờ khai")

    channel = models.CharField("cách nộp", max_length=10, choices=_choices(Channel))
    # Received outside the office (NĐ 61/2018 Điều 14.5): where.
    place = models.CharField("nơi tiếp nhận ngoài trụ sở", max_length=200, blank=True)
    received_by_post = models.BooleanField("nhân viên bưu chính tiếp nhận", default=False)
    state = models.CharField("trạng thái", max_length=20, choices=_choices(State))
    outcome = models.CharField("kết quả", max_length=10, choices=_choices(Outcome), blank=True)

    filed_at = models.DateTimeField("nộp lúc")
    # Since when a dossier filed from afar waits for the desk: its filing, or the end of a supplement before receipt.
    offered_at = models.DateTimeField("chờ tiếp nhận từ", null=True)
    received_at = models.DateTimeField("tiếp nhận lúc", null=True)
    received_on = models.DateField("ngày tiếp nhận", null=True)
    clock_started_at = models.DateTimeField("bắt đầu tính hạn lúc", null=True)
    limit_value = models.PositiveSmallIntegerField("thời hạn", null=True)
    limit_unit = models.CharField("đơn vị thời hạn", max_length=20, blank=True)
    original_due_date = models.DateField("hẹn trả lần đầu", null=True)
    due_date = models.DateField("ngày hẹn trả", null=True)
    due_at = models.DateTimeField("giờ hẹn trả", null=True)
    calendar_version = models.CharField("phiên bản lịch", max_length=40, blank=True)
    clock_events = models.JSONField(
        default=list, help_text="Các sự kiện của đồng hồ, để tính lại hạn và giải thích."
    )
    waiting_since = models.DateTimeField("chờ công dân từ", null=True)
    finished_at = models.DateTimeField("xử lý xong lúc", null=True)
    returned_at = models.DateTimeField("trả kết quả lúc", null=True)

    holder = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="người đang xử lý"
    )
    receiver = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", verbose_name="người tiếp nhận"
    )
    step = models.PositiveSmallIntegerField("bước hiện tại", default=0)
    step_name = models.CharField(max_length=300, blank=True)
    supplements_asked = models.PositiveSmallIntegerField("số lần yêu cầu bổ sung", default=0)
    extensions = models.PositiveSmallIntegerField("số lần hẹn lại", default=0)
    opinions_open = models.PositiveSmallIntegerField("ý kiến đang chờ", default=0)
    reason = models.TextField("lý do", blank=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        indexes = [
            # «What is due when, of what is still open»: the desk's page, the worker's, and open figures.
            # Lists walk these in the order of the column and then of the key (`finding.find`), so the key stands
            # before what is only looked at.
            models.Index(
                fields=["agency", "due_date", "id", "procedure"], name="dossiers_open_by_due", condition=_OPEN
            ),
            # Who holds a dossier holds an open one, or one whose result waits to be handed out: of those a desk's
            # officer has thousands, and their own work must be found beside them.
            models.Index(
                fields=["holder", "due_date", "id"], name="dossiers_open_by_holder", condition=_OPEN
            ),
            models.Index(
                fields=["holder", "due_date"], name="dossiers_by_holder", condition=Q(holder__isnull=False)
            ),
            models.Index(fields=["agency", "received_on", "id", "procedure"], name="dossiers_register"),
            models.Index(fields=["desk", "state", "filed_at"], name="dossiers_by_desk"),
            models.Index(fields=["agency", "state", "filed_at", "id"], name="dossiers_by_state"),
            models.Index(fields=["person", "filed_at"], name="dossiers_of_person"),
            models.Index(
                fields=["delegate_blind"],
                name="dossiers_by_delegate",
                condition=Q(delegate_blind__isnull=False),
            ),
            models.Index(fields=["agency", "finished_at"], name="dossiers_finished"),
            # Walked by those whose scope is many agencies, and the few dossiers received for another agency.
            # Their condition holds for every row: it keeps them out of plans that do not ask for all agencies.
            models.Index(
                fields=["due_date", "id", "procedure", "agency"],
                name="dossiers_open_everywhere",
                condition=_OPEN & _EVERY_ROW,
            ),
            models.Index(
                fields=["received_on", "id", "procedure", "agency"],
                name="dossiers_received_everywhere",
                condition=_EVERY_ROW,
            ),
            models.Index(
                fields=["state", "filed_at", "id"], name="dossiers_states_everywhere", condition=_EVERY_ROW
            ),
            # Received for another agency: few, whatever a planner thinks, and so walked in order as well.
            models.Index(
                fields=["desk", "state", "filed_at", "id"], name="dossiers_for_others", condition=_FOR_OTHERS
            ),
            models.Index(
                fields=["desk", "received_on", "id"],
                name="dossiers_for_others_register",
                condition=_FOR_OTHERS,
            ),
            models.Index(
                fields=["desk", "due_date", "id"],
                name="dossiers_for_others_by_due",
                condition=_OPEN & _FOR_OTHERS,
            ),
            models.Index(
                fields=["agency"],
                name="dossiers_on_the_way",
                condition=Q(clock_started_at=None, received_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_at=None) | ~Q(code=None),
                name="dossiers_received_has_code",
                violation_error_message="Hồ sơ đã tiếp nhận phải có mã hồ sơ.",
            ),
            models.CheckConstraint(
                condition=~_OPEN | Q(due_date__isnull=False, received_at__isnull=False),
                name="dossiers_open_has_due_date",
                violation_error_message="Hồ sơ đang giải quyết phải có ngày hẹn trả.",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RETURNED.value) | Q(finished_at__isnull=False),
                name="dossiers_returned_after_finished",
                violation_error_message="Chỉ trả kết quả khi hồ sơ đã xử lý xong.",
            ),
        ]

    def __str__(self) -> str:
        return self.code or self.tracking

    @property
    def status(self) -> State:
        return State(self.state)


class DossierAlias(models.Model):
    """A code the dossier has elsewhere (national portal, a ministry's system); look-up accepts all."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+")
    code = models.CharField(max_length=60, unique=True)
    system = models.CharField(max_length=60)


class Event(models.Model):
    """One act in the life of a dossier. Rows are never changed: a trigger refuses (migration 0002)."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("thứ tự")
    act = models.CharField(max_length=24, choices=_choices(Act))
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)
    agency_code = models.CharField(max_length=40, blank=True)
    step = models.PositiveSmallIntegerField(default=0)
    step_name = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    due_before = models.DateField(null=True)
    due_after = models.DateField(null=True)
    detail = models.JSONField(default=dict)
    act_key = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="dossiers_event_in_order")]
        ordering = ["dossier_id", "number"]


class StepRun(models.Model):
    """One step of the internal process as it was worked: who held it, from when to when, until when it was due."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    performer = models.CharField(max_length=300, blank=True)
    agency_code = models.CharField(max_length=40)
    holder = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["dossier", "number"], name="dossiers_steps")]


class Opinion(models.Model):
    """An opinion asked of another body, with its own due date (NĐ 61/2018 Điều 19.5). The citizen's clock runs on."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+")
    asked_of = models.CharField("cơ quan được hỏi", max_length=200)
    question = models.TextField("nội dung")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField("ghi nhận quá hạn trả lời lúc", null=True)
    answer = models.TextField(blank=True)


class PaperRole(models.TextChoices):
    COMPONENT = "component", "Thành phần hồ sơ"
    RESULT = "result", "Kết quả"
    ATTACHMENT = "attachment", "Tài liệu kèm theo"


class DossierPaper(models.Model):
    """A paper in a dossier: a component handed in, or the result."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+", db_index=False)
    role = models.CharField(max_length=12, choices=PaperRole.choices)
    component = models.ForeignKey(Component, models.PROTECT, null=True, related_name="+")
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="+")
    reused = models.BooleanField("dùng lại giấy tờ đã có", default=False)

    class Meta:
        indexes = [models.Index(fields=["dossier", "role"], name="dossiers_papers")]


class DossierFee(models.Model):
    """What is owed for a dossier: the fee at filing, or a financial duty asked later."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+", db_index=False)
    order = models.OneToOneField(Order, models.PROTECT, related_name="+")
    duty = models.BooleanField("nghĩa vụ tài chính phát sinh", default=False)

    class Meta:
        indexes = [models.Index(fields=["dossier"], name="dossiers_fees")]


class DossierCounter(AbstractCounter):
    """Numbers of dossier codes: one row per unit and day."""


class LookUp(models.Model):
    """An officer was shown what the house knows of a person, for one reception (`act_key` is its form's key)."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    # None: nobody bears the number that was asked for; asking counts all the same.
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    act_key = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["staff", "at"], name="dossiers_look_ups_by_staff"),
            models.Index(fields=["person", "at"], name="dossiers_look_ups_of_person"),
        ]


class IdentityHelp(models.Model):
    """Somebody was helped with the electronic identity account; `undone_at` takes a slip of the finger back."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    kind = models.CharField("việc hỗ trợ", max_length=10, choices=_choices(IdentityHelpKind))
    at = models.DateTimeField()
    day = models.DateField("ngày")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "day"], name="dossiers_identity_help_by_day"),
            models.Index(fields=["staff", "day"], name="dossiers_identity_help_staff"),
        ]


# The rest of the tables of this package, in rooms of their own.
