"""Which trace may show that a task is done, sentence by sentence: proof_sentences.txt."""

from pathlib import Path

import pytest

from motcua.plans.control_enums import PostKind
from motcua.plans.ports import Sought
from motcua.plans.proof_words import sought, topics_of

_LINES = Path(__file__).with_name("proof_sentences.txt").read_text().splitlines()
_SENTENCES = [line.split("|") for line in _LINES if line and not line.startswith("#")]


def told(found: Sought | None) -> str:
    """What is sought, as the table words it."""
    if found is None:
        return "none"
    order = ["article", "guide", "social", "clip", *sorted(PostKind)]
    products = sorted((one.value for one in found.products), key=order.index)
    groups = sorted("+".join(_channels(group)) for group in found.channels)
    said = [
        found.kind.value, found.plan_kind.value if found.plan_kind else found.report, ", ".join(groups),
        "=" + ",".join(products) if products else "", f">={found.least}" if found.least > 1 else "",
        {True: "sudden", False: "planned", None: ""}[found.sudden], {True: "own", False: "below", None: ""}[found.own],
        str(found.year or ""), " ".join(f"{one}m" for one in sorted(found.months)),
    ]  # fmt: skip
    return " ".join(word for word in said if word)


def _channels(group: frozenset[str]) -> list[str]:
    order = ("zalo", "facebook", "press", "speakers", "website", "place")
    return sorted(map(str, group), key=order.index)


@pytest.mark.parametrize(("wanted", "title", "deliverable"), _SENTENCES)
def test_what_may_show_that_a_task_is_done(wanted: str, title: str, deliverable: str) -> None:
    assert told(sought(title.strip(), deliverable.strip())) == wanted.strip()


@pytest.mark.parametrize(
    ("task", "course", "same"),
    [
        ("Tổ chức tập huấn Một cửa", "Nghiệp vụ một cửa điện tử 2026", True),
        ("Tập huấn số hóa", "Kỹ năng ký số", False),
        ("Tập huấn kiểm soát TTHC", "Kiểm soát thủ tục hành chính", True),
        ("Tập huấn cho công chức về thanh toán trực tuyến", "Số hóa hồ sơ", False),
    ],
)
def test_a_course_is_of_what_the_task_names(task: str, course: str, same: bool) -> None:
    assert bool(topics_of(task) & topics_of(course)) is same


def test_a_task_that_names_no_topic_takes_any_course() -> None:
    assert topics_of("Tổ chức tập huấn nghiệp vụ cho cán bộ đầu mối") == frozenset()
