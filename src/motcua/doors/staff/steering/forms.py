"""Forms of the steering pages."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from motcua.indicators.assessed import AssessedSet
from motcua.indicators.sets import IndicatorSet
from motcua.kernel import clock
from motcua.kernel.text import squeeze
from motcua.measurement.measures import beyond_766, measures
from motcua.organisation.models import Agency, Staff
from motcua.plans.counted import TOTAL
from motcua.plans.enums import EventKind
from motcua.plans.models import Occurrence, PlanTarget, PlanTask
from motcua.plans.remedying import PREFIX
from motcua.plans.reporting import ALL_DUE
from motcua.plans.successors import takers

# Of what waits, the earliest are offered; reporting on them brings the others up.
_MOST_OFFERED = 40
OPERATORS = (
    ("", "không so sánh"),
    (">=", "từ … trở lên (≥)"),
    (">", "trên (>)"),
    ("=", "bằng (=)"),
    ("<", "dưới (<)"),
    ("<=", "không quá (≤)"),
    ("between", "từ … đến …"),
    ("above_last_year", "cao hơn năm trước"),
    ("not_below_last_year", "không thấp hơn năm trước"),
    ("increase_per_year", "mỗi năm tăng …"),
)


class NumberField(forms.CharField):
    """A number as people write it: 80, 99,5, 1.200."""

    def clean(self, value: Any) -> Any:
        """The number, None when left empty."""
        text = squeeze(str(super().clean(value) or "")).replace("%", "").strip()
        if not text:
            return None
        try:
            number = Decimal(text.replace(".", "").replace(",", ".") if "," in text else text)
        except InvalidOperation:
            raise forms.ValidationError("Ghi một con số, ví dụ 80 hoặc 99,5.") from None
        if not number.is_finite() or abs(number) >= Decimal(10) ** 11:
            raise forms.ValidationError("Con số này quá lớn.")
        return number


def names_in(text: str) -> list[str]:
    """Names separated by semicolons or line ends."""
    return [name for part in text.replace("\n", ";").split(";") if (name := squeeze(part))]


class ImportForm(forms.Form):
    """The document of a plan, and whose plan it is."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="Kế hoạch của cơ quan", empty_label=None)
    file = forms.FileField(
        label="Văn bản kế hoạch",
        help_text="Tệp .docx, .xlsx, .pdf, .html, .md hoặc .txt. Tệp được đọc thành nhiệm vụ, chỉ tiêu để ông/bà kiểm tra trước. "
        "Bản sửa đổi của kế hoạch đang thực hiện thì nhập như thường: hệ thống nhận ra và cho xem chỗ thay đổi.",
        error_messages={
            "required": "Chọn tệp văn bản kế hoạch.",
            "empty": "Tệp rỗng, không có nội dung. Chọn tệp khác.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.xlsx,.pdf,.html,.htm,.md,.txt"}),
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Agency.objects.filter(pk__in=[agency.pk for agency in agencies]).order_by("path")


