"""An electronic form on paper: empty, to be filled in by hand, or with the answers somebody gave.

It is the form as the system asks it. Where a circular prescribes a form of its own, that one counts; the sheet says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from motcua.catalogue.eforms.definition import Condition, Field, FieldKind, Form
from motcua.rendering import docx, pdf, sheet_docx
from motcua.rendering.sheet import Block, Column, Gap, Grid, Line, Page, Par, Run, Sheet, Table, resolve

_PAGE = Page(210, 297, 25, 15, 18, 18, 12)
_EMPTY_ROWS = 3  # of a repeated group
_ROOM = "\u00a0\n\u00a0"  # two lines for a hand
_PLACE_AND_DATE = "………………, ngày …… tháng …… năm 20……"
_YES_NO = (("yes", "Có"), ("no", "Không"))

Section = tuple[str, Sequence[tuple[str, str]]]


@dataclass(slots=True)
class _Drawn:
    """Blocks so far and the values they name: what people wrote is never part of a template."""

    blocks: list[Block] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def text(self, words: str) -> str:
        """The name in the sheet for these words."""
        name = f"w{_letters(len(self.values))}"
        self.values[name] = words
        return f"{{{{ {name} }}}}"

    def rows(self, rows: Sequence[Mapping[str, str]], columns: Sequence[Column]) -> None:
        """A bordered table."""
        name = f"t{_letters(len(self.values))}"
        self.values[name] = list(rows)
        self.blocks.append(Table(name, tuple(columns), size=11))


def empty_sheet(
    form: Form, *, agency: str, code: str, form_codes: Sequence[str] = ()
) -> tuple[Sheet, dict[str, Any]]:
    """The form with room to write; `code` is the procedure's, `form_codes` are the forms that the law prescribes."""
    drawn = _head(form.title, agency)
    for number, topic in enumerate(form.topics, 1):
        _topic_title(drawn, number, topic.title, _only_when(form, topic.when))
        if topic.group is not None:
            columns = [
                Column(drawn.text(each.label), f"{{{{ row.{_column(at)} }}}}", align="left")
                for at, each in enumerate(topic.group.columns)
            ]
            drawn.rows([{_column(at): "" for at in range(len(columns))}] * _EMPTY_ROWS, columns)
        else:
            drawn.rows([_question(form, each) for each in topic.fields], _TWO)
    prescribed = (
        f" Mẫu do văn bản quy định: {', '.join(form_codes)}; nếu khác thì dùng mẫu đó." if form_codes else ""
    )
    note = f"In từ tờ khai điện tử của thủ tục {code}. Mục có dấu * phải khai.{prescribed}"
    return _finished(drawn, form.title, note, code)


def filled_sheet(
    title: str, sections: Sequence[Section], *, agency: str, code: str, signer: str, sent: str
) -> tuple[Sheet, dict[str, Any]]:
    """The answers of one dossier; `sent` says when and how they came, `code` is the dossier's."""
    drawn = _head(title, agency)
    for number, (heading, rows) in enumerate(sections, 1):
        _topic_title(drawn, number, heading, "")
        drawn.rows([{"label": label, "answer": answer} for label, answer in rows], _TWO)
    return _finished(drawn, title, sent, code, signer=signer)


def as_pdf(drawn: tuple[Sheet, dict[str, Any]], *, made_at: datetime) -> bytes:
    """The sheet as PDF/A, A4."""
    sheet, values = drawn
    return pdf.draw_sheet(resolve(sheet, values), made_at=made_at)


def as_docx(drawn: tuple[Sheet, dict[str, Any]]) -> bytes:
    """The sheet as a document to be edited."""
    sheet, values = drawn
    return docx.fill(sheet_docx.template(sheet), values)


_TWO = (
    Column("Mục khai", "{{ row.label }}", width=68, align="left"),
    Column("Nội dung", "{{ row.answer }}", align="left"),
)


def _head(title: str, agency: str) -> _Drawn:
    drawn = _Drawn()
    drawn.blocks += [
        Par((Run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True),), "center"),
        Par((Run("Độc lập - Tự do - Hạnh phúc", bold=True, size=13),), "center"),
        Line(52),
        Par(
            (Run(f"{drawn.text(title)[:-3]} | upper }}}}", bold=True, size=14),), "center", above=12, below=6
        ),
        Par((Run(f"Kính gửi: {drawn.text(agency)}"),), "center", below=4),
    ]
    return drawn


def _topic_title(drawn: _Drawn, number: int, title: str, condition: str) -> None:
    runs = [Run(drawn.text(f"{number}. {title}"), bold=True)]
    if condition:
        runs.append(Run(f" {drawn.text(condition)}", italic=True, size=10.5))
    drawn.blocks.append(Par(tuple(runs), above=8, below=2, keep=True))


def _finished(
    drawn: _Drawn, title: str, note: str, code: str, *, signer: str = ""
) -> tuple[Sheet, dict[str, Any]]:
    pledge = "Tôi cam đoan nội dung khai là đúng và chịu trách nhiệm trước pháp luật về nội dung đã khai."
    right: tuple[Block, ...] = (
        Par((Run(_PLACE_AND_DATE, italic=True),), "center", above=8),
        Par((Run("Người khai", bold=True),), "center"),
        Par((Run("(ký, ghi rõ họ tên)", italic=True, size=10.5),), "center"),
        Gap(22),
        Par((Run(drawn.text(signer or "……………………………")),), "center"),
    )
    drawn.blocks += [
        Par((Run(pledge),), "justify", above=8),
        Grid((0.0, 82.0), ((), right), keep=True),
        Par((Run(drawn.text(note), italic=True, size=9.5),), above=8),
    ]
    sheet = Sheet(_PAGE, drawn.text(title), tuple(drawn.blocks), foot=(drawn.text(code), "", ""))
    return sheet, drawn.values


def _question(form: Form, one: Field) -> dict[str, str]:
    hint = f" ({one.hint.rstrip('.')})" if one.hint else ""
    only = _only_when(form, one.when)
    star = " *" if one.required else ""
    return {
        "label": f"{one.label}{star}{hint}{f' {only}' if only else ''}",
        "answer": "     ".join(_boxes(one)) or _ROOM,
    }


def _boxes(one: Field) -> Iterator[str]:
    choices = _YES_NO if one.kind is FieldKind.YES_NO else one.choices
    yield from (f"[   ] {label}" for _, label in choices)


def _only_when(form: Form, condition: Condition | None) -> str:
    """`(chỉ khai khi «Cha của trẻ» là: Có)`"""
    if condition is None:
        return ""
    asked = form.field(condition.field)
    labels = dict(_YES_NO if asked.kind is FieldKind.YES_NO else asked.choices)
    values = ", ".join(labels.get(value, value) for value in condition.values)
    return f"(chỉ khai khi «{asked.label}»{f' là: {values}' if values else ' có khai'})"


def _column(at: int) -> str:
    return f"c{_letters(at)}"


def _letters(number: int) -> str:
    """A number in letters: names in a sheet have no digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
