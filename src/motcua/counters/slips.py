"""The paper ticket: 80 mm wide, as receipt printers take it, with a QR that leads to its place in the queue."""

from functools import cache
from importlib.resources import files

from motcua.counters.models import Ticket
from motcua.kernel import clock


def ticket_pdf(ticket: Ticket, *, follow: str, ahead: int, priority: str = "") -> bytes:
    """The ticket as PDF; `follow` is the address the QR leads to, `priority` the words of the reason."""
    from motcua.rendering import pdf, qr

    issued = clock.local(ticket.issued_at)
    appointed = clock.local(ticket.appointment_at) if ticket.appointment_at else None
    values = {
        "agency": ticket.agency.name,
        "desk": ticket.agency.desk_name or "Bộ phận Tiếp nhận và Trả kết quả",
        "number": str(ticket),
        "kind": ticket.kind.name,
        "priority": f"Ưu tiên: {priority}" if priority else "",
        "appointment": f"Giờ hẹn {appointed:%H:%M}" if appointed else "",
        "ahead": f"Trước ông/bà còn {ahead} người (lúc lấy số)",
        "issued": f"{issued:%H:%M ngày %d/%m/%Y}",
        "follow": "Quét mã để theo dõi lượt trên điện thoại",
        "qr_alt": f"Mã QR theo dõi số {ticket}",
    }
    return pdf.render(_template(), values, files={"qr.svg": qr.svg(follow).encode()})


@cache
def _template() -> str:
    return (files("motcua.counters") / "forms" / "ticket.typ").read_text("utf-8")
