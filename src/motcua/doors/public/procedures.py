"""The list of procedures, the page of one, its posting sheet."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.catalogue import wording
from motcua.catalogue.eforms.keeping import form_for
from motcua.catalogue.enums import Channel, Grade, Level, OnlineLevel, Status
from motcua.catalogue.everyday import life_event, life_events
from motcua.catalogue.listing import shelf_on, versions_of
from motcua.catalogue.models import Procedure, ProcedureVersion, TimeLimit
from motcua.catalogue.posting import posting_sheet_pdf
from motcua.catalogue.queries import parts_of
from motcua.doors.public.pages import MOST_SHOWN, data_language, page, place
from motcua.kernel import clock


class FieldSelect(forms.Select):
    """Fields of procedures: their names are data, and said to be Vietnamese on English pages."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One field, or all of them."""
        option = super().create_option(name, value, *args, **kwargs)
        if value and data_language():
            option["attrs"]["lang"] = settings.LANGUAGE_CODE
        return option


class ListForm(forms.Form):
    """What the list is narrowed by."""

    q = forms.CharField(
        label=gettext_lazy("Tìm theo tên, giấy tờ, việc cần làm"), required=False, max_length=200
    )
    linh_vuc = forms.ChoiceField(label=gettext_lazy("Lĩnh vực"), required=False, widget=FieldSelect)
    cap = forms.ChoiceField(label=gettext_lazy("Nơi giải quyết"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices(
            "linh_vuc", _("Mọi lĩnh vực"), [(name, name) for name in shelf_on(clock.today()).fields]
        )
        self._choices("cap", _("Mọi cấp"), [(level.value, _(level.label)) for level in Level])

    def _choices(self, name: str, every: str, given: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", every), *given]

    def asked(self) -> dict[str, Any]:
        """What was asked for; a wrong value narrows nothing."""
        return self.cleaned_data if self.is_valid() else {}


def procedures(request: HttpRequest) -> HttpResponse:
    """The list, searched and narrowed. Two statements, whatever its length: the catalogue is kept in memory."""
    form = ListForm(request.GET)
    asked = form.asked()
    event = life_event(request.GET.get("viec", ""))
    found = shelf_on(clock.today()).narrowed(
        asked.get("q", ""), field=asked.get("linh_vuc", ""), level=asked.get("cap", ""),
        codes=event.procedures if event else None,
    )  # fmt: skip
    sheet = Paginator(found, MOST_SHOWN).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "sheet": sheet,
        "rows": list(sheet.object_list),
        "asked": asked.get("q", ""),
        "narrowed": any(request.GET.get(name) for name in (*form.fields, "viec")),
        "event": event,
        "events": life_events(),
        "crumbs": [(_("Trang đầu"), reverse("public:home")), (_("Thủ tục"), "")],
    }
    return page(request, "procedures.html", context)


# Whether this very agency takes it online is asked on the page where filing begins.
_FILED_HERE = frozenset({OnlineLevel.FULL.value, OnlineLevel.PARTIAL.value})


def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one procedure. One statement while the catalogue stays as it is, two when it was replaced."""
    version = version_shown(code)
    parts = parts_of(version)
    main = wording.main_limit(parts.limits)
    context = {
        "procedure": version.procedure,
        "version": version,
        "parts": parts,
        "groups": wording.grouped(parts.components),
        "time": wording.time_words(version, parts.limits),
        "main_limit": main,
        "other_limits": [
            (_told_case(limit), wording.duration(limit.value, limit.unit), limit.text)
            for limit in parts.limits
            if limit is not main
        ],
        "fee": wording.fee_words(version, parts.fees),
        "fee_cases": any(fee.condition for fee in parts.fees),
        "channels": [_(Channel(code).label) for code in version.channels],
        "levels": [_(level.label) for level in version.levels],
        "online": _(OnlineLevel(version.online_level).label),
        "grade": _(Grade(version.grade).label),
        "forms_here": all(each.form_file for each in parts.components if each.form_code),
        "form_codes": sorted({each.form_code for each in parts.components if each.form_code}),
        "has_example": form_for(version, clock.today()) is not None,
        "online_here": version.receivable and version.online_level in _FILED_HERE,
        "abolished": version.procedure.status == Status.ABOLISHED.value,
        "replacement": _replacement(version.procedure),
        "ended": version.valid_to is not None and version.valid_to < clock.today(),
        "crumbs": [
            (_("Trang đầu"), reverse("public:home")),
            (_("Thủ tục"), reverse("public:procedures")),
            (version.procedure.code, ""),
        ],
    }
    return page(request, "procedure.html", context)


def posting_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet for the notice board, as PDF."""
    version = version_shown(code)
    here = place()
    address = request.build_absolute_uri(reverse("public:procedure", args=[code]))
    content = posting_sheet_pdf(
        version, agency=here.name, desk=here.desk, contact=here.contact, address=address
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="niem-yet-{code}.pdf"'
    return response


def version_shown(code: str) -> ProcedureVersion:
    """Today's version of a procedure for citizens, else its last one. Raises Http404."""
    versions, today = versions_of(code), clock.today()
    if not versions:
        raise Http404(_("Không có thủ tục mang mã này."))
    return next((each for each in versions if _holds(each, today)), versions[0])


def _holds(version: ProcedureVersion, day: date) -> bool:
    return version.valid_from <= day and (version.valid_to is None or day <= version.valid_to)


def _replacement(procedure: Procedure) -> Procedure | None:
    return Procedure.objects.filter(code=procedure.replaced_by).first() if procedure.replaced_by else None


def _told_case(limit: TimeLimit) -> str:
    channel = _(Channel(limit.channel).label) if limit.channel else ""
    return ", ".join(part for part in (channel, limit.case) if part)
