"""Keys, whom to trust, and signatures that were asked for."""

from base64 import b64decode

from django.db import models
from django.db.models import Q

from motcua.datastore.fields import SealedTextField
from motcua.organisation.models import Agency, Staff
from motcua.storehouse.enums import KeyPurpose, KeySource, SigningState


class SigningKey(models.Model):
    """A key that somebody may sign with: their own, or the seal of an agency that they keep.

    The private key itself lies in `material` (sealed, PKCS#12 for trying out), on a token, or at a service.
    """

    holder = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name="người giữ khóa")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan")
    purpose = models.CharField("dùng để", max_length=10, choices=[(p.value, p.label) for p in KeyPurpose])
    source = models.CharField("nơi giữ", max_length=10, choices=[(s.value, s.label) for s in KeySource])
    reference = models.CharField(max_length=200, blank=True)
    material = SealedTextField()
    certificate = models.TextField(help_text="DER, base64")
    chain = models.JSONField(default=list, help_text="DER, base64")
    subject = models.CharField("cấp cho", max_length=200)
    issuer = models.CharField("nơi cấp", max_length=200)
    valid_from = models.DateTimeField("có hiệu lực từ")
    valid_to = models.DateTimeField("có hiệu lực đến")
    image = models.ForeignKey(
        "blobs.Blob", models.PROTECT, null=True, related_name="+", verbose_name="hình ảnh"
    )
    trial = models.BooleanField("dùng thử", default=False)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField("thôi dùng từ", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["holder"], condition=Q(ended_at=None), name="storehouse_keys_of_holder")
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def certificate_der(self) -> bytes:
        return b64decode(self.certificate)


class TrustedCertificate(models.Model):
    """A root that signatures are trusted by, or an authority between, with its list of the revoked."""

    subject = models.CharField("tên", max_length=200)
    fingerprint = models.CharField("dấu vân tay", max_length=64, unique=True)
    certificate = models.TextField(help_text="DER, base64")
    root = models.BooleanField("chứng thư gốc")
    valid_from = models.DateTimeField("có hiệu lực từ")
    valid_to = models.DateTimeField("có hiệu lực đến")
    crl_url = models.URLField("nơi công bố danh sách thu hồi", max_length=300, blank=True)
    crl = models.BinaryField(null=True)
    crl_at = models.DateTimeField("lấy danh sách lúc", null=True)
    crl_problem = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField("thôi tin cậy từ", null=True)

    def __str__(self) -> str:
        return self.subject

    @property
    def der(self) -> bytes:
        return b64decode(self.certificate)


class SigningBatch(models.Model):
    """Signatures made in one go. The PIN lies here sealed until the work is done, and nowhere else."""

    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+")
    secret = SealedTextField()
    job = models.PositiveBigIntegerField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class SigningStep(models.Model):
    """One signature that a paper needs, in its order: an officer's, or the seal of an agency."""

    paper = models.ForeignKey("storehouse.Paper", models.PROTECT, null=True, related_name="+")
    scanned = models.ForeignKey("storehouse.ScannedPaper", models.PROTECT, null=True, related_name="+")
    order = models.PositiveSmallIntegerField("thứ tự")
    purpose = models.CharField(max_length=10, choices=[(p.value, p.label) for p in KeyPurpose])
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", verbose_name="người ký")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan")
    above = models.CharField("đặt phía trên dòng chữ", max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=[(s.value, s.label) for s in SigningState])
    asked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    batch = models.ForeignKey(SigningBatch, models.PROTECT, null=True, related_name="+")
    problem = models.CharField("vì sao lần trước chưa ký được", max_length=400, blank=True)
    before = models.ForeignKey("blobs.Blob", models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey("blobs.Blob", models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    time_stamped = models.BooleanField(default=False)
    validation_data = models.BooleanField(default=False)
    notes = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(paper=None, scanned__isnull=False) | Q(paper__isnull=False, scanned=None),
                name="storehouse_signs_one_thing",
            ),
            models.UniqueConstraint(fields=["paper", "order"], name="storehouse_signing_order"),
        ]
        indexes = [
            models.Index(
                fields=["staff", "asked_at"],
                condition=Q(state__in=["waiting", "signing"]),
                name="storehouse_to_sign",
            ),
            models.Index(
                fields=["agency", "purpose"],
                condition=Q(state__in=["waiting", "signing"]),
                name="storehouse_to_seal",
            ),
        ]
