"""The designer of electronic forms: one thing a page, each change kept in the draft at once, nothing needs a script."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.catalogue.eforms import designing
from motcua.catalogue.eforms.definition import Form, problems
from motcua.catalogue.eforms.keeping import publish, save_draft, throw_away
from motcua.catalogue.eforms.stored import EForm
from motcua.catalogue.models import Component, ProcedureVersion
from motcua.doors.frame.components import Crumb
from motcua.doors.staff.administration.answering import Cleaned, form_page
from motcua.doors.staff.administration.eform_forms import (
    FieldForm,
    FileForm,
    PublishForm,
    StandsForForm,
    TopicForm,
    condition_words,
    typed,
)
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Overtaken
from motcua.organisation.access import administers_all, check_administers_all
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

_STEPS = {"len": -1, "xuong": 1}


@require_safe
@gate(Right.ADMINISTER)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Every procedure of today with its form in use and its draft."""
    today = clock.today()
    kept: dict[int, dict[str, EForm]] = {}
    for eform in EForm.objects.filter(version__in=_versions()).defer("schema"):
        place = kept.setdefault(eform.version_id, {})
        if eform.first_day is None:
            place["draft"] = eform
        elif eform.first_day <= today and (eform.last_day is None or eform.last_day >= today):
            place["used"] = eform
    rows = [(version, kept.get(version.pk, {})) for version in _versions()]
    rows.sort(key=lambda row: not row[1])  # those with a form first
    return show(request, officer, "staff/administration/eforms.html", {"rows": rows, "with_form": len(kept)})


