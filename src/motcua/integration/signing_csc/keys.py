"""The RemoteKeys port over CSC API v2: a digest goes to the service, its signature comes back.

credentials/list → credentials/info → credentials/authorize → signatures/signHash. Every signature is authorised by
itself, for its own digest (Sole Control Assurance Level 2).
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import Any

from motcua.integration.signing_csc.calls import Service, Told
from motcua.kernel.refusals import Refused
from motcua.storehouse.ports import KeyOffer

SHA256 = "2.16.840.1.101.3.4.2.1"
# The OIDs a service may name for the algorithm, the whole one first.
_ALGORITHMS = {
    "sha256_rsa": ("1.2.840.113549.1.1.11", "1.2.840.113549.1.1.1"),
    "sha256_ecdsa": ("1.2.840.10045.4.3.2",),
}
_MOST = 20
_WRONG = "Mã PIN, mã OTP không đúng hoặc người ký không xác nhận. Kiểm tra lại; nhập sai nhiều lần thì khóa bị tạm khóa."
_LOCKED = "Khóa ở dịch vụ ký số từ xa đang bị khóa hoặc đã hết hạn. Liên hệ nhà cung cấp."
_NO_KEY = "Dịch vụ ký số từ xa không có khóa này. Đăng ký lại khóa."
_NO_OTP = (
    "Khóa này cần cả mã PIN và mã OTP: ghi mã PIN, dấu cách, rồi mã OTP; mỗi mã OTP ký được một văn bản."
)
_OTHER_WAY = "Khóa này chỉ ký được khi xác nhận trên trang của nhà cung cấp; hệ thống chưa nối cách đó. Dùng khóa khác."
_OTHER_ALGORITHM = "Khóa này không ký được bằng SHA-256. Liên hệ nhà cung cấp để đổi khóa."
_STRANGE = "Dịch vụ ký số từ xa trả lời không đúng chuẩn. Báo quản trị viên."


class CloudKeys:
    """Keys at one service. `name` is how pages call the provider."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def keys_of(self, user: str) -> tuple[KeyOffer, ...]:
        """The credentials of a user of the service that can sign now, with their certificates."""
        listed = self._ask("credentials/list", {"userID": user, "maxResults": _MOST, "onlyValid": True})
        offers = []
        for credential in listed.get("credentialIDs", ())[:_MOST]:
            told = self._info(str(credential))
            if not _usable(told):
                continue
            certificates = tuple(_bytes(each) for each in told.get("cert", {}).get("certificates", ()))
            if certificates:
                offers.append(KeyOffer(str(credential), certificates[0], certificates[1:]))
        return tuple(offers)

    def sign(self, credential: str, digest: bytes, *, algorithm: str, secret: str) -> bytes:
        """The signature of a SHA-256 digest. Refuses a wrong PIN, a locked key, and a key of another kind."""
        told = self._info(credential)
        if not _usable(told):
            raise Refused(_LOCKED, code="locked")
        known = [str(each) for each in told.get("key", {}).get("algo", ())]
        chosen = next((oid for oid in _ALGORITHMS.get(algorithm, ()) if oid in known), None)
        if chosen is None:
            raise Refused(_OTHER_ALGORITHM, code="no_key")
        hashed = b64encode(digest).decode()
        about = {"credentialID": credential, "hashes": [hashed], "hashAlgorithmOID": SHA256}
        authorised = self._ask(
            "credentials/authorize", {**about, "numSignatures": 1, "authData": _proofs(told, secret)}
        )
        signed = self._ask(
            "signatures/signHash", {**about, "SAD": str(authorised.get("SAD", "")), "signAlgo": chosen}
        )
        signatures = signed.get("signatures", ())
        if len(signatures) != 1:
            raise Refused(_STRANGE, code="no_service")
        return _bytes(signatures[0])

    def _info(self, credential: str) -> dict[str, Any]:
        return self._ask(
            "credentials/info", {"credentialID": credential, "certificates": "chain", "authInfo": True}
        )

    def _ask(self, method: str, values: dict[str, Any]) -> dict[str, Any]:
        try:
            return self._service.ask(method, values)
        except Told as told:
            raise _refusal(method, told) from told


def _usable(told: dict[str, Any]) -> bool:
    key, certificate = told.get("key", {}), told.get("cert", {})
    return bool(key.get("status", "enabled") == "enabled" and certificate.get("status", "valid") == "valid")


def _proofs(told: dict[str, Any], secret: str) -> list[dict[str, str]]:
    """What the holder proves with, in the order the service names it: a PIN, and an OTP after a space."""
    auth = told.get("auth", {})
    if auth.get("mode") == "implicit":
        return []
    if auth.get("mode", "explicit") != "explicit":
        raise Refused(_OTHER_WAY, code="no_key")
    wanted = [str(each.get("id", "")) for each in auth.get("objects", ())] or ["PIN"]
    given = secret.split(" ") if len(wanted) > 1 else [secret]
    if len(given) != len(wanted):
        raise Refused(_NO_OTP, field="secret", code="wrong_secret")
    return [{"id": name, "value": value} for name, value in zip(wanted, given, strict=True)]


def _refusal(method: str, told: Told) -> Refused:
    said = f"{told.error} {told.description}".lower()
    if "lock" in said or "blocked" in said:
        return Refused(_LOCKED, field="secret", code="locked")
    if "credentialid" in said:
        return Refused(_NO_KEY, code="no_key")
    if method in ("credentials/authorize", "signatures/signHash"):
        return Refused(_WRONG, field="secret", code="wrong_secret")
    if "userid" in said or "user" in said:
        return Refused(
            "Dịch vụ ký số từ xa không có người dùng này. Kiểm tra lại mã người dùng.",
            field="user",
            code="no_key",
        )
    return Refused(_STRANGE, code="no_service")


def _bytes(text: Any) -> bytes:
    try:
        return b64decode(str(text), validate=True)
    except (NotBase64, ValueError) as fault:
        raise Refused(_STRANGE, code="no_service") from fault
