"""Procedures, their versions and what each version consists of.

A dossier points to the version of the day it was received and keeps it, whatever is announced later.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from motcua.blobs.models import Blob
from motcua.catalogue.enums import (
    Channel,
    Grade,
    Kind,
    Level,
    OnlineLevel,
    Place,
    ProcessState,
    Role,
    Status,
    Unit,
)
from motcua.catalogue.everyday import words_for
from motcua.datastore.fields import FoldedField, SortKeyField
from motcua.datastore.search import TextIndex, searchable


def _choices(
    enum: type[Kind | Status | Level | OnlineLevel | Channel | Unit | Grade | Role | ProcessState | Place],
) -> list[tuple[str, str]]:
    return [(member.value, member.label) for member in enum]


PROCEDURE_TEXT = TextIndex(table="catalogue_procedure", column="words")


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def matching(self, text: str) -> Self:
        """Procedures that people mean by `text`, the best first; diacritics and one wrong letter do not matter.

        Looks in the name, the short name, the field, the code, the common words and the names of the
        results. An empty text changes nothing.
        """
        return PROCEDURE_TEXT.search(self, text)

    def in_force(self) -> Self:
        return self.filter(status=Status.IN_FORCE.value)

    def for_citizens(self) -> Self:
        return self.filter(kind=Kind.CITIZEN.value)


class Procedure(models.Model):
    """One administrative procedure (TTHC) under its national code; what may change stands in its versions."""

    code = models.CharField("mã thủ tục", max_length=40, unique=True)
    code_is_national = models.BooleanField(
        "mã của Cơ sở dữ liệu quốc gia", default=True,
        help_text="Sai: mã tạm của phần mềm, vì mã quốc gia chưa kiểm được.",
    )  # fmt: skip
    kind = models.CharField("loại", max_length=10, choices=_choices(Kind), default=Kind.CITIZEN.value)
    name = models.CharField("tên thủ tục", max_length=1000)
    short_name = models.CharField("tên gọi tắt", max_length=255, blank=True)
    field = models.CharField("lĩnh vực", max_length=200, db_index=True)
    status = models.CharField(
        "trạng thái", max_length=10, choices=_choices(Status), default=Status.IN_FORCE.value
    )
    replaced_by = models.CharField("thay bằng thủ tục", max_length=40, blank=True)
    common_words = models.JSONField("cách gọi thường dùng", default=list, blank=True)
    result_names = models.JSONField("tên kết quả, để tìm", default=list, blank=True)

    name_folded = FoldedField(source="name")
    name_sort = SortKeyField(source="name")
    field_sort = SortKeyField(source="field")
    words = FoldedField(source="search_words", max_length=4000)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        ordering = ["field_sort", "name_sort", "id"]
        indexes = [
            models.Index(
                fields=["status", "kind", "field_sort", "name_sort"], name="catalogue_procedure_list"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.short_name or self.name}"

    @property
    def search_words(self) -> str:
        said = words_for(self.code, self.name, self.short_name)
        return searchable(
            self.name, self.short_name, *self.common_words, *said, self.code, *self.result_names, self.field
        )


class VersionQuerySet(models.QuerySet["ProcedureVersion"]):
    def on(self, day: date) -> Self:
        """Versions in force on a day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)

    def at(self, level: str) -> Self:
        """Versions that a level of government settles."""
        return self.filter(**{f"at_{Level(level).value}": True})

    def receivable(self) -> Self:
        """Those a dossier may be received under: their limit has a sure value and unit."""
        return self.filter(receivable=True)


