"""A real browser, one for all tests of a run, and what checks accessibility in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.machine import program, tool


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a real Chromium, that of the system, kept from everything but this machine."""
    executable = program(["chromium", "chromium-browser", "google-chrome"])
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, headless=True, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """Give the source of axe-core."""
    return tool("axe-core/axe.min.js").read_text("utf-8")
