"""The pages of filing online: beginning, and the form. Each saves what was sent before it judges it: a dead battery
loses nothing. The papers and the end of the road are beside it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods

from motcua.accounts.models import Person
from motcua.catalogue.eforms.definition import Field, Topic
from motcua.catalogue.eforms.validating import Wrong
from motcua.catalogue.listing import versions_of
from motcua.catalogue.models import Procedure
from motcua.doors.frame import eforms
from motcua.doors.frame.wording import said
from motcua.doors.public.citizens import citizen
from motcua.doors.public.filing.shared import (
    crumbs_of,
    crumbs_to,
    next_page,
    seen_version,
    step,
    step_page,
)
from motcua.doors.public.filing.steps import Road, road_of
from motcua.doors.public.pages import page, place
from motcua.dossiers import filing_online as online
from motcua.dossiers import filing_papers, own_drafts
from motcua.dossiers.filing_drafts import FilingDraft
from motcua.dossiers.filing_fees import fees_of
from motcua.dossiers.replying import still_missing
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.organisation.queries import agency_numbered

_ADD, _REMOVE = "them", "bo"
# What was just typed is still on the page; the version it carries now is the newest.
OVERTAKEN = gettext_noop(
    "Hồ sơ này vừa được sửa ở cửa sổ khác. Trang này giữ những gì ông/bà vừa ghi; bấm Tiếp tục để dùng nội dung này."
)


@require_http_methods(["GET", "POST"])
@citizen
def start(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """What is needed, how long it takes, what it costs; then begin, or go on with what was begun."""
    procedure, agency = _procedure(code), agency_numbered(place().key) if place().key else None
    if agency is None:
        raise NotFound
    version, problem = online.version_online(procedure, agency), ""
    if request.method == "POST" and version is not None:
        try:
            return redirect(road_of(online.begin(person, version, agency)).steps[0].url)
        except Refused as refusal:
            problem = said(refusal.message)
    context = {
        "procedure": procedure, "version": version, "papers": filing_papers.papers_to_prepare(version) if version else [],
        "begun": own_drafts.begun_of(person, procedure), "problem": problem,
        "fees": fees_of(version) if version else [], "crumbs": crumbs_to(procedure),
    }  # fmt: skip
    return page(request, "filing/start.html", context, status=422 if problem else 200)


def _procedure(code: str) -> Procedure:
    """A procedure for citizens; kept in memory when it has a version. Raises NotFound."""
    versions = versions_of(code)
    found = versions[0].procedure if versions else Procedure.objects.for_citizens().filter(code=code).first()
    if found is None:
        raise NotFound
    return found


@require_GET
@citizen
def go_on(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """Open a draft again: to its first page that is not right yet, or to what changed since."""
    draft = own_drafts.draft_for(person, token)
    if draft.dossier_id:
        return redirect("public:draft-sent", token=token)
    return redirect(_first_unfinished(road_of(draft)))


@require_http_methods(["GET", "POST"])
@citizen
def changed(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """The form was replaced: what is new, what is gone, what must be looked at; then go on."""
    draft = own_drafts.draft_for(person, token)
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
    context = {"news": news, "lost": lost, "draft": draft, "crumbs": crumbs_of(draft)}
    return page(request, "filing/changed.html", context)


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
        return _topic_page(
            request, road, found, None, drawn=eforms.page_html(fields, own_drafts.answers_of(draft))
        )
    try:
        wrong = online.answer(
            draft, found, eforms.answers_in(fields, request.POST), seen=seen_version(request)
        )
    except Overtaken:
        form = eforms.topic_form(fields, {}, request.POST)
        return _topic_page(request, road, found, form, problem=_(OVERTAKEN), status=409)
    if wrong:
        form = eforms.topic_form(fields, {}, request.POST)
        form.show(wrong)
        return _topic_page(request, road, found, form, status=422)
    return redirect(next_page(request, road_of(draft), request.path))


def _group(request: HttpRequest, road: Road, found: Topic, group: Field) -> HttpResponse:
    """A repeated group: its rows so far, and one to add."""
    draft = road.draft
    rows = list(own_drafts.answers_of(draft).get(group.name) or [])
    form = eforms.topic_form(group.columns, {}, request.POST if request.method == "POST" else None)
    problem, status = "", 200
    if request.method == "POST":
        wrong, rows, finished = _group_sent(request, draft, found, group, rows)
        if finished:
            return redirect(finished)
        form.show(each for each in wrong if each.row == len(rows))
        problem = next((said(each.words) for each in wrong if each.row is None), "")
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
    return (wrong, rows, "") if wrong else ([], rows, next_page(request, road_of(draft), request.path))


def _old_fields(draft: FilingDraft) -> list[Field]:
    form = own_drafts.form_of_draft(draft)
    return list(form.fields()) if form else []


def _first_unfinished(road: Road) -> str:
    wrong = {each.field for each in still_missing(road.draft).answers}
    for one in road.steps:
        if one.topic and any(each.name in wrong for each in one.topic.fields):
            return one.url
    return next((one.url for one in road.steps if one.topic is None), road.steps[-1].url)


def _topic_page(
    request: HttpRequest, road: Road, topic: Topic, form: forms.Form | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"topic": topic, "form": form, "rows": [], "group": None, **more}
    return step_page(request, road, "filing/topic.html", topic.title, context, status=status)
