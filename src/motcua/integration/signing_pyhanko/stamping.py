"""pyHanko's time stamper on top of the TimeStamp port."""

from typing import Any

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper

from motcua.kernel.refusals import Refused
from motcua.storehouse.ports import TimeStamp


class _Stamper(TimeStamper):
    """Asks the port; when it does not answer, raises what the caller wants raised."""

    def __init__(self, service: TimeStamp, otherwise: type[Exception]) -> None:
        super().__init__()
        self._service, self._otherwise = service, otherwise

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        try:
            return tsp.TimeStampResp.load(self._service.answer(req.dump()))
        except Refused as refused:
            raise self._otherwise from refused


def stamper(service: TimeStamp, otherwise: type[Exception]) -> Any:
    """A time stamper for pyHanko."""
    return _Stamper(service, otherwise)
