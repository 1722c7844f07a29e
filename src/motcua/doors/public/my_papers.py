"""«Giấy tờ của tôi»: what the house keeps of a person, and which agency looked at it, when, for which dossier and why.

The officer is not named: the agency answers for its officers; whoever doubts a look writes to the agency.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.accounts.models import Person
from motcua.doors.public.citizens import citizen
from motcua.doors.public.pages import page
from motcua.dossiers.look_ups import shown_of
from motcua.storehouse.models import Paper
from motcua.storehouse.reading import looks_at
from motcua.storehouse.verifying import standing_of

_SHOWN = 100


@require_GET
@citizen
def overview(request: HttpRequest, person: Person) -> HttpResponse:
    """Papers with what they are worth today, looks at them, and look-ups at a counter."""
    papers = (
        Paper.objects.of(person)
        .filter(destroyed_at=None, blob__isnull=False)
        .select_related("superseded_by")
        .defer("text", "superseded_by__text", "superseded_by__number")
        .order_by("-created_at", "-pk")[:_SHOWN]
    )
    context = {
        "papers": [(each, standing_of(each)) for each in papers],
        "looks": looks_at(person, most=_SHOWN),
        "look_ups": shown_of(person, most=_SHOWN),
        "crumbs": [
            (_("Trang đầu"), reverse("public:home")),
            (_("Của tôi"), reverse("public:mine")),
            (_("Giấy tờ của tôi"), ""),
        ],
    }
    return page(request, "my_papers.html", context)
