"""An official document of an agency: who stands above it, its place and who signs, from the tree of agencies."""

from motcua.kernel.text import fold
from motcua.organisation.models import Agency
from motcua.organisation.naming import place_in
from motcua.rendering.official import Official


def superior_of(agency: str, above: str) -> str:
    """Who stands above an agency in the head of its papers; nobody above a committee or a council.

    Source: NĐ 30/2020/NĐ-CP, Phụ lục I phần II mục I.2.
    """
    return "" if fold(agency).startswith(("ubnd", "uy ban", "hdnd", "hoi dong")) else above


def symbol_of(agency: str, mark: str) -> str:
    """What stands behind the number of its papers of a kind: «QĐ-UBND»; of an agency that is no committee the kind alone."""
    return f"{mark}-UBND" if fold(agency).startswith(("ubnd", "uy ban")) else mark


def official(
    agency: Agency, *, mark: str, recipients: tuple[str, ...], year: int, **given: object
) -> Official:
    """A paper of an agency (`agency.parent` should be loaded). `mark`: the kind in its symbol, «QĐ», «KH», «BC»."""
    body = fold(agency.name).startswith(("ubnd", "uy ban"))
    return Official(
        superior=superior_of(agency.name, agency.parent.name if agency.parent else ""), agency=agency.name,
        symbol=symbol_of(agency.name, mark), place=place_in(agency.name),
        year=year, authority=f"TM. {agency.name}" if body else "", office="CHỦ TỊCH" if body else "THỦ TRƯỞNG",
        recipients=(*recipients, "Lưu: VT, VP"), **given,  # type: ignore[arg-type]
    )  # fmt: skip
