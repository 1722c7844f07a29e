"""How another house is called over HTTP: once, within a bounded time, never on to where the answer would send us.

A redirect is not followed: it would carry a token or a person's data to an address that nobody set.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import requests


class NoAnswerError(Exception):
    """The other side could not be reached, or answered with a fault, or with what is no JSON object."""


def call(
    method: str,
    address: str,
    *,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    json: Mapping[str, Any] | None = None,
) -> requests.Response:
    """What the other side answered, whatever its status. Raises `NoAnswerError` when nothing came in time."""
    import requests  # every process would load it at its start, and most never call anybody

    try:
        return requests.request(
            method, address, headers=headers, json=json, timeout=seconds, allow_redirects=False
        )
    except requests.RequestException as fault:
        raise NoAnswerError(str(fault)) from fault


def told_by(
    method: str,
    address: str,
    *,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    json: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The JSON object of a good answer. Raises `NoAnswerError` for any other."""
    answer = call(method, address, seconds=seconds, headers=headers, json=json)
    if not answer.ok or answer.is_redirect:
        raise NoAnswerError(f"mã {answer.status_code}")
    try:
        told = answer.json()
    except ValueError as fault:
        raise NoAnswerError("không phải JSON") from fault
    if not isinstance(told, dict):
        raise NoAnswerError("không phải một đối tượng JSON")
    return told
