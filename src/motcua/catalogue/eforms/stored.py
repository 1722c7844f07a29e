"""Forms as they are kept: versions of one form per procedure version, of which one is in use on a day."""

import hashlib
import json
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from motcua.catalogue.eforms.definition import Form, form_of


class EFormQuerySet(models.QuerySet["EForm"]):
    """Reads with business names."""

    def on(self, day: date) -> Self:
        """Published and in use on a day."""
        return self.filter(Q(last_day=None) | Q(last_day__gte=day), first_day__lte=day)


class EForm(models.Model):
    """One version of the form of a procedure version. Published ones never change: a change is a new number.

    `first_day` None: a draft that only the administrator sees.
    """

    version = models.ForeignKey("catalogue.ProcedureVersion", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("phiên bản")
    schema = models.JSONField("mẫu tờ khai")
    first_day = models.DateField("dùng từ ngày", null=True)
    last_day = models.DateField("dùng đến hết ngày", null=True)
    author = models.CharField("người soạn", max_length=200)
    source = models.CharField("căn cứ", max_length=300, blank=True)
    changed_at = models.DateTimeField("sửa lúc")

    objects = EFormQuerySet.as_manager()

    class Meta:
        app_label = "catalogue"
        ordering = ["version_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="catalogue_eform_number"),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="catalogue_eform_ends_after_it_begins",
                violation_error_message="Ngày cuối phải từ ngày đầu trở đi.",
            ),
        ]

    def __str__(self) -> str:
        return f"tờ khai {self.version_id}.{self.number}"

    @property
    def fingerprint(self) -> str:
        """Twelve signs that change whenever the form does: what an author looked at."""
        text = json.dumps(self.schema, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def in_use(self, day: date) -> bool:
        """Whether it is the form of a day: published, begun and not ended."""
        return (
            self.first_day is not None
            and self.first_day <= day
            and (self.last_day is None or day <= self.last_day)
        )

    @property
    def form(self) -> Form:
        """The form as values, made once from a schema."""
        made: tuple[object, Form] | None = self.__dict__.get("_made")
        if made is None or made[0] is not self.schema:
            made = self.__dict__["_made"] = self.schema, form_of(self.schema)
        return made[1]
