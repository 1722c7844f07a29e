"""Printing that takes long: a register of a year as a spreadsheet, or one of its volumes on paper."""

from collections.abc import Iterator

from motcua.blobs import store
from motcua.dossiers.slips import issuing, register
from motcua.dossiers.slips.kinds import FormKind
from motcua.dossiers.slips.layouts import A4
from motcua.dossiers.slips.printing import as_docx, as_pdf, printed
from motcua.jobs.models import Job
from motcua.jobs.queue import Arguments, GiveUp, Report, Result, enqueue, job
from motcua.kernel.people import Actor
from motcua.kernel.refusals import NotFound
from motcua.organisation.models import Agency
from motcua.storehouse.templates import active_for

PRINT_REGISTER = "dossiers.print_register"
_VOLUME_SECONDS = 120  # of processor for a volume of a thousand lines in an office's own template
FORMATS = {"xlsx": "Excel, cả năm", "pdf": "PDF, một quyển", "docx": "Word, một quyển"}


def ask_for_register(desk: Agency, year: int, form: str, volume: int, *, actor: Actor) -> Job:
    """Have the worker print; the page shows how far it is."""
    arguments = {"desk": desk.pk, "year": year, "format": form, "volume": volume}
    return enqueue(
        PRINT_REGISTER, arguments, owner=f"{actor.kind}:{actor.id}", agency=desk.code, max_attempts=2
    )


@job(PRINT_REGISTER, lease=600)
def print_register(arguments: Arguments, report: Report) -> Result:
    """Number what is not numbered yet, then write the file; the result names the blob."""
    desk = Agency.objects.filter(pk=arguments["desk"]).first()
    if desk is None:
        raise GiveUp("Bộ phận Một cửa này không còn trong danh sách cơ quan.")
    year, form = int(arguments["year"]), str(arguments["format"])
    report(0, 100, "Đang đánh số")
    register.number_year(desk, year)
    of = register.book(desk, year)
    content = _xlsx(of, report) if form == "xlsx" else _volume(of, form, int(arguments["volume"]), report)
    blob = store.put(content)
    name = f"so-theo-doi-{desk.code}-{year}" + (
        "" if form == "xlsx" else f"-quyen-{int(arguments['volume']):02d}"
    )
    return {"blob": blob.sha256, "name": f"{name}.{form}", "entries": of.entries}


def _xlsx(of: register.Book, report: Report) -> bytes:
    from motcua.rendering import xlsx

    def rows() -> Iterator[tuple[xlsx.Value, ...]]:
        for line in register.lines(of.desk, of.year):
            report(line.number, max(of.entries, 1), "Đang ghi sổ")
            yield register.cells(line)

    return xlsx.table(register.HEADERS, rows(), sheet=f"Sổ {of.year}")


def _volume(of: register.Book, form: str, number: int, report: Report) -> bytes:
    if not 1 <= number <= of.volumes:
        raise NotFound(f"Sổ năm {of.year} chỉ có {of.volumes} quyển.")
    report(30, 100, f"Đang dựng quyển {number}")
    said = printed(register.volume(of, number))
    if own := active_for(FormKind.REGISTER.rule, said.family, of.desk.chain):
        as_word, as_print = issuing.filled(own, said, seconds=_VOLUME_SECONDS)
        return as_print if form == "pdf" else as_word
    return as_pdf(said, paper=A4) if form == "pdf" else as_docx(said, paper=A4)
