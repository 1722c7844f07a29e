"""What may be asked of a citizen: the components of the published version, and nothing else. Pure.

Anything else needs a legal basis and a leader's consent first (NĐ 61/2018 Điều 5.1: no papers outside the law;
Điều 15.3: guidance once and in full).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from motcua.kernel.refusals import Refused

EXTRA_PAPER = "extra_paper"


class Lack(StrEnum):
    """What is wrong with a paper."""

    MISSING = "missing"
    WRONG = "wrong"
    UNREADABLE = "unreadable"

    @property
    def label(self) -> str:
        return {
            "missing": "Còn thiếu",
            "wrong": "Chưa đúng, chưa hợp lệ",
            "unreadable": "Không đọc được, không rõ",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a supplement request: a component of the version, or an extra paper a leader consented to."""

    lack: Lack
    component_id: int | None = None
    extra_id: int | None = None
    name: str = ""
    words: str = ""

    @property
    def line(self) -> str:
        """The line as the citizen reads it."""
        return f"{self.name} – {self.lack.label.lower()}" + (f": {self.words}" if self.words else "")


def only_published(
    asked: Iterable[Asked], components: Mapping[int, str], consented: Mapping[int, str]
) -> tuple[Asked, ...]:
    """The lines with the published names of their papers.

    Refuses a line that is neither a component of the version nor consented to (code `extra_paper`), and a paper
    that is wrong without a word about what to mend.
    """
    lines = []
    for each in asked:
        name = (
            components.get(each.component_id)
            if each.component_id is not None
            else consented.get(each.extra_id or 0)
        )
        if name is None:
            raise Refused(
                "Chỉ được yêu cầu giấy tờ có trong thành phần hồ sơ đã công bố của thủ tục. Giấy tờ khác phải có "
                "căn cứ pháp lý và lãnh đạo đồng ý trước: dùng «Xin ý kiến yêu cầu thêm giấy tờ».",
                field="items",
                code=EXTRA_PAPER,
            )
        if each.lack is not Lack.MISSING and not each.words.strip():
            raise Refused(
                f"Ghi rõ phải sửa gì ở giấy tờ «{name}»: người nộp chỉ được yêu cầu một lần.",
                field="items",
                code="words",
            )
        lines.append(replace(each, name=name, words=each.words.strip()))
    return tuple(lines)
