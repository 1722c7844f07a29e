"""The columns of facts as engines see them: of dossiers, of petitions, of payments."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What the facts of a file are of; the value begins the file's name."""

    DOSSIERS = "facts"
    PETITIONS = "petitions"
    PAYMENTS = "payments"

    @property
    def label(self) -> str:
        """In Vietnamese, inside a sentence."""
        return {"facts": "hồ sơ", "petitions": "phản ánh, kiến nghị", "payments": "giao dịch nộp tiền"}[
            self.value
        ]


# Every column of a Parquet file of facts, with its kind. Nobody's name; `officer` is a number only we can read.
COLUMNS: dict[str, str] = {
    "agency_code": "code",
    "procedure_code": "code",
    "channel": "code",
    "state": "code",
    "received_on": "day",
    "due_date": "day",
    "due_minute": "minute",
    "limit_unit": "code",
    "finished_on": "day",
    "finished_minute": "minute",
    "waiting_on": "day",
    "waiting_minute": "minute",
    "supplements_asked": "number",
    "fee_bearing": "flag",
    "paid_online": "flag",
    "digitised": "flag",
    "result_electronic": "flag",
    "reused": "flag",
    "shared": "flag",
    "population_data": "flag",
    "dissatisfied": "flag",
    "petitioned": "flag",
    "unit_time": "code",
    "contacts": "number",
    "bodies": "number",
    "complained": "flag",
    "counted_on": "day",
    "came_from": "code",
    "moved_on": "day",
    "earlier": "code",
    "officer": "minute",
}

PETITION_COLUMNS: dict[str, str] = {
    "agency_code": "code",
    "kind": "code",
    "received_on": "day",
    "due_on": "day",
    "answered_on": "day",
    "dissatisfied": "flag",
    "followed_up": "flag",
}
PAYMENT_COLUMNS: dict[str, str] = {
    "agency_code": "code",
    "procedure_code": "code",
    "paid_on": "day",
    "online": "flag",
}
COLUMNS_OF: Mapping[Kind, Mapping[str, str]] = {
    Kind.DOSSIERS: COLUMNS,
    Kind.PETITIONS: PETITION_COLUMNS,
    Kind.PAYMENTS: PAYMENT_COLUMNS,
}
