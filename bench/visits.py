"""What visitors of `bench.crowd` do: an officer who receives, somebody who reads, a citizen who files.

Nothing of the house is imported here: a visitor knows only what it was given and what pages say.
"""

import random
import secrets
from typing import Any

from bench.crowd import Answer, Ask, Told, Visit

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Lò", "Vàng", "Giàng")
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Hạnh", "Khánh", "Lan", "Minh", "Ngọc", "Quân", "Thảo", "Vinh")


def _name() -> str:
    return f"{random.choice(_FAMILY)} {random.choice(('Văn', 'Thị'))} {random.choice(_GIVEN)}"


def _reception(knows: dict[str, Any]) -> Ask:
    form = {
        **knows["form"],
        "act_key": secrets.token_hex(16),
        "identity_number": f"{secrets.randbelow(10**12):012d}",
        "name": _name(),
        "phone": f"09{secrets.randbelow(10**8):08d}",
        "address": "Thôn Đông, xã Mẫu",
    }
    return Ask(knows["path"], "reception", form, expect=302)


def _code_in(answer: Answer) -> Told:
    # /can-bo/ho-so/<code>/da-tiep-nhan
    return Told(answer.location.split("/")[3])


def receive(knows: dict[str, Any]) -> Visit:
    """One reception after the other, sent and acknowledged."""
    answer = yield _reception(knows)
    yield _code_in(answer)


def work(knows: dict[str, Any]) -> Visit:
    """An officer's day: the form, the reception, its slip's page; in between the lists and a search."""
    yield Ask(knows["path"], "form")
    answer = yield _reception(knows)
    yield _code_in(answer)
    yield Ask(answer.location, "received")
    yield Ask(random.choice(knows["lists"]), "list")
    yield Ask(f"/can-bo/tim?q={answer.location.split('/')[3]}", "search", expect=302)


def read(knows: dict[str, Any]) -> Visit:
    """Somebody who looks at the public pages."""
    yield Ask(random.choice(knows["pages"]), "page")


def file(knows: dict[str, Any]) -> Visit:
    """A citizen files: every page of the road opened and sent, to the tracking number."""
    yield Ask(knows["start"], "filer's page")
    answer = yield Ask(knows["start"], "filer's page", {}, expect=302)
    road = answer.location.split("/to-khai/")[0]
    for form in knows["topics"]:
        yield Ask(answer.location, "filer's page")
        answer = yield Ask(answer.location, "filer's page", form, expect=302)
    for paper in knows["papers"]:
        yield Ask(f"{road}/giay-to", "filer's page")
        scan = b"%PDF-1.4 " + secrets.token_hex(2000).encode() + b"\n%%EOF\n"
        yield Ask(f"{road}/giay-to", "filer's page", {"giay-to": paper}, file=("tep", scan), expect=302)
    yield Ask(f"{road}/giay-to", "filer's page", {}, expect=302)
    yield Ask(f"{road}/nhan-ket-qua", "filer's page")
    yield Ask(f"{road}/nhan-ket-qua", "filer's page", {"result_by": "desk"}, expect=302)
    yield Ask(f"{road}/kiem-tra", "filer's page")
    yield Ask(f"{road}/kiem-tra", "filing sent", {}, expect=302)
    yield Ask(f"{road}/da-gui", "filer's page")
    yield Told(road)
