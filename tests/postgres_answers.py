"""Exit 0 when a PostgreSQL server answers at DATABASE_URL (its maintenance database is asked)."""

import os
import sys
from urllib.parse import urlsplit

import psycopg

parts = urlsplit(os.environ["DATABASE_URL"])
try:
    psycopg.connect(
        host=parts.hostname,
        port=parts.port or 5432,
        user=parts.username,
        password=parts.password,
        dbname="postgres",
        connect_timeout=3,
    ).close()
except psycopg.Error:
    sys.exit(1)
