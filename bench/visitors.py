"""Two hundred visitors and twenty who file, over HTTP; then as many pages and filings as the house can answer.

The house runs as `motcua up` runs it, the visitors in a process of their own on one core (`bench/crowd.py`).
"""

import os
from typing import Any

from bench import people, telling
from bench.crowd import Group, Plan, Seen, send
from bench.house import House, Used, measured, running
from bench.officers import sample, tell_wrong

_SECONDS = 20 if telling.QUICK else 60
_VISITORS, _PAGE_EVERY = 200, 5.0
_FILERS, _FILED_PAGE_EVERY = 20, 10.0
_AT_ONCE = 8
_FULL_SECONDS = 10 if telling.QUICK else 30
_PORT = int(os.environ.get("BENCH_PORT", "0"))
_PROCEDURE = "1.001193"
# A birth, the father not known, no copies: pages of the form in their order (catalogue/data/eforms).
_TOPICS: list[dict[str, str]] = [
    {"requester_name": "Lò Thị Mẩy", "requester_identity": "001099000001", "requester_address": "Bản Mới",
     "requester_phone": "", "relation": "me"},
    {"child_name": "Lò Văn Tí", "child_born": "01/03/2026", "child_gender": "nam", "child_ethnic": "Thái",
     "child_nationality": "Việt Nam", "child_birthplace": "Trạm y tế xã", "child_home": "xã Mẫu"},
    {"mother_name": "Lò Thị Mẩy", "mother_born": "8/3/1999", "mother_ethnic": "Thái", "mother_nationality": "Việt Nam",
     "mother_address": "Bản Mới", "mother_identity": ""},
    {"father_known": "no"},
    {"wants_copies": "no"},
]  # fmt: skip


def main() -> None:
    """Print waits at their pace, pages a processor second, filings a second."""
    with sample() as place:
        place.use_here()
        readers = [{"cookies": {}, "pages": _pages()} for _ in range(_VISITORS)]
        filers = people.citizens(_FILERS, prepared=_birth())
        database = "PostgreSQL" if place.on_postgresql else "SQLite"
        with running(place, port=_PORT) as house:
            _come(house, 3, Group("read", 0, readers[:4]), Group("file", 0, filers[:2]))  # warm
            seen, _ = _come(
                house, _SECONDS, Group("read", _PAGE_EVERY, readers), Group("file", _FILED_PAGE_EVERY, filers)
            )
            _tell_paced(f"{database}, {_VISITORS} visitors, {_FILERS} filers", seen)
            seen, used = _come(house, _FULL_SECONDS, Group("read", 0, readers[: 2 * _AT_ONCE]))
            _tell_rate(f"{database}, pages at saturation", len(seen.waits["page"]), seen, used, "")
            seen, used = _come(house, _FULL_SECONDS, Group("file", 0, filers[:_AT_ONCE]))
            _tell_rate(f"{database}, filings, {_AT_ONCE} at once", len(seen.told), seen, used, "value >= 22")


def _come(house: House, seconds: float, *groups: Group) -> tuple[Seen, Used]:
    with measured(house) as used:
        seen = send(Plan(house.port, seconds, list(groups)))
    return seen, used


def _tell_paced(name: str, seen: Seen) -> None:
    for kind, waits in sorted(seen.waits.items()):
        telling.tell(
            f"{name}: {kind}, 95th percentile of {len(waits)}", telling.share(waits, 0.95), "ms",
            goal="value < 500",
        )  # fmt: skip
    tell_wrong(name, seen)


def _tell_rate(name: str, many: int, seen: Seen, used: Used, goal: str) -> None:
    telling.tell(f"{name}: a second", many / seen.seconds, "/s", goal=goal or None)
    telling.tell(f"{name}: a processor second ({used})", many / used.all, "/s")
    tell_wrong(name, seen)


def _pages() -> list[str]:
    """The public pages people look at. Not a dossier's own: from one address those are slowed down by design."""
    return [
        "/", "/", "/thu-tuc", "/thu-tuc?q=khai+sinh", "/thu-tuc?q=ket+hon", f"/thu-tuc/{_PROCEDURE}", "/tra-cuu",
        "/noi-tiep-nhan", "/danh-ba", "/chi-so", "/qua-han",
    ]  # fmt: skip


def _birth() -> dict[str, Any]:
    from motcua.catalogue.models import Component, Procedure
    from motcua.doors.public.pages import place
    from motcua.dossiers.filing_online import version_online
    from motcua.organisation.models import Agency

    agency = Agency.objects.get(code=place().code)
    version = version_online(Procedure.objects.get(code=_PROCEDURE), agency)
    papers = Component.objects.filter(version=version, required=True, condition="", form_code="")
    wanted = papers.filter(present_only=False).order_by("pk").values_list("pk", flat=True)
    return {"start": f"/nop-ho-so/{_PROCEDURE}", "topics": _TOPICS, "papers": [str(key) for key in wanted]}


if __name__ == "__main__":
    main()
