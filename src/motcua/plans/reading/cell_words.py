"""The words of a cell or of a label → the fields of a draft, by the role of their column."""

import re

from motcua.kernel.text import squeeze
from motcua.plans.reading.bodies import slashed
from motcua.plans.reading.columns import Role, folded
from motcua.plans.reading.drafts import Draft, Value, add_lines
from motcua.plans.reading.labels import labels_of
from motcua.plans.reading.layouts import ORDINAL
from motcua.plans.reading.outline import marked, without_bullet

_YEAR = re.compile(r"20\d\d")


# «CT: Sở Tư pháp; PH: Công an tỉnh»
_SHORT_LABEL = re.compile(r"(?<!\w)(CT|PH)\s*:")


def put(draft: Draft, role: Role | None, text: str, name: str) -> None:
    """Put the words of a cell or of a label into the draft, by role; `name` is the header's or label's text."""
    if role in {"title", "target"}:
        _put_title(draft, text)
    elif role in {"lead", "cooperating"}:
        both = role == "lead" and ("/" in text or "\n" in text) and "phoi hop" in folded(name)
        _put_agencies(draft, role, slashed(text) if both else text)
    elif role in {"deadline", "deliverable", "note"}:
        _put_once(draft, role, text)
    elif role == "value":
        draft.values.append(Value(squeeze(text), year_in(name)))
    elif role == "baseline":
        draft.baseline = squeeze(text)
        if draft.is_task:
            named = name and not any(said.startswith(f"{name}: ") for said in draft.background)
            draft.background.append(f"{name}: {squeeze(text)}" if named else squeeze(text))
    elif role == "unit":
        draft.unit = squeeze(text)
    elif role == "assessor":
        draft.assessor = squeeze(f"{draft.assessor} {text}")
    elif role != "number" and (role is not None or not ORDINAL.match(text)):
        draft.note.append(squeeze(f"{name}: {text}" if name else text))


def _put_agencies(draft: Draft, role: Role, text: str) -> None:
    """A cell may hold both: «Chủ trì: Văn phòng; phối hợp: các ban»."""
    said: list[str] = getattr(draft, role)
    if said and not said[-1].endswith(";"):
        said[-1] += ";"  # what another column or label says of the same role is another name
    if ":" not in text:
        for line in text.split("\n"):
            _put_once(draft, role, line)
        return
    text = _SHORT_LABEL.sub(lambda hit: "Chủ trì:" if hit[1] == "CT" else "Phối hợp:", text)
    for line in text.split("\n"):
        before, labels = labels_of(squeeze(line)) if ":" in line else (line, ())
        agencies = [labelled for labelled in labels if labelled.role in {"lead", "cooperating"}]
        if not agencies:
            before = line
        if before.strip():
            _put_once(draft, role, before)
        for labelled in agencies:
            _put_once(draft, labelled.role, labelled.value)


def _put_once(draft: Draft, role: Role, text: str) -> None:
    texts: list[str] = getattr(draft, role)
    if not (texts and text in texts) and text.strip():
        texts.append(text)


def year_in(name: str) -> int | None:
    """The last year a header names."""
    found = _YEAR.findall(name)
    return int(found[-1]) if found else None


def _put_title(draft: Draft, text: str) -> None:
    if "\n" not in text and not draft.title:
        draft.title = without_bullet(squeeze(text))
        return
    lines = [squeeze(line) for line in text.split("\n") if line.strip()]
    for line in lines:
        is_part = draft.title and marked(line, []).kind in {"bullet", "decimal", "letter"}
        if is_part:
            part = marked(line, [])
            draft.parts.append(part.body if part.kind == "bullet" else line)
        elif draft.parts:
            draft.parts[-1] += f" {line}"
        elif draft.title:
            draft.title += f" {line}"
        else:
            draft.title = without_bullet(line)


def extend_title(draft: Draft, text: str, *, cut: bool) -> None:
    """Words that follow a title in a row of their own; `cut`: a page break parted them."""
    first = marked(squeeze(text.split("\n")[0]), [])
    if first.kind == "none" and (cut or first.text[:1].islower()) and not draft.parts:
        lines = text.split("\n")
        draft.title = squeeze(f"{draft.title} {lines[0]}")
        text = "\n".join(lines[1:])
    elif first.kind == "none" and not cut:
        draft.parts.append(squeeze(text))
        return
    if text.strip():
        _put_title(draft, text)


def go_on(draft: Draft, role: Role, text: str) -> None:
    """The rest of a cell after a page break: joined to what stands there."""
    texts: list[str] = getattr(draft, "deadline" if role == "deadline" else role)
    if texts and folded(text) not in folded(texts[-1]):
        texts[-1] = (
            f"{texts[-1]} {text}" if not text.lstrip().startswith(("-", "+")) else f"{texts[-1]}\n{text}"
        )
    else:
        add_lines(texts, text)
