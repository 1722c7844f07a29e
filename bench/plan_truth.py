"""How much is read rightly: forged plans in every format, and real and invented documents against hand-made answers.

Each line is one format or document: the share of fields that came back as they were (tasks found, title, lead,
cooperating, deadline's words, its meaning, targets).
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from tests.forge import pages, paper, texts
from tests.forge.truth import Truth, forge
from tests.plans.expected import differences

from bench import telling
from motcua.plans.reading import PlanReading, read_document

_SEEDS = range(100, 104 if telling.QUICK else 130)
_FEW = range(100, 102 if telling.QUICK else 108)
FIELDS = ("tasks", "title", "lead", "cooperating", "deadline text", "deadline meaning", "targets")
_TESTS = Path(__file__).parent.parent / "tests"
_FORMATS: dict[str, tuple[str, Callable[[Truth], bytes], range]] = {
    "docx": ("a.docx", pages.docx_tables, _FEW),
    "html": ("a.html", pages.html, _SEEDS),
    "text, tabs cut by pages": ("a.txt", lambda truth: texts.tabs(truth).encode(), _SEEDS),
    "Markdown, pipes": ("a.md", lambda truth: texts.pipes(truth).encode(), _SEEDS),
    "pdf": ("a.pdf", paper.pdf, _FEW),
    **{
        f"pdf without lines, {how}": ("a.pdf", partial(paper.pdf, style=style), _FEW)
        for how, style in paper.OPEN.items()
    },
}


def main() -> None:
    """One line for each format and document."""
    for name, (file_name, write, seeds) in _FORMATS.items():
        right: Counter[str] = Counter()
        whole: Counter[str] = Counter()
        for seed in seeds:
            truth = pages.share_leads(forge(seed))
            _count(truth, read_document(write(truth), file_name), right, whole)
        _tell(f"plan truth, {name}", right, whole)
    for plan, answers in sorted(_documents()):
        answer = read_document(plan.read_bytes(), plan.name).as_json()
        expected = answers.read_text("utf-8")
        lines = sum(1 for line in expected.splitlines() if line.strip())
        wrong = differences(expected, answer)
        share = max(0.0, 1 - len(wrong) / lines)
        telling.tell(f"plan truth, {plan.stem}", 100 * share, "% of its lines", goal="100")
        for line in wrong:
            print(f"  {plan.name}: {line}", file=sys.stderr)


def _documents() -> Iterable[tuple[Path, Path]]:
    """Each document with the answers a person wrote down."""
    examples = _TESTS / "plans" / "examples"
    for answers in examples.glob("*/*.expected"):
        folder = _TESTS / "seeds" if answers.parent.name == "seeds" else answers.parent
        yield from ((path, answers) for path in folder.glob(f"{answers.stem}.*") if path != answers)


def _count(truth: Truth, reading: PlanReading, right: Counter[str], whole: Counter[str]) -> None:
    works, tasks = truth.works, reading.tasks
    whole["tasks"] += max(len(works), len(tasks))
    right["tasks"] += min(len(works), len(tasks))
    for number, work in enumerate(works):
        task = tasks[number] if number < len(tasks) else None
        deadline = task.deadline if task else None
        day = str(deadline.date) if deadline and deadline.date else None
        same = {
            "title": task and task.title == work.title,
            "lead": task and list(task.lead) == work.lead,
            "cooperating": task and list(task.cooperating) == work.cooperating,
            "deadline text": task and task.deadline_text == work.deadline,
            "deadline meaning": deadline and (deadline.kind == work.kind and day == work.date),
        }
        for name, yes in same.items():
            whole[name] += 1
            right[name] += bool(yes)
    read = [(aim.name, aim.operator, aim.value, aim.value_high) for aim in reading.targets]
    for aim in truth.aims:
        whole["targets"] += 1
        right["targets"] += (aim.name, aim.operator, aim.value, aim.value_high) in read


def _tell(name: str, right: Counter[str], whole: Counter[str]) -> None:
    for field in FIELDS:
        telling.tell(f"{name}: {field}", 100 * right[field] / (whole[field] or 1), "%", goal="100")


if __name__ == "__main__":
    main()
