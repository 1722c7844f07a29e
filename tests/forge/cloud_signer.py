"""A small remote signing service that speaks CSC API v2 and signs with a real key, on a real HTTP server here."""

import json
import secrets
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import load_der_private_key

from motcua.storehouse.trial_keys import Issued

RSA, EC = "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"


@dataclass
class Credential:
    """One key of one user, with what unlocks it."""

    issued: Issued
    chain: tuple[bytes, ...] = ()
    pin: str = "2468"
    otp: str = ""
    status: str = "enabled"
    mode: str = "explicit"
    wrong: int = 0


@dataclass
class Provider:
    """Its clients, users and keys; `seen` are the methods that were asked, `sads` what was authorised for which digest."""

    users: dict[str, dict[str, Credential]]
    client: tuple[str, str] = ("motcua", "khoa-ket-noi")
    address: str = ""
    tokens: set[str] = field(default_factory=set)
    sads: dict[str, tuple[str, str]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    broken: bool = False

    def credential(self, name: str) -> Credential | None:
        return next((held[name] for held in self.users.values() if name in held), None)


class _Refused(Exception):  # noqa: N818
    def __init__(self, status: int, error: str, description: str = "") -> None:
        super().__init__(error)
        self.status, self.told = status, {"error": error, "error_description": description}


@contextmanager
def served(of: Provider) -> Iterator[Provider]:
    """The service on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            method = self.path.removeprefix("/csc/v2/")
            of.seen.append(method)
            try:
                answer, status = _answer(of, method, body, self.headers.get("Authorization", "")), 200
            except _Refused as refused:
                answer, status = refused.told, refused.status
            content = b"<html>" if of.broken else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    of.address = f"http://127.0.0.1:{server.server_address[1]}/csc/v2"
    try:
        yield of
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(of: Provider, method: str, body: bytes, authorization: str) -> dict[str, Any]:
    if method == "oauth2/token":
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if (
            form.get("grant_type") != "client_credentials"
            or (form["client_id"], form["client_secret"]) != of.client
        ):
            raise _Refused(401, "invalid_client")
        token = secrets.token_urlsafe(16)
        of.tokens.add(token)
        return {"access_token": token, "token_type": "Bearer", "expires_in": 3600}
    if authorization.removeprefix("Bearer ") not in of.tokens:
        raise _Refused(401, "invalid_token")
    asked = json.loads(body)
    return {
        "credentials/list": _listed, "credentials/info": _told, "credentials/authorize": _authorised,
        "signatures/signHash": _signed,
    }[method](of, asked)  # fmt: skip


def _listed(of: Provider, asked: dict[str, Any]) -> dict[str, Any]:
    if asked.get("userID") not in of.users:
        raise _Refused(400, "invalid_request", "Invalid parameter userID")
    return {"credentialIDs": list(of.users[asked["userID"]])}


def _held(of: Provider, asked: dict[str, Any]) -> Credential:
    held = of.credential(asked.get("credentialID", ""))
    if held is None:
        raise _Refused(400, "invalid_request", "Invalid parameter credentialID")
    return held


def _told(of: Provider, asked: dict[str, Any]) -> dict[str, Any]:
    held = _held(of, asked)
    key = load_der_private_key(held.issued.key, None)
    certificates = [b64encode(each).decode() for each in (held.issued.certificate, *held.chain)]
    objects = [{"type": "Password", "id": "PIN"}] + ([{"type": "Password", "id": "OTP"}] if held.otp else [])
    return {
        "key": {"status": held.status, "algo": [RSA if isinstance(key, rsa.RSAPrivateKey) else EC], "len": 2048},
        "cert": {"status": "valid", "certificates": certificates},
        "auth": {"mode": held.mode, "objects": objects}, "SCAL": "2", "multisign": 1,
    }  # fmt: skip


def _authorised(of: Provider, asked: dict[str, Any]) -> dict[str, Any]:
    held = _held(of, asked)
    given = {each["id"]: each["value"] for each in asked["authData"]}
    if held.wrong >= 3:
        raise _Refused(400, "access_denied", "The credential is locked")
    if given != {"PIN": held.pin} | ({"OTP": held.otp} if held.otp else {}):
        held.wrong += 1
        raise _Refused(400, "invalid_pin", "The PIN is invalid")
    held.wrong = 0
    [digest] = asked["hashes"]
    sad = secrets.token_urlsafe(16)
    of.sads[sad] = (asked["credentialID"], digest)
    return {"SAD": sad, "expiresIn": 300}


def _signed(of: Provider, asked: dict[str, Any]) -> dict[str, Any]:
    held = _held(of, asked)
    [digest] = asked["hashes"]
    if of.sads.pop(asked["SAD"], None) != (asked["credentialID"], digest):  # once, for this digest only
        raise _Refused(400, "invalid_request", "Invalid parameter SAD")
    key: Any = load_der_private_key(held.issued.key, None)
    sha256 = Prehashed(hashes.SHA256())
    if isinstance(key, rsa.RSAPrivateKey):
        assert asked["signAlgo"] == RSA
        signature = key.sign(b64decode(digest), padding.PKCS1v15(), sha256)
    else:
        assert asked["signAlgo"] == EC
        signature = key.sign(b64decode(digest), ec.ECDSA(sha256))
    return {"signatures": [b64encode(signature).decode()]}
