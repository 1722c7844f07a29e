"""What a signed-in person finds: drafts, dossiers with what is to be done, notices, papers."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.accounts.models import Person
from motcua.doors.public.citizens import citizen
from motcua.doors.public.look_up import TONES
from motcua.doors.public.pages import page
from motcua.dossiers.own import dossiers_of
from motcua.dossiers.own_drafts import drafts_of
from motcua.dossiers.replying import WAITING
from motcua.messaging.queries import of_person
from motcua.storehouse.queries import held_by

_SHOWN = 30


@require_GET
@citizen
def overview(request: HttpRequest, person: Person) -> HttpResponse:
    """Everything of the person on one page, the newest first."""
    dossiers = list(dossiers_of(person)[:_SHOWN])
    context = {
        "person": person,
        "drafts": drafts_of(person),
        "waiting": [each for each in dossiers if each.status in WAITING],
        "dossiers": [
            (each, _(each.status.citizen_label), TONES.get(each.status, "running")) for each in dossiers
        ],
        "notices": of_person(person.pk)[:_SHOWN],
        "papers": held_by(person)[:_SHOWN],
        "crumbs": [(_("Trang đầu"), reverse("public:home")), (_("Của tôi"), "")],
    }
    return page(request, "mine.html", context)
