"""Numbered prose → drafts of tasks: items with labelled lines under them, parts, who does what in sentences."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from motcua.kernel.text import fold
from motcua.plans.reading.actors import helpers_of, names_agency, subject_of, who_in_sentences
from motcua.plans.reading.aims import aims_in_text
from motcua.plans.reading.bodies import assignment, begins_with_body, cut_at_verb
from motcua.plans.reading.cell_words import put
from motcua.plans.reading.columns import Role
from motcua.plans.reading.drafts import Draft
from motcua.plans.reading.labels import Labelled, labels_of
from motcua.plans.reading.marks import period_named
from motcua.plans.reading.outline import Line, Section, is_closing
from motcua.plans.reading.phrases import phrases_in

_LEVELS = {"decimal": 10, "letter": 20, "bullet": 30, "none": 90, "annex": 90}
# «2. Địa điểm: …» says where, not what is to be done
_PARTICULAR = re.compile(r"(?:Địa điểm|Thành phần|Đối tượng|Phạm vi|Kinh phí|Quy mô)(?: [\w ,]{0,40})?:")
# «II. NỘI DUNG, HÌNH THỨC»: «1. Nội dung tuyên truyền», «2. Hình thức» describe, they are no items of work
_KINDS_OF = re.compile(
    r"(?:Nội dung|Hình thức|Đối tượng|Phương (?:pháp|thức))(?:(?:,| và)? (?:nội dung|hình thức|phương pháp))*"
    r"(?: (?:tuyên truyền|truyền thông|kiểm tra|phổ biến|đối thoại|khảo sát|tập huấn|thực hiện))?\s*:?$"
)
_LOOKS_BACK = re.compile(
    r"^(?:ket qua|tinh hinh|thuc trang|danh gia|nhung (?:ton tai|han che)|ton tai|nguyen nhan|mot so ket qua)"
)
_FAREWELL = re.compile(
    r"^Trong quá trình (?:tổ chức |triển khai )*(?:thực hiện)?,? ?.{0,40}(?:vướng mắc|khó khăn|phát sinh)"
    r"|^(?:Yêu cầu|Đề nghị)\b.*\./\.$"
)


@dataclass(slots=True)
class Node:
    """A line and the lines under it."""

    line: Line
    level: int
    children: list["Node"] = field(default_factory=list)
    before: str = ""
    labels: tuple[Labelled, ...] = ()

    @property
    def numbered(self) -> bool:
        """A numbered item of its own; «a) Tham mưu: …» is a label of the item above."""
        return self.line.kind in {"decimal", "letter"} and not (self.labels and not self.before)


def drafts_of(section: Section, headings: list[Line]) -> Iterator[Draft]:
    """The items of work of a section's prose, in order; lines that only head others go to `headings`."""
    nodes = _tree(
        line
        for line in section.content
        if isinstance(line, Line) and not is_closing(line.text) and not _is_farewell(line)
    )
    numbered = any(node.numbered for node in nodes)
    describes = "hinh thuc" in fold(section.title)
    only_aims = section.kind == "tasks" and _of_aims(section.title)
    heading = section.heading if section.kind == "tasks" else None
    owner = heading if heading and names_agency(heading.body) else None
    for node in nodes:
        if (
            not only_aims
            and not _PARTICULAR.match(node.line.body)
            and not (describes and _only_describes(node))
            and (node.numbered or (node.line.kind == "bullet" and not numbered and section.kind == "tasks"))
        ):
            for draft in _items(node, _section_of(node, section), "", headings):
                if owner:
                    _led_by(owner, draft, draft.title)
                yield draft
        elif owner and not numbered:
            draft = _task(node, section, None)  # «III. Công an xã» over sentences without numbers
            _led_by(owner, draft, draft.title)
            yield draft
        elif section.kind == "tasks":
            yield from _aim_drafts(node, _section_of(node, section), "")


def _only_describes(node: Node) -> bool:
    """«1. Nội dung tuyên truyền» over plain bullets."""
    bare = all(child.line.kind in {"bullet", "none"} and not child.labels for child in node.children)
    return bare and not node.labels and bool(_KINDS_OF.match(node.line.body))


def _is_farewell(line: Line) -> bool:
    """«Trong quá trình thực hiện, nếu có vướng mắc …» under the last item is no part of it."""
    return line.kind == "none" and bool(_FAREWELL.match(line.text))