class ProcedureVersion(models.Model):
    """A procedure as announced by one decision, from a day to a day, with all constituent parts."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+", verbose_name="thủ tục")
    number = models.PositiveSmallIntegerField("phiên bản")
    valid_from = models.DateField("áp dụng từ ngày")
    valid_to = models.DateField("áp dụng đến hết ngày", null=True, blank=True)
    validity_basis = models.CharField("căn cứ của ngày áp dụng", max_length=300, blank=True)
    decision = models.CharField("quyết định công bố", max_length=100, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)

    name = models.CharField("tên thủ tục", max_length=1000)
    steps = models.JSONField("trình tự thực hiện", default=list, blank=True)
    channels = models.JSONField("cách thức thực hiện", default=list, blank=True)
    sets = models.PositiveSmallIntegerField("số lượng bộ hồ sơ", null=True, blank=True)
    component_count = models.PositiveSmallIntegerField("số thành phần theo nguồn", null=True, blank=True)
    limit_text = models.TextField("thời hạn giải quyết", blank=True)
    subjects = models.JSONField("đối tượng thực hiện", default=list, blank=True)
    agency = models.CharField("cơ quan giải quyết", max_length=500, blank=True)
    cooperating = models.CharField("cơ quan phối hợp", max_length=500, blank=True)
    requirements = models.TextField("yêu cầu, điều kiện", blank=True)
    fee_text = models.TextField("phí, lệ phí", blank=True)
    legal_basis = models.JSONField("căn cứ pháp lý", default=list, blank=True)
    note = models.TextField("ghi chú", blank=True)

    at_commune = models.BooleanField("cấp xã", default=False)
    at_district = models.BooleanField("cấp huyện", default=False)
    at_province = models.BooleanField("cấp tỉnh", default=False)
    at_central = models.BooleanField("cấp Trung ương", default=False)
    at_other = models.BooleanField("cơ quan khác", default=False)
    vertical_sector = models.CharField("cơ quan ngành dọc", max_length=40, blank=True)
    online_level = models.CharField(
        "mức độ trực tuyến", max_length=10, choices=_choices(OnlineLevel), default=OnlineLevel.UNKNOWN.value
    )
    must_file_online = models.BooleanField("bắt buộc nộp trực tuyến", default=False)
    at_desk = models.BooleanField("tiếp nhận tại Bộ phận Một cửa", default=True)
    immediate_result = models.BooleanField("giải quyết ngay trong ngày", default=False)
    receivable = models.BooleanField("được phép tiếp nhận", default=False)
    unreceivable_reason = models.CharField("lý do chưa được tiếp nhận", max_length=300, blank=True)

    source = models.CharField("nguồn", max_length=300, blank=True)
    source_url = models.CharField("địa chỉ nguồn", max_length=500, blank=True)
    grade = models.CharField(
        "mức tin cậy", max_length=20, choices=_choices(Grade), default=Grade.VERIFIED.value
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["procedure_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "number"], name="catalogue_version_number",
                violation_error_message="Thủ tục này đã có phiên bản mang số đó.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="catalogue_version_days",
                violation_error_message="Ngày hết áp dụng phải từ ngày bắt đầu áp dụng trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(receivable=True) | ~Q(unreceivable_reason=""),
                name="catalogue_version_reason",
                violation_error_message="Phiên bản chưa được tiếp nhận phải ghi rõ lý do.",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["valid_from", "valid_to"], name="catalogue_version_day")]

    def __str__(self) -> str:
        return f"{self.name} (phiên bản {self.number})"

    @property
    def levels(self) -> list[Level]:
        """The levels that settle it, from the commune up."""
        return [level for level in Level if getattr(self, f"at_{level.value}")]


class _Child(models.Model):
    """A row of a version, in the order of the announcement."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="+", verbose_name="phiên bản")
    order = models.PositiveSmallIntegerField("thứ tự", default=1)

    class Meta:
        abstract = True
        ordering = ["version_id", "order", "id"]


