"""Templates of forms and of result documents: packaged, replaced by an office's own, back again."""

from typing import cast

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from motcua.blobs.store import open_blob
from motcua.doors.frame.components import Crumb, Tone
from motcua.doors.staff.administration.answering import administered, agency_of
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.access import agency_for
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.storehouse import templates
from motcua.storehouse.template_models import Template, TemplateState

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NO_FAMILY = "chung"
_TONES: dict[TemplateState, Tone] = {
    TemplateState.CHECKING: "running",
    TemplateState.READY: "done",
    TemplateState.REFUSED: "stopped",
}


class UploadForm(forms.Form):
    """A docx in place of the packaged one. Kinds of which there are many have names and may be for one procedure."""

    file = forms.FileField(label="Tệp Word (.docx)")
    name = forms.CharField(label="Tên mẫu", max_length=200)
    procedure = forms.RegexField(
        r"[0-9A-Za-z.]*",
        label="Chỉ dùng cho thủ tục mã",
        max_length=60,
        required=False,
        help_text="Để trống: mọi thủ tục.",
    )

    def __init__(self, kind: templates.TemplateKind, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        if not kind.many:
            del self.fields["name"], self.fields["procedure"]


@require_safe
@gate(Right.ADMINISTER)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Every kind of template, with the version in use at the agency."""
    agency = agency_of(request, officer)
    rows = list(Template.objects.filter(scope__in=agency.chain, active=True))
    groups: dict[str, list[tuple[templates.TemplateKind, list[Template], str]]] = {}
    for kind in templates.kinds():
        used = [row for row in rows if (row.kind, row.family) == (kind.key, kind.family)]
        groups.setdefault(kind.group, []).append((kind, used, _page(kind, agency)))
    context = {"agency": agency, "agencies": administered(officer), "groups": list(groups.items())}
    return show(request, officer, "staff/administration/templates.html", context)


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def one(request: HttpRequest, officer: Officer, kind: str, family: str) -> HttpResponse:
    """One kind: the packaged template, the agency's versions, its fields, and uploading another."""
    agency, of = agency_of(request, officer), _kind(kind, family)
    form = UploadForm(of, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _uploaded(request, officer, agency, of, form):
        return redirect(_page(of, agency))
    versions = [
        (row, TemplateState(row.state), _TONES[TemplateState(row.state)]) for row in _versions(of, agency)
    ]
    context = {
        "agency": agency,
        "kind": of,
        "family": family,
        "form": form,
        "versions": versions,
        "checking": any(state is TemplateState.CHECKING for _, state, _ in versions),
        "crumbs": [
            Crumb("Mẫu giấy tờ", f"{reverse('staff:templates')}?co-quan={agency.code}"),
            Crumb(of.label),
        ],
    }
    return show(
        request, officer, "staff/administration/template.html", context, status=422 if form.is_bound else 200
    )


@require_GET
@gate(Right.ADMINISTER)
def packaged(request: HttpRequest, officer: Officer, kind: str, family: str) -> HttpResponse:
    """The packaged template, to be changed in a word processor."""
    of = _kind(kind, family)
    headers = {"Content-Disposition": f'attachment; filename="{of.key}{of.family}.docx"'}
    return HttpResponse(of.built_in(), content_type=_DOCX, headers=headers)


@require_GET
@gate(Right.ADMINISTER)
def file(request: HttpRequest, officer: Officer, number: int, what: str) -> HttpResponse:
    """A version as it was uploaded (`mau`), or its preview (`xem`)."""
    row = _own(officer, number)
    blob = row.source if what == "mau" else row.preview if what == "xem" else None
    if blob is None:
        raise NotFound
    extension, mime = ("docx", _DOCX) if what == "mau" else ("pdf", "application/pdf")
    answer = FileResponse(
        open_blob(blob.sha256),
        as_attachment=what == "mau",
        filename=f"{row.kind}{row.family}-ban-{row.number}.{extension}",
        content_type=mime,
    )
    return cast(HttpResponse, answer)  # streamed, but passed on like any answer


@require_POST
@gate(Right.ADMINISTER)
def use(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Put a version in use, or take the own one back."""
    row = _own(officer, number)
    if "packaged" in request.POST:
        templates.use_packaged(row, actor=officer.actor)
        done(request, "Đã thôi dùng mẫu riêng.")
    else:
        templates.use(row, actor=officer.actor)
        done(request, f"Đang dùng bản {row.number}.")
    agency = agency_for(officer, row.scope, Right.ADMINISTER)
    return redirect(_page(templates.kind_named(row.kind, row.family), agency))


def _uploaded(
    request: HttpRequest, officer: Officer, agency: Agency, kind: templates.TemplateKind, form: UploadForm
) -> bool:
    given = form.cleaned_data
    upload = given["file"]
    try:
        templates.upload(
            upload.read(templates.MOST_BYTES + 1), file_name=upload.name, kind=kind, scope=agency.code,
            name=given.get("name", ""), procedure=given.get("procedure", ""), actor=officer.actor,
        )  # fmt: skip
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    done(request, "Đã nhận tệp, đang kiểm tra. Vài giây nữa tải lại trang để xem kết quả.")
    return True


def _versions(kind: templates.TemplateKind, agency: Agency) -> list[Template]:
    return list(templates.versions(kind.key, kind.family, agency.code)[:100])


def _kind(kind: str, family: str) -> templates.TemplateKind:
    return templates.kind_named(kind, "" if family == _NO_FAMILY else family)


def _own(officer: Officer, number: int) -> Template:
    row = Template.objects.select_related("source", "preview").filter(pk=number).first()
    if row is None:
        raise NotFound
    agency_for(officer, row.scope, Right.ADMINISTER)
    return row


def _page(kind: templates.TemplateKind, agency: Agency) -> str:
    return f"{reverse('staff:template', args=[kind.key, kind.family or _NO_FAMILY])}?co-quan={agency.code}"
