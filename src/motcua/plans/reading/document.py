"""A file → its reading: source, blocks, outline, tables and prose, duties, accounting, warnings.

The stages and their rules: docs/algorithms/plan-reading.md. Needs no database, settings or network.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from motcua.kernel import clock
from motcua.plans.reading.blocks import BlockList, Passage
from motcua.plans.reading.cautions import cautions
from motcua.plans.reading.drafts import Draft, finish
from motcua.plans.reading.duties import duties_of
from motcua.plans.reading.front import FrontPage, read_front
from motcua.plans.reading.layouts import Grid, grids_and_blocks
from motcua.plans.reading.ledger import Ledger
from motcua.plans.reading.outline import Line, Section, is_article, lines_of, sections_of
from motcua.plans.reading.prose import aim_drafts_of, aims_of_heading, drafts_of
from motcua.plans.reading.result import Duty, PlanReading, Target, Task, Unread
from motcua.plans.reading.result import Section as Heading
from motcua.plans.reading.rows import GridReader, RowReading
from motcua.plans.reading.source import Told, UnreadableDocument, decode, kind_of


def read_document(data: bytes, name: str, told: Told | None = None) -> PlanReading:
    """Read a planning document (.txt, .md, .html, .docx, .xlsx, .pdf) into tasks, targets and duties.

    `name` is the file's name; its suffix says what the content should be. `told` is called with how many scanned pages
    are recognised, of how many. Raises UnreadableDocument, with a
    Vietnamese message that says what to do, for a file that cannot be read at all.
    """
    found = _blocks(data, kind_of(data, name), told)
    if not found.passages:
        raise UnreadableDocument("Tệp không có chữ nào để đọc (có thể là bản quét ảnh). Hãy dùng bản có chữ.")
    return _Reading(found).result()


def _blocks(data: bytes, kind: str, told: Told | None) -> BlockList:
    if kind == "docx":
        from motcua.plans.reading.docx_blocks import read_docx

        return read_docx(data)
    if kind == "xlsx":
        from motcua.plans.reading.xlsx_blocks import read_xlsx

        return read_xlsx(data)
    if kind == "html":
        from motcua.plans.reading.html_blocks import read_html

        return read_html(data)
    if kind == "pdf":
        from motcua.plans.reading.pdf_blocks import read_pdf

        return read_pdf(data, told)
    from motcua.plans.reading.text_blocks import read_text

    text, warnings = decode(data)
    found = read_text(text)
    found.warnings += warnings
    return found


_GIVEN = re.compile(r"trách nhiệm|tổ chức (?:thực hiện|triển khai)|theo dõi|đôn đốc")


class _Reading:
    def __init__(self, found: BlockList) -> None:
        self.source = found
        self.sections = _with_work(sections_of(lines_of(grids_and_blocks(found.blocks[: found.asides]))))
        self.page: FrontPage = read_front(self.sections)
        # A decision whose annex holds the work: its articles are no tasks.
        self.by_articles = any(
            isinstance(item, Grid) or section.in_annex
            for section in self.sections
            for item in section.content
        )
        self.year = self.page.year or clock.today().year
        self.rows = RowReading(self.year)
        self.tasks: list[Task] = []
        self.targets: list[Target] = []
        self.duties: list[Duty] = []
        self.headings: list[Heading] = []

    def result(self) -> PlanReading:
        reader = GridReader(self.rows)
        for section in self.sections:
            self._section(section, reader)
        header = self.page.header()
        self.headings += self.rows.sections
        self.headings.sort(key=lambda heading: heading.place)
        warnings = [*self.source.warnings, *self.page.warnings]
        if self.page.year is None:
            warnings.append(f"Không thấy năm của kế hoạch; thời hạn được hiểu theo năm {self.year}.")
        warnings += self.rows.warnings
        warnings += cautions(header, self.tasks, self.targets, self.source.passages)
        return PlanReading(
            document=header,
            tasks=tuple(self.tasks),
            targets=tuple(self.targets),
            duties=tuple(self.duties),
            warnings=tuple(dict.fromkeys(warnings)),
            unread=self._unread(),
            sections=tuple(self.headings),
            blocks=tuple(self.source.blocks),
        )

    # --- Sections ---

    def _section(self, section: Section, reader: GridReader) -> None:
        if section.heading is not None:
            self.headings.append(Heading(section.label, section.title, section.heading.place))
            self._finish(aims_of_heading(section))
        start = len(self.rows.drafts)
        grids = [item for item in section.content if isinstance(item, Grid)]
        for at, grid in enumerate(grids):
            reader.read(grid, section.label, grids[at + 1] if at + 1 < len(grids) else None)
        self._finish(self.rows.drafts[start:])
        if section.kind == "duties":
            self._take_duties(section)
        elif section.kind in {"tasks", "front"}:
            headings: list[Line] = []
            if self.by_articles and section.kind == "front":
                section = self._without_articles(section)
            self._finish(drafts_of(section, headings))
            for line in headings:
                self.headings.append(Heading(line.label, line.body, line.place))
                self.rows.frames += line.sources
        elif section.kind in {"purpose", "other"}:
            self._finish(aim_drafts_of(section))

    def _without_articles(self, section: Section) -> Section:
        """The articles of a decision issue the plan that stands in its annex; what they give to bodies is a duty."""
        articles = [item for item in section.content if isinstance(item, Line) and is_article(item)]
        given = [line for line in articles if _GIVEN.search(line.body)]
        self._take_duties(replace(section, content=list(given)))
        return replace(section, content=[item for item in section.content if item not in articles])

    def _take_duties(self, section: Section) -> None:
        self.duties += duties_of(section, self.year)

    def _finish(self, drafts: Iterable[Draft]) -> None:
        for draft in drafts:
            task, targets = finish(draft, self.year)
            if task is not None:
                self.tasks.append(task)
            self.targets += targets

    # --- Accounting ---

    def _unread(self) -> tuple[Unread, ...]:
        ledger = Ledger(self.source.passages)
        ledger.frame(_frame_passages(self.sections))
        ledger.frame(self.rows.frames)
        header = self.page.header()
        texts = (
            header.number,
            header.date,
            header.place,
            header.issuer,
            header.title,
            str(header.year or ""),
        )
        ledger.pay(self.page.sources, (*texts, *header.legal_bases, *header.recipients))
        for task in self.tasks:
            ledger.pay(task.sources, _task_texts(task))
        for target in self.targets:
            ledger.pay(target.sources, _target_texts(target))
        for duty in self.duties:
            ledger.pay(duty.sources, (duty.text, duty.who))
        left = ledger.unread()
        left += [Unread(tag, 0, frame=True) for tag in self.source.frames]
        return tuple(left)


def _with_work(sections: list[Section]) -> list[Section]:
    """Where no section holds work, the one that shares it out does: «II. PHÂN CÔNG NHIỆM VỤ» of a short plan."""
    if any(_holds_work(section) for section in sections):
        return sections
    return [replace(each, kind="tasks") if _shares_out(each) else each for each in sections]


def _holds_work(section: Section) -> bool:
    if section.kind not in {"tasks", "front"}:
        return False
    numbered = {"decimal"} if section.kind == "front" else {"decimal", "letter", "bullet"}
    return any(isinstance(item, Grid) or item.kind in numbered for item in section.content)


def _shares_out(section: Section) -> bool:
    return section.kind == "duties" and "phân công" in section.title.lower()


def _frame_passages(sections: Iterable[Section]) -> Iterable[Passage]:
    for section in sections:
        if section.heading is not None:
            yield from section.heading.sources
        for item in section.content:
            if isinstance(item, Grid):
                for row in item.table.rows[: item.layout.header_rows]:
                    yield from (cell.passage for cell in row)


def _task_texts(task: Task) -> tuple[str | None, ...]:
    return (
        task.title, task.section, task.number, task.deadline_text, task.deliverable, task.note,
        *task.lead, *task.cooperating, *task.parts,
    )  # fmt: skip


def _target_texts(target: Target) -> tuple[str | None, ...]:
    numbers = (target.value, target.value_high, target.baseline)
    return (
        target.name, target.section, target.number, target.unit, target.assessor, *target.lead, *target.cooperating,
        *(str(number) for number in numbers if number is not None), str(target.year or ""),
    )  # fmt: skip
