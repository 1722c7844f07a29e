"""The forms of the pages about papers."""

from collections.abc import Sequence
from typing import Any

from django import forms

from motcua.doors.frame.forms import DayField
from motcua.organisation.models import Agency
from motcua.storehouse.digitising import Confirmed
from motcua.storehouse.enums import KeyPurpose, PaperKind, ScanSource
from motcua.storehouse.models import SigningKey

_LARGEST = 200 * 1024 * 1024


class SeveralFiles(forms.ClearableFileInput):
    """A field for several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class UploadForm(forms.Form):
    """Files to digitise. Several files are several scans."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="Số hóa cho cơ quan")
    source = forms.ChoiceField(
        label="Các tệp này là",
        choices=[
            (ScanSource.UPLOAD.value, "Bản quét (PDF, ảnh)"),
            (ScanSource.PHOTO.value, "Ảnh chụp điện thoại"),
        ],
        help_text="Ảnh chụp được cắt theo mép giấy và nắn thẳng.",
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies: list[Agency] = list(agencies)
        field: Any = self.fields["agency"]
        field.queryset = agencies
        if len(agencies) == 1:
            field.initial, field.widget = agencies[0], forms.HiddenInput()


class KeyChoice(forms.Form):
    """With which key, and its PIN."""

    key = forms.ChoiceField(label="Ký bằng")
    secret = forms.CharField(
        label="Mã PIN, mật khẩu khóa", widget=forms.PasswordInput(attrs={"autocomplete": "off"}), strip=False
    )

    def __init__(self, *args: Any, keys: Sequence[SigningKey], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["key"]
        choice.choices = [(str(key.pk), f"{KeyPurpose(key.purpose).label}: {key.subject}") for key in keys]
        self.keys = {str(key.pk): key for key in keys}

    def chosen(self) -> SigningKey:
        """The key that was chosen."""
        return self.keys[self.cleaned_data["key"]]


class ConfirmForm(forms.Form):
    """What a paper says, as the officer reads it."""

    title = forms.CharField(label="Tên giấy tờ", max_length=300)
    kind = forms.ChoiceField(
        label="Loại",
        choices=[(kind.value, kind.label) for kind in PaperKind if kind is not PaperKind.CERTIFIED],
        initial=PaperKind.COMPONENT.value,
    )
    type_code = forms.CharField(
        label="Mã loại giấy tờ", max_length=40, required=False, help_text="Ví dụ GKS cho giấy khai sinh."
    )
    number = forms.CharField(label="Số, ký hiệu", max_length=100, required=False)
    issued_on = DayField(label="Ngày cấp", required=False)
    issuer = forms.CharField(label="Cơ quan cấp", max_length=300, required=False)
    valid_to = DayField(label="Có giá trị đến hết ngày", required=False)
    owner_name = forms.CharField(label="Họ và tên", max_length=200, required=False)
    owner_identity = forms.CharField(label="Số định danh cá nhân", max_length=20, required=False)
    born = DayField(label="Ngày sinh", required=False)
    summary = forms.CharField(label="Trích yếu", max_length=500, required=False)
    scope = forms.CharField(label="Phạm vi hiệu lực", max_length=200, required=False)

    def said(self) -> Confirmed:
        """The values to store."""
        data = dict(self.cleaned_data)
        data["owner_identity"] = "".join(part for part in data["owner_identity"] if part.isalnum())
        return Confirmed(**data | {"kind": PaperKind(data["kind"])})


class SplitForm(forms.Form):
    """Which pages make which paper: «1-3; 4; 5,7»."""

    papers = forms.CharField(
        label="Chia trang",
        max_length=2000,
        help_text="Mỗi giấy tờ cách nhau dấu chấm phẩy. Ví dụ «1-3; 4; 5,7»: ba giấy tờ. Trang không ghi thì bỏ.",
    )

    def clean_papers(self) -> list[list[int]]:
        """Lists of page numbers from 0."""
        try:
            return [_pages(part) for part in self.cleaned_data["papers"].split(";") if part.strip()]
        except ValueError as fault:
            raise forms.ValidationError("Ghi như ví dụ: 1-3; 4; 5,7.") from fault


def _pages(text: str) -> list[int]:
    pages: list[int] = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        start, end = int(first), int(last) if dash else int(first)
        if not 1 <= start <= end <= 5000:
            raise ValueError(text)
        pages += range(start - 1, end)
    return pages


class KeyFileForm(forms.Form):
    """A key from a PKCS#12 file."""

    purpose = forms.ChoiceField(label="Dùng để", choices=[(p.value, p.label) for p in KeyPurpose])
    file = forms.FileField(label="Tệp khóa (.p12, .pfx)")
    secret = forms.CharField(
        label="Mật khẩu của tệp", widget=forms.PasswordInput(attrs={"autocomplete": "off"}), strip=False,
        help_text="Chỉ dùng để mở tệp lúc này; hệ thống không lưu.",
    )  # fmt: skip
    image = forms.FileField(
        label="Hình chữ ký hoặc hình dấu (PNG nền trong suốt)", required=False,
        help_text="Chữ ký màu xanh, dấu màu đỏ (NĐ 30/2020/NĐ-CP, Phụ lục I).",
    )  # fmt: skip


class KeyTokenForm(forms.Form):
    """A key on a token of the server."""

    purpose = forms.ChoiceField(label="Dùng để", choices=[(p.value, p.label) for p in KeyPurpose])
    token = forms.CharField(label="Tên thiết bị (nhãn token)", max_length=64)
    secret = forms.CharField(
        label="Mã PIN", widget=forms.PasswordInput(attrs={"autocomplete": "off"}), strip=False
    )
    image = forms.FileField(label="Hình chữ ký hoặc hình dấu (PNG nền trong suốt)", required=False)


class KeyServiceForm(forms.Form):
    """A key that a remote signing service holds."""

    purpose = forms.ChoiceField(label="Dùng để", choices=[(p.value, p.label) for p in KeyPurpose])
    user = forms.CharField(
        label="Mã người dùng ở nhà cung cấp", max_length=120,
        help_text="Do nhà cung cấp dịch vụ ký số từ xa cấp, thường là số định danh hoặc số điện thoại đã đăng ký.",
    )  # fmt: skip


class TrialKeyForm(forms.Form):
    """A key made here, for practice."""

    purpose = forms.ChoiceField(label="Dùng để", choices=[(p.value, p.label) for p in KeyPurpose])
    secret = forms.CharField(
        label="Đặt mật khẩu khóa",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )


class CheckForm(forms.Form):
    """A signed document to look at."""

    file = forms.FileField(label="Tệp PDF cần kiểm tra")


class TrustForm(forms.Form):
    """The certificate of an authority."""

    file = forms.FileField(label="Chứng thư của nơi cấp (.cer, .crt, .pem)")
    crl_url = forms.URLField(
        label="Địa chỉ danh sách thu hồi (CRL)", assume_scheme="http", required=False, max_length=300,
        help_text="Do nơi cấp công bố; hệ thống tự tải lại sáu giờ một lần.",
    )  # fmt: skip


def fits(upload: Any) -> bool:
    """Whether an upload is small enough to be kept."""
    return not upload.size or upload.size <= _LARGEST
