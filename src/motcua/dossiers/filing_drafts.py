"""What a citizen has begun and not yet sent (a filing, or the answer to a supplement request): kept until sent,
thrown away, or forgotten for long."""

from django.db import models

from motcua.accounts.models import Person
from motcua.catalogue.models import Component, ProcedureVersion
from motcua.datastore.fields import SealedTextField
from motcua.organisation.models import Agency
from motcua.storehouse.models import Paper


class FilingDraft(models.Model):
    """Answers so far, sealed; `token` is the unguessable name in the address. Sent: `dossier_id` says as what.

    `replies_to` is the dossier whose supplement request (`request`, from 1) this answers; `before` then keeps the
    answers as they were, so that the officer sees what changed.
    """

    token = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    eform_id = models.BigIntegerField("tờ khai", null=True)
    answers = SealedTextField("nội dung tờ khai")
    lost = SealedTextField("nội dung mẫu cũ không còn chỗ ghi")
    subject = models.CharField("nội dung yêu cầu", max_length=1000, blank=True)
    delegate_name = models.CharField("nộp thay cho", max_length=200, blank=True)
    delegate_identity = SealedTextField("số định danh người được nộp thay")
    result_by = models.CharField("cách nhận kết quả", max_length=12, default="desk")
    result_address = SealedTextField("địa chỉ nhận kết quả")
    # By fee: a case (rules.fees.Says) or a count. «Hộ nghèo» is nobody else's to read.
    fees = SealedTextField("tự khai về phí, lệ phí")
    dossier_id = models.BigIntegerField("hồ sơ đã nộp", null=True)
    replies_to = models.BigIntegerField("bổ sung cho hồ sơ", null=True)
    request = models.PositiveSmallIntegerField("lần yêu cầu bổ sung", default=0)
    before = SealedTextField("nội dung tờ khai trước khi bổ sung")
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField("bắt đầu lúc")
    changed_at = models.DateTimeField("sửa lúc")

    class Meta:
        app_label = "dossiers"
        indexes = [models.Index(fields=["person", "-changed_at"], name="dossiers_filing_drafts")]
        constraints = [
            models.UniqueConstraint(
                fields=["replies_to", "request", "person"],
                condition=models.Q(replies_to__isnull=False),
                name="dossiers_reply_once_a_request",
            )
        ]


class DraftPaper(models.Model):
    """A paper put into a draft: an uploaded file, or one that the store holds already."""

    draft = models.ForeignKey(FilingDraft, on_delete=models.CASCADE, related_name="+")
    component = models.ForeignKey(Component, on_delete=models.CASCADE, null=True, related_name="+")
    title = models.CharField("tên giấy tờ", max_length=500)
    blob = models.CharField(max_length=64, blank=True)
    reused = models.ForeignKey(Paper, on_delete=models.CASCADE, null=True, related_name="+")
    # A paper outside the published components that a leader consented to ask for.
    extra_id = models.BigIntegerField("giấy tờ ngoài thành phần", null=True)
    added_at = models.DateTimeField()

    class Meta:
        app_label = "dossiers"
        ordering = ["pk"]
