"""Originals brought to be certified, and the book of certified electronic copies (NĐ 45/2020/NĐ-CP Điều 10.3)."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from motcua.datastore.counters import AbstractCounter
from motcua.datastore.fields import FoldedField, SealedTextField
from motcua.organisation.models import Agency, Staff
from motcua.storehouse.models import Paper


class CopyCounter(AbstractCounter):
    """Numbers in the book of certified copies: one row per agency and year."""


class CopyState(StrEnum):
    """Where one original and its copy stand."""

    CHECKED = "checked"
    REFUSED = "refused"
    DROPPED = "dropped"
    COMPOSING = "composing"
    SIGNING = "signing"
    CERTIFIED = "certified"
    VOID = "void"

    @property
    def label(self) -> str:
        """The state in Vietnamese."""
        return {
            "checked": "Đã đối chiếu bản chính",
            "refused": "Không chứng thực",
            "dropped": "Đã bỏ",
            "composing": "Đang lập bản sao",
            "signing": "Chờ ký, đóng dấu",
            "certified": "Đã chứng thực",
            "void": "Đã hủy trong sổ",
        }[self.value]


NUMBERED = (CopyState.COMPOSING, CopyState.SIGNING, CopyState.CERTIFIED, CopyState.VOID)


class CertifiedCopy(models.Model):
    """One original that was shown, what the officer found, and the copy with its number in the book.

    A number is taken once and never given back: a copy that is not issued stays in the book as void, with the reason.
    """

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan chứng thực")
    state = models.CharField(
        "tình trạng", max_length=10, choices=[(state.value, state.label) for state in CopyState]
    )
    requester = models.CharField("người yêu cầu", max_length=300)
    requester_folded = FoldedField(source="requester")

    title = models.CharField("tên bản chính", max_length=300)
    title_folded = FoldedField(source="title")
    # The number of a citizen's paper is often an identity number.
    number = SealedTextField("số, ký hiệu của bản chính")
    issuer = models.CharField("cơ quan cấp bản chính", max_length=300, blank=True)
    issued_on = models.DateField("ngày cấp bản chính", null=True)
    pages = models.PositiveSmallIntegerField("số trang bản chính", default=0)
    scan = models.ForeignKey("blobs.Blob", models.PROTECT, null=True, related_name="+")
    checked_by = models.ForeignKey(
        Staff, models.PROTECT, related_name="+", verbose_name="người đối chiếu bản chính"
    )
    checked_at = models.DateTimeField("đối chiếu lúc")
    reason = models.CharField("mã lý do không chứng thực", max_length=40, blank=True)
    refusal = models.CharField("lý do không chứng thực", max_length=600, blank=True)

    year = models.PositiveSmallIntegerField("năm", null=True)
    serial = models.PositiveIntegerField("số thứ tự trong sổ", null=True)
    number_text = models.CharField("số chứng thực", max_length=80, blank=True)
    numbered_at = models.DateTimeField("vào sổ lúc", null=True)
    certifier = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", verbose_name="người ký chứng thực"
    )
    certifier_name = models.CharField(max_length=200, blank=True)
    certifier_title = models.CharField(max_length=200, blank=True)
    fee = models.PositiveIntegerField("phí (đồng)", default=0)
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, related_name="+")
    certified_at = models.DateTimeField("chứng thực lúc", null=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField("lý do hủy", max_length=400, blank=True)
    problem = models.CharField("vì sao chưa lập được", max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["dossier"], name="dossiers_copies_of_one"),
            models.Index(fields=["agency", "certified_at"], name="dossiers_copies_certified"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "serial"],
                condition=Q(serial__isnull=False),
                name="dossiers_copy_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["checked", "refused", "dropped"], serial=None)
                | Q(state__in=[state.value for state in NUMBERED], serial__isnull=False),
                name="dossiers_copy_numbered",
                violation_error_message="Bản sao đã lập phải có số trong sổ chứng thực.",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""),
                name="dossiers_copy_refused_says_why",
                violation_error_message="Không chứng thực thì phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=~Q(state="certified") | Q(paper__isnull=False, certified_at__isnull=False),
                name="dossiers_copy_certified_has_paper",
            ),
        ]

    def __str__(self) -> str:
        return self.number_text or self.title

    @property
    def status(self) -> CopyState:
        return CopyState(self.state)
