"""Document templates that offices put in place of the packaged ones, every version kept."""

from enum import StrEnum

from django.db import models
from django.db.models import Q


class TemplateState(StrEnum):
    """Where an uploaded template stands."""

    CHECKING = "checking"
    READY = "ready"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The state in Vietnamese."""
        return {"checking": "Đang kiểm tra", "ready": "Dùng được", "refused": "Có lỗi"}[self.value]


class Template(models.Model):
    """One uploaded version of a template: for a kind, a family of rules, an agency, perhaps a single procedure.

    `active` is the version in use; none active: the packaged one is. Nothing is deleted: an old version is used again
    by making it active.
    """

    kind = models.CharField("loại", max_length=40)
    family = models.CharField("chế độ", max_length=8, blank=True)
    scope = models.CharField("cơ quan", max_length=40)
    procedure = models.CharField("mã thủ tục", max_length=60, blank=True)
    name = models.CharField("tên", max_length=200)
    number = models.PositiveIntegerField("phiên bản")
    source = models.ForeignKey("blobs.Blob", models.PROTECT, related_name="+")
    preview = models.ForeignKey("blobs.Blob", models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        "tình trạng", max_length=10, choices=[(state.value, state.label) for state in TemplateState]
    )
    problem = models.TextField("lỗi", blank=True)
    unread = models.CharField("bản in không có", max_length=200, blank=True)
    active = models.BooleanField("đang dùng", default=False)
    uploaded_by = models.CharField("người tải lên", max_length=200)
    uploaded_at = models.DateTimeField("tải lên lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "family", "scope", "procedure", "number"],
                name="storehouse_template_version_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "family", "scope", "procedure"],
                condition=Q(active=True),
                name="storehouse_template_one_active",
            ),
            models.CheckConstraint(
                condition=Q(active=False) | Q(state=TemplateState.READY.value),
                name="storehouse_template_active_is_ready",
                violation_error_message="Chỉ dùng được mẫu đã kiểm tra xong, không có lỗi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"
