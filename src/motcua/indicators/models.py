"""Values of criteria as somebody measured, entered or published them, each with its origin."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from motcua.indicators.enums import Provenance, SetKind
from motcua.kernel import clock


class IndicatorValueQuerySet(models.QuerySet["IndicatorValue"]):
    def of(self, *, agency: str, period: str, set_code: str) -> Self:
        """All that is recorded of an agency's period, the newest first."""
        return self.filter(agency_code=agency, period_code=period, set_code=set_code)

    def from_origin(self, provenance: Provenance) -> Self:
        """Values of one origin: an estimate and a published score are never read as one."""
        return self.filter(provenance=provenance.value)

    def standing(self) -> Self:
        """Of each agency, period, criterion and origin the value recorded last."""
        later = IndicatorValue.objects.filter(
            set_code=models.OuterRef("set_code"),
            criterion=models.OuterRef("criterion"),
            agency_code=models.OuterRef("agency_code"),
            period_code=models.OuterRef("period_code"),
            provenance=models.OuterRef("provenance"),
            id__gt=models.OuterRef("id"),
        )
        return self.filter(~models.Exists(later))


class IndicatorValue(models.Model):
    """Points of a criterion, a group or the whole set in one period; rows are added, never changed.

    `criterion` holds a code of the set: a criterion ("III.3"), a group ("III-a"), or "total"; the portal also
    publishes groups without their counts. Of a family of targets (`set_code`) `points` is the value in the
    row's own unit. Empty points are not zero points. Dossiers behind a measured
    value are found through the measurement, not here.
    """

    set_code = models.CharField("bộ chỉ số", max_length=20)
    rules_of = models.DateField("quy tắc của ngày")
    criterion = models.CharField("tiêu chí", max_length=40)
    agency_code = models.CharField("mã cơ quan", max_length=40)
    period_code = models.CharField("kỳ", max_length=30)
    numerator = models.PositiveBigIntegerField("tử số", null=True, blank=True)
    denominator = models.PositiveBigIntegerField("mẫu số", null=True, blank=True)
    points = models.DecimalField("điểm", max_digits=6, decimal_places=2, null=True, blank=True)
    provenance = models.CharField(
        "nguồn gốc", max_length=10, choices=[(member.value, member.label) for member in Provenance]
    )
    evidence = models.TextField("minh chứng", blank=True)
    author_kind = models.CharField(max_length=20)
    author_id = models.CharField(max_length=64)
    author_label = models.CharField("người ghi", max_length=200)
    recorded_at = models.DateTimeField("lúc ghi", default=clock.now)

    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["agency_code", "period_code", "set_code", "criterion", "provenance"],
                name="indicators_value_of_a_period",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(numerator=None, denominator=None)
                | Q(numerator__isnull=False, denominator__isnull=False, numerator__lte=F("denominator")),
                name="indicators_value_counts_fit",
                violation_error_message="Ghi cả tử số và mẫu số, hoặc bỏ cả hai; tử số không quá mẫu số.",
            ),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__gte=0),
                name="indicators_value_points_not_below_zero",
                violation_error_message="Điểm, giá trị phải từ 0 trở lên.",
            ),
            models.CheckConstraint(
                condition=Q(provenance=Provenance.MEASURED.value) | ~Q(evidence=""),
                name="indicators_value_has_evidence",
                violation_error_message="Giá trị nhập tay hoặc do nơi khác công bố phải có minh chứng.",
            ),
            models.CheckConstraint(
                condition=Q(provenance__in=[member.value for member in Provenance]),
                name="indicators_value_origin_known",
                violation_error_message="Nguồn gốc của giá trị không đúng.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.set_code} {self.criterion} {self.agency_code} {self.period_code}"


class LocalSet(models.Model):
    """A set that an administrator made: a copy of another, changed, for an agency and all below it, with its days.

    A row is never changed: a correction is a further row, and the one made last holds on its days. Periods that
    ended before `first` keep the set they were scored with. `content` is plain data in the shape of `data/766.toml`, or
    of `data/assessed/cchc-xa.toml` for a set that agencies score themselves.
    """

    kind = models.CharField(
        "cách chấm", max_length=10, default=SetKind.SCORED.value,
        choices=[(member.value, member.label) for member in SetKind],
    )  # fmt: skip
    code = models.CharField("mã", max_length=20)
    title = models.CharField("tên", max_length=400)
    base_code = models.CharField("chép từ bộ", max_length=20)
    scope = models.CharField("cơ quan", max_length=40)
    first = models.DateField("áp dụng từ ngày")
    last = models.DateField("đến hết ngày", null=True, blank=True)
    basis = models.CharField("căn cứ", max_length=400)
    content = models.JSONField()
    author_id = models.CharField(max_length=64)
    author_label = models.CharField("người lập", max_length=200)
    made_at = models.DateTimeField("lúc lập", default=clock.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["scope", "first"], name="indicators_local_sets")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last=None) | Q(last__gte=F("first")),
                name="indicators_local_set_ends_after_it_begins",
                violation_error_message="Ngày cuối phải từ ngày đầu trở đi.",
            ),
            models.CheckConstraint(
                condition=~Q(basis=""),
                name="indicators_local_set_has_a_basis",
                violation_error_message="Hãy ghi văn bản làm căn cứ của bộ chỉ số.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[member.value for member in SetKind]),
                name="indicators_local_set_kind_known",
                violation_error_message="Cách chấm của bộ chỉ số không đúng.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.scope})"
