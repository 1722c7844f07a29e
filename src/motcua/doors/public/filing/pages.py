"""The pages of filing online. Each saves what was sent before it judges it: a dead battery loses nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.accounts.models import Person
from motcua.blobs.store import put
from motcua.catalogue.eforms.definition import Field, Topic
from motcua.catalogue.eforms.validating import Wrong
from motcua.catalogue.models import Component, Procedure
from motcua.catalogue.queries import parts_of
from motcua.doors.frame import eforms
from motcua.doors.frame.forms import Radios
from motcua.doors.public.citizens import actor_of, citizen
from motcua.doors.public.filing.steps import Road, road_of
from motcua.doors.public.pages import page, place
from motcua.dossiers import filing_online as online
from motcua.dossiers.filing_drafts import FilingDraft
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import left_to_pay
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.organisation.models import Agency

_ADD, _REMOVE = "them", "bo"
# What was just typed is still on the page; the version it carries now is the newest.
OVERTAKEN = gettext_noop(
    "Hồ sơ này vừa được sửa ở cửa sổ khác. Trang này giữ những gì ông/bà vừa ghi; bấm Tiếp tục để dùng nội dung này."
)
StepPage = Callable[..., HttpResponse]


def step(view_page: StepPage) -> Callable[..., HttpResponse]:
    """A page of an open draft. A sent one leads to where it went; one whose form was replaced meanwhile shows first
    what changed (what was just sent is kept before that)."""

    @wraps(view_page)
    def view(request: HttpRequest, person: Person, token: str, **kwargs: str) -> HttpResponse:
        draft = online.draft_for(person, token)
        if draft.dossier_id:
            return redirect("public:draft-sent", token=token)
        if request.method == "GET" and online.newer_form(draft) is not None:
            return redirect("public:draft-changed", token=token)
        return view_page(request, person, draft, **kwargs)

    return citizen(view)


class ResultForm(forms.Form):
    """How the result is wanted, and for whom this is filed."""

    result_by = forms.ChoiceField(
        label="Cách nhận kết quả", choices=list(online.RESULT_WAYS.items()), widget=Radios(boxed=True)
    )
    result_address = forms.CharField(
        label="Địa chỉ nhận qua bưu chính",
        required=False,
        max_length=300,
        help_text="Chỉ ghi khi chọn nhận qua bưu chính.",
    )
    subject = forms.CharField(label="Nội dung yêu cầu", required=False, max_length=300)
    delegate_name = forms.CharField(
        label="Nộp thay cho (họ và tên)",
        required=False,
        max_length=200,
        help_text="Để trống khi nộp cho chính mình.",
    )
    delegate_identity = forms.RegexField(
        r"\d{9}|\d{12}", label="Số định danh của người được nộp thay", required=False,
        error_messages={"invalid": "Số định danh có đúng 12 chữ số (chứng minh nhân dân cũ: 9 chữ số)."},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@citizen
def start(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """What is needed, how long it takes, what it costs; then begin, or go on with what was begun."""
    procedure = Procedure.objects.for_citizens().filter(code=code).first()
    agency = Agency.objects.filter(code=place().code).first()
    if procedure is None or agency is None:
        raise NotFound
    version = online.version_online(procedure, agency)
    begun = [each for each in online.drafts_of(person) if each.version.procedure_id == procedure.pk]
    problem = ""
    if request.method == "POST" and version is not None:
        try:
            return redirect(road_of(online.begin(person, version, agency)).steps[0].url)
        except Refused as refusal:
            problem = refusal.message
    parts = parts_of(version) if version else None
    context = {
        "procedure": procedure, "version": version, "parts": parts, "begun": begun, "problem": problem,
        "fees": online.fees_online(version) if version else [], "crumbs": _crumbs(procedure),
    }  # fmt: skip
    return page(request, "filing/start.html", context, status=422 if problem else 200)


@require_GET
@citizen
def go_on(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """Open a draft again: to its first page that is not right yet, or to what changed since."""
    draft = online.draft_for(person, token)
    if draft.dossier_id:
        return redirect("public:draft-sent", token=token)
    return redirect(_first_unfinished(road_of(draft)))


@require_http_methods(["GET", "POST"])
@citizen
def changed(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """The form was replaced: what is new, what is gone, what must be looked at; then go on."""
    draft = online.draft_for(person, token)
    news = online.newer_form(draft)
    if news is None or request.method == "POST":
        if news is not None:
            online.bring_up_to_date(draft)
        return redirect("public:draft", token=token)
    lost = [
        (each.label, eforms.shown(each, news.lost[each.name]))
        for each in _old_fields(draft)
        if each.name in news.lost
    ]
    context = {"news": news, "lost": lost, "draft": draft, "crumbs": _crumbs(draft.version.procedure)}
    return page(request, "filing/changed.html", context)


@require_http_methods(["GET", "POST"])
@step
def topic(request: HttpRequest, person: Person, draft: FilingDraft, key: str) -> HttpResponse:
    """One page of the form."""
    road = road_of(draft)
    found = road.topic(key)
    if found is None:
        return redirect("public:draft", token=draft.token)
    if found.group is not None:
        return _group(request, road, found, found.group)
    fields = eforms.asked_on(found)
    if request.method == "GET":
        return _topic_page(request, road, found, eforms.topic_form(fields, online.answers_of(draft)))
    try:
        wrong = online.answer(draft, found, eforms.answers_in(fields, request.POST), seen=_seen(request))
    except Overtaken:
        form = eforms.topic_form(fields, {}, request.POST)
        return _topic_page(request, road, found, form, problem=_(OVERTAKEN), status=409)
    if wrong:
        form = eforms.topic_form(fields, {}, request.POST)
        form.show(wrong)
        return _topic_page(request, road, found, form, status=422)
    return redirect(_next(request, road_of(draft), request.path))


def _group(request: HttpRequest, road: Road, found: Topic, group: Field) -> HttpResponse:
    """A repeated group: its rows so far, and one to add."""
    draft = road.draft
    rows = list(online.answers_of(draft).get(group.name) or [])
    form = eforms.topic_form(group.columns, {}, request.POST if request.method == "POST" else None)
    problem, status = "", 200
    if request.method == "POST":
        wrong, rows, finished = _group_sent(request, draft, found, group, rows)
        if finished:
            return redirect(finished)
        form.show(each for each in wrong if each.row == len(rows))
        problem = next((each.words for each in wrong if each.row is None), "")
        status = 422
    shown = [
        [(column.label, eforms.shown(column, row.get(column.name))) for column in group.columns]
        for row in rows
    ]
    return _topic_page(request, road, found, form, rows=shown, group=group, problem=problem, status=status)


def _group_sent(
    request: HttpRequest, draft: FilingDraft, found: Topic, group: Field, rows: list[dict[str, Any]]
) -> tuple[list[Wrong], list[dict[str, Any]], str]:
    """(what is wrong, the rows kept, where to go when all is right)."""
    if (gone := request.POST.get(_REMOVE, "")).isdecimal() and int(gone) < len(rows):
        del rows[int(gone)]
        online.answer(draft, found, {group.name: rows})
        return [], rows, request.path
    typed = {
        name: value
        for name, value in eforms.answers_in(group.columns, request.POST).items()
        if value not in (None, "", [])
    }
    if typed:
        wrong = online.answer(draft, found, {group.name: [*rows, typed]})
        if any(each.row == len(rows) for each in wrong):
            online.answer(draft, found, {group.name: rows})
            return wrong, rows, ""
        rows = [*rows, typed]
    if _ADD in request.POST:
        return [], rows, request.path
    wrong = online.answer(draft, found, {group.name: rows})
    return (wrong, rows, "") if wrong else ([], rows, _next(request, road_of(draft), request.path))


@require_http_methods(["GET", "POST"])
@step
def papers(request: HttpRequest, person: Person, draft: FilingDraft) -> HttpResponse:
    """The papers: what the store holds is offered, the rest is uploaded."""
    problem, status, at = "", 200, ""
    if request.method == "POST":
        at = request.POST.get("giay-to", "")
        try:
            if _paper_sent(request, draft, at):
                return redirect(f"{request.path}#giay-to-{at}" if at else request.path)
        except Refused as refusal:
            problem, status = refusal.message, 422
        else:
            return redirect(road_of(draft).after(request.path))
    there = online.papers_of(draft)
    held = online.held_papers(draft)
    components = [
        {"component": each, "papers": [one for one in there if one.component_id == each.pk],
         "held": _like(each, held), "problem": problem if at == str(each.pk) else ""}
        for each in Component.objects.filter(version=draft.version).order_by("pk")
        if not each.form_code and not each.present_only
    ]  # fmt: skip
    context = {"components": components, "held": held, "problem": problem}
    return _step_page(request, road_of(draft), "filing/papers.html", _("Giấy tờ"), context, status=status)


def _paper_sent(request: HttpRequest, draft: FilingDraft, at: str) -> bool:
    """Whether a paper was added or taken out; False: the citizen goes on."""
    if (gone := request.POST.get(_REMOVE, "")).isdecimal():
        online.drop_paper(draft, int(gone))
        return True
    component = (
        Component.objects.filter(pk=int(at), version=draft.version).first() if at.isdecimal() else None
    )
    if component is None:
        return False
    if (held := request.POST.get("dung-lai", "")).isdecimal():
        online.use_held(draft, component, int(held))
        return True
    upload = request.FILES.get("tep")
    if upload is None:
        raise Refused(_("Chọn tệp hoặc chụp ảnh giấy tờ trước khi tải lên."), field="tep")
    blob = put(upload, declared_name=upload.name or "")
    online.put_paper(draft, component, blob.sha256, component.name)
    return True


@require_http_methods(["GET", "POST"])
@step
def result(request: HttpRequest, person: Person, draft: FilingDraft) -> HttpResponse:
    """How the result comes, and for whom this is filed."""
    names = ("result_by", "result_address", "subject", "delegate_name", "delegate_identity")
    form = ResultForm(request.POST or None, initial={name: getattr(draft, name) for name in names})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            online.choose_result(draft, given["result_by"], given["result_address"])
            online.act_for(draft, given["delegate_name"], given["delegate_identity"])
            online.say_what(draft, given["subject"])
        except Refused as refusal:
            form.add_error(refused_field(form, refusal), refusal.message)
        else:
            return redirect(road_of(draft).after(request.path))
    status = 422 if form.is_bound else 200
    return _step_page(
        request, road_of(draft), "filing/result.html", _("Nhận kết quả"), {"form": form}, status=status
    )


@require_http_methods(["GET", "POST"])
@step
def check(request: HttpRequest, person: Person, draft: FilingDraft) -> HttpResponse:
    """Everything once more, what is missing, and the button that sends."""
    problem, status = "", 200
    if request.method == "POST":
        try:
            online.send(draft, actor=actor_of(person), seen=_seen(request))
            return redirect("public:draft-sent", token=draft.token)
        except Refused as refusal:
            problem, status = refusal.message, 409 if isinstance(refusal, Overtaken) else 422
    road = road_of(draft)
    answers = online.answers_of(draft)
    missing = online.missing(draft)
    context = {
        "topics": [
            (step, [(each.label, eforms.shown(each, answers.get(each.name))) for each in eforms.asked_on(step.topic)],
             _rows(step.topic, answers))
            for step in road.steps if step.topic
        ],
        "papers": online.papers_of(draft),
        "missing": missing,
        "wrong": [(_where(road, each), f"{_label(road, each)}: {each.words}") for each in missing.answers],
        "fees": online.fees_online(draft.version),
        "result_way": online.RESULT_WAYS[draft.result_by],
        "problem": problem,
    }  # fmt: skip
    return _step_page(request, road, "filing/check.html", _("Kiểm tra và gửi"), context, status=status)


@require_GET
@citizen
def sent(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """It is sent: its tracking number, what happens next, what is to be paid."""
    draft = online.draft_for(person, token)
    if not draft.dossier_id:
        return redirect("public:draft", token=token)
    dossier = Dossier.objects.select_related("procedure", "agency").get(pk=draft.dossier_id)
    crumbs = [
        (_("Trang đầu"), reverse("public:home")),
        (_("Của tôi"), reverse("public:mine")),
        (_("Đã gửi"), ""),
    ]
    return page(
        request, "filing/sent.html", {"dossier": dossier, "owed": left_to_pay(dossier), "crumbs": crumbs}
    )


@require_POST
@citizen
def throw_away(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """The citizen does not want the draft any more."""
    draft = online.draft_for(person, token)
    if not draft.dossier_id:
        online.throw_away(draft)
    return redirect("public:mine")


def refused_field(form: forms.Form, refusal: Refused) -> str | None:
    """The field a refusal is about, when the form has it."""
    return refusal.field if refusal.field in form.fields else None


def _old_fields(draft: FilingDraft) -> list[Field]:
    form = online.form_of_draft(draft)
    return list(form.fields()) if form else []


def _first_unfinished(road: Road) -> str:
    wrong = {each.field for each in online.missing(road.draft).answers}
    for step in road.steps:
        if step.topic and any(each.name in wrong for each in step.topic.fields):
            return step.url
    return next((step.url for step in road.steps if step.topic is None), road.steps[-1].url)


def _next(request: HttpRequest, road: Road, url: str) -> str:
    """Back to the check for who came from there, else on."""
    return road.steps[-1].url if request.POST.get("ve") == "kiem-tra" else road.after(url)


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get("seen_version", "")
    return int(text) if text.isdecimal() else None


def _where(road: Road, wrong: Wrong) -> str:
    step = next(
        (
            each
            for each in road.steps
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


def _like(component: Component, held: list[Any]) -> list[Any]:
    """Papers of the store that may be this component: the same name first, all others after."""
    same = [each for each in held if each.title.casefold() == component.name.casefold()]
    return same or [
        each for each in held if component.name_folded.split()[:2] == each.title.casefold().split()[:2]
    ]


def _topic_page(
    request: HttpRequest, road: Road, topic: Topic, form: forms.Form, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"topic": topic, "form": form, **more}
    return _step_page(request, road, "filing/topic.html", topic.title, context, status=status)


def _step_page(
    request: HttpRequest, road: Road, template: str, title: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    place_, many = road.place(request.path)
    procedure = road.draft.version.procedure
    base = {
        "draft": road.draft, "road": road, "title": title, "step_number": place_, "step_count": many,
        "back": road.before(request.path), "return_to": request.GET.get("ve") or request.POST.get("ve") or "",
        "procedure": procedure, "version": road.draft.revision, "crumbs": _crumbs(procedure),
    }  # fmt: skip
    return page(request, template, base | context, status=status)


def _crumbs(procedure: Procedure) -> list[tuple[str, str]]:
    return [
        (_("Trang đầu"), reverse("public:home")),
        (_("Thủ tục"), reverse("public:procedures")),
        (procedure.code, reverse("public:procedure", args=[procedure.code])),
        (_("Nộp hồ sơ"), ""),
    ]
