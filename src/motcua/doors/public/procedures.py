"""The list of procedures, the page of one, its posting sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.catalogue import wording
from motcua.catalogue.eforms.keeping import form_for
from motcua.catalogue.enums import Channel, Grade, Level, OnlineLevel, Status
from motcua.catalogue.everyday import life_event, life_events
from motcua.catalogue.models import Procedure, ProcedureQuerySet, ProcedureVersion, TimeLimit
from motcua.catalogue.posting import posting_sheet_pdf
from motcua.catalogue.queries import parts_of
from motcua.doors.public.pages import MOST_SHOWN, PLACE_KEPT_SECONDS, page, place
from motcua.kernel import clock


@dataclass(frozen=True, slots=True)
class Listed:
    """A procedure on a list: what to know before opening it."""

    procedure: Procedure
    version: ProcedureVersion
    time: str
    levels: tuple[str, ...]

    @property
    def url(self) -> str:
        return reverse("public:procedure", args=[self.procedure.code])


class ListForm(forms.Form):
    """What the list is narrowed by."""

    q = forms.CharField(
        label=gettext_lazy("Tìm theo tên, giấy tờ, việc cần làm"), required=False, max_length=200
    )
    linh_vuc = forms.ChoiceField(label=gettext_lazy("Lĩnh vực"), required=False)
    cap = forms.ChoiceField(label=gettext_lazy("Nơi giải quyết"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("linh_vuc", _("Mọi lĩnh vực"), [(name, name) for name in _fields()])
        self._choices("cap", _("Mọi cấp"), [(level.value, _(level.label)) for level in Level])

    def _choices(self, name: str, every: str, given: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", every), *given]

    def narrow(self, procedures: ProcedureQuerySet) -> ProcedureQuerySet:
        """What was asked for; a wrong value narrows nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        if field := asked.get("linh_vuc"):
            procedures = procedures.filter(field=field)
        if level := asked.get("cap"):
            procedures = procedures.filter(_in_force_today(level))
        return procedures.matching(asked.get("q", ""))


def public_procedures() -> ProcedureQuerySet:
    """Procedures for citizens that have a version in force today."""
    return Procedure.objects.in_force().for_citizens().filter(_in_force_today())


def _fields() -> list[str]:
    """The fields there are procedures of, kept for a minute: asked on every look at the list."""
    kept: list[str] | None = cache.get("public.fields")
    if kept is None:
        rows = public_procedures().order_by("field_sort").values_list("field", flat=True).distinct()
        kept = list(dict.fromkeys(rows))
        cache.set("public.fields", kept, PLACE_KEPT_SECONDS)
    return kept


def _in_force_today(level: str = "") -> Exists:
    versions = ProcedureVersion.objects.on(clock.today()).filter(procedure=OuterRef("pk"))
    return Exists(versions.at(level) if level else versions)


def listed(procedures: Iterable[Procedure]) -> list[Listed]:
    """Procedures with today's version and its time, in the order given; two statements."""
    by_id = {procedure.pk: procedure for procedure in procedures}
    versions = ProcedureVersion.objects.on(clock.today()).filter(procedure__in=by_id).order_by("number")
    newest = {version.procedure_id: version for version in versions}
    limits: dict[int, list[TimeLimit]] = {}
    for limit in TimeLimit.objects.filter(version__in=[version.pk for version in newest.values()]):
        limits.setdefault(limit.version_id, []).append(limit)
    return [
        _listed(by_id[key], newest[key], limits.get(newest[key].pk, [])) for key in by_id if key in newest
    ]


def _listed(procedure: Procedure, version: ProcedureVersion, limits: list[TimeLimit]) -> Listed:
    levels = tuple(_(level.label) for level in version.levels)
    return Listed(procedure, version, wording.time_words(version, limits), levels)


def procedures(request: HttpRequest) -> HttpResponse:
    """The list, searched and narrowed. Six statements on SQLite, whatever its length."""
    form = ListForm(request.GET)
    found = form.narrow(public_procedures())
    event = life_event(request.GET.get("viec", ""))
    if event:
        found = found.filter(code__in=event.procedures)
    sheet = Paginator(found, MOST_SHOWN).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "sheet": sheet,
        "rows": listed(sheet.object_list),
        "asked": form.cleaned_data.get("q", "") if form.is_valid() else "",
        "narrowed": any(request.GET.get(name) for name in (*form.fields, "viec")),
        "event": event,
        "events": life_events(),
        "crumbs": [(_("Trang đầu"), reverse("public:home")), (_("Thủ tục"), "")],
    }
    return page(request, "procedures.html", context)


# Whether this very agency takes it online is asked on the page where filing begins.
_FILED_HERE = frozenset({OnlineLevel.FULL.value, OnlineLevel.PARTIAL.value})


def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one procedure. Seven statements, nine when it was replaced."""
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
    """Today's version of a procedure for citizens, else its last one. Raises Http404; at most two statements."""
    versions = ProcedureVersion.objects.select_related("procedure").filter(
        procedure__code=code, procedure__in=Procedure.objects.for_citizens()
    )
    found = versions.on(clock.today()).order_by("-number").first() or versions.order_by("-number").first()
    if found is None:
        raise Http404(_("Không có thủ tục mang mã này."))
    return found


def _replacement(procedure: Procedure) -> Procedure | None:
    return Procedure.objects.filter(code=procedure.replaced_by).first() if procedure.replaced_by else None


def _told_case(limit: TimeLimit) -> str:
    channel = _(Channel(limit.channel).label) if limit.channel else ""
    return ", ".join(part for part in (channel, limit.case) if part)
