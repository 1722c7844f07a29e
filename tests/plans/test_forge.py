"""Reading gives back the truth a document was written from, in every format and layout."""

from collections.abc import Callable

import pytest
from tests.forge import pages, paper, texts
from tests.forge.truth import Truth, Work, forge
from tests.plans.words import source_text, words, words_given_back

from motcua.plans.reading import PlanReading, read_document

SEEDS = range(12)
TABLES: dict[str, tuple[str, Callable[[Truth], str | bytes]]] = {
    "tabs": ("a.txt", texts.tabs),
    "pipes": ("a.md", texts.pipes),
    "html": ("a.html", pages.html),
    "docx": ("a.docx", pages.docx_tables),
    "pdf": ("a.pdf", paper.pdf),
}
PROSE: dict[str, tuple[str, Callable[[Truth], str | bytes]]] = {
    "text": ("a.txt", texts.prose),
    "docx": ("a.docx", pages.docx_prose),
}
REMEDIES: dict[str, tuple[str, Callable[[Truth], str | bytes]]] = {
    "text": ("a.txt", texts.remedies),
    "docx": ("a.docx", pages.docx_remedies),
    "table": ("a.html", pages.html_remedy_table),
}


def read(name: str, content: str | bytes) -> PlanReading:
    reading = read_document(content.encode() if isinstance(content, str) else content, name)
    lost = words(source_text(reading)) - words_given_back(reading)
    assert not lost, f"words that stand nowhere: {lost}"
    return reading


def in_annex(section: str, layout: str) -> str:
    """Tabs put the tables into an annex; the other layouts under heading II."""
    return section if layout == "tabs" else f"II.{section}"


def said(item: Work) -> tuple[object, ...]:
    return (
        item.number,
        item.title,
        item.lead,
        item.cooperating,
        item.deadline,
        item.deliverable,
        item.note or None,
        item.parts,
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("layout", TABLES)
def test_tables_give_their_truth_back(layout: str, seed: int) -> None:
    truth = pages.share_leads(forge(seed))
    name, write = TABLES[layout]
    reading = read(name, write(truth))
    expected = [(in_annex(item.section, layout), *said(item)) for item in truth.works]
    got = [
        (
            task.section,
            task.number,
            task.title,
            list(task.lead),
            list(task.cooperating),
            task.deadline_text,
            task.deliverable,
            task.note,
            list(task.parts),
        )
        for task in reading.tasks
    ]
    assert got == expected
    assert [task.deadline.as_json()["kind"] for task in reading.tasks if task.deadline] == [
        item.kind for item in truth.works
    ]
    assert [task.deadline.as_json()["date"] for task in reading.tasks if task.deadline] == [
        item.date for item in truth.works
    ]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("layout", ["html", "docx"])
def test_merged_cells_are_filled_and_named(layout: str, seed: int) -> None:
    truth = pages.share_leads(forge(seed))
    name, write = TABLES[layout]
    reading = read(name, write(truth))
    expected = []
    for chapter in truth.chapters:
        spans, left = pages.merged_leads(chapter), 0
        for group in chapter.groups:
            for item in group.works:
                expected.append(["lead"] if left else [])
                left = left - 1 if left else spans.get(f"{item.section}/{item.number}", 1) - 1
    assert [list(task.inherited) for task in reading.tasks] == expected


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("layout", [*TABLES, "vertical"])
def test_targets_give_their_truth_back(layout: str, seed: int) -> None:
    truth = forge(seed)
    name, write = TABLES.get(layout, ("a.txt", texts.vertical))
    reading = read(name, write(truth))
    bare = layout in {"tabs", "vertical"}
    expected = [
        (
            item.section if bare else f"II.{item.section}",
            item.number,
            item.name,
            item.unit,
            item.operator,
            item.value,
            item.value_high,
            item.lead,
            item.assessor,
        )
        for item in truth.aims
    ]
    got = [
        (
            aim.section,
            aim.number,
            aim.name,
            aim.unit,
            aim.operator,
            aim.value,
            aim.value_high,
            list(aim.lead),
            aim.assessor,
        )
        for aim in reading.targets
    ]
    assert got == expected
    assert {aim.year for aim in reading.targets} <= {truth.year}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("layout", PROSE)
def test_prose_gives_its_truth_back(layout: str, seed: int) -> None:
    truth = forge(seed)
    name, write = PROSE[layout]
    reading = read(name, write(truth))
    expected = [
        (
            "II",
            f"{chapter.label}.{number}",
            f"{item.title}.",
            item.lead,
            item.cooperating,
            item.deadline,
            item.deliverable,
            item.parts,
        )
        for chapter in truth.chapters
        for number, item in enumerate(chapter.groups[0].works, 1)
    ]
    got = [
        (
            task.section,
            task.number,
            task.title,
            list(task.lead),
            list(task.cooperating),
            task.deadline_text,
            task.deliverable,
            list(task.parts),
        )
        for task in reading.tasks
    ]
    assert got == expected
    assert [(duty.who, duty.text) for duty in reading.duties] == [
        (who, f"{who} {text}") for who, text in truth.duties
    ]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("layout", REMEDIES)
def test_remedies_give_their_truth_back(layout: str, seed: int) -> None:
    truth = forge(seed)
    name, write = REMEDIES[layout]
    reading = read(name, write(truth))
    assert [
        (task.section, task.number, task.title, list(task.lead), list(task.cooperating))
        for task in reading.tasks
    ] == [("II", item.number, item.title, item.work.lead, item.work.cooperating) for item in truth.remedies]
    assert [
        (
            aim.section,
            aim.number,
            aim.operator,
            aim.value,
            aim.value_high,
            aim.baseline,
            aim.baseline_operator,
            aim.year,
        )
        for aim in reading.targets
    ] == [
        (
            "II",
            item.number,
            item.aim.operator,
            item.aim.value,
            item.aim.value_high,
            item.baseline,
            item.baseline_operator,
            truth.year,
        )
        for item in truth.remedies
    ]


@pytest.mark.parametrize("layout", [*TABLES])
def test_the_first_page_is_read(layout: str) -> None:
    truth = forge(7)
    name, write = TABLES[layout]
    document = read(name, write(truth)).document
    assert (document.number, document.date, document.place, document.year) == (
        truth.number,
        truth.date,
        truth.place,
        truth.year,
    )
    assert document.issuer == f"ỦY BAN NHÂN DÂN XÃ {truth.place.upper()}"
    assert (
        document.title
        == f"KẾ HOẠCH Kiểm soát thủ tục hành chính năm {truth.year} trên địa bàn xã {truth.place}"
    )
    assert document.recipients == ("UBND huyện", "Lưu: VT")
    assert [plan[:14] for plan in document.parent_plans] == ["Kế hoạch số 15"]
