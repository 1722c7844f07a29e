"""Text messages through a provider's HTTP gateway (`MOTCUA_SMS_URL`). Not in use without one.

The gateway is asked with POST and a JSON object {"to": "0912…", "text": "…"}, the token in `Authorization: Bearer`;
it answers 2xx, with {"id": "…"} when it numbers messages. A provider that talks otherwise gets a small relay of
its own, or an adapter beside this one.
"""

import json
import re
from dataclasses import dataclass

from django.conf import settings

from motcua.integration.calling import NoAnswerError, call
from motcua.messaging.ports import Channel, Contact, Undeliverable, Unreachable

_MOBILE = re.compile(r"(?:\+?84|0)([35789]\d{8})")
_SECONDS = 15
_FOR_GOOD = frozenset({400, 404, 410, 422})


@dataclass(frozen=True, slots=True)
class Sms:
    """Carries short texts to Vietnamese mobile numbers."""

    url: str
    token: str
    name: str = "sms"
    label: str = "Tin nhắn"
    short: bool = True

    def address_of(self, contact: Contact) -> str:
        found = _MOBILE.fullmatch(re.sub(r"[\s.\-]", "", contact.phone))
        return f"0{found[1]}" if found else ""

    def send(self, address: str, subject: str, text: str) -> str:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        asked = {"to": address, "text": text}
        try:
            answer = call("POST", self.url, json=asked, headers=headers, seconds=_SECONDS)
        except NoAnswerError as fault:
            raise Unreachable("Chưa kết nối được cổng tin nhắn; sẽ thử lại.") from fault
        if answer.status_code in _FOR_GOOD:
            raise Undeliverable(f"Cổng tin nhắn không nhận tin này (mã {answer.status_code}).")
        if not answer.ok or answer.is_redirect:
            raise Unreachable(f"Cổng tin nhắn trả lời mã {answer.status_code}; sẽ thử lại.")
        return _number(answer.text)


def _number(answer: str) -> str:
    try:
        told = json.loads(answer)
    except ValueError:
        return ""  # taken all the same: the number only helps to ask later
    return str(told.get("id", "")) if isinstance(told, dict) else ""


def sms_channels() -> list[Channel]:
    """The channel, when a gateway is set."""
    return [Sms(settings.SMS_URL, settings.SMS_TOKEN)] if settings.SMS_URL else []
