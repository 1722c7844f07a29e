"""What administrators keep of working time: own days in versions by year, and office hours from a day on."""

from typing import Any

from django.db import models


class Appended(models.Model):
    """A row that is only ever added: a due date names the version it came from (R14)."""

    scope = models.CharField("phạm vi (mã cơ quan)", max_length=64, blank=True)
    author = models.CharField("người đặt", max_length=200)
    source = models.CharField("căn cứ", max_length=300)
    created_at = models.DateTimeField("lúc đặt")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a row that is stored is never written again."""
        if self.pk is not None:
            raise TypeError("a calendar version is never edited: add the next version")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: due dates refer to the version."""
        raise TypeError("a calendar version is never deleted")


class CalendarVersion(Appended):
    """Days off and worked days of one year for a scope; the highest version holds.

    Scope `""` is the country and takes the place of the packaged year. A narrower scope adds its days to the
    wider ones, unless `data["replace"]` says that it describes the whole year by itself.
    """

    year = models.PositiveSmallIntegerField("năm")
    version = models.PositiveIntegerField("phiên bản")
    data = models.JSONField("ngày nghỉ, ngày làm bù")
    provisional = models.BooleanField("tạm tính", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "year", "version"], name="worktime_one_row_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.scope or 'VN'} {self.year}.{self.version}"


class OfficeHours(Appended):
    """The sessions of a working day and of a Saturday for a scope, from a day on."""

    first_day = models.DateField("từ ngày")
    office = models.JSONField("giờ làm việc")
    saturday = models.JSONField("giờ làm việc thứ Bảy", default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "first_day"])]

    def __str__(self) -> str:
        return f"{self.scope or 'VN'} {self.first_day}"
