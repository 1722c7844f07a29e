"""Sealing of personal data: AES-256-GCM with the key's id in the value, and a keyed blind index.

A sealed value reads `s1.<key id>.<base64 of nonce and ciphertext>`. Old keys stay readable;
new values use the last key. The blind index finds an exact value without opening any.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_MARK = "s1"


def seal(plain: str) -> str:
    """The sealed form of a text; an empty text stays empty."""
    if not plain:
        return ""
    key_id, key = list(settings.SEALING_KEYS.items())[-1]
    nonce = os.urandom(12)
    ciphertext = _cipher(key).encrypt(nonce, plain.encode(), key_id.encode())
    return f"{_MARK}.{key_id}.{base64.urlsafe_b64encode(nonce + ciphertext).decode()}"


def unseal(sealed: str) -> str:
    """The text behind a sealed value.

    Raises KeyError when the key is not among the installation's, and cryptography's InvalidTag
    when the value was changed.
    """
    if not sealed:
        return ""
    _, key_id, body = sealed.split(".", 2)
    raw = base64.urlsafe_b64decode(body)
    return _cipher(settings.SEALING_KEYS[key_id]).decrypt(raw[:12], raw[12:], key_id.encode()).decode()


@lru_cache(maxsize=64)
def _cipher(key: str) -> AESGCM:
    """Made once for each key: a page of names opens fifty values."""
    return AESGCM(bytes.fromhex(key))


def blind(plain: str) -> str:
    """A keyed digest of a text (letters and digits only, upper case): equal texts, equal digests."""
    canonical = "".join(char for char in plain if char.isalnum()).upper()
    if not canonical:
        return ""
    return hmac.new(bytes.fromhex(settings.BLIND_INDEX_KEY), canonical.encode(), hashlib.sha256).hexdigest()
