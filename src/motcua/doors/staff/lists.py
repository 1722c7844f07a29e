"""What every list of dossiers shares: filters, order, pages, and the same list as an Excel file."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse

from motcua.catalogue.models import Procedure
from motcua.doors.frame.forms import DayField
from motcua.dossiers.enums import OPEN_STATES, State
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.rendering import xlsx

PER_PAGE = 50
SOON_DAYS = 3
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ORDERS: dict[str, str] = {
    "due": "due_date",
    "code": "code",
    "name": "applicant_key",
    "received": "received_at",
    "filed": "filed_at",
    "procedure": "procedure__name_sort",
}
_RUNNING = sorted(OPEN_STATES)


class DossierFilter(forms.Form):
    """Filters that several lists use; a list takes away what makes no sense on it."""

    q = forms.CharField(label="Mã hồ sơ, tên người nộp", required=False)
    whose = forms.ChoiceField(
        label="Của ai", required=False, choices=[("", "Của tôi"), ("all", "Cả cơ quan")]
    )
    state = forms.ChoiceField(
        label="Trạng thái",
        required=False,
        choices=[
            ("", "Đang giải quyết"),
            ("any", "Tất cả"),
            *((state.value, state.label) for state in State if state is not State.SUPPLEMENT_BEFORE),
        ],
    )
    field = forms.ChoiceField(label="Lĩnh vực", required=False)
    due = forms.ChoiceField(
        label="Hạn",
        required=False,
        choices=[
            ("", "Mọi hạn"),
            ("late", "Quá hạn"),
            ("today", "Hẹn trả hôm nay"),
            ("next", f"Trong {SOON_DAYS} ngày tới"),
        ],
    )
    first = DayField(label="Từ ngày", required=False)
    last = DayField(label="Đến hết ngày", required=False)

    def __init__(self, *args: Any, only: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(only):
            del self.fields[name]
        field = self.fields.get("field")
        if isinstance(field, forms.ChoiceField):
            names = Procedure.objects.order_by("field_sort").values_list("field", flat=True).distinct()
            field.choices = [("", "Mọi lĩnh vực"), *((each, each) for each in dict.fromkeys(names))]
        self.is_valid()

    def value(self, name: str) -> Any:
        """What was chosen, None for nothing or for what cannot be read."""
        return getattr(self, "cleaned_data", {}).get(name) or None

    def narrow(self, dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
        """The dossiers that text, state, field and due date leave over."""
        dossiers = by_state(dossiers, self.value("state"))
        if text := self.value("q"):
            dossiers = dossiers.filter(pk__in=Dossier.objects.matching(text).values("pk"))
        if field := self.value("field"):
            dossiers = dossiers.filter(procedure__field=field)
        return by_due(dossiers, self.value("due"))


def by_state(dossiers: QuerySet[Dossier], state: str | None) -> QuerySet[Dossier]:
    """Those that still run when nothing is chosen; «any» leaves all."""
    if state == "any":
        return dossiers
    return dossiers.filter(state=state) if state else dossiers.filter(state__in=_RUNNING)


def by_due(dossiers: QuerySet[Dossier], due: str | None) -> QuerySet[Dossier]:
    """Late, due today, due in the next days; only what still runs can be any of these."""
    today = clock.today()
    if due == "late":
        return dossiers.filter(state__in=_RUNNING, due_date__lt=today)
    if due == "today":
        return dossiers.filter(state__in=_RUNNING, due_date=today)
    if due == "next":
        return dossiers.filter(
            state__in=_RUNNING, due_date__gt=today, due_date__lte=today + timedelta(days=SOON_DAYS)
        )
    return dossiers


def ordered(request: HttpRequest, dossiers: QuerySet[Dossier], *, otherwise: str) -> QuerySet[Dossier]:
    """In the order the address asks for; `-key` the other way round. Unknown keys fall back."""
    wanted = request.GET.get("sort", otherwise)
    column = _ORDERS.get(wanted.lstrip("-"))
    if column is None:
        wanted, column = otherwise, _ORDERS[otherwise.lstrip("-")]
    direction = F(column).desc(nulls_last=True) if wanted.startswith("-") else F(column).asc(nulls_last=True)
    return dossiers.order_by(direction, "pk")


def page_of(request: HttpRequest, dossiers: QuerySet[Dossier]) -> "Page[Dossier]":
    """The page the address asks for, the nearest one when it does not exist."""
    return Paginator(dossiers, PER_PAGE).get_page(request.GET.get("page"))


def wants_file(request: HttpRequest) -> bool:
    """Whether the list is asked for as an Excel file."""
    return request.GET.get("as") == "xlsx"


def as_file(headers: Sequence[str], rows: Iterable[Sequence[xlsx.Value]], *, name: str) -> HttpResponse:
    """The list as an Excel file to save."""
    content = xlsx.table(headers, rows, sheet="Hồ sơ")
    disposition = {"Content-Disposition": f'attachment; filename="{name}-{clock.today():%Y%m%d}.xlsx"'}
    return HttpResponse(content, content_type=_XLSX, headers=disposition)
