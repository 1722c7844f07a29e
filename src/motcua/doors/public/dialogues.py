"""Dialogues with citizens: what is announced, and what came of those that were held."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.doors.frame.forms import Radios
from motcua.doors.frame.wording import said
from motcua.doors.public.look_up import hurried
from motcua.doors.public.pages import MOST_SHOWN, as_data, page
from motcua.feedback.dialogue_models import Dialogue, Question
from motcua.feedback.dialogues import NewQuestion, ask_online, may_ask_online, public_dialogues
from motcua.feedback.enums import Asker, DialogueState
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused

SOMEBODY = Actor("citizen", "", "Người hỏi qua mạng")


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


class QuestionForm(forms.Form):
    """A question from anybody."""

    words = forms.CharField(
        label=gettext_lazy("Câu hỏi, kiến nghị"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Nêu rõ việc gì, ở đâu, từ bao giờ. Đừng ghi số điện thoại, số căn cước."),
        error_messages={"required": gettext_lazy("Ghi câu hỏi hoặc kiến nghị.")},
    )
    asker = forms.ChoiceField(label=gettext_lazy("Ông/bà hỏi với tư cách"), widget=Radios(boxed=True))
    asker_name = forms.CharField(
        label=gettext_lazy("Họ và tên"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Được mã hóa, chỉ cán bộ trả lời xem được, không bao giờ công khai."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["asker"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [
            (Asker.CITIZEN.value, _("Người dân")),
            (Asker.BUSINESS.value, _("Doanh nghiệp, hộ kinh doanh")),
            (Asker.GROUP.value, _("Tổ chức, đoàn thể")),
        ]
        field.initial = Asker.CITIZEN.value


def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Send a question before a dialogue; its answer is published with the others."""
    row = public_dialogues().filter(pk=number).first()
    if row is None or not may_ask_online(row):
        raise Http404
    form, status = QuestionForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if hurried(request):
            form.add_error(None, _("Đã gửi quá nhiều lần trong một phút. Xin đợi một phút rồi gửi lại."))
            status = 429
        elif form.is_valid() and _kept(form, row):
            return redirect(f"{reverse('public:dialogue', args=[row.pk])}?da-gui=1#da-gui")
    context = {
        "form": form,
        "form_base": "public/page.html",
        "heading": _("Gửi câu hỏi cho buổi đối thoại"),
        "lead": as_data(row.title),
        "submit_label": _("Gửi câu hỏi"),
        "cancel_url": reverse("public:dialogue", args=[row.pk]),
        "crumbs": [
            (_("Trang đầu"), reverse("public:home")),
            (_("Đối thoại với người dân"), reverse("public:dialogues")),
            (as_data(row.title), reverse("public:dialogue", args=[row.pk])),
            (_("Gửi câu hỏi"), ""),
        ],
    }
    answer = page(request, "dialogue_ask.html", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _kept(form: QuestionForm, row: Dialogue) -> bool:
    given = form.cleaned_data
    new = NewQuestion(words=given["words"], asker=Asker(given["asker"]), asker_name=given["asker_name"])
    try:
        ask_online(row.pk, new, actor=SOMEBODY)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, said(refused.message))
        return False
    return True


def _questions(row: Dialogue) -> list[Question]:
    """What is published: answered questions, as covered when published; those before that was done as they were."""
    found = Question.objects.filter(dialogue=row, left_out="").defer("asker_name")
    shown = list(found)
    for each in shown:
        each.shown_words, each.shown_answer = each.shown_words or each.words, each.shown_answer or each.answer
    return shown


def dialogue(request: HttpRequest, number: int) -> HttpResponse:
    """One dialogue: its notice, a way to ask before it; once published, questions and answers without names."""
    row = public_dialogues().filter(pk=number).first()
    if row is None:
        raise Http404
    published = row.status is DialogueState.PUBLISHED
    context = {
        "row": row,
        "published": published,
        "sent": "da-gui" in request.GET,
        "dropped": row.status is DialogueState.DROPPED,
        "questions": _questions(row) if published else [],
        "may_ask": may_ask_online(row),
        "crumbs": [
            (_("Trang đầu"), reverse("public:home")),
            (_("Đối thoại với người dân"), reverse("public:dialogues")),
            (as_data(row.title), ""),
        ],
    }
    return page(request, "dialogue.html", context)
