"""The hostile folder through the whole command: every bad file named, no traceback, nothing written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.hostile import write_hostile


def test_a_build_names_every_bad_file_and_writes_nothing(tmp_path: Path) -> None:
    bad = write_hostile(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "ssg", "build", "--site", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert [path for path in sorted(bad) if path not in done.stderr] == []
    assert len(bad) >= 60
    assert not (tmp_path / "public").exists()
