"""The files that install, run and deliver the product fit the product."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import servers

ROOT = Path(__file__).parents[2]
ROLES = {"web", "worker", "beat"}
BASE_PYTHON = str(Path(sys.base_prefix) / "bin" / "python3")


def dockerfile() -> list[tuple[str, str]]:
    """Every instruction of the Dockerfile with its arguments, lines joined."""
    text = (ROOT / "Dockerfile").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    instructions = [line.strip() for line in joined.splitlines() if line.strip()]
    return [(name, rest) for name, _, rest in (x.partition(" ") for x in instructions)]


def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))


def known_settings() -> set[str]:
    """Names of the environment variables that factcheck/settings.py reads."""
    text = (ROOT / "factcheck" / "settings.py").read_text("utf-8")
    return set(re.findall(r"env\.\w+\(\s*\"(\w+)\"", text))


# --- Dockerfile --------------------------------------------------------------


def test_everything_the_dockerfile_copies_exists_and_is_let_in():
    let_in = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    }
    copied = [
        source
        for name, rest in dockerfile()
        if name == "COPY" and not rest.startswith("--from")
        for source in shlex.split(rest)[:-1]
    ]

    assert copied
    assert all((ROOT / source).exists() for source in copied)
    assert set(copied) == let_in


def test_the_image_does_not_run_as_root():
    users = [rest for name, rest in dockerfile() if name == "USER"]
    last = [name for name, _ in dockerfile()].index("USER")

    assert users == ["10001:10001"]
    assert not [name for name, _ in dockerfile()[last:] if name in {"RUN", "COPY"}]


def test_every_package_of_ours_is_in_the_image():
    tracked = subprocess.run(
        ["git", "ls-files", "*/__init__.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    ours = {Path(name).parts[0] for name in tracked} - {"tests", "benchmarks"}

    copied = {rest.split()[0] for name, rest in dockerfile() if name == "COPY"}

    assert ours <= copied


def test_the_health_check_is_a_program_that_says_no_where_nobody_answers():
    (check,) = (rest for name, rest in dockerfile() if name == "HEALTHCHECK")
    command = yaml.safe_load(check[check.index("[") :])

    done = subprocess.run(
        [sys.executable, *command[1:2], command[2].replace("8000", "1")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "ConnectionRefusedError" in done.stderr


# --- compose.yaml ------------------------------------------------------------


def test_compose_starts_every_role_with_its_servers():
    services = compose()["services"]

    assert set(services) == ROLES | {"migrate", "postgres", "redis"}
    for name, service in services.items():
        assert service["restart"] in {"unless-stopped", "on-failure"}, name
        assert "healthcheck" in service or service["build"] == ".", name


def test_only_the_web_server_is_published():
    services = compose()["services"]

    assert [name for name, service in services.items() if "ports" in service] == ["web"]
    assert (
        services["postgres"]["networks"] == services["redis"]["networks"] == ["inner"]
    )
    assert compose()["networks"]["inner"]["internal"] is True


def test_redis_asks_for_a_password():
    command = compose()["services"]["redis"]["command"]

    assert command[command.index("--requirepass") + 1].startswith("${REDIS_PASSWORD:?")


def test_compose_sets_only_settings_that_exist():
    for name in ROLES | {"migrate"}:
        given = set(compose()["services"][name]["environment"])

        assert given <= known_settings(), name
        assert {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS"} <= given


def test_the_example_of_env_names_exactly_what_compose_asks_for():
    text = (ROOT / "compose.yaml").read_text("utf-8")
    asked = set(re.findall(r"\$\{(\w+)", text))
    example = (ROOT / ".env.example").read_text("utf-8")
    given = dict(re.findall(r"^(\w+)=(.*)$", example, re.M))

    assert set(given) == asked
    # Compose refuses to start without the secrets, and no secret is in the file.
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"):
        assert given[name] == ""
        assert f"${{{name}:?" in text


def test_commands_of_the_roles_are_programs_that_exist():
    programs = Path(sys.executable).parent
    commands = [
        service["command"][0]
        for name, service in compose()["services"].items()
        if name in {"worker", "beat", "migrate"}
    ]
    (default,) = (rest for name, rest in dockerfile() if name == "CMD")

    for program in [*commands, yaml.safe_load(default)[0]]:
        assert (programs / program).exists(), program


# --- Requirements ------------------------------------------------------------


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_requirement_is_pinned_with_hashes_and_has_a_reason(name: str):
    source = (ROOT / f"{name}.in").read_text("utf-8").splitlines()
    compiled = (ROOT / f"{name}.txt").read_text("utf-8")
    wanted = [line for line in source if line and line[0] not in "#-"]

    for line in wanted:
        requirement, _, reason = line.partition("#")
        package = re.match(r"[\w.-]+", requirement)
        assert reason.strip(), line
        assert package is not None
        pinned = re.escape(package[0].lower()).replace("_", "[-_]")
        assert re.search(rf"^{pinned}(?:\[[\w,-]+\])?==", compiled, re.M), line
    pins = re.findall(r"^[\w.-]+(?:\[[\w,-]+\])?==", compiled, re.M)
    hashed = re.findall(
        r"^[\w.-]+(?:\[[\w,-]+\])?==\S+(?: ;[^\\\n]*)? \\$", compiled, re.M
    )
    assert len(pins) == len(hashed)


# --- The first five minutes --------------------------------------------------


def test_make_explains_every_target():
    command = ["make", "--no-print-directory", "help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    text = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^\.PHONY: ([\w-]+)$", text, re.M))

    explained = {line.split()[0] for line in done.stdout.splitlines()}

    assert explained == targets
    assert {"demo", "install", "test", "test-live", "lint", "types"} <= targets


@pytest.mark.live
def test_make_demo_serves_and_a_second_run_changes_nothing(
    factcheck_process: Callable[..., servers.Factcheck],
):
    if not (ROOT / ".venv" / ".run").exists():
        pytest.skip("needs make install to have been run in this clone")
    installation = factcheck_process()
    port = servers.free_port()

    first = _serve_demo(installation, port)
    second = _serve_demo(installation, servers.free_port())

    assert f"http://127.0.0.1:{port}/admin/" in first
    assert re.search(r"Login: +\w+\n +Password: +\S+", first)
    assert _claims_and_login(first)
    assert _claims_and_login(second) == _claims_and_login(first)


def _serve_demo(installation: servers.Factcheck, port: int) -> str:
    """Run ``make demo`` until its login page answers; what it printed before."""
    process = installation.start(["make", "demo", f"PORT={port}"])
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, installation.output_of(process)
        try:
            address = f"http://127.0.0.1:{port}/admin/login/"
            with urllib.request.urlopen(address, timeout=10) as answer:
                assert answer.status == 200
                break
        except OSError:  # nobody listens yet
            time.sleep(0.2)
    else:
        raise AssertionError(installation.output_of(process))
    os.killpg(process.pid, signal.SIGINT)  # Ctrl-C in a terminal
    process.wait(timeout=20)
    return installation.output_of(process)


def _claims_and_login(output: str) -> list[str]:
    pattern = r" *\d+ claims|  (Login|Password): "
    return [line for line in output.splitlines() if re.match(pattern, line)]


@pytest.mark.live
def test_the_commands_of_the_dockerfile_work_without_docker():
    """What ``docker build`` would run, on nothing but what it copies, not as root."""
    runs = [rest for name, rest in dockerfile() if name == "RUN" and "/venv/" in rest]
    with servers.temporary_folder("factcheck-image-") as folder:
        user = servers.unprivileged_user() if os.geteuid() == 0 else None
        python = _python_for(user)
        app = folder / "app"
        for name, rest in dockerfile():
            if name == "COPY" and not rest.startswith("--from"):
                *sources, _ = shlex.split(rest)
                for source in sources:
                    _copy(ROOT / source, app / source, user)

        for command in runs:
            command = command.replace("/venv", f"{folder}/venv")
            command = command.replace("python -m venv", f"{python} -m venv", 1)
            done = _run(command, app, user)
            assert done.returncode == 0, done.stderr
        check = f"{folder}/venv/bin/python manage.py check --deploy"
        done = _run(f"{PRODUCTION} {check} --fail-level WARNING", app, user)

        assert done.returncode == 0, done.stderr
        assert (app / "staticfiles" / "admin").is_dir()
        assert not (app / "var").exists(), "the build left data in the image"


PRODUCTION = """env DATA_DIR=/nonexistent \
    SECRET_KEY=$(head -c 48 /dev/urandom | base64) \
    DATABASE_URL=postgres://factcheck:secret@database.invalid:5432/factcheck \
    REDIS_URL=redis://:secret@redis.invalid:6379/0 \
    ALLOWED_HOSTS=factcheck.example.org HTTPS=true"""


def _python_for(user: str | None) -> str:
    """A Python that this user may run and that can make virtual environments."""
    for path in ("/usr/bin/python3.11", "/usr/local/bin/python3.11", BASE_PYTHON):
        command = [path, "-c", "import ensurepip"]
        try:
            if subprocess.run(command, user=user, check=False, cwd="/").returncode == 0:
                return path
        except OSError:
            continue  # not there, or in a folder of root's
    pytest.skip(f"needs a Python 3.11 with venv that user {user} may run")


def _copy(source: Path, target: Path, user: str | None) -> None:
    if source.is_dir():
        leave_out = shutil.ignore_patterns("__pycache__", "*.pyc")
        shutil.copytree(source, target, ignore=leave_out)
    else:
        target.parent.mkdir(exist_ok=True)
        shutil.copy(source, target)
    if user is not None:
        for path in (target.parent, target, *target.rglob("*")):
            shutil.chown(path, user)


def _run(
    command: str, folder: Path, user: str | None
) -> subprocess.CompletedProcess[str]:
    """Run as the Dockerfile would, by a shell, with the settings that pip needs."""
    passed_on = ("PIP_", "SSL_", "REQUESTS_")
    environment = {k: v for k, v in os.environ.items() if k.startswith(passed_on)}
    return subprocess.run(
        ["sh", "-euc", command],
        cwd=folder,
        env=environment | {"PATH": "/usr/bin:/bin", "PIP_NO_CACHE_DIR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
        user=user,
        extra_groups=[] if user else None,
    )
