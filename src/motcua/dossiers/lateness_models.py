"""What stands beside a dossier when it runs late or more is asked than published. Loaded by `dossiers.models`."""

from django.db import models
from django.db.models import Q

from motcua.dossiers.enums import ApologyState, DelayCause, ExtraState
from motcua.dossiers.models import Dossier
from motcua.organisation.models import Agency, Staff

_CAUSES = [(cause.value, cause.label) for cause in DelayCause]


class Apology(models.Model):
    """An apology letter with a new date: drafted by an officer, signed or sent back by a leader.

    One draft at a time; a signed one is the extension of the same day in the dossier's history.
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=[(state.value, state.label) for state in ApologyState])
    cause = models.CharField("lý do", max_length=12, choices=_CAUSES)
    words = models.TextField("lý do cụ thể, lời xin lỗi")
    due_before = models.DateField("ngày hẹn cũ")
    new_due = models.DateField("ngày hẹn mới")
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField("người soạn", max_length=200)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField("người ký, trả lại", max_length=200, blank=True)
    answer = models.TextField("ý kiến của lãnh đạo", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(state=ApologyState.DRAFTED.value),
                name="dossiers_one_apology_draft",
                violation_error_message="Hồ sơ này đã có một văn bản xin lỗi đang chờ ký.",
            )
        ]
        indexes = [models.Index(fields=["dossier", "state"], name="dossiers_apologies")]


class Explanation(models.Model):
    """What the head of the unit explains about a dossier that is or would be late: one for each missed date."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+")
    missed_due = models.DateField("ngày hẹn bị lỡ")
    due_on = models.DateField("hạn giải trình")
    cause = models.CharField("nguyên nhân", max_length=12, choices=_CAUSES)
    words = models.TextField("giải trình")
    measures = models.TextField("cách khắc phục")
    given_at = models.DateTimeField()
    given_by = models.CharField("người giải trình", max_length=200)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "missed_due"],
                name="dossiers_one_explanation",
                violation_error_message="Hồ sơ này đã có giải trình cho ngày hẹn đó.",
            )
        ]


class ExtraPaper(models.Model):
    """A paper outside the published components: asked of a leader, consented or not; attempts without asking too."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=[(state.value, state.label) for state in ExtraState])
    paper = models.CharField("giấy tờ", max_length=500)
    legal_basis = models.CharField("căn cứ pháp lý", max_length=500, blank=True)
    words = models.TextField("vì sao cần", blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField("người xin ý kiến", max_length=200)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField("lãnh đạo", max_length=200, blank=True)
    answer = models.TextField("ý kiến của lãnh đạo", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["dossier", "state"], name="dossiers_extra_papers"),
            models.Index(fields=["asked_at"], name="dossiers_extra_papers_by_day"),
        ]


class CalendarGap(models.Model):
    """A due date was asked for in a year whose calendar is missing: what the administrator must publish."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    first_at = models.DateTimeField("lần đầu")
    last_at = models.DateTimeField("lần cuối")
    times = models.PositiveIntegerField("số lần", default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="dossiers_one_calendar_gap")]
