# SPDX-License-Identifier: EUPL-1.2
"""Refusals of the practices' port: a status, a code that the client acts on, a French sentence."""

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from lgc_core.errors import LgcError
from lgc_core.sync.errors import EpochChangedError, ForeignPartitionError, SyncRefusedError, UpdateRequiredError

_STATUS: Final[dict[type[SyncRefusedError], int]] = {
    EpochChangedError: 409,
    ForeignPartitionError: 403,
    UpdateRequiredError: 426,
}


class RefusedError(LgcError):
    """The whole request is refused; nothing was applied."""

    def __init__(self, status: int, code: str, sentence: str, *, retry_after: int = 0, **more: str | bool) -> None:
        super().__init__(sentence)
        self.headers = {"retry-after": str(retry_after)} if retry_after else {}
        self.status = status
        self.body = {"code": code, "phrase": sentence, **more}


def refused(error: SyncRefusedError) -> RefusedError:
    """Translate a refusal of the log."""
    more: dict[str, Any] = {"epoch": error.epoch} if isinstance(error, EpochChangedError) else {}
    return RefusedError(_STATUS.get(type(error), 400), error.code, error.sentence, **more)


def answer_refused(request: Request, error: Exception) -> Response:
    """Answer a refusal."""
    del request
    assert isinstance(error, RefusedError)
    return JSONResponse(error.body, error.status, error.headers)
