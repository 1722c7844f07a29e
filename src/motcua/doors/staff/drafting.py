"""Drafts of results: started from a template, edited in a word processor, submitted, approved or returned."""

from collections.abc import Callable
from typing import cast

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from motcua.blobs.store import open_blob
from motcua.doors.frame.components import Crumb, Tone
from motcua.doors.staff.due_words import key_of
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.dossiers import drafts
from motcua.dossiers.access import dossier_for
from motcua.dossiers.paper_trail import Draft, DraftState
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

_MOST_BYTES = 20 * 1024 * 1024
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TONES: dict[DraftState, Tone] = {
    DraftState.WRITING: "running",
    DraftState.SUBMITTED: "waiting",
    DraftState.RETURNED: "stopped",
    DraftState.APPROVED: "done",
}


class StartForm(forms.Form):
    """Which template, and what the document is called."""

    choice = forms.ChoiceField(label="Mẫu văn bản")
    title = forms.CharField(
        label="Tên văn bản", max_length=300, required=False, help_text="Để trống: theo tên thủ tục."
    )

    def __init__(self, choices: list[drafts.Choice], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        cast(forms.ChoiceField, self.fields["choice"]).choices = [(each.key, each.label) for each in choices]


class VersionForm(forms.Form):
    """The document, edited."""

    file = forms.FileField(label="Tệp Word đã sửa (.docx)")
    note = forms.CharField(label="Đã sửa gì", max_length=300, required=False)


class DecisionForm(forms.Form):
    """What the leader says."""

    words = forms.CharField(
        label="Ý kiến", required=False, widget=forms.Textarea({"rows": 2}), help_text="Bắt buộc khi trả lại."
    )


@require_http_methods(["GET", "POST"])
@gate(Right.WORK, Right.SIGN_OFF)
def of_dossier(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """The drafts of a dossier, and a new one."""
    dossier = dossier_for(officer, key, Right.WORK)
    choices = drafts.choices_for(dossier)
    form = StartForm(choices, request.POST or None)
    if request.method == "POST" and form.is_valid():
        choice = next(each for each in choices if each.key == form.cleaned_data["choice"])
        try:
            made = drafts.start(dossier, choice, title=form.cleaned_data["title"], officer=officer)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            done(request, "Đã soạn dự thảo từ mẫu. Tải về sửa rồi tải lên bản đã sửa.")
            return redirect("staff:draft", number=made.pk)
    context = {
        "dossier": dossier,
        "key": key_of(dossier),
        "drafts": _toned(drafts.drafts_of(dossier)),
        "form": form,
        "may_start": dossier.status.open,
        "crumbs": [Crumb(str(dossier), reverse("staff:dossier", args=[key_of(dossier)])), Crumb("Dự thảo")],
    }
    return show(request, officer, "staff/drafts.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@gate(Right.WORK, Right.SIGN_OFF)
def one(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """One draft: its versions, and what its writer or its leader may do now."""
    draft = drafts.draft_for(officer, number, Right.WORK)
    version, decision = VersionForm(), DecisionForm()
    if request.method == "POST":
        wanted = request.POST.get("do", "")
        if wanted == "revise":
            version = VersionForm(request.POST, request.FILES)
        elif wanted in ("approve", "return"):
            decision = DecisionForm(request.POST)
        if said := _done(request, officer, draft, wanted, version, decision):
            done(request, said)
            return redirect("staff:draft", number=draft.pk)
    bound = version.is_bound or decision.is_bound
    return show(
        request,
        officer,
        "staff/draft.html",
        _context(officer, draft, version, decision),
        status=422 if bound else 200,
    )


@require_GET
@gate(Right.WORK, Right.SIGN_OFF)
def file(request: HttpRequest, officer: Officer, number: int, version: int, extension: str) -> HttpResponse:
    """One version of a draft, to be edited or read."""
    draft = drafts.draft_for(officer, number, Right.WORK)
    row = next((each for each in drafts.versions_of(draft) if each.number == version), None)
    if row is None or extension not in ("pdf", "docx"):
        raise NotFound
    blob = row.pdf if extension == "pdf" else row.document
    answer = FileResponse(
        open_blob(blob.sha256),
        as_attachment=extension == "docx",
        filename=f"{key_of(draft.dossier)}-du-thao-{draft.pk}-lan-{version}.{extension}",
        content_type="application/pdf" if extension == "pdf" else _DOCX,
    )
    return cast(HttpResponse, answer)  # streamed, but passed on like any answer


def _done(
    request: HttpRequest,
    officer: Officer,
    draft: Draft,
    wanted: str,
    version: VersionForm,
    decision: DecisionForm,
) -> str:
    """Do what was asked; empty when it was refused, with the reason in its form."""
    signs = officer.may(Right.SIGN_OFF, draft.dossier.agency.path)
    if wanted in ("approve", "return") and not signs:
        raise NotFound
    form: forms.Form = version if wanted == "revise" else decision
    acts: dict[str, Callable[[], str]] = {
        "revise": lambda: _revised(officer, draft, version),
        "submit": lambda: _submitted(officer, draft),
        "approve": lambda: _approved(officer, draft, decision),
        "return": lambda: _returned(officer, draft, decision),
    }
    if wanted not in acts:
        raise NotFound
    if form.is_bound and not form.is_valid():
        return ""
    try:
        return acts[wanted]()
    except Refused as refused:
        if not form.is_bound:
            raise
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return ""


def _revised(officer: Officer, draft: Draft, form: VersionForm) -> str:
    given = form.cleaned_data["file"]
    if given.size > _MOST_BYTES:
        raise Refused(f"Tệp lớn hơn {_MOST_BYTES >> 20} MB. Giảm cỡ ảnh trong văn bản.", field="file")
    row = drafts.revise(
        draft, given.read(), file_name=given.name, note=form.cleaned_data["note"], actor=officer.actor
    )
    return f"Đã lưu lần {row.number}."


def _submitted(officer: Officer, draft: Draft) -> str:
    drafts.submit(draft, actor=officer.actor)
    return "Đã trình lãnh đạo."


def _approved(officer: Officer, draft: Draft, form: DecisionForm) -> str:
    drafts.approve(draft, words=form.cleaned_data["words"], actor=officer.actor)
    return "Đã duyệt: văn bản là kết quả của hồ sơ, chờ ký số."


def _returned(officer: Officer, draft: Draft, form: DecisionForm) -> str:
    drafts.give_back(draft, words=form.cleaned_data["words"], actor=officer.actor)
    return "Đã trả lại người soạn."


def _context(
    officer: Officer, draft: Draft, version: VersionForm, decision: DecisionForm
) -> dict[str, object]:
    key = key_of(draft.dossier)
    state = draft.status
    return {
        "draft": draft,
        "dossier": draft.dossier,
        "key": key,
        "state": state,
        "tone": TONES[state],
        "versions": drafts.versions_of(draft),
        "version_form": version,
        "decision_form": decision,
        "editable": state in (DraftState.WRITING, DraftState.RETURNED),
        "to_decide": state is DraftState.SUBMITTED and officer.may(Right.SIGN_OFF, draft.dossier.agency.path),
        "crumbs": [
            Crumb(str(draft.dossier), reverse("staff:dossier", args=[key])),
            Crumb("Dự thảo", reverse("staff:drafts", args=[key])),
            Crumb(draft.title),
        ],
    }


def _toned(rows: list[Draft]) -> list[tuple[Draft, Tone]]:
    return [(row, TONES[row.status]) for row in rows]