def _of_aims(title: str) -> bool:
    """A section of targets only: «Chỉ tiêu giao tại Nghị quyết số 02/NQ-CP»."""
    folded = fold(title)
    return "chi tieu" in folded and not re.search(r"nhiem vu|noi dung|giai phap|khac phuc", folded)


def _section_of(node: Node, section: Section) -> Section:
    """«9.3» that follows the table of 9.2 belongs to 9."""
    own, label = section.label or "", node.line.label
    outer, _, _ = own.rpartition(".")
    if (
        node.line.kind == "decimal"
        and outer
        and label.startswith(outer.rsplit(".", 1)[-1] + ".")
        and label.count(".") == own.count(".")
    ):
        return replace(section, label=outer)
    return section


def aim_drafts_of(section: Section) -> Iterator[Draft]:
    """Lines of a section without work (objectives, requirements), read for the aims inside them only.

    A section that looks back («Kết quả thực hiện năm 2023», «Thực trạng») holds results, no aims.
    """
    if _LOOKS_BACK.search(fold(section.title)):
        return
    year = _year_named(section.title)
    for node in _tree(line for line in section.content if isinstance(line, Line)):
        yield from _aim_drafts(node, section, "", year)


_BY_YEAR = re.compile(r"(?:đến|tới)(?: hết| cuối)? năm (20\d\d)\b", re.IGNORECASE)


def _year_named(heading: str) -> int | None:
    """«2. Mục tiêu đến năm 2030»: the year of the aims under it."""
    hit = _BY_YEAR.search(heading)
    return int(hit[1]) if hit else None


def aims_of_heading(section: Section) -> Iterator[Draft]:
    """The aims a numbered heading states itself: «2. Tỷ lệ hài lòng đạt tối thiểu 90%» above its table."""
    line = section.heading
    if line is None or line.kind != "decimal" or not aims_in_text(line.body):
        return
    outer = (section.label or "").removesuffix(line.label).rstrip(".")
    draft = Draft(outer or None, line.label, line.place, title=line.body, is_task=False)
    draft.cite(*line.sources)
    yield draft


def _aim_drafts(node: Node, section: Section, parent: str, year: int | None = None) -> Iterator[Draft]:
    if node.line.kind == "decimal":
        node.labels = ()  # «2. Mục tiêu đến năm 2030», «1. Năm 2025: …» are items among aims
    number = _number(node, parent) if node.numbered else parent
    if aims_in_text(node.line.body):
        draft = Draft(section.label, number or None, node.line.place, is_task=False)
        draft.title = node.line.body
        draft.year = year
        draft.cite(*node.line.sources)
        yield draft
    year = _year_named(node.line.body) or year
    for child in node.children:
        yield from _aim_drafts(child, section, number, year)


def _tree(lines: Iterable[Line]) -> list[Node]:
    """Nodes by level; an unmarked line and a line of labels belong to the item above them."""
    roots: list[Node] = []
    stack: list[Node] = []
    for line in lines:
        node = Node(line, _LEVELS.get(line.kind, 90) + line.depth)
        node.before, node.labels = labels_of(line.body)
        level = node.level
        if node.labels and not node.before and line.kind != "decimal":
            after_list = line.kind == "letter" and any(
                other.line.kind == "letter" and not other.labels for other in stack
            )
            level = level if after_list else max(level, 30 if not stack else _label_level(stack, level))
        while stack and stack[-1].level >= level:
            stack.pop()
        node.level = level
        (stack[-1].children if stack else roots).append(node)
        if line.kind != "none":
            stack.append(node)
    for node in roots:
        _hoist(node)
    return roots


def _hoist(node: Node) -> None:
    """Labels after a list of lettered parts are the item's own, when none of the parts before has any."""
    for child in node.children:
        _hoist(child)
    letters = [child for child in node.children if child.line.kind == "letter"]
    if len(letters) < 2 or node.line.kind != "decimal" or any(_has_labels(child) for child in letters[:-1]):
        return
    last = letters[-1]
    at = next((at for at, child in enumerate(last.children) if child.labels and not child.before), None)
    if at is not None:
        node.children += last.children[at:]
        del last.children[at:]


def _label_level(stack: list[Node], level: int) -> int:
    """Labels of one item stand at one level, whatever bullets lead them in («- + Cơ quan chủ trì»)."""
    for node in stack:
        if node.labels and not node.before and node.line.kind != "decimal":
            return node.level
    return max(level, stack[-1].level + 1) if stack[-1].numbered else level


def _has_labels(node: Node) -> bool:
    return any(child.labels and not child.before for child in node.children) or bool(node.labels)