class TaskForm(forms.Form):
    """What was read of a task."""

    title = forms.CharField(
        label="Nội dung",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Ghi nội dung nhiệm vụ."},
    )
    lead = forms.CharField(
        label="Chủ trì", required=False, help_text="Nhiều đơn vị cách nhau bằng dấu chấm phẩy."
    )
    cooperating = forms.CharField(label="Phối hợp", required=False)
    deadline_text = forms.CharField(
        label="Thời hạn, theo lời văn bản", required=False,
        help_text="Ví dụ: trước ngày 30/6/2026; hằng quý (trước ngày 15 tháng cuối quý); thường xuyên.",
    )  # fmt: skip
    event = forms.ChoiceField(
        label="Tính hạn từ sự kiện", required=False,
        choices=[("", "không tính từ sự kiện"), *((one.value, one.label) for one in EventKind)],
        help_text="Dùng cho thời hạn như «05 ngày làm việc kể từ ngày tiếp nhận»: mỗi lần xảy ra, hệ thống tự ghi một hạn.",
    )  # fmt: skip
    deliverable = forms.CharField(
        label="Sản phẩm, kết quả", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    @staticmethod
    def of(task: PlanTask) -> "TaskForm":
        """The form with what is stored."""
        return TaskForm(
            initial={
                "title": task.title, "lead": "; ".join(task.lead), "cooperating": "; ".join(task.cooperating),
                "deadline_text": task.deadline_text, "deliverable": task.deliverable, "event": task.event,
            }
        )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """As the act takes them."""
        data = self.cleaned_data
        return {**data, "lead": names_in(data["lead"]), "cooperating": names_in(data["cooperating"])}


class TargetForm(forms.Form):
    """What was read of a target."""

    name = forms.CharField(
        label="Chỉ tiêu",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi tên chỉ tiêu."},
    )
    operator = forms.ChoiceField(label="Yêu cầu", choices=OPERATORS, required=False)
    value = NumberField(label="Giá trị", required=False)
    value_high = NumberField(
        label="Đến", required=False, help_text="Chỉ dùng cho «từ … đến …» và mức cao nhất của «mỗi năm tăng»."
    )
    unit = forms.CharField(label="Đơn vị", required=False, max_length=40, help_text="Ví dụ: %, hồ sơ, cuộc.")
    measure = forms.ChoiceField(
        label="Đo bằng tiêu chí", required=False,
        help_text="Chọn thì hệ thống tự đo, không nhập tay. Thước đo tỷ lệ dùng cho chỉ tiêu tính bằng %; thước đo là số "
        "lượng dùng cho chỉ tiêu cùng đơn vị (cuộc, lớp, tin bài), hoặc so với năm trước.",
    )  # fmt: skip

    def __init__(self, *args: Any, indicators: IndicatorSet, reform: AssessedSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [
            ("", "không đo được, theo dõi bằng căn cứ"),
            *((one.code, f"{one.code}. {one.name}") for one in indicators.scored if one.constant is None),
            (TOTAL, "Tổng điểm của Bộ chỉ số 766"),
            *((one.code, one.title) for one in measures().values() if one.code in beyond_766()),
            *(
                (f"{PREFIX}{one.code}", f"Chỉ số CCHC, {one.code}. {one.name}")
                for each in reform.fields
                for one in each.criteria
            ),
        ]

    @staticmethod
    def of(target: PlanTarget, indicators: IndicatorSet, reform: AssessedSet) -> "TargetForm":
        """The form with what is stored."""
        names = ("name", "operator", "unit", "measure")
        numbers = {name: _written(getattr(target, name)) for name in ("value", "value_high")}
        return TargetForm(
            initial={name: getattr(target, name) for name in names} | numbers,
            indicators=indicators,
            reform=reform,
        )


def _written(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")


class ProgressForm(forms.Form):
    """How far a task is, with what proves it; which date or event it answers where several wait."""

    occurrence = forms.TypedChoiceField(label="Báo cáo cho lần", coerce=int, required=False, empty_value=None)
    percent = forms.IntegerField(
        label="Tiến độ (%)", min_value=0, max_value=100,
        error_messages={"required": "Ghi tiến độ từ 0 đến 100.", "invalid": "Ghi một số nguyên từ 0 đến 100."},
        help_text="100 là xong; việc định kỳ thì chuyển sang lần kế tiếp.",
    )  # fmt: skip
    text = forms.CharField(
        label="Kết quả đã làm", widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi việc đã làm; số, ngày của văn bản hoặc đường dẫn làm minh chứng.",
        error_messages={"required": "Ghi kết quả đã làm hoặc số hiệu văn bản làm minh chứng."},
    )  # fmt: skip
    file = forms.FileField(label="Tệp minh chứng", required=False)

    def __init__(self, *args: Any, waiting: Sequence[Occurrence] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["occurrence"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        due = sum(one.due_date <= clock.today() for one in waiting)
        together = [(ALL_DUE, f"Mọi lần đến hạn đến hôm nay ({due} lần)")] if due > 1 else []
        field.choices = [*((one.pk, _named(one)) for one in waiting[:_MOST_OFFERED]), *together]
        if len(waiting) < 2:
            del self.fields["occurrence"]


def _named(one: Occurrence) -> str:
    """A date, or what happened and by when it asks for an answer."""
    due = f"{one.due_date:%d/%m/%Y}"
    words = one.cause_words[:100]
    return f"{words[0].upper()}{words[1:]} (hạn {due})" if words else f"Hạn {due}"


class AssignForm(forms.Form):
    """Who is to do a task."""

    holder = forms.ModelChoiceField(
        Staff.objects.none(), label="Giao cho", required=False, empty_label="Chưa giao"
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["holder"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = takers(agency)


class ValueForm(forms.Form):
    """A target's value that only people know, with where it comes from."""

    value = NumberField(label="Giá trị", error_messages={"required": "Ghi giá trị của chỉ tiêu."})
    basis = forms.CharField(
        label="Căn cứ", max_length=300, help_text="Báo cáo, văn bản nào, ngày nào.",
        error_messages={"required": "Ghi căn cứ của số liệu: báo cáo, văn bản nào."},
    )  # fmt: skip
    file = forms.FileField(label="Tệp minh chứng", required=False)