@require_safe
@gate(Right.ADMINISTER)
def one(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """The draft of a procedure's form as it stands, what is wrong with it, and every version."""
    version = _version(code)
    eforms = list(EForm.objects.filter(version=version).order_by("-number"))
    draft = next((each for each in eforms if each.first_day is None), None)
    form = draft.form if draft else None
    context = {
        "version": version,
        "draft": draft,
        "form": form,
        "seen": draft.fingerprint if draft else "",
        "pages": _outline(form) if form else [],
        "problems": problems(form) if form else [],
        "eforms": [each for each in eforms if each.first_day],
        "today": clock.today(),
        "may_publish": administers_all(officer),
        "crumbs": _crumbs(version),
    }
    return show(request, officer, "staff/administration/eform.html", context)


@require_POST
@gate(Right.ADMINISTER)
def begin(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """A draft: empty, or a copy of a version. A draft that is there already is not overwritten."""
    version = _version(code)
    if EForm.objects.filter(version=version, first_day=None).exists():
        done(request, "Đã có bản nháp; sửa tiếp bản đó.")
        return redirect("staff:eform", code=code)
    wanted = request.POST.get("so", "")
    if wanted:
        source = _eform(version, wanted)
        save_draft(version, source.form, actor=officer.actor, source=source.source)
        done(request, f"Đã lập bản nháp theo phiên bản {source.number}.")
    else:
        save_draft(version, Form(title=f"Tờ khai {version.name}"[:200], topics=()), actor=officer.actor)
        done(request, "Đã lập bản nháp trống. Thêm trang đầu tiên.")
    return redirect("staff:eform", code=code)


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def topic(request: HttpRequest, officer: Officer, code: str, at: int) -> HttpResponse:
    """Add (0) or change a page."""
    version, form, now = _drafted(code)
    place = (at or len(form.topics) + 1,)
    earlier = designing.before(form, place)
    start = typed(designing.topic_at(form, place), earlier) if at else {}
    asked = TopicForm(request.POST or None, earlier=earlier, initial=start)

    def act(given: Cleaned) -> str:
        save_draft(
            version, designing.with_topic(form, asked.topic, at), actor=officer.actor, seen=_seen(request)
        )
        return f"Đã lưu trang “{asked.topic.title}”."

    return _page(request, officer, version, asked, act, "Sửa trang" if at else "Thêm trang", now=now)


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def field(request: HttpRequest, officer: Officer, code: str, place: str) -> HttpResponse:
    """Add (…/moi) or change a field, or a column of a group."""
    version, form, now = _drafted(code)
    path, new = (place.removesuffix(".moi"), place.endswith(".moi"))
    spot = (*designing.place_of(path), 0) if new else designing.place_of(path)
    if len(spot) not in (2, 3):
        raise NotFound
    if new:
        designing.topic_at(form, spot)
        if len(spot) == 3:
            designing.field_at(form, spot[:2])
    earlier = designing.before(form, spot) if len(spot) == 2 else []
    start = {} if new else typed(designing.field_at(form, spot), earlier)
    asked = FieldForm(request.POST or None, earlier=earlier, column=len(spot) == 3, initial=start)

    def act(given: Cleaned) -> str:
        save_draft(
            version, designing.with_field(form, asked.field, spot), actor=officer.actor, seen=_seen(request)
        )
        return f"Đã lưu mục “{asked.field.label}”."

    what = "cột" if len(spot) == 3 else "mục"
    return _page(request, officer, version, asked, act, f"Thêm {what}" if new else f"Sửa {what}", now=now)


@require_POST
@gate(Right.ADMINISTER)
def arrange(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """Move a page, field or column up or down, or take it out."""
    version, form, _ = _drafted(code)
    place = designing.place_of(request.POST.get("cho", ""))
    way = request.POST.get("viec", "")
    if way == "bo":
        changed = designing.without(form, place)
    elif way in _STEPS:
        changed = designing.moved(form, place, _STEPS[way])
    else:
        raise NotFound
    try:
        save_draft(version, changed, actor=officer.actor, seen=_seen(request))
    except Overtaken as overtaken:
        messages.warning(request, overtaken.message)
        return redirect("staff:eform", code=code)
    done(request, "Đã bỏ." if way == "bo" else "Đã chuyển.")
    return redirect(f"{reverse('staff:eform', args=[code])}#trang-{place[0]}")


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def stands_for(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """Which papers of the dossier the form stands for: those are not asked for again."""
    version, form, now = _drafted(code)
    components = Component.objects.filter(version=version).order_by("order", "pk")
    asked = StandsForForm(
        request.POST or None, names=[each.name for each in components], initial={"names": form.stands_for}
    )

    def act(given: Cleaned) -> str:
        changed = replace(form, stands_for=tuple(given["names"]))
        save_draft(version, changed, actor=officer.actor, seen=_seen(request))
        return "Đã lưu những giấy tờ mà tờ khai này thay cho."

    return _page(request, officer, version, asked, act, "Tờ khai này thay cho giấy tờ nào?", now=now)


@require_POST
@gate(Right.ADMINISTER)
def drop(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """Throw the draft away; versions once in use stay."""
    try:
        throw_away(_version(code), actor=officer.actor, seen=_seen(request))
        done(request, "Đã bỏ bản nháp.")
    except Overtaken as overtaken:
        messages.warning(request, overtaken.message)
    return redirect("staff:eform", code=code)


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def put_in_use(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """Publish the draft from a day on. It holds for every agency of the installation."""
    version = _version(code)
    draft = EForm.objects.filter(version=version, first_day=None).first()
    if draft is None:
        raise NotFound
    check_administers_all(officer)
    asked = PublishForm(request.POST or None, initial={"first_day": clock.today()})

    def act(given: Cleaned) -> str:
        published = publish(draft.pk, first_day=given["first_day"], actor=officer.actor)
        return f"Tờ khai phiên bản {published.number} dùng từ {given['first_day']:%d/%m/%Y}."

    return _page(request, officer, version, asked, act, "Đưa tờ khai vào dùng", submit="Dùng từ ngày này")


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def from_file(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """Take a form out of a file into the draft."""
    version = _version(code)
    asked = FileForm(request.POST or None, request.FILES or None)

    def act(given: Cleaned) -> str:
        save_draft(version, given["file"], actor=officer.actor)
        return "Đã đưa tệp vào bản nháp. Xem lại trước khi dùng."

    return _page(request, officer, version, asked, act, "Nhập tờ khai từ tệp", submit="Đưa vào bản nháp")


@require_safe
@gate(Right.ADMINISTER)
def to_file(request: HttpRequest, officer: Officer, code: str, number: int) -> HttpResponse:
    """A version as a JSON Schema file."""
    eform = _eform(_version(code), str(number))
    text = json.dumps(eform.schema, ensure_ascii=False, indent=2) + "\n"
    answer = HttpResponse(text, content_type="application/schema+json; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{code}-{number}.json"'
    return answer


def _seen(request: HttpRequest) -> str | None:
    return request.POST.get("seen_version") or None


def _outline(form: Form) -> list[dict[str, Any]]:
    return [
        {
            "place": str(at),
            "topic": topic,
            "when": condition_words(topic.when, form),
            "fields": [
                {
                    "place": f"{at}.{spot}",
                    "field": each,
                    "when": condition_words(each.when, form),
                    "columns": [(f"{at}.{spot}.{n}", column) for n, column in enumerate(each.columns, 1)],
                }
                for spot, each in enumerate(topic.fields, 1)
            ],
        }
        for at, topic in enumerate(form.topics, 1)
    ]


def _page(
    request: HttpRequest, officer: Officer, version: ProcedureVersion, form: forms.Form,
    act: Callable[[Cleaned], str], heading: str, *, submit: str = "Lưu",
    now: str | None = None,
) -> HttpResponse:  # fmt: skip
    return form_page(
        request, officer, form, act, heading=heading, submit=submit,
        lead=f"{version.procedure.code} {version.name}", back=reverse("staff:eform", args=[version.procedure.code]), version=now,
    )  # fmt: skip


def _versions() -> Any:
    versions = ProcedureVersion.objects.on(clock.today()).select_related("procedure")
    return versions.order_by("procedure__field_sort", "procedure__name_sort")


def _version(code: str) -> ProcedureVersion:
    version: ProcedureVersion | None = _versions().filter(procedure__code=code).first()
    if version is None:
        raise NotFound
    return version


def _eform(version: ProcedureVersion, number: str) -> EForm:
    known = number.isascii() and number.isdigit() and len(number) < 5
    eform = EForm.objects.filter(version=version, number=int(number)).first() if known else None
    if eform is None:
        raise NotFound
    return eform


def _drafted(code: str) -> tuple[ProcedureVersion, Form, str]:
    """The version, the form of its draft, and the draft's fingerprint."""
    version = _version(code)
    draft = EForm.objects.filter(version=version, first_day=None).first()
    if draft is None:
        raise NotFound
    return version, draft.form, draft.fingerprint


def _crumbs(version: ProcedureVersion) -> list[Crumb]:
    return [Crumb("Tờ khai điện tử", reverse("staff:eforms")), Crumb(version.procedure.code)]
