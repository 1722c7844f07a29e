"""Agencies: the tree an administrator keeps, one agency with its people, mergers and splits."""

from datetime import date

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Crumb
from motcua.doors.frame.forms import Checkboxes, CodeInput, DayField, PhoneInput
from motcua.doors.staff.administration.answering import Cleaned, administered, form_page
from motcua.doors.staff.gates import gate
from motcua.doors.staff.pages import show
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.access import agency_for, check_may_grant
from motcua.organisation.actions import NewAgency, change_agency, create_agency, exists_on
from motcua.organisation.enums import ChangeKind, Level, Right
from motcua.organisation.models import Agency, Staff
from motcua.organisation.queries import heirs_of, staff_of
from motcua.organisation.reorganising import reorganise
from motcua.organisation.rules import Officer

_LEAVES = "-"
_LEVELS = [(level.value, level.label) for level in Level]


class AgencyForm(forms.Form):
    """What may be put right of an agency."""

    name = forms.CharField(label="Tên cơ quan", max_length=200)
    short_name = forms.CharField(
        label="Tên ngắn", max_length=80, required=False, help_text="Ví dụ: xã An Bình."
    )
    address = forms.CharField(label="Địa chỉ", max_length=300, required=False)
    phone = forms.CharField(label="Điện thoại", max_length=40, required=False, widget=PhoneInput())
    has_desk = forms.BooleanField(label="Có Bộ phận Một cửa", required=False, initial=True)
    desk_name = forms.CharField(label="Tên Bộ phận Một cửa", max_length=200, required=False)
    remote = forms.BooleanField(label="Xã vùng sâu, vùng xa", required=False)


class NewAgencyForm(AgencyForm):
    """An agency to be made."""

    code = forms.CharField(
        label="Mã định danh",
        max_length=40,
        widget=CodeInput(),
        help_text="Đứng đầu mã hồ sơ, không đổi được về sau.",
    )
    level = forms.ChoiceField(label="Cấp", choices=_LEVELS)
    first_day = DayField(label="Hoạt động từ ngày")
    field_order = ("code", "name", "short_name", "level", "first_day")


