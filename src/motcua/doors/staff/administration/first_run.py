"""The first run of an empty installation: until an agency exists, every address leads to one page.

The page asks for the key that `motcua up` printed on its console, makes the agency, its administrator,
office hours and the choice of procedures, and never opens again.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from motcua.catalogue.enums import Level as SettlingLevel
from motcua.catalogue.models import ProcedureVersion
from motcua.doors.frame import setup_key
from motcua.doors.frame.forms import Checkboxes, CodeInput, PhoneInput
from motcua.doors.staff.administration.hours import HoursField
from motcua.doors.staff.desks import LEFT_OUT
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.organisation.actions import NewAccount, NewAgency, found
from motcua.organisation.enums import Level
from motcua.organisation.models import Agency
from motcua.regimes.actions import set_value
from motcua.worktime.actions import set_hours

_LEVELS = (Level.COMMUNE, Level.DEPARTMENT, Level.PROVINCE)
_SOURCE = "Khai khi cài đặt lần đầu"

# Once an agency exists it exists for good: the answer is kept for the whole process.
_founded = False


def founded() -> bool:
    """Whether this installation has an agency; one query until it has, none afterwards."""
    global _founded  # noqa: PLW0603 - kept for the whole process on purpose
    _founded = _founded or Agency.objects.exists()
    return _founded


def remember(answer: bool) -> None:
    """Set the kept answer: a test makes and removes agencies."""
    global _founded  # noqa: PLW0603
    _founded = answer


class FirstRun:
    """Middleware: while there is no agency, everything but health and the page's own files leads to the first run."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Asked before the database is: whether it answers is what health is about.
        if request.path.startswith(("/health/", f"/{settings.STATIC_URL.lstrip('/')}")) or founded():
            return self.get_response(request)
        page = reverse("staff:first-run")
        return self.get_response(request) if request.path == page else redirect(page)


