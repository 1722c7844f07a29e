"""An official document of an agency: who stands above it, its place and who signs, from the tree of agencies."""

from motcua.kernel.text import fold
from motcua.organisation.models import Agency
from motcua.organisation.naming import place_in
from motcua.rendering.official import Official


def official(
    agency: Agency, *, mark: str, recipients: tuple[str, ...], year: int, **given: object
) -> Official:
    """A paper of an agency (`agency.parent` should be loaded). `mark`: the kind in its symbol, «QĐ», «KH», «BC»."""
    body = fold(agency.name).startswith(("ubnd", "uy ban"))
    return Official(
        superior=agency.parent.name if agency.parent else "", agency=agency.name,
        symbol=f"{mark}-UBND" if body else mark, place=place_in(agency.name),
        year=year, authority=f"TM. {agency.name}" if body else "", office="CHỦ TỊCH" if body else "THỦ TRƯỞNG",
        recipients=(*recipients, "Lưu: VT, VP"), **given,  # type: ignore[arg-type]
    )  # fmt: skip
