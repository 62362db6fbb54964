"""``exportoutlets`` and ``importoutlets`` as their users run them."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sources.models import Outlet, OutletRating
from tests.factories import make_outlet

ROOT = Path(__file__).parents[2]


def output(*arguments: str, **options: object) -> str:
    """What a command prints."""
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def refused(file: Path) -> tuple[str, str]:
    """What an import that fails says on standard error, and at the end."""
    errors = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("importoutlets", str(file), stderr=errors)
    return errors.getvalue(), str(error.value)


@pytest.mark.django_db
def test_what_is_exported_is_imported(tmp_path: Path) -> None:
    make_outlet("=1+1", domain="one.example", owner_group="Géant")
    file = tmp_path / "outlets.csv"

    assert output("exportoutlets", str(file)) == ""
    exported = file.read_bytes()
    Outlet.objects.all().delete()
    printed = output("importoutlets", str(file))

    assert printed == "Imported: 1 new, 0 changed, 0 as before; new ratings: 0.\n"
    assert output("exportoutlets").encode() == exported
    assert "'=1+1,one.example" in exported.decode()
    assert output("exportoutlets", "--bom").encode() == b"\xef\xbb\xbf" + exported


@pytest.mark.django_db
def test_ratings_of_the_operator_are_nobodys(tmp_path: Path) -> None:
    file = tmp_path / "outlets.csv"
    file.write_text("name,reliability,reliability_reason\nGazette,B,seen\n")

    output("importoutlets", str(file))

    assert OutletRating.objects.get().rated_by is None


@pytest.mark.django_db
def test_every_fault_is_named_by_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "outlets.csv"
    file.write_text("name,kind\nGood,news\nBad,paper\n,news\n")

    errors, summary = refused(file)

    assert errors.splitlines()[0].startswith("Line 3, kind: Write one of: news, ")
    assert errors.splitlines()[1] == "Line 4, name: Write the outlet's name."
    assert summary == "Nothing was imported: 2 faults in the file."
    assert not Outlet.objects.exists()


@pytest.mark.django_db
def test_of_many_faults_a_hundred_are_named(tmp_path: Path) -> None:
    file = tmp_path / "outlets.csv"
    file.write_text("name,kind\n" + "".join(f"Paper {n},paper\n" for n in range(150)))

    errors, summary = refused(file)

    assert len(errors.splitlines()) == 101
    assert errors.splitlines()[-1] == "… and 50 more."
    assert "150 faults" in summary


@pytest.mark.django_db
def test_a_file_of_another_kind_reaches_no_terminal(tmp_path: Path) -> None:
    file = tmp_path / "outlets.csv"
    file.write_text("name,\x1b[2Jcolour\nA,B\n")

    errors, _ = refused(file)

    assert "\x1b" not in errors
    assert "no such column" in errors


@pytest.mark.django_db
def test_files_that_cannot_be_read_or_written_are_said() -> None:
    with pytest.raises(CommandError, match="Cannot read /nowhere: No such file"):
        output("importoutlets", "/nowhere")
    with pytest.raises(CommandError, match="Cannot write /nowhere/x: No such file"):
        output("exportoutlets", "/nowhere/x")


@pytest.mark.django_db
def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "outlets.csv"
    file.write_bytes(b"name\n" + b"A\n" * 2_600_000)

    errors, _ = refused(file)

    assert errors == "The file: It has more than 5 MB. Divide it into several files.\n"


def test_a_refused_file_from_standard_input_ends_with_1(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "manage.py", "importoutlets", "-"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)},
        input="name;colour\nGéant;red\n".encode(),
        capture_output=True,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (1, b"")
    assert b"Line 1, colour: There is no such column." in ended.stderr
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("command", "word"),
    [("importoutlets", "reliability_since"), ("exportoutlets", "apostrophe")],
)
def test_help_says_what_it_does(
    command: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command(command, "--help")

    assert not ended.value.code
    assert word in capsys.readouterr().out
