"""The register of violations for the control officer: what facts propose, what was entered, the measure taken."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.doors.frame.components import Crumb
from motcua.doors.frame.forms import DayField
from motcua.doors.staff.due_words import key_of
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.lateness.pages import agencies_of, chosen_agency
from motcua.doors.staff.pages import show
from motcua.dossiers.models import Dossier
from motcua.inspections import actions
from motcua.inspections.enums import Detection, Measure, ViolationKind, ViolationState
from motcua.inspections.models import Violation
from motcua.inspections.queries import extra_papers_counted, proposals, violations
from motcua.kernel import clock
from motcua.kernel.periods import PeriodKind, containing
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, Staff
from motcua.organisation.queries import staff_of
from motcua.organisation.rules import Officer

_PER_PAGE = 50
_STATES = [("", "Chưa bỏ qua"), *((state.value, state.label) for state in ViolationState)]


@require_GET
@gate(Right.STEER)
def register(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What the facts propose, then every entry of the register, what is open first."""
    agency = chosen_agency(request, officer, Right.STEER)
    state = request.GET.get("trang-thai", "")
    state = state if state in dict(_STATES) else ""
    page = Paginator(violations(agency, state), _PER_PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    quarter = containing(today, PeriodKind.QUARTER)
    context = {
        "agency": agency,
        "agencies": agencies_of(officer, Right.STEER),
        "proposals": [
            (each, key_of(each.dossier) if each.dossier else "") for each in proposals(agency, today)
        ],
        "page": page,
        "rows": [(row, key_of(row.dossier) if row.dossier else "", _overdue(row)) for row in page],
        "states": _STATES,
        "state": state,
        "quarter": quarter,
        "extras": [(state, many) for state, many in extra_papers_counted(agency, quarter).items()],
    }
    return show(request, officer, "staff/lateness/violations.html", context)


class ViolationForm(forms.Form):
    """A violation entered by hand."""

    kind = forms.ChoiceField(
        label="Loại vi phạm", choices=[(each.value, each.label) for each in ViolationKind]
    )
    detected_by = forms.ChoiceField(
        label="Phát hiện qua",
        choices=[(each.value, each.label) for each in Detection if each is not Detection.SYSTEM],
    )
    happened_on = DayField(label="Ngày xảy ra")
    officer = forms.TypedChoiceField(label="Người vi phạm", coerce=int, empty_value=None, required=False)
    dossier = forms.CharField(label="Mã hồ sơ", max_length=60, required=False)
    words = forms.CharField(label="Nội dung", widget=forms.Textarea({"rows": 3}))

    def __init__(self, agency: Agency, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        people = [(each.pk, f"{each.name} – {each.title}") for each in staff_of(agency)]
        self.fields["officer"].choices = [("", "Không nêu người"), *people]  # type: ignore[attr-defined]

    def clean_dossier(self) -> Dossier | None:
        code = str(self.cleaned_data["dossier"]).strip().upper()
        if not code:
            return None
        found = Dossier.objects.filter(agency=self.agency, code=code).first()
        if found is None:
            raise forms.ValidationError("Cơ quan này không có hồ sơ mang mã đó. Kiểm tra lại, hoặc để trống.")
        return found


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def enter(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Enter a violation found by somebody."""
    agency = chosen_agency(request, officer, Right.STEER)
    form = ViolationForm(agency, request.POST or None, initial={"happened_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        new = actions.NewViolation(
            agency=agency,
            kind=ViolationKind(given["kind"]),
            detected_by=Detection(given["detected_by"]),
            happened_on=given["happened_on"],
            words=given["words"],
            officer=Staff.objects.filter(pk=given["officer"]).first() if given["officer"] else None,
            dossier=given["dossier"],
        )
        try:
            row = actions.enter(new, actor=officer.actor)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            done(request, "Đã ghi vào sổ vi phạm.")
            return redirect("staff:violation", number=row.pk)
    context = {"agency": agency, "form": form, "crumbs": [_register_crumb(agency), Crumb("Ghi sổ")]}
    status = 422 if form.is_bound else 200
    return show(request, officer, "staff/lateness/violation_enter.html", context, status=status)


@require_POST
@gate(Right.STEER)
def answer_proposal(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Take up what the system proposed, or say why it is no violation."""
    agency = chosen_agency(request, officer, Right.STEER)
    wanted = request.POST.get("fact", "")
    proposal = next((each for each in proposals(agency) if each.fact == wanted), None)
    if proposal is None:
        raise Refused("Đề xuất này đã được ghi sổ hoặc bỏ qua. Tải lại trang để xem.")
    if request.POST.get("answer") == "dismiss":
        words = request.POST.get("words", "")
        actions.dismiss_proposal(proposal, agency, words=words, actor=officer.actor)
        done(request, "Đã ghi: không phải vi phạm.")
        return redirect(_register_url(agency))
    row = actions.take_up(proposal, agency, actor=officer.actor)
    done(request, "Đã ghi vào sổ vi phạm. Ghi biện pháp khi đã xử lý.")
    return redirect("staff:violation", number=row.pk)


class ConclusionForm(forms.Form):
    """The measure taken, or why it was no violation."""

    measure = forms.ChoiceField(
        label="Biện pháp",
        choices=[
            ("", "Chọn biện pháp"),
            *((each.value, each.label) for each in Measure),
            ("none", "Không phải vi phạm"),
        ],
    )
    measure_on = DayField(label="Ngày áp dụng")
    outcome = forms.CharField(
        label="Kết luận",
        widget=forms.Textarea({"rows": 3}),
        help_text="Số, ngày văn bản xử lý; hoặc vì sao không phải vi phạm.",
    )


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def one(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """One entry: who, what, by when, and its conclusion."""
    row = Violation.objects.select_related("agency", "officer", "dossier").filter(pk=number).first()
    if row is None or not officer.may(Right.STEER, row.agency.path):
        raise NotFound
    form = ConclusionForm(request.POST or None, initial={"measure_on": clock.today()})
    if request.method == "POST" and form.is_valid() and _concluded(row, form, officer):
        done(request, "Đã ghi kết luận.")
        return redirect("staff:violation", number=row.pk)
    context = {
        "row": row,
        "key": key_of(row.dossier) if row.dossier else "",
        "overdue": _overdue(row),
        "open": row.status is ViolationState.OPEN,
        "form": form,
        "crumbs": [_register_crumb(row.agency), Crumb(f"Số {row.pk}")],
    }
    status = 422 if form.is_bound else 200
    return show(request, officer, "staff/lateness/violation.html", context, status=status)


def _concluded(row: Violation, form: forms.Form, officer: Officer) -> bool:
    given = form.cleaned_data
    try:
        if given["measure"] == "none":
            actions.dismiss(row.pk, words=given["outcome"], actor=officer.actor)
        else:
            actions.conclude(
                row.pk,
                measure=Measure(given["measure"]),
                measure_on=given["measure_on"],
                outcome=given["outcome"],
                actor=officer.actor,
            )
    except NotFound as absent:
        raise Http404 from absent
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    return True


def _overdue(row: Violation) -> bool:
    return row.status is ViolationState.OPEN and row.due_on < clock.today()


def _register_url(agency: Agency) -> str:
    return f"{reverse('staff:violations')}?co-quan={agency.code}"


def _register_crumb(agency: Agency) -> Crumb:
    return Crumb("Sổ vi phạm", _register_url(agency))
