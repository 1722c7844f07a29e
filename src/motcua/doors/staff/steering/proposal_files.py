"""Files that go with a proposed task: added and taken off while nobody has answered, read by whoever sees the proposal."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.papers.forms import SeveralFiles
from motcua.doors.staff.steering.files import download
from motcua.kernel.refusals import NotFound
from motcua.organisation.rules import Officer
from motcua.plans import access, proposing
from motcua.plans.proposing import Files


class FilesField(forms.FileField):
    """Several files at once."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each of them as a file; an empty list when none was chosen."""
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(each, initial) for each in chosen]


class FilesForm(forms.Form):
    """More files for a proposal that waits."""

    file = FilesField(label="Thêm tệp", required=False)


def named(files: Sequence["UploadedFile[Any]"]) -> Files:
    """As the acts take them."""
    return [(each, each.name or "tep") for each in files]


@require_POST
@gate()
def add(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Add files to a proposal."""
    row = access.proposal_for(officer, number)
    if not access.may_reword(officer, row):
        raise NotFound
    form = FilesForm(request.POST, request.FILES)
    many = proposing.attach(
        row.pk, named(form.cleaned_data["file"]) if form.is_valid() else (), actor=officer.actor
    )
    done(request, f"Đã thêm {many} tệp." if many else "Tệp này đã kèm theo đề xuất.")
    return redirect("staff:proposal", row.pk)


@require_POST
@gate()
def take_off(request: HttpRequest, officer: Officer, number: int, file: int) -> HttpResponse:
    """Take a file off a proposal."""
    row = access.proposal_for(officer, number)
    if not access.may_reword(officer, row):
        raise NotFound
    proposing.detach(row.pk, file, actor=officer.actor)
    done(request, "Đã bỏ tệp.")
    return redirect("staff:proposal", row.pk)


@require_GET
@gate()
def content(request: HttpRequest, officer: Officer, number: int, file: int) -> HttpResponse:
    """A file, to be saved."""
    row = access.proposal_for(officer, number)
    found = proposing.files_of(row).filter(pk=file).first()
    if found is None:
        raise NotFound
    return download(found.blob_id, found.name)
