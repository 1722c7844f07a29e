"""Forms of internal processes: a draft, its total, its bodies and steps, approval, running electronically."""

from typing import Any

from django import forms

from motcua.catalogue.enums import Place, Role, Unit
from motcua.catalogue.models import InternalProcess, ProcedureVersion, ProcessBody
from motcua.doors.frame.forms import DayField
from motcua.kernel import clock
from motcua.organisation.models import Agency

_UNITS = [("", "Đơn vị"), *((unit.value, unit.label) for unit in Unit)]


class NewForm(forms.Form):
    """A draft for an agency, from nothing or from another process."""

    agency = forms.ChoiceField(label="Cơ quan áp dụng")
    procedure = forms.CharField(label="Mã thủ tục", max_length=40)
    name = forms.CharField(label="Tên quy trình", max_length=500)
    copied_from = forms.ChoiceField(label="Soạn theo", required=False)

    def __init__(
        self, *args: Any, agencies: list[Agency], known: list[InternalProcess], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [(each.code, each.name) for each in agencies]  # type: ignore[attr-defined]
        self.fields["copied_from"].choices = [  # type: ignore[attr-defined]
            ("", "Bản trống"),
            *((each.key, f"{each.key}: {each.name}"[:120]) for each in known),
        ]

    def clean_procedure(self) -> ProcedureVersion:
        code = str(self.cleaned_data["procedure"]).strip()
        version = (
            ProcedureVersion.objects.on(clock.today())
            .filter(procedure__code=code)
            .order_by("-number")
            .first()
        )
        if version is None:
            raise forms.ValidationError("Không có thủ tục mang mã này đang áp dụng. Xem mã ở trang thủ tục.")
        return version


class TotalForm(forms.Form):
    name = forms.CharField(label="Tên quy trình", max_length=500)
    total = forms.DecimalField(
        label="Tổng thời gian", min_value=0, max_digits=6, decimal_places=2, required=False
    )
    unit = forms.ChoiceField(label="Đơn vị", choices=_UNITS, required=False)


class BodyForm(forms.Form):
    """A body of a draft."""

    name = forms.CharField(label="Tên cơ quan", max_length=200)
    place = forms.ChoiceField(label="Là cơ quan nào", choices=[(each.value, each.label) for each in Place])
    agency = forms.ChoiceField(
        label="Cơ quan", required=False, help_text="Chỉ chọn khi là một cơ quan cụ thể."
    )
    task = forms.CharField(label="Nhiệm vụ", max_length=1000, widget=forms.Textarea({"rows": 2}))
    stage = forms.IntegerField(
        label="Đợt",
        min_value=1,
        max_value=50,
        help_text="Cùng đợt: làm song song. Đợt sau chờ đợt trước xong.",
    )
    duration = forms.DecimalField(
        label="Thời hạn", min_value=0, max_digits=6, decimal_places=2, required=False
    )
    unit = forms.ChoiceField(label="Đơn vị", choices=_UNITS, required=False)
    result = forms.CharField(label="Kết quả", max_length=500, required=False)
    lead = forms.BooleanField(label="Chủ trì", required=False)
    holds = forms.BooleanField(label="Phải xong trước khi kết thúc hồ sơ", required=False)

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Không"), *((each.code, each.name) for each in agencies)]  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """A step of a draft."""

    label = forms.CharField(label="Ký hiệu bước", max_length=10, required=False)
    name = forms.CharField(label="Nội dung", max_length=1000, widget=forms.Textarea({"rows": 2}))
    performer = forms.CharField(label="Người, đơn vị thực hiện", max_length=300)
    role = forms.ChoiceField(label="Vai", choices=[(each.value, each.label) for each in Role])
    body = forms.TypedChoiceField(label="Cơ quan", coerce=int, empty_value=None, required=False)
    duration = forms.DecimalField(
        label="Thời gian", min_value=0, max_digits=6, decimal_places=2, required=False
    )
    unit = forms.ChoiceField(label="Đơn vị", choices=_UNITS, required=False)
    result = forms.CharField(label="Kết quả", max_length=500, required=False)
    branch = forms.BooleanField(label="Chỉ làm trong một số trường hợp", required=False)

    def __init__(self, *args: Any, bodies: list[ProcessBody], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(each.order, each.name) for each in bodies]
        self.fields["body"].choices = [("", "Cơ quan giải quyết"), *offered]  # type: ignore[attr-defined]


class ApproveForm(forms.Form):
    decision = forms.CharField(label="Số quyết định phê duyệt", max_length=200)
    approved_on = DayField(label="Ngày quyết định")
    valid_from = DayField(label="Áp dụng từ ngày")


class RunForm(forms.Form):
    first_day = DayField(label="Chạy điện tử từ ngày", help_text="Từ ngày mai trở đi.")
