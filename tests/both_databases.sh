#!/usr/bin/env bash
# Every test on SQLite, then those that ask a database on PostgreSQL, where a server answers. STRICT=1: what is skipped is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
export MOTCUA_HOME="${MOTCUA_TEST_HOME:-$(mktemp -d)}"
# Where the machine forbids it, each process would compile the house anew and each worker rewrite every test: a minute.
unset PYTHONDONTWRITEBYTECODE
trap 'rm -rf "$MOTCUA_HOME"' EXIT
workers="${WORKERS:-2}"
status=0

echo "== SQLite =="
DATABASE_URL="" "$bin/pytest" -rs --durations=30 --durations-min=4 -n "$workers" --dist loadgroup "$@" || status=1

server="${MOTCUA_TEST_DATABASE_URL:-postgresql://postgres@127.0.0.1:5432/motcua}"
if DATABASE_URL="$server" "$bin/python" tests/postgres_answers.py; then
    echo "== PostgreSQL =="
    DATABASE_URL="$server" "$bin/pytest" -rs --durations=30 --durations-min=4 -n "$workers" --dist loadgroup -m "not web" --database-only "$@" || status=1
else
    echo "Bỏ qua PostgreSQL: không có máy chủ trả lời ở MOTCUA_TEST_DATABASE_URL."
    [ "${STRICT:-}" = 1 ] && status=1
fi
exit $status
