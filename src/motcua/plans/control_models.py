"""Outreach, initiatives, emulation and the budget of the control work. Loaded by `plans.models`."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from motcua.blobs.models import Blob
from motcua.organisation.models import Agency, Staff
from motcua.plans.control_enums import AwardKind, AwardState, ChannelKind, InitiativeState, PostKind


def _choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    return [(member.value, str(getattr(member, "label"))) for member in enum]  # noqa: B009 - each enum has one


class OutreachChannel(models.Model):
    """A channel an agency keeps: its page, Zalo, Facebook, loudspeakers, a panel."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan")
    kind = models.CharField("loại", max_length=10, choices=_choices(ChannelKind))
    name = models.CharField("tên kênh", max_length=200)
    url = models.URLField("địa chỉ", max_length=500, blank=True)
    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến hết ngày", null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    """A campaign: for whom, from a day to a day, how many posts are wanted."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan")
    title = models.CharField("tên đợt truyền thông", max_length=300)
    audience = models.CharField("đối tượng", max_length=300)
    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến hết ngày")
    wanted = models.PositiveSmallIntegerField("số sản phẩm cần có", default=0)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-first_day", "-pk"]

    def __str__(self) -> str:
        return self.title


class Post(models.Model):
    """Something put out by somebody, proved by its link or a picture. A link counts once in an agency."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name="người thực hiện")
    kind = models.CharField("loại", max_length=10, choices=_choices(PostKind))
    title = models.CharField("tên sản phẩm", max_length=300)
    channel = models.ForeignKey(OutreachChannel, models.PROTECT, null=True, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="+")
    day = models.DateField("ngày đăng, phát")
    times = models.PositiveSmallIntegerField("số lần phát, số bản", default=1)
    url = models.URLField("đường dẫn", max_length=1000, blank=True)
    picture = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    picture_name = models.CharField(max_length=255, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField("vì sao rút", max_length=300, blank=True)

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["agency", "day"], name="plans_posts_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "url"],
                condition=~Q(url="") & Q(withdrawn_at=None),
                name="plans_one_post_a_link",
                violation_error_message="Đường dẫn này đã được ghi.",
            ),
            models.CheckConstraint(
                condition=~Q(url="") | Q(picture__isnull=False),
                name="plans_post_is_proved",
                violation_error_message="Ghi đường dẫn hoặc gửi ảnh chụp.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Initiative(models.Model):
    """An initiative: registered, appraised, recognised by a decision or not."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan")
    year = models.PositiveSmallIntegerField("năm")
    title = models.CharField("tên sáng kiến", max_length=300)
    problem = models.TextField("vấn đề")
    solution = models.TextField("giải pháp")
    effect = models.TextField("hiệu quả dự kiến")
    state = models.CharField(
        max_length=10, choices=_choices(InitiativeState), default=InitiativeState.REGISTERED.value
    )
    registered_on = models.DateField("ngày đăng ký")
    registered_by = models.CharField(max_length=200)
    appraisal = models.TextField("ý kiến thẩm định", blank=True)
    appraised_on = models.DateField("ngày thẩm định", null=True)
    appraised_by = models.CharField("người, hội đồng thẩm định", max_length=200, blank=True)
    decision = models.CharField("quyết định công nhận", max_length=120, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True)

    class Meta:
        ordering = ["-year", "-pk"]
        indexes = [models.Index(fields=["agency", "year"], name="plans_initiatives")]

    def __str__(self) -> str:
        return self.title

    @property
    def status(self) -> InitiativeState:
        """The state as its enum."""
        return InitiativeState(self.state)


class InitiativeAuthor(models.Model):
    """Whose initiative it is."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "staff"], name="plans_one_author_once")]


class EmulationMark(models.Model):
    """Points the council gives on what the system does not know, with what they rest on. The newest holds."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    criterion = models.CharField("tiêu chí", max_length=20)
    points = models.DecimalField("điểm", max_digits=5, decimal_places=2)
    basis = models.CharField("căn cứ", max_length=500)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["agency", "year"], name="plans_emulation_marks")]


class Award(models.Model):
    """A proposal of reward or discipline, with the points it was made on, followed to its decision."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    kind = models.CharField("đề nghị", max_length=12, choices=_choices(AwardKind))
    words = models.TextField("lý do")
    points = models.DecimalField("điểm khi đề nghị", max_digits=6, decimal_places=2)
    out_of = models.DecimalField("trên", max_digits=6, decimal_places=2)
    state = models.CharField(max_length=10, choices=_choices(AwardState), default=AwardState.PROPOSED.value)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=200)
    decision = models.CharField("quyết định", max_length=120, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True)
    decided_words = models.CharField("ý kiến", max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["agency", "year"], name="plans_awards")]


class BudgetLine(models.Model):
    """A line of the estimate: what for, how many, at what amount each (đồng)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    content = models.CharField("nội dung chi", max_length=40)
    words = models.CharField("diễn giải", max_length=500)
    quantity = models.PositiveIntegerField("số lượng")
    unit_amount = models.PositiveBigIntegerField("mức chi")
    norm = models.PositiveBigIntegerField("định mức lúc lập", null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["agency", "year"], name="plans_budget_lines")]

    @property
    def estimate(self) -> int:
        """The estimated amount, đồng."""
        return self.quantity * self.unit_amount


class BudgetSpending(models.Model):
    """Money spent on a line, by which document."""

    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="+")
    day = models.DateField("ngày chi")
    amount = models.PositiveBigIntegerField("số tiền")
    document = models.CharField("chứng từ", max_length=200)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["day", "pk"]


class BudgetSettlement(models.Model):
    """The year's budget settled: nothing changes any more."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    estimate = models.PositiveBigIntegerField("dự toán")
    spent = models.PositiveBigIntegerField("đã chi")
    document = models.CharField("văn bản quyết toán", max_length=200)
    settled_on = models.DateField("ngày quyết toán")
    entered_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year"], name="plans_one_settlement_a_year",
                violation_error_message="Năm này đã quyết toán.",
            )
        ]  # fmt: skip
