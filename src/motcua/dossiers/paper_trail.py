"""What went out of the desk on paper: numbered forms as they were issued, the register's entries, drafts of results."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from motcua.datastore.counters import AbstractCounter
from motcua.datastore.fields import SealedTextField
from motcua.organisation.models import Agency, Staff


class FormCounter(AbstractCounter):
    """Numbers of outgoing forms: one row per kind, agency and year; entries of the register of a desk and year."""


class IssuedForm(models.Model):
    """One form as it went out: who, when, which words. It is printed again from these words, number and all.

    `event` is the number of the dossier's event it tells of: what is issued twice for one event is one form.
    """

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    kind = models.CharField("mẫu", max_length=20)
    event = models.PositiveIntegerField("việc thứ")
    family = models.CharField("chế độ", max_length=8)
    form_number = models.CharField("mẫu số", max_length=10)
    title = models.CharField("tên mẫu", max_length=200)
    unit = models.CharField("cơ quan cấp số", max_length=40)
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số", null=True)
    mark = models.CharField("ký hiệu", max_length=20, blank=True)
    texts = SealedTextField("lời trên giấy")
    qr = SealedTextField("nội dung mã QR")
    template = models.ForeignKey(
        "storehouse.Template",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="mẫu riêng của cơ quan",
    )
    # The PDF that signatures were asked for; once signed it is what is given out (PAdES).
    paper = models.ForeignKey(
        "storehouse.Paper", models.PROTECT, null=True, related_name="+", verbose_name="bản ký số"
    )
    issued_at = models.DateTimeField("phát hành lúc")
    issued_by = models.CharField("người phát hành", max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "kind", "event"], name="dossiers_form_once_an_event"),
            models.UniqueConstraint(
                fields=["unit", "kind", "year", "number"],
                condition=Q(number__isnull=False),
                name="dossiers_form_number_once",
            ),
        ]

    @property
    def number_text(self) -> str:
        """«07/HDHS»; empty for a form without a number of its own."""
        if self.number is None:
            return ""
        return f"{self.number:02d}/{self.mark}" if self.mark else f"{self.number:02d}"


class RegisterEntry(models.Model):
    """The number of a dossier in the register of its desk and year; never given twice, never changed."""

    dossier = models.OneToOneField("dossiers.Dossier", models.PROTECT, related_name="+")
    desk = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số thứ tự")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk", "year", "number"], name="dossiers_register_once")
        ]


class DraftState(StrEnum):
    """Where a draft stands between specialist and leader."""

    WRITING = "writing"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"

    @property
    def label(self) -> str:
        return {
            "writing": "Đang soạn",
            "submitted": "Đã trình lãnh đạo",
            "returned": "Lãnh đạo trả lại",
            "approved": "Đã duyệt",
        }[self.value]


class Draft(models.Model):
    """A result being written: from a template, in versions, submitted, approved into the dossier's result paper."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    kind = models.CharField("loại văn bản", max_length=20)
    title = models.CharField("tên văn bản", max_length=300)
    state = models.CharField(
        "tình trạng", max_length=10, choices=[(state.value, state.label) for state in DraftState]
    )
    made_at = models.DateTimeField("soạn lúc")
    made_by = models.CharField("người soạn", max_length=200)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField("trình lúc", null=True)
    decided_at = models.DateTimeField("duyệt, trả lại lúc", null=True)
    decided_by = models.CharField("lãnh đạo", max_length=200, blank=True)
    answer = models.TextField("ý kiến của lãnh đạo", blank=True)
    result = models.ForeignKey("dossiers.DossierPaper", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["dossier", "state"], name="dossiers_drafts")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=DraftState.APPROVED.value) | Q(result__isnull=False),
                name="dossiers_draft_approved_has_result",
                violation_error_message="Dự thảo đã duyệt phải có giấy tờ kết quả.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def status(self) -> DraftState:
        return DraftState(self.state)


class DraftVersion(models.Model):
    """One version of a draft: the document, and the PDF/A it becomes."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField("lần")
    document = models.ForeignKey("blobs.Blob", models.PROTECT, related_name="+")
    pdf = models.ForeignKey("blobs.Blob", models.PROTECT, related_name="+")
    note = models.CharField("sửa gì", max_length=300, blank=True)
    made_at = models.DateTimeField("lúc")
    made_by = models.CharField("người soạn", max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="dossiers_draft_version_once")
        ]
