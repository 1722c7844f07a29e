"""How and where a dossier came in, in words: at a desk, on the road, by post, at a kiosk, for another agency. Pure."""

from collections.abc import Iterable

from motcua.dossiers.enums import Act, Channel
from motcua.dossiers.models import Dossier, Event

# Where a receipt keeps the number of the parcel (the detail of its event).
MAIL = "mail"


def where_received(dossier: Dossier) -> str:
    """The place a dossier was received at; empty before receipt. `desk` and `agency` loaded."""
    if dossier.received_at is None:
        return ""
    desk = dossier.desk.desk_name or dossier.desk.name
    at = f"{desk}, {dossier.desk.name}" if desk != dossier.desk.name else desk
    words = {
        Channel.MOBILE.value: f"Lưu động: {dossier.place}. Nơi tiếp nhận: {at}" if dossier.place else at,
        Channel.KIOSK.value: f"Ki-ốt của {at}",
        Channel.POST.value: f"Gửi qua bưu chính đến {at}",
        Channel.ONLINE.value: f"Trực tuyến, {at} tiếp nhận",
    }.get(dossier.channel, at)
    # A citizen who files online may want the result by post; only what came to a counter is received by its clerk.
    clerk = "; nhân viên bưu chính tiếp nhận" if dossier.received_by_post and _at_counter(dossier) else ""
    return f"{words}{clerk}"


def mail_of(events: Iterable[Event]) -> str:
    """The number of the parcel it was posted in, as entered at receipt; empty when none was."""
    received = (event for event in events if event.act == Act.RECEIVE.value)
    return next((str(event.detail[MAIL]) for event in received if event.detail.get(MAIL)), "")


def _at_counter(dossier: Dossier) -> bool:
    return dossier.channel != Channel.ONLINE.value
