"""A form tried out as a citizen fills it: page by page, judged by the same rules, nothing kept."""

import json
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.catalogue.eforms.definition import Form, Topic
from motcua.catalogue.eforms.stored import EForm
from motcua.catalogue.eforms.validating import only_asked, wrongs_on
from motcua.doors.frame import eforms
from motcua.doors.frame.components import Crumb
from motcua.doors.staff.gates import gate
from motcua.doors.staff.pages import show
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

_MOST = 100_000


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def preview(request: HttpRequest, officer: Officer, code: str, number: int) -> HttpResponse:
    """One page of the form; what was answered before travels along in the page."""
    eform = EForm.objects.select_related("version__procedure").filter(
        version__procedure__code=code, number=number
    ).order_by("-version__number").first()  # fmt: skip
    if eform is None:
        raise NotFound
    form = eform.form
    answers = _carried(request, form)
    pages = form.asked(answers)
    place = next((at for at, each in enumerate(pages) if each.key == request.POST.get("trang")), 0)
    page, drawn, wrong = (pages[place] if pages else None), None, False
    if request.method == "POST" and page is not None:
        answers, drawn = _answered(request, form, page, answers, clock.today())
        wrong = drawn is not None
        if not wrong and "them" not in request.POST:
            pages = form.asked(answers)
            keys = [each.key for each in pages]
            place = keys.index(page.key) + 1
            page = pages[place] if place < len(pages) else None
    if page is not None and drawn is None:
        drawn = eforms.topic_form(_fields(page), answers)
    context = {
        "eform": eform, "topic": page, "form": drawn, "step": place + 1, "count": len(pages),
        "answers": json.dumps(answers, ensure_ascii=False), "rows": _rows(page, answers), "ended": page is None,
        "summary": [] if page else _summary(form, answers),
        "crumbs": [Crumb("Tờ khai điện tử", reverse("staff:eforms")), Crumb(code, reverse("staff:eform", args=[code])),
                   Crumb("Xem thử")],
    }  # fmt: skip
    return show(
        request, officer, "staff/administration/eform_preview.html", context, status=422 if wrong else 200
    )


def _carried(request: HttpRequest, form: Form) -> dict[str, Any]:
    text = request.POST.get("da_tra_loi", "")
    try:
        told = json.loads(text) if text and len(text) < _MOST else {}
    except (ValueError, RecursionError):
        told = {}
    return only_asked(form, told) if isinstance(told, dict) else {}


def _answered(
    request: HttpRequest, form: Form, page: Topic, answers: dict[str, Any], today: date
) -> tuple[dict[str, Any], eforms.TopicForm | None]:
    """(the answers now, the page again where something is wrong)."""
    sent = eforms.answers_in(_fields(page), request.POST)
    group = page.group
    if group is None:
        now = answers | sent
        wrong = wrongs_on(page, form, now, today=today)
    else:
        rows = list(answers.get(group.name) or [])
        typed = {name: value for name, value in sent.items() if value not in (None, "", [])}
        now = answers | {group.name: [*rows, typed] if typed else rows}
        wrong = [
            each
            for each in wrongs_on(page, form, now, today=today)
            if not typed or each.row in (None, len(rows))
        ]
    if not wrong:
        return now, None
    shown = eforms.topic_form(_fields(page), {}, request.POST)
    shown.show(wrong)
    return answers, shown


def _fields(page: Topic) -> Any:
    return page.group.columns if page.group else eforms.asked_on(page)


def _rows(page: Topic | None, answers: dict[str, Any]) -> list[list[tuple[str, str]]]:
    group = page.group if page else None
    if group is None:
        return []
    return [
        [(column.label, eforms.shown(column, row.get(column.name))) for column in group.columns]
        for row in answers.get(group.name) or []
        if isinstance(row, dict)
    ]


def _summary(form: Form, answers: dict[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (topic.title, [
            (each.label, f"{len(answers.get(each.name) or [])} mục" if topic.group
             else eforms.shown(each, answers.get(each.name)))
            for each in topic.fields
        ])
        for topic in form.asked(answers)
    ]  # fmt: skip
