"""The end of the road: how the result comes, everything checked once more, sending, what comes after."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from motcua.accounts.models import Person
from motcua.catalogue.eforms.definition import Topic
from motcua.catalogue.eforms.validating import Wrong
from motcua.datastore.prepared import Prepared
from motcua.doors.frame import eforms
from motcua.doors.frame.forms import Radios
from motcua.doors.frame.wording import said
from motcua.doors.public.citizens import actor_of, citizen
from motcua.doors.public.filing.fees import FeesForm
from motcua.doors.public.filing.shared import seen_version, step, step_page
from motcua.doors.public.filing.steps import Road, road_of
from motcua.doors.public.pages import page
from motcua.dossiers import filing_online as online
from motcua.dossiers import filing_papers, own_drafts, replying
from motcua.dossiers.filing_drafts import FilingDraft
from motcua.dossiers.filing_fees import counted_by, fees_asked, owed_on, said_before
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import left_to_pay, own_unfinished
from motcua.kernel.refusals import NotFound, Overtaken, Refused


class ResultForm(forms.Form):
    """How the result is wanted, and for whom this is filed."""

    result_by = forms.ChoiceField(
        label=gettext_lazy("Cách nhận kết quả"),
        choices=[(key, gettext_lazy(words)) for key, words in online.RESULT_WAYS.items()],
        widget=Radios(boxed=True),
    )
    result_address = forms.CharField(
        label=gettext_lazy("Địa chỉ nhận qua bưu chính"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Chỉ ghi khi chọn nhận qua bưu chính."),
    )
    subject = forms.CharField(label=gettext_lazy("Nội dung yêu cầu"), required=False, max_length=300)
    delegate_name = forms.CharField(
        label=gettext_lazy("Nộp thay cho (họ và tên)"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "Để trống khi nộp cho chính mình. Nộp thay: tải giấy uỷ quyền, hoặc giấy tờ chứng minh quan hệ, ở bước Giấy tờ."
        ),
    )
    delegate_identity = forms.RegexField(
        r"\d{9}|\d{12}", label=gettext_lazy("Số định danh của người được nộp thay"), required=False,
        error_messages={"invalid": gettext_lazy("Số định danh có đúng 12 chữ số (chứng minh nhân dân cũ: 9 chữ số).")},
    )  # fmt: skip


@step
def result(request: HttpRequest, person: Person, draft: FilingDraft) -> HttpResponse:
    """How the result comes, for whom this is filed, and what only the citizen knows about the fees."""
    if draft.replies_to:
        return redirect("public:draft", token=draft.token)
    names = ("result_by", "result_address", "subject", "delegate_name", "delegate_identity")
    form = ResultForm(request.POST or None, initial={name: getattr(draft, name) for name in names})
    asked, answers = fees_asked(draft.version), own_drafts.answers_of(draft)
    counted = counted_by(own_drafts.form_of_draft(draft), answers, asked)
    fees = FeesForm(asked, said_before(draft), request.POST or None, counted=counted)
    if request.method == "POST" and all([form.is_valid(), fees.is_valid()]):
        given = form.cleaned_data
        try:
            online.wish(
                draft,
                online.Wish(
                    way=given["result_by"], address=given["result_address"], name=given["delegate_name"],
                    identity=given["delegate_identity"], subject=given["subject"], fees=fees.said(),
                ),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refused_field(form, refusal), said(refusal.message))
        else:
            return redirect(road_of(draft).after(request.path))
    status = 422 if form.is_bound else 200
    context = {"form": form, "fees": fees}
    return step_page(request, road_of(draft), "filing/result.html", _("Nhận kết quả"), context, status=status)


@step
def check(request: HttpRequest, person: Person, draft: FilingDraft) -> HttpResponse:
    """Everything once more, what is missing, and the button that sends."""
    problem, status = "", 200
    if request.method == "POST":
        try:
            _send(request, person, draft)
            return redirect("public:draft-sent", token=draft.token)
        except Refused as refusal:
            problem, status = said(refusal.message), 409 if isinstance(refusal, Overtaken) else 422
    road = road_of(draft)
    answers = own_drafts.answers_of(draft)
    papers = filing_papers.papers_of(draft)
    missing = replying.still_missing(draft, papers)
    context = {
        "topics": [
            (step, [(each.label, eforms.shown(each, answers.get(each.name))) for each in eforms.asked_on(step.topic)],
             _rows(step.topic, answers))
            for step in road.pages if step.topic
        ],
        "papers": papers,
        "missing": missing,
        "wrong": [(_where(road, each), f"{_label(road, each)}: {said(each.words)}") for each in missing.answers],
        "fees": owed_on(draft), "fees_changed": replying.fees_changed(draft),
        "result_way": _(online.RESULT_WAYS[draft.result_by]),
        "problem": problem,
        "alike": [] if draft.replies_to else own_unfinished(person.pk, draft.version.procedure_id),
    }  # fmt: skip
    template = "filing/check_reply.html" if draft.replies_to else "filing/check.html"
    return step_page(request, road, template, _("Kiểm tra và gửi"), context, status=status)


def _send(request: HttpRequest, person: Person, draft: FilingDraft) -> None:
    if not draft.replies_to:
        online.send(draft, actor=actor_of(person), seen=seen_version(request))
        return
    online.say_what(draft, request.POST.get("loi", "")[:1000], seen=seen_version(request))
    replying.send(draft, actor=actor_of(person))


@require_GET
@citizen
def sent(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """It is sent: its tracking number, what happens next, what is to be paid."""
    draft = own_drafts.draft_for(person, token)
    if not draft.dossier_id:
        return redirect("public:draft", token=token)
    dossier = _SENT.first(draft.dossier_id)
    if dossier is None:
        raise NotFound
    crumbs = [
        (_("Trang đầu"), reverse("public:home")),
        (_("Của tôi"), reverse("public:mine")),
        (_("Đã gửi"), ""),
    ]
    owed, is_reply = left_to_pay(dossier), bool(draft.replies_to)
    return page(
        request,
        "filing/sent.html",
        {"dossier": dossier, "owed": owed, "reply": is_reply, "crumbs": crumbs},
    )


_TOLD = ("code", "tracking", "state", "due_date", "procedure__name", "agency__name")
_SENT = Prepared(
    lambda key: Dossier.objects.select_related("procedure", "agency").only(*_TOLD).filter(pk=key), int
)


@require_POST
@citizen
def throw_away(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """The citizen does not want the draft any more."""
    draft = own_drafts.draft_for(person, token)
    if not draft.dossier_id:
        own_drafts.throw_away(draft)
    return redirect("public:mine")


def refused_field(form: forms.Form, refusal: Refused) -> str | None:
    """The field a refusal is about, when the form has it."""
    return refusal.field if refusal.field in form.fields else None


def _where(road: Road, wrong: Wrong) -> str:
    step = next(
        (
            each
            for each in road.pages
            if each.topic and any(one.name == wrong.field for one in each.topic.fields)
        ),
        None,
    )
    return f"{step.url}?ve=kiem-tra#id_{wrong.field}" if step else ""


def _label(road: Road, wrong: Wrong) -> str:
    return (
        next((each.label for each in road.form.fields() if each.name == wrong.field), "") if road.form else ""
    )


def _rows(topic: Topic | None, answers: dict[str, Any]) -> list[list[tuple[str, str]]]:
    if topic is None or topic.group is None:
        return []
    columns = topic.group.columns
    rows = answers.get(topic.group.name) or []
    return [
        [(column.label, eforms.shown(column, row.get(column.name))) for column in columns] for row in rows
    ]
