"""Dialogues with citizens: what is announced, and what came of those that were held."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.doors.public.pages import MOST_SHOWN, page
from motcua.feedback.dialogue_models import Question
from motcua.feedback.dialogues import public_dialogues
from motcua.feedback.enums import DialogueState
from motcua.kernel import clock


def dialogues(request: HttpRequest) -> HttpResponse:
    """Those to come and those that were, the newest first."""
    sheet = Paginator(public_dialogues(), MOST_SHOWN).get_page(request.GET.get("page"))
    now = clock.now()
    context = {
        "sheet": sheet,
        "rows": [(each, each.status is DialogueState.ANNOUNCED and each.held_at > now) for each in sheet],
        "crumbs": [(_("Trang đầu"), reverse("public:home")), (_("Đối thoại với người dân"), "")],
    }
    return page(request, "dialogues.html", context)


def dialogue(request: HttpRequest, number: int) -> HttpResponse:
    """One dialogue: its notice; once published, questions and answers without names."""
    row = public_dialogues().filter(pk=number).first()
    if row is None:
        raise Http404
    published = row.status is DialogueState.PUBLISHED
    context = {
        "row": row,
        "published": published,
        "dropped": row.status is DialogueState.DROPPED,
        "questions": list(Question.objects.filter(dialogue=row).defer("asker_name")) if published else [],
        "crumbs": [
            (_("Trang đầu"), reverse("public:home")),
            (_("Đối thoại với người dân"), reverse("public:dialogues")),
            (row.title, ""),
        ],
    }
    return page(request, "dialogue.html", context)
