"""A software token (SoftHSM) of its own in a folder of its own, with an officer's key and certificate on it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from asn1crypto import keys

from motcua.storehouse.trial_keys import Issued

_PLACES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
           "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so")  # fmt: skip


_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Token:
    """Where it is and how to sign in."""

    module: str
    label: str
    pin: str


SETTINGS = "softhsm2.conf"


def module() -> str | None:
    """The library of SoftHSM on this machine."""
    return next((place for place in _PLACES if Path(place).exists()), None)


# SoftHSM reads its settings once a process: one folder for all tokens of a run.
_folder: list[str] = []


@contextmanager
def softhsm(*issued: Issued, label: str = "motcua-thu") -> Iterator[Token]:
    """A token with these keys; without SoftHSM the test is skipped (a failure under STRICT=1)."""
    library = module()
    if library is None:
        pytest.skip("không có SoftHSM (softhsm2)")
    _prepare()
    label = f"{label}-{len(list(Path(_folder[0]).glob('tokens/*')))}"
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", "123456", "--so-pin", "12345678"],
        check=True, capture_output=True,
    )  # fmt: skip
    made = Token(library, label, "123456")
    for number, each in enumerate(issued, 1):
        _import(made, each, number)
    yield made


def put_into(folder: Path, name: str) -> Token:
    """A token with the key of an officer of this name in the folder of a served house, made by a process of its own."""
    if module() is None:
        pytest.skip("không có SoftHSM (softhsm2)")
    code = (
        "import sys; from pathlib import Path; from tests.forge import pki, token\n"
        "token.use(Path(sys.argv[1]))\n"
        "with token.softhsm(pki.world().officer(sys.argv[2])) as made: print(made.label, made.pin)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(folder), name], capture_output=True, text=True, check=True, cwd=_ROOT,
    ).stdout.split()  # fmt: skip
    return Token(module() or "", told[0], told[1])


def _prepare() -> None:
    if not _folder:
        use(Path(tempfile.mkdtemp(prefix="motcua-token-")))


def use(folder: Path) -> None:
    """Tokens of this process lie in this folder from now on; before the first token only."""
    (folder / "tokens").mkdir()
    settings = folder / SETTINGS
    settings.write_text(
        f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    os.environ["SOFTHSM2_CONF"] = str(settings)
    _folder.append(str(folder))


def _import(token: Token, issued: Issued, number: int) -> None:
    import pkcs11
    from pkcs11 import Attribute, CertificateType, ObjectClass
    from pkcs11.util.ec import decode_ec_private_key
    from pkcs11.util.rsa import decode_rsa_private_key

    library = pkcs11.lib(token.module)
    library.reinitialize()
    info = keys.PrivateKeyInfo.load(issued.key)
    own = {Attribute.TOKEN: True, Attribute.ID: bytes([number]), Attribute.LABEL: f"khoa{number}"}
    with library.get_token(token_label=token.label).open(user_pin=token.pin, rw=True) as session:
        if info.algorithm == "rsa":
            attributes = decode_rsa_private_key(info["private_key"].parsed.dump())
        else:
            private = info["private_key"].parsed
            private["parameters"] = info["private_key_algorithm"]["parameters"]
            attributes = decode_ec_private_key(private.dump())
        session.create_object(
            {**attributes, **own, Attribute.SIGN: True, Attribute.PRIVATE: True, Attribute.SENSITIVE: True}
        )
        session.create_object(
            {
                **own,
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                Attribute.VALUE: issued.certificate,
                Attribute.SUBJECT: issued.parsed.subject.public_bytes(),
            }
        )
