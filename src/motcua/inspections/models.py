"""The register of violations: who found what, the measure taken, followed until handled."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from motcua.dossiers.models import Dossier
from motcua.inspections.enums import Detection, Measure, ViolationKind, ViolationState
from motcua.organisation.models import Agency, Staff


def _choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    return [(member.value, str(getattr(member, "label"))) for member in enum]  # noqa: B009 - each enum has one


class Violation(models.Model):
    """One violation. `fact` names what the system proposed it from, so that nothing is proposed twice."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan")
    officer = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", verbose_name="người vi phạm"
    )
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="+", verbose_name="hồ sơ")
    kind = models.CharField("loại", max_length=12, choices=_choices(ViolationKind))
    happened_on = models.DateField("ngày xảy ra")
    period = models.CharField("kỳ", max_length=10, blank=True)
    words = models.TextField("nội dung")
    detected_by = models.CharField("phát hiện qua", max_length=12, choices=_choices(Detection))
    entered_at = models.DateTimeField("ghi sổ lúc")
    entered_by = models.CharField("người ghi sổ", max_length=200)
    fact = models.CharField(max_length=80, null=True, unique=True)
    state = models.CharField(
        max_length=10, choices=_choices(ViolationState), default=ViolationState.OPEN.value
    )
    due_on = models.DateField("hạn xử lý")
    measure = models.CharField("biện pháp", max_length=12, choices=_choices(Measure), blank=True)
    measure_on = models.DateField("ngày áp dụng", null=True)
    outcome = models.TextField("kết luận, văn bản xử lý", blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField("người kết luận", max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "state", "due_on"], name="inspections_violations"),
            models.Index(fields=["kind", "period"], name="inspections_violations_period"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ViolationState.HANDLED.value)
                | (~Q(measure="") & Q(measure_on__isnull=False)),
                name="inspections_handled_has_measure",
                violation_error_message="Vi phạm đã xử lý phải ghi biện pháp và ngày áp dụng.",
            )
        ]

    @property
    def status(self) -> ViolationState:
        """The state as its enum."""
        return ViolationState(self.state)


# The tables of inspections, in a room of their own.
import motcua.inspections.inspection_models  # noqa: E402, F401
