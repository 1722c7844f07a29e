"""Time stamps over HTTP (RFC 3161, section 3.4)."""

import urllib.error
import urllib.request

from motcua.kernel.refusals import Refused

_SECONDS = 10
_MOST_BYTES = 64 * 1024


class HttpTimeStamp:
    """One service at one address, asked with a time limit."""

    def __init__(self, address: str) -> None:
        if not address.startswith(("https://", "http://")):
            raise ValueError("MOTCUA_TSA phải là địa chỉ http(s)")
        self._address = address

    def answer(self, request: bytes) -> bytes:
        """The service's answer to a request. Refuses when there is none in time."""
        asked = urllib.request.Request(  # noqa: S310 - the address is the operator's, http or https only
            self._address, data=request, headers={"Content-Type": "application/timestamp-query"}
        )
        try:
            with urllib.request.urlopen(asked, timeout=_SECONDS) as answer:  # noqa: S310
                told: bytes = answer.read(_MOST_BYTES)
        except (urllib.error.URLError, TimeoutError, ConnectionError) as fault:
            if isinstance(fault, urllib.error.HTTPError):
                fault.close()
            raise Refused("Dịch vụ cấp dấu thời gian không trả lời.", code="no_time_stamp") from fault
        return told