def _deep_labels(node: Node) -> bool:
    return any(_has_labels(child) or _deep_labels(child) for child in node.children if child.numbered)


def _items(node: Node, section: Section, parent: str, headings: list[Line]) -> Iterator[Draft]:
    """A numbered item is a heading when the items under it are the work; else it is the task itself."""
    number = _number(node, parent)
    inner = [child for child in node.children if child.numbered]
    decimal = any(child.line.kind == "decimal" for child in inner)
    if node.children and not node.labels and not _has_labels(node) and names_agency(node.line.body):
        yield from _given_to(node, section, number, headings)
        return
    if node.children and not node.labels and not _has_labels(node) and _names_a_period(node.line):
        yield from _due_within(node, section, number, headings)
        return
    if inner and not _has_labels(node) and (decimal or _deep_labels(node) or _all_act(node, inner)):
        headings.append(node.line)
        for child in inner:
            yield from _items(child, section, number, headings)
    elif node.numbered and not node.labels and (bullets := _whole_items(node)):
        headings.append(node.line)
        label = ".".join(filter(None, (section.label, number)))
        for child in bullets:
            yield _task(child, replace(section, label=label), None)
    else:
        yield _task(node, section, number or None)


def _given_to(node: Node, section: Section, number: str, headings: list[Line]) -> Iterator[Draft]:
    """The items under an agency's name are its work."""
    headings.append(node.line)
    label = ".".join(filter(None, (section.label, number)))
    for child in node.children:
        under = (section, _number(child, number)) if child.numbered else (replace(section, label=label), None)
        draft = _task(child, *under)
        _led_by(node.line, draft, child.line.body)
        yield draft


_PERIODS_PARTED = re.compile(r"\s*[-–,;]\s*|\s+(?:và|đến)\s+")
_IN_YEAR = re.compile(r"(?<=\w)\s+năm\s+(?=20\d\d$)")
_MOST_PERIODS = 5


def _names_a_period(line: Line) -> bool:
    """«* Quý I:», «1. Tháng 3 - tháng 6/2026» and nothing else."""
    name = _IN_YEAR.sub("/", line.body.rstrip(" :."))
    parts = _PERIODS_PARTED.split(name.removeprefix("Từ ").removeprefix("Trong "))
    return len(parts) < _MOST_PERIODS and all(period_named(part) == part for part in parts)


def _due_within(node: Node, section: Section, number: str, headings: list[Line]) -> Iterator[Draft]:
    """The items under a month or a quarter are its work, due by its end unless they say another day."""
    headings.append(node.line)
    label = ".".join(filter(None, (section.label, number)))
    for child in node.children:
        under = (section, _number(child, number)) if child.numbered else (replace(section, label=label), None)
        draft = _task(child, *under)
        said = draft.deadline or any(phrases_in(text) for text in (draft.title, *draft.parts))
        if draft.is_task and not said:
            draft.deadline.append(node.line.body.rstrip(" :."))
            draft.inherited.append("deadline_text")
            draft.cite(*node.line.sources)
        yield draft


def _led_by(heading: Line, draft: Draft, sentence: str) -> None:
    """The agency of a heading leads what stands under it, unless the item says who does."""
    if draft.lead or not draft.is_task:
        return
    draft.lead.append(heading.body.rstrip(" :."))
    draft.cite(*heading.sources)
    helpers = helpers_of(sentence)
    if helpers and not draft.cooperating:
        draft.cooperating.append(helpers)


def _all_act(node: Node, inner: list[Node]) -> bool:
    """«2. Công bố thủ tục» over «a) Các sở trình …», «b) Văn phòng kiểm soát …»: each names who does it."""
    return (
        node.numbered
        and len(inner) > 1
        and subject_of(node.line.body) is None
        and (all(subject_of(child.line.body) for child in inner) or all(map(_names_its_lead, inner)))
    )


def _names_its_lead(node: Node) -> bool:
    """«a) Niêm yết mã QR. Phòng Văn hóa chủ trì, hoàn thành trong tháng 10.»: an item that says who does it."""
    if node.line.kind != "letter":
        return False
    draft = Draft(None, None, node.line.place, title=node.line.body)
    who_in_sentences(draft)
    return bool(draft.lead)


def _whole_items(node: Node) -> list[Node]:
    """The bullets that are items of their own: by their labels, or because each names who does it."""
    bullets = [child for child in node.children if child.line.kind == "bullet"]
    return bullets if _all_act(node, bullets) else [child for child in bullets if _whole_item(child)]


