"""Lighthouse, which reads a page as a browser's makers would: accessibility, best practices, search engines.

Its marks for speed depend on the machine and on what else runs there, so nothing is asserted of them.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ssg.build import build
from ssg.building.options import Options
from tests.machine import REPOSITORY, program, tool
from tests.published.conftest import NOW
from tests.published.host import serve

pytestmark = pytest.mark.browser

CATEGORIES = ("accessibility", "best-practices", "seo")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --no-first-run"


def report_on(url: str, categories: Sequence[str] = CATEGORIES) -> dict[str, Any]:
    """Return what Lighthouse says of a page."""
    command = [program(["node"]), str(tool("lighthouse/cli/index.js")), url, "--output=json", "--quiet"]
    command += [f"--only-categories={','.join(categories)}", f"--chrome-flags={FLAGS}"]
    environment = {**os.environ, "CHROME_PATH": program(["chromium", "chromium-browser", "google-chrome"])}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, timeout=120, check=False)
    if done.returncode:
        # Now and then it loses the beginning of what it watches, and asks for another try.
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, timeout=120, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def faults(report: dict[str, Any]) -> list[str]:
    """Return every audit of the three categories that a page does not pass in full."""
    audits = report["audits"]
    weighed = [ref["id"] for name in CATEGORIES for ref in report["categories"][name]["auditRefs"] if ref["weight"]]
    return sorted({audits[name]["title"] for name in weighed if audits[name]["score"] not in {1, None}})


@pytest.mark.usefixtures("kept_pictures")
def test_front_page_and_article_have_full_marks(tmp_path: Path) -> None:
    tool("lighthouse/cli/index.js")
    folder = tmp_path / "public"
    build(REPOSITORY, Options(NOW, output=str(folder), store=False))
    with serve(folder) as host:
        # Built again for the address that it is looked at under: canonical addresses are judged too.
        build(REPOSITORY, Options(NOW, output=str(folder), url=f"{host.url}/", store=False))
        for url in ("/", "/networks/brayline-goes-dark/"):
            report = report_on(host.url + url)
            marks = {name: category["score"] for name, category in report["categories"].items()}
            assert marks == dict.fromkeys(CATEGORIES, 1), faults(report)
