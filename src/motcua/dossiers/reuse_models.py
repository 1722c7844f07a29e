"""What was held of an applicant when a component was due: taken from the store or a database, or asked for again."""

from django.db import models
from django.db.models import Q

from motcua.catalogue.models import Component
from motcua.storehouse.models import Paper


class HeldAnswer(models.Model):
    """One component of one dossier that the house could answer by itself, and what was done."""

    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="+")
    component = models.ForeignKey(Component, models.PROTECT, null=True, related_name="+")
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="+", verbose_name="giấy tờ đã có")
    reused = models.BooleanField("đã dùng lại")
    source = models.CharField("kho, cơ sở dữ liệu đã trả lời", max_length=300)
    reason = models.CharField("lý do yêu cầu nộp lại", max_length=40, blank=True)
    at = models.DateTimeField("lúc")

    class Meta:
        indexes = [
            models.Index(fields=["dossier", "reused"], name="dossiers_held_answers"),
            models.Index(fields=["paper"], name="dossiers_answers_of_paper"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reused=True) | ~Q(reason=""),
                name="dossiers_asked_again_says_why",
                violation_error_message="Yêu cầu nộp lại giấy tờ đã có thì phải ghi lý do.",
            )
        ]

    @property
    def why(self) -> str:
        """The reason in the words of the day it was given."""
        from motcua.dossiers.reuse import reasons
        from motcua.kernel import clock

        return reasons(clock.local_day(self.at)).get(self.reason, "") if self.reason else ""
