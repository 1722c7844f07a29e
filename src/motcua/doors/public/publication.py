"""What was published of the index, as it was published: pages, a document, data, and a feed."""

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from motcua.doors.public.pages import FIGURES_KEPT_SECONDS, MOST_SHOWN, as_data, page
from motcua.kernel import clock
from motcua.kernel.periods import parse
from motcua.measurement.models import Snapshot
from motcua.measurement.publishing import as_csv, as_docx, as_json, corrections, published_again

_KINDS = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_docx),
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json; charset=utf-8", as_json),
}


def publications(request: HttpRequest) -> HttpResponse:
    """Everything published, the newest first."""
    sheet = Paginator(Snapshot.objects.order_by("-pk"), MOST_SHOWN).get_page(request.GET.get("page"))
    context = {
        "sheet": sheet,
        "rows": [(each, parse(each.period)) for each in sheet],
        "crumbs": [(_("Trang đầu"), reverse("public:home")), (_("Kết quả đã công bố"), "")],
    }
    return page(request, "publications.html", context)


def publication(request: HttpRequest, number: int) -> HttpResponse:
    """One snapshot as published, with what the figures say differently now."""
    snapshot = _snapshot(number)
    period = parse(snapshot.period)
    before, after = published_again(snapshot)
    context = {
        "snapshot": snapshot,
        "before": before,
        "after": after,
        "period": period,
        "rows": [(code, one) for code, one in snapshot.content["criteria"].items()],
        "was_running": period.last >= clock.local_day(snapshot.taken_at),
        "corrections": cache.get_or_set(
            f"public.corrections.{snapshot.pk}", lambda: corrections(snapshot), FIGURES_KEPT_SECONDS
        ),
        "crumbs": [
            (_("Trang đầu"), reverse("public:home")),
            (_("Kết quả đã công bố"), reverse("public:publications")),
            (as_data(snapshot.content["period"]["label"]), ""),
        ],
    }
    return page(request, "publication.html", context)


def publication_file(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """The notice as a document, or its data."""
    if kind not in _KINDS:
        raise Http404
    snapshot = _snapshot(number)
    content_type, made = _KINDS[kind]
    name = f"chi-so-{snapshot.agency_code}-{snapshot.period}.{kind}"
    disposition = content_disposition_header(as_attachment=kind != "json", filename=name)
    headers = {"Content-Disposition": disposition} if disposition else {}
    return HttpResponse(made(snapshot), content_type=content_type, headers=headers)


def _snapshot(number: int) -> Snapshot:
    found = Snapshot.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
