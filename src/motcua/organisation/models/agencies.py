"""The dated tree of agencies, the people who work there, and what they may do."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from motcua.datastore.fields import FoldedField, SortKeyField
from motcua.organisation.enums import ChangeKind, Level, Role


def _choices(enum: type[Level] | type[ChangeKind] | type[Role]) -> list[tuple[str, str]]:
    return [(member.value, member.label) for member in enum]


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Reads of the tree."""

    def on(self, day: date) -> Self:
        """Agencies that exist on a day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)

    def within(self, agency: "Agency") -> Self:
        """An agency and everything below it."""
        return self.filter(path__startswith=agency.path)


class Agency(models.Model):
    """An agency of any level, with the days it existed. A merger ends it and names its successor.

    `path` is the chain of codes from the top, each ended by «/»: «below» is then a prefix, on any database.
    """

    code = models.CharField("mã định danh", max_length=40, unique=True)
    name = models.CharField("tên", max_length=200)
    name_folded = FoldedField(source="name")
    name_key = SortKeyField(source="name")
    short_name = models.CharField("tên ngắn", max_length=80, blank=True)
    level = models.CharField("cấp", max_length=16, choices=_choices(Level))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    path = models.CharField(max_length=400, editable=False, unique=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    remote = models.BooleanField("xã vùng sâu, vùng xa", default=False)
    has_desk = models.BooleanField("có Bộ phận Một cửa", default=True)
    desk_name = models.CharField("tên Bộ phận Một cửa", max_length=200, blank=True)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    phone = models.CharField("điện thoại", max_length=40, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="organisation_agency_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def chain(self) -> tuple[str, ...]:
        """Codes from this agency up to the top: the scopes in which a rule is looked for."""
        return tuple(reversed(self.path.rstrip("/").split("/")))


class Succession(models.Model):
    """One agency's work passing to another on a day: `predecessor` ends the day before."""

    predecessor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=_choices(ChangeKind))
    day = models.DateField("từ ngày")
    decision = models.CharField("văn bản", max_length=200, blank=True)


class Staff(models.Model):
    """An officer. Name, title, field and office phone are public by law (NĐ 61/2018 Điều 9.7)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField("họ và tên", max_length=200)
    name_folded = FoldedField(source="name")
    name_key = SortKeyField(source="name", person=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="cơ quan")
    title = models.CharField("chức danh", max_length=120)
    field = models.CharField("lĩnh vực phụ trách", max_length=200, blank=True)
    phone = models.CharField("điện thoại công vụ", max_length=40, blank=True)
    public = models.BooleanField("công khai", default=True)
    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "name_key"])]

    def __str__(self) -> str:
        return self.name


class RoleGrant(models.Model):
    """A role of an officer in a scope: one agency, or that agency with everything below it."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    role = models.CharField("vai trò", max_length=16, choices=_choices(Role))
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="phạm vi")
    with_below = models.BooleanField("cả đơn vị cấp dưới", default=False)
    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "last_day"])]


class Delegation(models.Model):
    """An officer standing in for another for a period, with all of that officer's grants."""

    giver = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến hết ngày")
    reason = models.CharField("lý do", max_length=300)