class Component(_Child):
    """A paper of the dossier (thành phần hồ sơ)."""

    name = models.CharField("tên giấy tờ", max_length=1000)
    originals = models.PositiveSmallIntegerField("số bản chính", default=1)
    copies = models.PositiveSmallIntegerField("số bản sao", default=0)
    required = models.BooleanField("bắt buộc", default=True)
    condition = models.CharField("trường hợp phải nộp", max_length=500, blank=True)
    alternative_group = models.CharField(
        "nhóm thay thế", max_length=40, blank=True, help_text="Chỉ nộp một trong các giấy tờ cùng nhóm."
    )
    present_only = models.BooleanField("chỉ xuất trình", default=False)
    form_code = models.CharField("mẫu đơn, tờ khai", max_length=200, blank=True)
    form_file = models.ForeignKey(
        Blob, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tệp biểu mẫu trống"
    )
    digitise = models.BooleanField("thuộc danh mục phải số hóa", default=True)
    name_folded = FoldedField(source="name")

    class Meta(_Child.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class FeeRule(_Child):
    """A fee or charge. An amount of None is not zero: it is not known here and must be set by the province."""

    name = models.CharField("khoản thu", max_length=300)
    amount = models.PositiveBigIntegerField("mức thu (đồng)", null=True, blank=True)
    online_amount = models.PositiveBigIntegerField("mức thu khi nộp trực tuyến (đồng)", null=True, blank=True)
    per = models.CharField("đơn vị tính", max_length=60, blank=True)
    condition = models.TextField("trường hợp áp dụng, miễn, giảm", blank=True)
    # How the amount runs with the count, where `condition` says it in words: `dossiers.rules.fees.Tariff`.
    tariff = models.JSONField("cách tính theo số lượng", default=dict, blank=True)

    class Meta(_Child.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class TimeLimit(_Child):
    """A time limit. The one with neither channel nor case is the rule; others are its exceptions.

    `value` None or `unit` "" means the source gives no sure number or unit.
    0 working days means the same day.
    """

    channel = models.CharField("cách thức nộp", max_length=10, choices=_choices(Channel), blank=True)
    case = models.CharField("trường hợp", max_length=300, blank=True)
    value = models.PositiveSmallIntegerField("thời hạn", null=True, blank=True)
    unit = models.CharField("đơn vị", max_length=20, choices=_choices(Unit), blank=True)
    text = models.TextField("lời văn của nguồn", blank=True)

    class Meta(_Child.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["version", "channel", "case"], name="catalogue_limit_once",
                violation_error_message="Trường hợp này đã có thời hạn.",
            ),
        ]  # fmt: skip

    @property
    def sure(self) -> bool:
        return self.value is not None and self.unit != ""


class ResultKind(_Child):
    """What the citizen gets."""

    name = models.CharField("kết quả", max_length=1000)
    code = models.CharField("mã loại kết quả", max_length=40, blank=True)
    paper = models.BooleanField("bản giấy", default=True)
    electronic = models.BooleanField("bản điện tử", default=True)
    validity_months = models.PositiveSmallIntegerField("thời hạn giá trị (tháng)", null=True, blank=True)

    class Meta(_Child.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class InternalProcess(models.Model):
    """An internal process (quy trình nội bộ) approved by decision: for one version, everywhere or at one agency.

    `version` None is the common process, used where none has been approved.
    """

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, null=True, blank=True, related_name="+")
    key = models.CharField("ký hiệu", max_length=40, unique=True)
    state = models.CharField(
        "tình trạng", max_length=10, choices=_choices(ProcessState), default=ProcessState.EXAMPLE.value
    )
    name = models.CharField("tên quy trình", max_length=500)
    agency = models.CharField("mã cơ quan áp dụng", max_length=40, blank=True, db_index=True)
    locality = models.CharField("địa phương của nguồn", max_length=120, blank=True)
    decision = models.CharField("quyết định phê duyệt", max_length=200, blank=True)
    approved_on = models.DateField("ngày phê duyệt", null=True, blank=True)
    electronic_since = models.DateField("chạy điện tử từ ngày", null=True, blank=True)
    valid_from = models.DateField("áp dụng từ ngày", null=True, blank=True)
    valid_to = models.DateField("áp dụng đến hết ngày", null=True, blank=True)
    usable = models.BooleanField(
        "dùng để giải quyết", default=False, help_text="Sai: ví dụ tham khảo từ nguồn."
    )
    total = models.DecimalField("tổng thời gian", max_digits=6, decimal_places=2, null=True, blank=True)
    unit = models.CharField("đơn vị", max_length=20, choices=_choices(Unit), blank=True)
    doubts = models.JSONField("điểm không khớp", default=list, blank=True)
    source = models.CharField("nguồn", max_length=300, blank=True)
    source_url = models.CharField("địa chỉ nguồn", max_length=500, blank=True)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class ProcessBody(models.Model):
    """A body of an interlinked process: its task, its own limit, and whether it leads.

    Bodies of one `stage` work in parallel (NĐ 61/2018 Điều 19.6); the next stage begins when they are done (19.7).
    A body that does not `hold` gives its result later: the lead may settle without it.
    """

    process = models.ForeignKey(InternalProcess, models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField("thứ tự")
    stage = models.PositiveSmallIntegerField("đợt", help_text="Các cơ quan cùng đợt làm song song.")
    place = models.CharField("là cơ quan nào", max_length=10, choices=_choices(Place))
    agency = models.CharField("mã cơ quan", max_length=40, blank=True)
    name = models.CharField("tên cơ quan trong quy trình", max_length=200)
    task = models.CharField("nhiệm vụ", max_length=1000)
    lead = models.BooleanField("chủ trì", default=False)
    holds = models.BooleanField("phải xong trước khi kết thúc hồ sơ", default=True)
    duration = models.DecimalField("thời hạn", max_digits=6, decimal_places=2, null=True, blank=True)
    unit = models.CharField("đơn vị", max_length=20, choices=_choices(Unit), blank=True)
    result = models.CharField("kết quả", max_length=500, blank=True)
    assumed = models.BooleanField("thời hạn là giả định", default=False)

    class Meta:
        ordering = ["process_id", "order"]
        constraints = [models.UniqueConstraint(fields=["process", "order"], name="catalogue_body_order")]

    def __str__(self) -> str:
        return self.name


class ProcessStep(models.Model):
    """A step: who does what in how long, as the decision writes it."""

    process = models.ForeignKey(InternalProcess, models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField("thứ tự")
    label = models.CharField("bước", max_length=10)
    name = models.CharField("nội dung", max_length=1000)
    performer = models.CharField("người, đơn vị thực hiện", max_length=300)
    role = models.CharField("vai", max_length=20, choices=_choices(Role))
    level = models.CharField("cấp", max_length=20, choices=_choices(Level), blank=True)
    duration = models.DecimalField("thời gian", max_digits=6, decimal_places=2, null=True, blank=True)
    unit = models.CharField("đơn vị", max_length=20, choices=_choices(Unit), blank=True)
    result = models.CharField("kết quả", max_length=500, blank=True)
    branch = models.BooleanField("nhánh có điều kiện", default=False)
    parallel_with = models.JSONField("song song với bước", default=list, blank=True)
    body = models.ForeignKey(
        ProcessBody, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="cơ quan"
    )
    assumed = models.BooleanField("thời gian là giả định", default=False)

    class Meta:
        ordering = ["process_id", "order"]
        constraints = [models.UniqueConstraint(fields=["process", "order"], name="catalogue_step_order")]

    def __str__(self) -> str:
        return f"{self.label}. {self.name}"


# The table of electronic forms, in a room of its own.
import motcua.catalogue.eforms.stored  # noqa: E402, F401
