"""JSON over HTTP with a remote signing service, with its service authorisation (OAuth 2.0 client credentials)."""

import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any

from motcua.kernel.refusals import Refused

_SECONDS = 60  # the signer may have to confirm on a telephone
_MOST_BYTES = 1 << 20
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_DEAD = "Dịch vụ ký số từ xa không trả lời. Thử lại sau ít phút; nếu vẫn vậy, báo quản trị viên."
_NOT_LET_IN = (
    "Dịch vụ ký số từ xa không nhận hệ thống này (mã, khóa kết nối). Báo quản trị viên xem lại thiết lập."
)


class Told(Exception):  # noqa: N818 - an answer, not a fault
    """The service refused: its word for why (`error` of RFC 6749 and of CSC), never shown as it is."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(error)
        self.status, self.error, self.description = status, error, description


class Service:
    """One service at one address. Nothing secret is written anywhere: the access token lies in memory."""

    def __init__(self, address: str, *, client: str, secret: str) -> None:
        parsed = urllib.parse.urlsplit(address)
        if parsed.scheme != "https" and not (parsed.scheme == "http" and parsed.hostname in _LOOPBACK):
            raise ValueError("MOTCUA_CSC_URL phải là địa chỉ https")
        self._address, self._client, self._secret = address.rstrip("/"), client, secret
        self._guard = threading.Lock()
        self._token, self._until = "", 0.0

    def ask(self, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The answer of a method, such as `credentials/info`. Raises Told, and Refused when there is no answer.

        A token that the service no longer takes is asked for anew, once.
        """
        try:
            return self._post(method, values, self._access())
        except Told as told:
            if told.status != 401:
                raise
        with self._guard:
            self._token = ""
        try:
            return self._post(method, values, self._access())
        except Told as told:
            if told.status == 401:
                raise Refused(_NOT_LET_IN, code="no_service") from told
            raise

    def _access(self) -> str:
        with self._guard:
            if self._token and time.monotonic() < self._until:
                return self._token
            form = {
                "grant_type": "client_credentials",
                "client_id": self._client,
                "client_secret": self._secret,
            }
            asked = urllib.request.Request(  # noqa: S310 - the address is the operator's, checked above
                f"{self._address}/oauth2/token", data=urllib.parse.urlencode(form).encode(),
                headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
            )  # fmt: skip
            try:
                told = _answer(asked)
            except Told as refused:
                raise Refused(_NOT_LET_IN, code="no_service") from refused
            self._token = str(told.get("access_token", ""))
            if not self._token:
                raise Refused(_NOT_LET_IN, code="no_service")
            self._until = time.monotonic() + max(0.0, float(told.get("expires_in", 300)) - 30)
            return self._token

    def _post(self, method: str, values: Mapping[str, Any], token: str) -> dict[str, Any]:
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Authorization": f"Bearer {token}",
        }
        address = f"{self._address}/{method}"
        return _answer(urllib.request.Request(address, data=json.dumps(values).encode(), headers=headers))  # noqa: S310


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the token and the PIN elsewhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)


def _answer(asked: urllib.request.Request) -> dict[str, Any]:
    try:
        with _opener.open(asked, timeout=_SECONDS) as answer:
            told = json.loads(answer.read(_MOST_BYTES))
    except urllib.error.HTTPError as refused:
        with refused:
            raise _told(refused.code, refused.read(_MOST_BYTES)) from refused
    except (urllib.error.URLError, TimeoutError, ConnectionError, ValueError) as fault:
        raise Refused(_DEAD, code="no_service") from fault
    if not isinstance(told, dict):
        raise Refused(_DEAD, code="no_service")
    return told


def _told(status: int, content: bytes) -> Exception:
    if status >= 500 or 300 <= status < 400:
        return Refused(_DEAD, code="no_service")
    try:
        said = json.loads(content)
    except ValueError:
        said = {}
    said = said if isinstance(said, dict) else {}
    return Told(status, str(said.get("error", "")), str(said.get("error_description", "")))
