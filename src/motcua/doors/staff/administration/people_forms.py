"""Forms of the pages about people."""

from django import forms

from motcua.doors.frame.forms import Checkboxes, CodeInput, DayField, PhoneInput, Radios
from motcua.organisation.enums import Role
from motcua.organisation.models import Agency, Staff

_ROLES = [(role.value, role.label) for role in Role]


def _password() -> forms.CharField:
    return forms.CharField(
        label="Mật khẩu ban đầu",
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Ít nhất 8 ký tự. Người dùng phải đổi ở lần đăng nhập đầu.",
    )


class StaffForm(forms.Form):
    """What may be put right of an officer's entry."""

    name = forms.CharField(label="Họ và tên", max_length=200)
    title = forms.CharField(label="Chức danh", max_length=120)
    field = forms.CharField(label="Lĩnh vực phụ trách", max_length=200, required=False)
    phone = forms.CharField(label="Điện thoại công vụ", max_length=40, required=False, widget=PhoneInput())
    public = forms.BooleanField(
        label="Công khai họ tên, chức danh, điện thoại công vụ (Nghị định 61/2018/NĐ-CP, Điều 9)",
        required=False,
        initial=True,
    )


class HiringForm(StaffForm):
    """Somebody new, with account and roles when they are to sign in."""

    first_day = DayField(label="Làm việc từ ngày")
    roles = forms.MultipleChoiceField(
        label="Vai trò tại cơ quan này", choices=_ROLES, required=False, widget=Checkboxes()
    )
    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=80,
        required=False,
        widget=CodeInput(),
        help_text="Để trống nếu chưa cần tài khoản.",
    )
    password = _password()


class AccountForm(forms.Form):
    """An account for somebody who has none."""

    username = forms.CharField(label="Tên đăng nhập", max_length=80, widget=CodeInput())
    password = _password()


class PasswordForm(forms.Form):
    """A first password for somebody who forgot theirs."""

    password = _password()


class RoleForm(forms.Form):
    """A role over an agency."""

    role = forms.ChoiceField(label="Vai trò", choices=_ROLES)
    agency = forms.ChoiceField(label="Phạm vi")
    with_below = forms.BooleanField(label="Cả đơn vị cấp dưới", required=False)
    first_day = DayField(label="Từ ngày")
    last_day = DayField(label="Đến hết ngày", required=False)

    def __init__(self, *args: object, agencies: list[Agency], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        _offer(self, "agency", [(agency.code, agency.name) for agency in agencies])


class DelegationForm(forms.Form):
    """Somebody stands in."""

    taker = forms.ChoiceField(label="Người làm thay")
    first_day = DayField(label="Từ ngày")
    last_day = DayField(label="Đến hết ngày")
    reason = forms.CharField(label="Lý do", max_length=300)

    def __init__(self, *args: object, colleagues: list[Staff], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        _offer(self, "taker", [(str(each.pk), f"{each.name}, {each.title}") for each in colleagues])


class MoveForm(forms.Form):
    """Another agency to work at."""

    agency = forms.ChoiceField(label="Cơ quan mới")
    old_roles = forms.ChoiceField(
        label="Vai trò ở cơ quan cũ",
        widget=Radios(),
        choices=[
            ("end", "Thu hồi: từ nay không làm gì ở cơ quan cũ"),
            ("keep", "Giữ lại: còn làm nốt hồ sơ ở cơ quan cũ"),
        ],
    )
    new_roles = forms.MultipleChoiceField(
        label="Vai trò ở cơ quan mới", choices=_ROLES, required=False, widget=Checkboxes()
    )

    def __init__(self, *args: object, agencies: list[Agency], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        _offer(self, "agency", [(agency.code, agency.name) for agency in agencies])


class LeavingForm(forms.Form):
    """The last day of work."""

    last_day = DayField(label="Ngày làm việc cuối cùng")


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared in the class
    field.choices = choices
