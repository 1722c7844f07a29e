"""The forms about certified electronic copies."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from motcua.doors.frame.forms import DayField
from motcua.dossiers.certified_models import NUMBERED, CertifiedCopy
from motcua.dossiers.certifying import Original
from motcua.dossiers.models import DossierPaper
from motcua.organisation.models import Staff

_LARGEST = 60 * 1024 * 1024


class _OriginalForm(forms.Form):
    """What the original is."""

    title = forms.CharField(label="Tên bản chính", max_length=300, help_text="Ví dụ: Giấy khai sinh.")
    number = forms.CharField(label="Số, ký hiệu", max_length=100, required=False)
    issuer = forms.CharField(label="Cơ quan cấp", max_length=300, required=False)
    issued_on = DayField(label="Ngày cấp", required=False)

    def original(self) -> Original:
        """The values as the act takes them."""
        given = self.cleaned_data
        return Original(
            given["title"], given["number"], given["issuer"], given["issued_on"], given.get("replaces")
        )


class CheckForm(_OriginalForm):
    """An original that was checked, with its scan."""

    scan = forms.TypedChoiceField(label="Bản chụp", coerce=int, empty_value=None, required=False)
    file = forms.FileField(
        label="Tải bản chụp lên", required=False, help_text="PDF hoặc ảnh JPEG, PNG chụp đủ các trang của bản chính."
    )  # fmt: skip
    replaces = forms.TypedChoiceField(
        label="Cấp lại để thay cho", coerce=int, empty_value=None, required=False
    )
    seen = forms.BooleanField(
        label="Tôi đã đối chiếu bản chụp với bản chính, hai bản khớp nhau",
        error_messages={"required": "Đối chiếu bản chụp với bản chính rồi đánh dấu ô này."},
    )
    field_order = ["title", "number", "issuer", "issued_on", "scan", "file", "replaces", "seen"]

    def __init__(
        self, *args: Any, papers: Iterable[DossierPaper], certified: Sequence[CertifiedCopy], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.papers = {row.pk: row for row in papers}
        scan: Any = self.fields["scan"]
        scan.choices = [("", "Tải tệp lên")] + [(row.pk, row.paper.title) for row in self.papers.values()]
        if not self.papers:
            del self.fields["scan"]
            self.fields["file"].required = True
            self.fields["file"].error_messages["required"] = "Chọn bản chụp của bản chính."
        replaces: Any = self.fields["replaces"]
        replaces.choices = [("", "Không thay bản nào")] + [
            (each.pk, f"{each.number_text}: {each.title}") for each in certified
        ]
        if not certified:
            del self.fields["replaces"]

    def clean(self) -> dict[str, Any]:
        """A paper of the dossier or a file, not too large."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        file = data.get("file")
        if self.papers and not data.get("scan") and not file:
            self.add_error("file", "Chọn bản chụp của bản chính.")
        if file and file.size and file.size > _LARGEST:
            self.add_error("file", "Tệp lớn hơn 60 MB. Quét lại với độ phân giải thấp hơn (300 dpi là đủ).")
        return data

    def handed_in(self) -> DossierPaper | None:
        """The paper of the dossier that was chosen."""
        return self.papers.get(self.cleaned_data.get("scan") or 0)


class RefuseForm(_OriginalForm):
    """An original that is no basis for a copy, with the lawful reason."""

    reason = forms.ChoiceField(label="Lý do")
    words = forms.CharField(
        label="Cụ thể", max_length=400, required=False, widget=forms.Textarea({"rows": 2}),
        help_text="Người yêu cầu đọc được lý do này.",
    )  # fmt: skip

    def __init__(self, *args: Any, reasons: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["reason"]
        reason.choices = [("", "Chọn lý do"), *reasons.items()]


class NumberForm(forms.Form):
    """Who certifies the copies that were ticked."""

    certifier = forms.ModelChoiceField(
        Staff.objects.none(), label="Người ký chứng thực", empty_label=None,
        error_messages={"required": "Chọn người ký chứng thực."},
    )  # fmt: skip

    def __init__(self, *args: Any, certifiers: QuerySet[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["certifier"]
        field.queryset = certifiers


class VoidForm(forms.Form):
    """Why a copy is not issued, or withdrawn."""

    reason = forms.CharField(label="Lý do hủy, thu hồi", max_length=400)


class BookFilter(forms.Form):
    """Which part of the book."""

    year = forms.TypedChoiceField(label="Năm", coerce=int, required=False, empty_value=None)
    first = DayField(label="Từ ngày", required=False)
    last = DayField(label="Đến hết ngày", required=False)
    q = forms.CharField(label="Số, người yêu cầu, tên bản chính", max_length=100, required=False)
    state = forms.ChoiceField(
        label="Tình trạng", required=False,
        choices=[("", "Tất cả"), *((state.value, state.label) for state in NUMBERED)],
    )  # fmt: skip

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year: Any = self.fields["year"]
        year.choices = [("", "Tất cả"), *((each, str(each)) for each in years)]
