"""A real OpenID Connect server beside the tests: npm's oidc-provider, brought by `npm ci` (see `.ci/run`)."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "provider"
_MISSING = "không có máy chủ OpenID Connect để thử: chạy `make test-provider` (cần Node 20 và npm)"


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    """The address of the server. Missing: skipped; with STRICT=1 a failure."""
    node = shutil.which("node")
    if node is None or not (FOLDER / "node_modules/oidc-provider").is_dir():
        if os.environ.get("STRICT") == "1":
            pytest.fail(_MISSING)
        pytest.skip(_MISSING)
    server = subprocess.Popen(
        [node, "server.mjs"], cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert server.stdin
    assert server.stdout
    try:
        address = next((line.strip() for line in server.stdout if line.startswith("http")), "")
        assert address, "máy chủ thử không khởi động được"
        yield address
    finally:
        server.stdin.close()
        server.stdout.close()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