class FirstRunForm(forms.Form):
    """One agency, one administrator, office hours, procedures."""

    key = forms.CharField(
        label="Mã cài đặt",
        help_text="Dòng «Mã cài đặt» trong cửa sổ đã chạy lệnh khởi động. Mã chỉ dùng một lần.",
        widget=CodeInput(),
    )
    name = forms.CharField(
        label="Tên cơ quan", max_length=200, help_text="Ví dụ: Ủy ban nhân dân xã An Bình."
    )
    code = forms.CharField(
        label="Mã định danh",
        max_length=40,
        widget=CodeInput(),
        help_text="Mã do tỉnh cấp, ví dụ H99.101. Mã này đứng đầu mã hồ sơ và không đổi được về sau.",
    )
    level = forms.ChoiceField(label="Cấp", choices=[(level.value, level.label) for level in _LEVELS])
    above = forms.CharField(
        label="Cơ quan cấp trên", max_length=200, required=False, help_text="Ví dụ: Ủy ban nhân dân tỉnh …"
    )
    above_code = forms.CharField(
        label="Mã định danh của cơ quan cấp trên",
        max_length=40,
        required=False,
        widget=CodeInput(),
        help_text="Để trống thì lấy phần đầu của mã cơ quan (H99.101 → H99).",
    )
    address = forms.CharField(label="Địa chỉ trụ sở", max_length=300)
    phone = forms.CharField(label="Điện thoại", max_length=40, widget=PhoneInput())
    administrator = forms.CharField(label="Họ và tên người quản trị", max_length=200)
    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=80,
        widget=CodeInput({"autocomplete": "username"}),
        help_text="Chữ không dấu, ví dụ quantri.",
    )
    password = forms.CharField(
        label="Mật khẩu",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Ít nhất 8 ký tự, không phải mật khẩu quen thuộc, không giống tên đăng nhập.",
    )
    again = forms.CharField(
        label="Nhập lại mật khẩu",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    morning = HoursField(label="Buổi sáng, thứ Hai đến thứ Sáu", initial="07:30-11:30")
    afternoon = HoursField(label="Buổi chiều, thứ Hai đến thứ Sáu", initial="13:30-17:00")
    saturday = HoursField(
        label="Thứ Bảy", required=False, help_text="Để trống nếu không làm việc thứ Bảy; ví dụ 07:30-11:30."
    )
    procedures = forms.MultipleChoiceField(
        label="Thủ tục tiếp nhận",
        required=False,
        widget=Checkboxes(),
        help_text="Bỏ dấu những thủ tục chưa tiếp nhận. Sửa lại được bất cứ lúc nào.",
    )

    SECTIONS = (
        ("Xác nhận người cài đặt", ("key",)),
        ("Cơ quan", ("name", "code", "level", "above", "above_code", "address", "phone")),
        ("Người quản trị đầu tiên", ("administrator", "username", "password", "again")),
        ("Giờ làm việc", ("morning", "afternoon", "saturday")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = _versions(receivable=True)
        choices = [
            (version.procedure.code, f"{version.name} ({version.procedure.field})")
            for version in self.offered
        ]
        field = self.fields["procedures"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = choices
        field.initial = [code for code, _ in choices]

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Headings with their fields, for the page."""
        return [(title, [self[name] for name in names]) for title, names in self.SECTIONS]

    def clean_key(self) -> str:
        """The key of the console, or words that say where it stands."""
        if not setup_key.matches(self.cleaned_data["key"]):
            raise ValidationError(
                "Mã cài đặt không đúng. Xem lại dòng «Mã cài đặt» trong cửa sổ đã chạy lệnh khởi động."
            )
        return ""

    def clean(self) -> dict[str, Any]:
        """The password twice, and a code for the agency above."""
        given = self.cleaned_data
        if "password" in given and given.get("again") != given["password"]:
            self.add_error("again", "Hai lần nhập mật khẩu không giống nhau.")
        if given.get("above") and not given.get("above_code"):
            given["above_code"] = given.get("code", "").rpartition(".")[0]
            if not given["above_code"]:
                self.add_error("above_code", "Ghi mã định danh của cơ quan cấp trên.")
        return given


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """The page of the first run; leads to sign-in once an agency exists."""
    if founded():
        return redirect("staff:sign-in")
    form = FirstRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _done(form):
        return redirect("staff:founded")
    context = {"form": form, "unreceivable": _versions(receivable=False), "key_waits": setup_key.exists()}
    return render(
        request, "staff/administration/first_run.html", context, status=422 if form.is_bound else 200
    )


@require_safe
def just_founded(request: HttpRequest) -> HttpResponse:
    """What to do next, before the first sign-in."""
    return render(request, "staff/administration/founded.html")


def _done(form: FirstRunForm) -> bool:
    given = form.cleaned_data
    try:
        agency = found(
            agency=_own(given),
            above=_above(given),
            administrator=given["administrator"],
            account=NewAccount(given["username"], given["password"], must_change=False),
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    setup_key.forget()
    actor = Actor("system", "first-run", f"{given['administrator']} (cài đặt)", agency.code)
    set_hours(
        actor=actor, scope=agency.code, first_day=clock.today(), office=[*given["morning"], *given["afternoon"]],
        saturday=given["saturday"], source=_SOURCE,
    )  # fmt: skip
    left_out = sorted({version.procedure.code for version in form.offered} - set(given["procedures"]))
    if left_out:
        set_value(
            actor=actor, key=LEFT_OUT, value=left_out, scope=agency.code, first_day=clock.today(),
            reason="Chọn khi cài đặt lần đầu", source=_SOURCE,
        )  # fmt: skip
    return True


def _own(given: dict[str, Any]) -> NewAgency:
    return NewAgency(
        given["code"], given["name"], Level(given["level"]), address=given["address"], phone=given["phone"],
    )  # fmt: skip


def _above(given: dict[str, Any]) -> NewAgency | None:
    if not given["above"]:
        return None
    return NewAgency(given["above_code"], given["above"], Level.PROVINCE, has_desk=False)


def _versions(*, receivable: bool) -> list[ProcedureVersion]:
    """What a commune settles today, with or without a sure time limit."""
    versions = (
        ProcedureVersion.objects.on(clock.today())
        .at(SettlingLevel.COMMUNE.value)
        .filter(receivable=receivable)
    )
    return list(
        versions.select_related("procedure").order_by("procedure__field_sort", "procedure__name_sort")
    )
