"""Reaching private keys: PKCS#12 files, PKCS#11 tokens, remote services. pyHanko is imported when first used."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from motcua.kernel.refusals import Refused
from motcua.storehouse.enums import KeySource
from motcua.storehouse.ports import KeyAccess, KeyOffer, RemoteKeys

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer as LibrarySigner

# Signing in to a token counts for the whole process: one session at a time, and each with its own PIN.
_one_session = threading.Lock()

_WRONG_PIN = "Mã PIN không đúng. Kiểm tra lại; nhập sai nhiều lần thì thiết bị tự khóa."
_LOCKED = "Thiết bị lưu khóa đã bị khóa vì nhập sai mã PIN nhiều lần. Liên hệ nơi cấp chứng thư để mở."
_NO_TOKEN = "Không thấy thiết bị lưu khóa «{name}». Cắm thiết bị vào máy chủ rồi thử lại."  # noqa: S105
_NO_KEY = "Thiết bị «{name}» không có khóa này. Đăng ký lại khóa."
_TOKEN_FAULT = "Thiết bị lưu khóa không trả lời ({fault}). Rút ra, cắm lại rồi thử lại."  # noqa: S105


def key_in_file(material: bytes, password: str) -> KeyOffer:
    """The key of a PKCS#12 file."""
    try:
        opened = pkcs12.load_pkcs12(material, password.encode())
    except ValueError as fault:
        message = "Mật khẩu không đúng, hoặc đây không phải tệp khóa .p12/.pfx."
        raise Refused(message, field="secret", code="wrong_secret") from fault
    if opened.key is None or opened.cert is None:
        raise Refused("Tệp này không có khóa và chứng thư đi cùng nhau.", field="file", code="no_key")
    chain = tuple(each.certificate.public_bytes(Encoding.DER) for each in opened.additional_certs)
    return KeyOffer(reference="", certificate=opened.cert.certificate.public_bytes(Encoding.DER), chain=chain)


def keys_on_token(module: str, token: str, pin: str) -> tuple[KeyOffer, ...]:
    """Every certificate on a token whose key is there too."""
    from pkcs11 import Attribute, ObjectClass

    with _session(module, token, pin) as session:
        keys = {
            bytes(key[Attribute.ID])
            for key in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
        }
        return tuple(
            KeyOffer(f"{token}/{identity.hex()}", bytes(found[Attribute.VALUE]))
            for found in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
            if (identity := bytes(found[Attribute.ID])) in keys
        )


@contextmanager
def library_signer(access: KeyAccess, *, module: str, remote: RemoteKeys | None) -> Iterator[LibrarySigner]:
    """pyHanko's signer for a key, for as long as the context lasts."""
    if access.source is KeySource.PKCS12:
        yield _from_file(access)
    elif access.source is KeySource.PKCS11:
        token, _, identity = access.reference.rpartition("/")
        with _session(module, token, access.secret) as session:
            yield _on_token(access, session, token, identity)
    else:
        if remote is None:
            raise Refused("Chưa nối dịch vụ ký số từ xa. Liên hệ quản trị viên.", code="no_service")
        yield _remote(access, remote)


def _from_file(access: KeyAccess) -> LibrarySigner:
    from pyhanko.sign.signers import SimpleSigner

    key_in_file(access.material, access.secret)  # refuses in words
    signer: LibrarySigner = SimpleSigner.load_pkcs12_data(
        access.material, _certificates(access.chain), access.secret.encode()
    )
    return signer


def _on_token(access: KeyAccess, session: Any, token: str, identity: str) -> LibrarySigner:
    from pyhanko.sign.pkcs11 import PKCS11Signer

    certificate = _certificates((access.certificate,))[0]
    signer = PKCS11Signer(
        session,
        signing_cert=certificate,
        ca_chain=_certificates(access.chain),
        key_id=bytes.fromhex(identity),
        # Many tokens sign a digest with an elliptic curve and cannot make the digest themselves.
        use_raw_mechanism=certificate.public_key.algorithm == "ec",
    )
    try:
        signer._load_objects()
    except Exception as fault:
        raise Refused(_NO_KEY.format(name=token), code="no_key") from fault
    return signer


def _remote(access: KeyAccess, service: RemoteKeys) -> LibrarySigner:
    import hashlib

    from pyhanko.sign.signers import Signer
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    certificate = _certificates((access.certificate,))[0]
    rsa = certificate.public_key.algorithm == "rsa"
    length = certificate.public_key.byte_size if rsa else 2 * certificate.public_key.byte_size + 16

    class RemoteSigner(Signer):
        """The digest goes to the service, the signature comes back."""

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            if dry_run:
                return bytes(length)
            digest = hashlib.new(digest_algorithm, data).digest()
            return service.sign(
                access.reference,
                digest,
                algorithm=f"{digest_algorithm}_{'rsa' if rsa else 'ecdsa'}",
                secret=access.secret,
            )

    store = SimpleCertificateStore.from_certs([certificate, *_certificates(access.chain)])
    return RemoteSigner(signing_cert=certificate, cert_registry=store)


@contextmanager
def _session(module: str, token: str, pin: str) -> Iterator[Any]:
    """A signed-in session on a token; signed out at the end, so that the next officer's PIN is asked for."""
    import pkcs11
    from pkcs11 import exceptions as faults

    if not module:
        raise Refused(
            "Máy chủ chưa khai báo thư viện của thiết bị lưu khóa (MOTCUA_PKCS11).", code="no_module"
        )
    try:
        with _one_session:
            library = pkcs11.lib(module)
            library.reinitialize()  # tokens plugged in since the last look
            with library.get_token(token_label=token).open(user_pin=pin) as session:
                yield session
    except (faults.PinIncorrect, faults.PinLenRange, faults.PinInvalid, faults.ArgumentsBad) as fault:
        raise Refused(_WRONG_PIN, field="secret", code="wrong_secret") from fault
    except faults.PinLocked as fault:
        raise Refused(_LOCKED, field="secret", code="locked") from fault
    except (faults.NoSuchToken, faults.TokenNotPresent, faults.MultipleTokensReturned) as fault:
        raise Refused(_NO_TOKEN.format(name=token), field="token", code="no_token") from fault
    except faults.PKCS11Error as fault:
        raise Refused(_TOKEN_FAULT.format(fault=type(fault).__name__), code="token_fault") from fault


def _certificates(ders: tuple[bytes, ...]) -> list[Any]:
    from asn1crypto import x509

    return [x509.Certificate.load(der) for der in ders]