class ReorganisingForm(forms.Form):
    """A merger, split, renaming or end of agencies."""

    kind = forms.ChoiceField(label="Loại sắp xếp", choices=[(kind.value, kind.label) for kind in ChangeKind])
    day = DayField(label="Có hiệu lực từ ngày", help_text="Cơ quan cũ kết thúc vào ngày trước đó.")
    decision = forms.CharField(label="Văn bản", max_length=200, help_text="Số, ngày, cơ quan ban hành.")
    predecessors = forms.MultipleChoiceField(label="Cơ quan cũ", widget=Checkboxes())
    successors = forms.CharField(
        label="Cơ quan mới",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mỗi dòng một cơ quan: mã; tên. Ví dụ: H99.103; Ủy ban nhân dân xã Tân Bình. "
        "Mã đã có thì là cơ quan đang hoạt động nhận thêm việc. Để trống khi kết thúc hoạt động.",
    )

    def __init__(self, *args: object, agencies: list[Agency], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["predecessors"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(agency.code, f"{agency.name} ({agency.code})") for agency in agencies]


class PlacingForm(ReorganisingForm):
    """The second step of a split: the same values, out of sight, and where each officer goes."""

    placed = forms.CharField(widget=forms.HiddenInput(), initial="1")

    def __init__(
        self,
        *args: object,
        agencies: list[Agency],
        people: list[Staff],
        heirs: list[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, agencies=agencies, **kwargs)
        for field in self.fields.values():
            many = isinstance(field, forms.MultipleChoiceField)
            field.widget = forms.MultipleHiddenInput() if many else forms.HiddenInput()
        for one in people:
            self.fields[f"person_{one.pk}"] = forms.ChoiceField(
                label=f"{one.name}, {one.title}", choices=[*heirs, (_LEAVES, "Thôi việc từ ngày này")]
            )

    def moves(self) -> dict[int, str | None]:
        """By officer, the code of the new agency; None for whoever leaves."""
        return {
            int(name.removeprefix("person_")): None if wanted == _LEAVES else wanted
            for name, wanted in self.cleaned_data.items()
            if name.startswith("person_")
        }


@require_safe
@gate(Right.ADMINISTER)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The tree of agencies within the officer's scope, those that ended included."""
    agencies = administered(officer)
    today = clock.today()
    paths = {agency.path for agency in agencies}
    rows = [
        (agency, "— " * _depth(agency, paths), Level(agency.level).label, exists_on(agency, today))
        for agency in agencies
    ]
    return show(request, officer, "staff/administration/agencies.html", {"rows": rows})


@require_safe
@gate(Right.ADMINISTER)
def agency(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """One agency: what it is, who works there."""
    one = agency_for(officer, code, Right.ADMINISTER)
    facts = [
        ("Mã định danh", one.code),
        ("Cấp", Level(one.level).label),
        ("Địa chỉ", one.address),
        ("Điện thoại", one.phone),
        ("Bộ phận Một cửa", one.desk_name or ("Có" if one.has_desk else "Không")),
        ("Hoạt động", _days(one.valid_from, one.valid_to)),
        ("Việc chuyển về", ", ".join(heir.name for heir in heirs_of(one)) if one.valid_to else ""),
    ]
    today = clock.today()
    staff = [(each, each.last_day is None or each.last_day >= today) for each in staff_of(one)]
    context = {
        "agency": one,
        "facts": [(label, value) for label, value in facts if value],
        "staff": staff,
        "lasting": exists_on(one, today),
        "crumbs": [Crumb("Cơ quan, cán bộ", reverse("staff:agency")), Crumb(one.name)],
    }
    return show(request, officer, "staff/administration/agency.html", context)


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def add(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """A new agency below one that is administered with everything below it."""
    parent = agency_for(officer, code, Right.ADMINISTER)
    check_may_grant(officer, parent, with_below=True)

    def act(given: Cleaned) -> str:
        first_day = given.pop("first_day")
        level = Level(given.pop("level"))
        made = create_agency(
            actor=officer.actor, agency=NewAgency(level=level, parent=parent, **given), first_day=first_day
        )
        return f"Đã thêm {made.name}."

    form = NewAgencyForm(
        request.POST or None, initial={"first_day": clock.today(), "level": Level.BRANCH.value}
    )
    return form_page(
        request,
        officer,
        form,
        act,
        heading=f"Thêm đơn vị thuộc {parent.name}",
        back=_page_of(parent),
        submit="Thêm đơn vị",
    )


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def edit(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """Put an agency's entry right."""
    one = agency_for(officer, code, Right.ADMINISTER)

    def act(given: Cleaned) -> str:
        change_agency(actor=officer.actor, agency=one, **given)
        return "Đã lưu."

    initial = {name: getattr(one, name) for name in AgencyForm.base_fields}
    form = AgencyForm(request.POST or None, initial=initial)
    lead = "Đổi tên theo nghị quyết sắp xếp thì dùng «Sắp xếp đơn vị», để lịch sử còn nguyên."
    return form_page(request, officer, form, act, heading=f"Sửa {one.name}", back=_page_of(one), lead=lead)


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def reorganising(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Mergers, splits, renamings, ends: entered on their day."""
    today = clock.today()
    living = [each for each in administered(officer) if exists_on(each, today) and each.valid_to is None]
    by_code = {each.code: each for each in living}

    def act(given: Cleaned) -> str:
        old = [by_code[code] for code in given["predecessors"]]
        new = [_heir(line, old[0], by_code) for line in given["successors"].splitlines() if line.strip()]
        moves = form.moves() if isinstance(form, PlacingForm) else {}
        reorganise(
            actor=officer.actor, kind=ChangeKind(given["kind"]), day=given["day"], predecessors=old, successors=new,
            decision=given["decision"], moves=moves,
        )  # fmt: skip
        return "Đã sắp xếp. Cán bộ đã chuyển sang cơ quan mới cùng vai trò; kiểm tra lại từng người."

    form = ReorganisingForm(request.POST or None, agencies=living, initial={"day": today})
    if request.method == "POST" and form.is_valid() and (parts := _to_place(form.cleaned_data, by_code)):
        people, heirs = parts
        asked = {name: form.cleaned_data[name] for name in ReorganisingForm.base_fields}
        sent = request.POST if "placed" in request.POST else None
        form = PlacingForm(
            sent, agencies=living, people=people, heirs=heirs, initial={**asked, "placed": "1"}
        )
        if sent is None:
            context = {
                "form": form, "heading": "Ai về cơ quan nào", "submit_label": "Sắp xếp",
                "lead": "Chọn cơ quan mới cho từng người; vai trò đi theo người.", "cancel_url": reverse("staff:agency"),
            }  # fmt: skip
            return show(request, officer, "frame/form_page.html", context)
    return form_page(
        request, officer, form, act, heading="Sắp xếp đơn vị", back=reverse("staff:agency"), submit="Sắp xếp",
        lead="Hồ sơ cũ giữ nguyên mã và nơi tiếp nhận; người của cơ quan mới vẫn xem và làm tiếp được.",
    )  # fmt: skip


def _to_place(given: Cleaned, known: dict[str, Agency]) -> tuple[list[Staff], list[tuple[str, str]]] | None:
    """Whom to place and where, when several agencies follow: the officers, and the successors as choices."""
    lines = [line for line in given["successors"].splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    old = [known[code] for code in given["predecessors"]]
    try:
        new = [_heir(line, old[0], known) for line in lines]
    except Refused:
        return None  # the act says which line is wrong
    last = date.fromordinal(given["day"].toordinal() - 1)
    people = Staff.objects.filter(Q(last_day=None) | Q(last_day__gt=last), agency__in=old).order_by(
        "name_key"
    )
    return (list(people), [(one.code.upper(), one.name) for one in new]) if people else None


def _depth(one: Agency, shown: set[str]) -> int:
    """How many of the agencies above it stand in the table too."""
    codes = one.path.rstrip("/").split("/")
    return sum("/".join(codes[:length]) + "/" in shown for length in range(1, len(codes)))


def _heir(line: str, old: Agency, known: dict[str, Agency]) -> NewAgency | Agency:
    code, _, name = (part.strip() for part in line.partition(";"))
    if code.upper() in known and not name:
        return known[code.upper()]
    if not name:
        raise Refused(f"Dòng «{line.strip()}» thiếu tên: viết «mã; tên».", field="successors")
    return NewAgency(
        code, name, Level(old.level), old.parent, address=old.address, phone=old.phone, has_desk=old.has_desk
    )


def _days(first: date, last: date | None) -> str:
    return f"từ {first:%d/%m/%Y}" + (f" đến hết {last:%d/%m/%Y}" if last else "")


def _page_of(one: Agency) -> str:
    return reverse("staff:agency-one", args=[one.code])
