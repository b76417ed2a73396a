"""A real PostgreSQL for tests and benches: a server of its own on a free loopback port."""

from __future__ import annotations

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

USER = "wapsi"
_ON_LOOPBACK_ONLY = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "80",
    "shared_buffers": "32MB",
    "fsync": "off",  # a test's server need not survive a power cut
    "full_page_writes": "off",
    "synchronous_commit": "off",
}
_DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG: a server never outlives the tests that started it."""


def binaries() -> Path:
    """The folder of the newest PostgreSQL here; a missing one is a failure, never a skip."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_major)
    if found:
        return found[-1].parent
    known = shutil.which("initdb")
    assert known, "PostgreSQL is missing: sudo apt-get install -y postgresql (make test does it)"
    return Path(known).resolve().parent


def _major(initdb: Path) -> int:
    name = initdb.parents[1].name
    return int(name) if name.isdigit() else 0


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `address(name)` is what stands in `WAPSI_DATABASE`."""

    port: int
    password: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def address(self, database: str, *, password: str | None = None) -> str:
        secret = self.password if password is None else password
        return f"postgresql+psycopg://{USER}:{secret}@127.0.0.1:{self.port}/{database}"

    def database(self, template: str = "template1") -> str:
        """The name of a new database, a copy of `template`."""
        name = f"db_{next(self._numbers)}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, database: str) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def run(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        where = self.address(database).replace("+psycopg", "")
        with psycopg.connect(where, autocommit=True) as db:
            done = db.execute(statement.encode())
            return done.fetchall() if done.description else []


@contextmanager
def server() -> Iterator[Server]:
    """Start a server as a user of its own (PostgreSQL refuses root), and stop it again."""
    folder = Path(tempfile.mkdtemp(prefix="wapsi-postgres-"))
    who: dict[str, object] = {}
    if os.geteuid() == 0:
        account = _account()
        os.chown(folder, account.pw_uid, account.pw_gid)
        who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    password = secrets.token_urlsafe(12)
    try:
        _initialise(folder, password, who)
        for _ in range(3):
            running = _started(folder, password, who)
            if running is not None:
                break
        else:
            raise AssertionError(f"PostgreSQL does not start: {_log(folder)}")
        process, port = running
        try:
            yield Server(port, password)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise AssertionError("PostgreSQL needs a user that is not root: postgres or nobody")


def _initialise(folder: Path, password: str, who: dict[str, object]) -> None:
    secret = folder / "secret"
    secret.write_text(password)
    if who:
        os.chown(secret, int(str(who["user"])), int(str(who["group"])))
    subprocess.run(
        [
            binaries() / "initdb", "--no-sync", "--encoding=UTF8", "--locale=C",
            "--auth=scram-sha-256", f"--username={USER}", f"--pwfile={secret}", folder / "data",
        ],
        check=True, capture_output=True, cwd=folder, **who,  # type: ignore[call-overload]
    )  # fmt: skip
    secret.unlink()


def _started(
    folder: Path, password: str, who: dict[str, object]
) -> tuple[subprocess.Popen[bytes], int] | None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = [f"-c{name}={value}" for name, value in _ON_LOOPBACK_ONLY.items()]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [binaries() / "postgres", "-D", folder / "data", "-p", str(port), *settings],
            stdout=log,
            stderr=log,
            cwd=folder,
            preexec_fn=lambda: ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGINT),  # noqa: PLW1509 - no thread is there yet
            **who,  # type: ignore[call-overload]
        )
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        try:
            Server(port, password).run("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return process, port
    process.kill()
    process.wait()
    return None


def _log(folder: Path) -> str:
    return (folder / "log").read_text(encoding="utf-8", errors="replace")[-800:]
