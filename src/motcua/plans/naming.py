"""Who is meant by words that name a body or a person: guesses with their certainty. Pure.

How certain a guess is and when it needs a person: docs/algorithms/plan-bodies.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from motcua.kernel.text import fold, squeeze
from motcua.organisation.enums import Level
from motcua.plans.enums import Group, Means

CERTAIN = 95
_LEAST = 40
_MOST = 3
# Abbreviations as offices write them, folded; whole words only.
_SHORT = {
    "ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "vp": "van phong", "vpub": "van phong uy ban nhan dan",
    "bpmc": "bo phan mot cua", "ttpvhcc": "trung tam phuc vu hanh chinh cong", "pvhcc": "phuc vu hanh chinh cong",
    "tthc": "thu tuc hanh chinh", "kstthc": "kiem soat thu tuc hanh chinh", "cc": "cong chuc", "cb": "can bo",
    "cbcc": "can bo cong chuc", "mttq": "mat tran to quoc", "ubmttq": "uy ban mat tran to quoc",
    "bhxh": "bao hiem xa hoi", "tttt": "thong tin va truyen thong", "stttt": "so thong tin va truyen thong",
    "ct": "chu tich", "pct": "pho chu tich", "ttvh": "trung tam van hoa", "htcd": "hoc tap cong dong", "tp": "thanh pho",
    "ldtbxh": "lao dong thuong binh va xa hoi", "vhxh": "van hoa xa hoi", "tnmt": "tai nguyen va moi truong",
}  # fmt: skip
_FILLING = frozenset({"va", "cua", "thuoc", "cac", "o", "tai"})
# What says nothing about which post is meant.
_GENERIC = frozenset({
    "cong", "chuc", "can", "bo", "vien", "chuyen", "nhan", "truong", "pho", "phong", "phu", "trach", "uy", "ban", "dan",
    "xa", "phuong", "huyen", "tinh", "thanh", "van", "dong", "chi", "ong", "ba", "he", "thong", "tiep", "tra", "ket",
    "qua", "mon", "va", "chu", "tich", "lanh", "dao", "giam", "doc", "so", "quan",
})  # fmt: skip
_TAIL = re.compile(r"\s(?:xa|phuong|dac khu|thi tran|huyen|quan|thi xa|thanh pho|tinh)$")
_LEVELLED = re.compile(r"\b(?:phuong|dac khu|thi tran)\b")
_LEVEL = re.compile(r"\b(xa|huyen|tinh)\b")
_PERSON = re.compile(r"^(?:dong chi|dc|ong|ba)\s+")
_PLACES = r"(?:xa|phuong|dac khu|thi tran)"
_GROUPS: tuple[tuple[Group, int, re.Pattern[str]], ...] = (
    (Group.COMMUNES, 100, re.compile(rf"^(?:uy ban nhan dan )?(?:cap {_PLACES}|cac {_PLACES}(?:,? (?:va )?{_PLACES})*)$")),
    # In a plan from above: whichever commune a citizen or a task belongs to.
    (Group.COMMUNES, 80, re.compile(rf"^uy ban nhan dan {_PLACES}(?:,? (?:va )?{_PLACES})*$")),
    (Group.DISTRICTS, 100, re.compile(r"^(?:uy ban nhan dan )?(?:cap huyen|cac huyen(?:,? (?:va )?(?:thi xa|thanh pho))*)$")),
    (Group.DEPARTMENTS, 100, re.compile(r"^(?:cac )?so,? (?:ban,? )?nganh(?: tinh| cap tinh)?$")),
    (Group.OWN_DESK, 100, re.compile(r"^bo phan mot cua(?: cua)?(?: xa| phuong)?$")),
    (Group.OWN_PEOPLE, 90, re.compile(
        r"^(?:cac (?:phong|ban|bo phan|cong chuc|can bo|co quan|ban,? nganh)|cong chuc)(?:,? (?:ban|nganh|cong chuc|don vi))*"
        r" chuyen mon(?: (?:cua |thuoc )?(?:uy ban nhan dan )?(?:xa|phuong|huyen))?$"
    )),
    (Group.OWN_DESK, 80, re.compile(r"^(?:cac )?(?:can bo|cong chuc|nhan vien)\b.{0,120}\bbo phan mot cua(?: xa| phuong)?$")),
    # Citizens («tổ chức, cá nhân có liên quan») are nobody here.
    (Group.OWN_PEOPLE, 60, re.compile(
        r"^(?!to chuc|ca nhan)(?:cac |toan the )?.{0,40}(?:bo phan|nganh|don vi|phong|cong chuc|can bo|co quan).{0,30}"
        r"(?:co )?lien quan(?: .{0,40})?$"
    )),
    (Group.ALL_BELOW, 60, re.compile(r"^(?:cac )?(?:dia phuong|don vi truc thuoc|co quan,? don vi)(?: .{0,30})?$")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who may be meant. `key` is what is stored; `names` as written.

    `post`: title and field of an officer. `place`: an agency's own place; for officers the word of their level.
    """

    means: Means
    key: str
    label: str
    names: tuple[str, ...]
    post: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Guess:
    """Who may be meant, how sure that is out of a hundred, and why."""

    known: Known
    confidence: int
    why: str

    @property
    def certain(self) -> bool:
        """Whether it is taken without asking."""
        return self.confidence >= CERTAIN


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Folded words with abbreviations written out: «VP HĐND&UBND xã» → «van phong hoi dong nhan dan va …»."""
    words = re.sub(r"\s*[&+]\s*", " va ", fold(text))
    words = re.sub(r"[^a-z0-9,\s]", " ", words)
    return squeeze(re.sub(r"[a-z0-9]+", lambda hit: _SHORT.get(hit[0], hit[0]), words))


def guesses(words: str, known: Sequence[Known]) -> list[Guess]:
    """The three best, best first; one name that two bear is never certain."""
    said = plain(words)
    found = [guess for one in known if (guess := _guess(said, one)) is not None]
    groups = {one.key: one for one in known if one.means is Means.GROUP}
    for group, confidence, pattern in _GROUPS:
        if group.value in groups and pattern.match(said):
            found.append(Guess(groups[group.value], confidence, "cách gọi chung nhiều đơn vị"))
            break
    found.sort(key=lambda each: -each.confidence)
    if len(found) > 1 and found[0].certain and found[1].confidence == found[0].confidence:
        found = [
            Guess(each.known, min(each.confidence, CERTAIN - 20), f"{each.why}, nhưng có nhiều nơi cùng tên")
            for each in found
        ]
    return found[:_MOST]


def _guess(said: str, one: Known) -> Guess | None:
    if one.means in (Means.GROUP, Means.OUTSIDE):
        return None
    best = max((_likeness(said, plain(name), one.place) for name in one.names if name), default=0)
    why = "trùng tên" if best >= CERTAIN else "tên gần giống"
    if one.means is Means.STAFF:
        if _PERSON.sub("", said) == plain(one.names[0]):
            best, why = 100, "trùng họ tên"
        elif best < 70 and _shares_post(_LEVELLED.sub("xa", said), one):
            best, why = 70, "chức danh, lĩnh vực gần với lời văn"
    return Guess(one, best, why) if best >= _LEAST else None


def _likeness(said: str, name: str, place: str) -> int:
    """100 the same words; 97 the same without the place's own name; below that the share of words in common."""
    if said == name:
        return 100
    if place and said in _without_place(name, place):
        return 97
    one, other = _counted(said), _counted(name)
    if not one or not other:
        return 0
    alike = 2 * len(one & other) / (len(one) + len(other))
    if said.split()[0] != name.split()[0]:
        alike /= 2  # «Văn phòng UBND tỉnh» is not «UBND tỉnh»
    if ("pho" in one) != ("pho" in other):
        alike /= 2
    return int(85 * alike)


@lru_cache(maxsize=4096)
def _without_place(name: str, place: str) -> frozenset[str]:
    """A name as those say it who are there: «UBND xã Lam Bình» is «UBND xã» and «UBND»."""
    short = squeeze(name.removesuffix(plain(place)))
    return frozenset({short, _TAIL.sub("", short)}) - {name, ""} if short != name else frozenset()


@lru_cache(maxsize=8192)
def _counted(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", words)) - _FILLING


def _shares_post(said: str, one: Known) -> bool:
    """Whether two words running that name a field of work stand in both the words and an officer's post."""
    if not one.post or (_LEVEL.findall(said) or [one.place])[-1] != one.place:
        return False
    post = plain(one.post).replace(",", " ").split()
    held = f" {squeeze(said.replace(',', ' '))} "
    return any(
        f" {first} {second} " in held
        and ((first, second) == ("van", "phong") or not {first, second} <= _GENERIC)
        for first, second in pairwise(post)
    )


def level_word(level: Level) -> str:
    """The word a level is called by in names of posts, folded; all kinds of communes are one."""
    return {Level.PROVINCE: "tinh", Level.DEPARTMENT: "tinh", Level.DISTRICT: "huyen"}.get(level, "xa")
