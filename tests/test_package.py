"""The wheel: what is in it, and that it is enough where there is no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from ssg import __version__
from tests.machine import REPOSITORY

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with what is installed here: nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(REPOSITORY)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an empty environment that finds our dependencies where they are. Return its `bin`."""
    environment = tmp_path_factory.mktemp("empty") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    binaries = environment / ("Scripts" if os.name == "nt" else "bin")
    command = [sys.executable, "-m", "pip", "--python", str(binaries / "python"), "install", "--quiet"]
    subprocess.run([*command, "--no-deps", "--no-index", str(wheel)], check=True)
    packages = sysconfig.get_path("purelib", vars={"base": str(environment), "platbase": str(environment)})
    # A line of a .pth file only adds a folder; the files of the same kind in it, such as that of our own editable
    # installation, are not read.
    (Path(packages) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return binaries


def run(binaries: Path, folder: Path, *command: str) -> str:
    """Run a program of the environment in a folder, with nothing of ours in the environment variables."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    done = subprocess.run(
        [str(binaries / command[0]), *command[1:]],
        cwd=folder,
        env={**kept, "PATH": os.defpath},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_carries_the_package_the_theme_and_the_starter(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert wheel.name == f"standfirst-{__version__}-py3-none-any.whl"
    sources = {path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "ssg").rglob("*.py")}
    starter = {
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "ssg" / "starter").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    preview = {
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "ssg" / "preview" / "own").iterdir()
        if path.is_file()
    }
    theme = {
        f"ssg/theme/builtin/{path.relative_to(REPOSITORY / 'themes').as_posix()}"
        for path in (REPOSITORY / "themes" / "broadsheet").rglob("*")
        if path.is_file()
    }
    assert len(starter) > 3
    assert len(theme) > 30
    distribution = {name for name in names if name.startswith(f"standfirst-{__version__}.dist-info/")}
    assert names - distribution == sources | starter | preview | theme | {"ssg/py.typed"}
    assert {Path(name).name for name in distribution} == {
        *("METADATA", "RECORD", "WHEEL", "entry_points.txt"),
        *("LICENSE", "NOTICE"),
    }


def test_the_wheel_says_what_it_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"standfirst-{__version__}.dist-info/METADATA").decode()
    assert "\nRequires-Python: >=3.11\n" in metadata
    pinned = {
        line.partition("==")[0]
        for line in (REPOSITORY / "requirements.txt").read_text().splitlines()
        if line and not line.startswith("#")
    }
    needed = {
        line.removeprefix("Requires-Dist: ").partition(">=")[0]
        for line in metadata.splitlines()
        if line.startswith("Requires-Dist: ") and "extra ==" not in line
    }
    # Each of them is pinned for us; the pins have what those need as well.
    assert needed <= pinned


def test_a_site_is_started_and_built_with_no_checkout_in_sight(installed: Path, tmp_path: Path) -> None:
    where = Path(run(installed, tmp_path, "python", "-c", "import ssg; print(ssg.__file__)").strip())
    assert where.is_relative_to(installed.parent)
    assert run(installed, tmp_path, "ssg", "--version") == f"Standfirst {__version__}\n"
    run(installed, tmp_path, "ssg", "init", "mysite")
    said = run(installed, tmp_path / "mysite", "ssg", "build")
    assert "files written" in said
    public = tmp_path / "mysite" / "public"
    assert "<h1" in (public / "index.html").read_text()
    assert list((public / "assets").glob("*.css"))
    assert [article for article in public.rglob("index.html") if 'class="headline"' in article.read_text()]
    run(installed, tmp_path / "mysite", "ssg", "new", "article", "A first story")
    assert "unchanged" in run(installed, tmp_path / "mysite", "ssg", "build")
