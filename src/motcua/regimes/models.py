"""Settings: rules that administrators change, as dated rows that are only ever added."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from motcua.regimes.enums import Grade


class Setting(models.Model):
    """One value of one key for an agency (`scope`) over some days. A newer row wins over an older one.

    Nothing is edited: a change is a new row, and `withdrawn` ends a scope's own value. What a dossier was
    given stays explained, because the row that gave it stays.
    """

    scope = models.CharField("phạm vi (mã cơ quan)", max_length=64, blank=True)
    key = models.CharField("thiết lập", max_length=80)
    value = models.JSONField("giá trị", null=True)
    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến hết ngày", null=True, blank=True)
    withdrawn = models.BooleanField("bỏ thiết lập riêng", default=False)
    source = models.CharField("căn cứ", max_length=300, blank=True)
    grade = models.CharField(
        "mức tin cậy",
        max_length=2,
        choices=[(grade.value, grade.label) for grade in Grade],
        default=Grade.LOCAL.value,
    )
    author = models.CharField("người đặt", max_length=200)
    reason = models.CharField("lý do", max_length=500)
    created_at = models.DateTimeField("lúc đặt")

    class Meta:
        indexes = [models.Index(fields=["scope", "key", "first_day"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="regimes_setting_ends_after_it_begins",
                violation_error_message="Ngày cuối phải từ ngày đầu trở đi.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="regimes_setting_has_a_reason",
                violation_error_message="Hãy ghi lý do thay đổi thiết lập.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a row that is stored is never written again."""
        if self.pk is not None:
            raise TypeError("a setting is never edited: add a newer row")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: withdraw the setting instead."""
        raise TypeError("a setting is never deleted: add a row that withdraws it")
