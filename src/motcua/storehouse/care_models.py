"""Rows of the care for kept papers: who looked at them, what is doubtful, what was destroyed, the plan of a year."""

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Business, Person
from motcua.organisation.models import Agency, Staff
from motcua.storehouse.care_enums import DisposalState, Doubt, DoubtState, Purpose
from motcua.storehouse.enums import PaperKind


class PaperReading(models.Model):
    """An officer was shown a paper kept of somebody: for which dossier (its code, empty for none) and what for."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    business = models.ForeignKey(Business, models.PROTECT, null=True, related_name="+")
    paper = models.ForeignKey("storehouse.Paper", models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    dossier = models.CharField("hồ sơ", max_length=60, blank=True)
    purpose = models.CharField("mục đích", max_length=10, choices=[(p.value, p.label) for p in Purpose])
    at = models.DateTimeField("lúc")

    class Meta:
        indexes = [
            models.Index(fields=["person", "at"], name="storehouse_read_of_person"),
            models.Index(fields=["staff", "at"], name="storehouse_read_by_staff"),
        ]


class DoubtfulPaper(models.Model):
    """One paper that a rule found doubtful, and what became of it. `other`: the paper it is a duplicate of."""

    doubt = models.CharField("quy tắc", max_length=16, choices=[(d.value, d.label) for d in Doubt])
    paper = models.ForeignKey("storehouse.Paper", models.PROTECT, related_name="+")
    other = models.ForeignKey("storehouse.Paper", models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    dossier = models.CharField("hồ sơ", max_length=60, blank=True)
    words = models.CharField("sai ở đâu", max_length=300, blank=True)
    state = models.CharField("tình trạng", max_length=10, choices=[(s.value, s.label) for s in DoubtState])
    found_at = models.DateTimeField("phát hiện lúc")
    seen_at = models.DateTimeField("còn thấy lúc")
    decided_at = models.DateTimeField("xử lý lúc", null=True)
    decided_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    what = models.CharField("đã làm gì", max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "doubt"], name="storehouse_doubt_once")]
        indexes = [
            models.Index(
                fields=["agency", "doubt"], condition=Q(state="open"), name="storehouse_doubts_open"
            ),
        ]


class Disposal(models.Model):
    """A leader's decision to destroy papers of a class kept longer than their time."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField("loại", max_length=12, choices=[(k.value, k.label) for k in PaperKind])
    before = models.DateField("cấp, nhận trước ngày")
    years = models.PositiveSmallIntegerField("thời hạn lưu, năm")
    source = models.CharField("căn cứ thời hạn", max_length=300)
    number = models.CharField("số quyết định", max_length=60)
    day = models.DateField("ngày quyết định")
    reason = models.CharField("căn cứ, ý kiến xét hủy", max_length=600)
    state = models.CharField(max_length=8, choices=[(s.value, s.label) for s in DisposalState])
    decided_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "number", "day"], name="storehouse_disposal_once")
        ]

    def __str__(self) -> str:
        return self.number


class DisposedPaper(models.Model):
    """A line of the list kept of what was destroyed. The paper's row stays, without file and text."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="+")
    paper = models.OneToOneField("storehouse.Paper", models.PROTECT, related_name="+")
    dossier = models.CharField("hồ sơ", max_length=60, blank=True)
    gone_at = models.DateTimeField("hủy lúc", null=True)
    kept_because = models.CharField("giữ lại vì", max_length=200, blank=True)


class YearOfOldResults(models.Model):
    """What an agency plans for a year of its old results: how many there are, how many were done before, how many now."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    total = models.PositiveIntegerField("tổng số kết quả phải số hóa")
    before = models.PositiveIntegerField("đã số hóa đến đầu năm")
    planned = models.PositiveIntegerField("số hóa trong năm")
    basis = models.CharField("kế hoạch, văn bản", max_length=300, blank=True)
    set_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="storehouse_year_of_old_results"),
            models.CheckConstraint(
                condition=Q(before__lte=models.F("total")), name="storehouse_year_before_in_total"
            ),
        ]