def _whole_item(node: Node) -> bool:
    """A bullet that names its own lead or deadline in the line: «- Rà soát … (Chủ trì: …; thời gian: …)»."""
    return bool(node.before) and any(
        labelled.role in {"lead", "deadline", "value"} for labelled in node.labels
    )


def _number(node: Node, parent: str) -> str:
    label = node.line.label if node.numbered else ""
    if not parent or not label or label.startswith(parent + "."):
        return label
    return f"{parent}.{label}"


def _task(node: Node, section: Section, number: str | None) -> Draft:
    draft = Draft(section.label, number, node.line.place)
    draft.cite(*node.line.sources)
    draft.title = (node.before.rstrip(" :") if node.labels else node.line.body) or node.line.body
    if not node.before and node.labels:
        draft.title = _title_from_labels(node)
    for labelled in node.labels:
        _put_label(draft, labelled)
    _take_children(draft, node)
    if not draft.lead:
        who_in_sentences(draft)
    draft.is_target = bool(draft.values)
    return draft


def _title_from_labels(node: Node) -> str:
    return node.line.body


def _take_children(draft: Draft, node: Node) -> None:
    current: Labelled | None = None
    for child in node.children:
        draft.cite(*child.line.sources)
        if child.labels:
            if child.before:
                draft.parts.append(_printed(child.line, child.before))
            for labelled in child.labels:
                _put_label(draft, labelled)
            current = child.labels[-1]
            _take_values(draft, current, child)
            continue
        if current is not None and not current.value and not child.numbered and not child.children:
            _put_value(draft, current, child)
            continue
        current = None
        draft.parts.append(_printed(child.line, child.line.body))
        _take_children(draft, child)


def _printed(line: Line, words: str) -> str:
    """A part as printed, without the dash that leads it in."""
    if line.kind == "bullet" or not line.label:
        return words
    return line.text[: len(line.text) - len(line.body)] + words


def _take_values(draft: Draft, label: Labelled, node: Node) -> None:
    """Bullets under a label: its values. A sentence of who does what gives the name, and stands as a part."""
    for child in node.children:
        draft.cite(*child.line.sources)
        if child.labels and not child.before:
            for labelled in child.labels:
                _put_label(draft, labelled)
            continue
        _put_value(draft, label, child)
        for deeper in child.children:
            draft.cite(*deeper.line.sources)
            draft.parts.append(_printed(deeper.line, deeper.line.body))


def _put_value(draft: Draft, label: Labelled, child: Node) -> None:
    text = child.line.body
    if label.role in {"lead", "cooperating"}:
        _put_agency(draft, label.role, text, whole=text)
    else:
        put(draft, label.role, text.removesuffix(".") if label.role == "deadline" else text, label.label)


def _put_label(draft: Draft, labelled: Labelled) -> None:
    if not labelled.value:
        return
    if labelled.role in {"lead", "cooperating"}:
        _put_agency(draft, labelled.role, labelled.value, whole=None)
    elif labelled.role == "value":
        put(draft, "value", labelled.value.rstrip("."), labelled.label)
    else:
        put(draft, labelled.role, labelled.value, labelled.label)


def _put_agency(draft: Draft, role: Role, text: str, *, whole: str | None) -> None:
    """Agencies of a label; when the text goes on saying what they do, the sentence is kept as well."""
    if re.search(r"chủ trì\s*,?\s*(?:phối hợp|cùng)|\(chủ trì\)|,\s*phối hợp (?:cùng|với)\b", text):
        found = assignment(text)
        helpers = found.cooperating if role == "lead" else (*found.lead, *found.cooperating)
        draft.lead += [f"{body};" for body in found.lead] if role == "lead" else []
        draft.cooperating += [f"{body};" for body in helpers]
        if found.rest:
            (draft.parts if whole else draft.note).append(whole or text)
        return
    bodies: list[str] = draft.lead if role == "lead" else draft.cooperating
    said = False
    for piece in re.split(r";\s*", text):
        begins = begins_with_body(piece)
        name, rest = cut_at_verb(piece) if begins else (("", piece) if said else (piece, ""))
        bodies += (
            [f"{name};"] if name else []
        )  # the next one may begin in small letters: «các cơ quan liên quan»
        if rest:
            said = True
            kept = draft.parts if whole else draft.note
            if (whole or piece) not in kept:
                kept.append(whole or piece)
