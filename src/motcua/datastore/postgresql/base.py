"""The connection to PostgreSQL: looked at before each request without asking the server."""

import select
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A kept connection that may have been ended meanwhile: the server was started again, an administrator ended it.

    Django asks `SELECT 1` before every request: a journey there and back for each page. A server that ends a
    connection says so and closes it, which shows as something to read; only then is it asked.
    """

    def close_if_health_check_failed(self) -> None:
        """Close the connection when it was ended, so that the request opens a new one."""
        state: Any = self  # the stubs leave these out
        waits_for_check = state.health_check_enabled and not state.health_check_done
        if waits_for_check and self.connection is not None and _is_silent(self.connection):
            state.health_check_done = True
            return
        super().close_if_health_check_failed()


def _is_silent(connection: Any) -> bool:
    """Whether nothing came from the server since its last answer."""
    if connection.closed:
        return False
    heard = select.poll()
    heard.register(connection.fileno(), select.POLLIN | select.POLLPRI)
    return not heard.poll(0)
