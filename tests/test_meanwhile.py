"""Texts that are converted while the site is planned are those that rendering would have made."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ssg.build import build
from ssg.building import ahead
from ssg.building import meanwhile as background
from ssg.building.edit import prepare
from ssg.building.kept import Kept
from ssg.building.options import Options
from ssg.content.contents import Contents
from ssg.content.snapshot import scan
from ssg.output import executors
from ssg.pages.keys import Keys
from ssg.problems import ProblemError
from tests.conftest import MakeSite
from tests.golden.site import GOLDEN_SITE
from tests.newsrooms import NOW, article, plain
from tests.trees import tree

pytestmark = [
    pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="this system cannot fork"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]


@pytest.fixture(autouse=True)
def _processes_are_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "ENOUGH", 1)
    monkeypatch.setattr(executors, "_start_method", lambda: "fork")


def texts_of(root: Path, jobs: int) -> tuple[Mapping[bytes, bytes], set[bytes]]:
    """Return what was converted meanwhile, and the keys of all texts of articles."""
    snapshot = scan(root)
    edit = prepare(root, Options(NOW, jobs=jobs), kept=Kept(snapshot, Contents(snapshot), None))
    keys = Keys(edit.theme, edit.settings)
    articles = [edit.plan.pages[story.url] for story in edit.site.stories]
    return edit.texts, {keys.body_key(page.bodies[0]) for page in articles}


def finish_all(processes: executors.Processes[object]) -> Iterator[object]:
    """Wait for what was not begun, too."""
    for future in processes._begun:  # how many were begun in time is left to chance otherwise
        yield from future.result()


def test_every_build_comes_to_the_same(site: MakeSite) -> None:
    one, two = (build(site(GOLDEN_SITE, f"jobs{jobs}").root, Options(NOW, jobs=jobs)) for jobs in (1, 2))
    assert tree(one.folder) == tree(two.folder)
    assert one.production.converted == two.production.converted


def test_texts_are_found_under_the_keys_that_pages_ask_for(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors.Processes, "finish", finish_all)
    files = {f"content/articles/{n}.md": article(f"A{n}", body=f"[x]({(n + 1) % 9}.md) *{n}*") for n in range(9)}
    files["content/articles/german.md"] = article("G", body="Wort.", language="de")
    texts, wanted = texts_of(site(plain(files)).root, 2)
    assert texts.keys() == wanted
    assert len(wanted) == 10


def test_nothing_is_converted_by_one_process(site: MakeSite) -> None:
    assert texts_of(site(plain({"content/articles/a.md": article("A")})).root, 1)[0] == {}


def test_what_is_wrong_with_a_text_is_said_by_its_page(site: MakeSite) -> None:
    files = {f"content/articles/{n}.md": article(f"A{n}", body=f"[x](/none/{n}.pdf)") for n in range(5)}
    with pytest.raises(ProblemError) as raised:
        build(site(plain(files)).root, Options(NOW, jobs=2))
    assert [problem.path for problem in raised.value.problems] == [f"content/articles/{n}.md" for n in range(5)]


def test_a_killed_process_costs_nothing_but_time(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "_convert", die)
    files = plain({f"content/articles/{n}.md": article(f"A{n}") for n in range(5)})
    killed, alone = (build(site(files, f"jobs{jobs}").root, Options(NOW, jobs=jobs)) for jobs in (2, 1))
    assert tree(killed.folder) == tree(alone.folder)


def die(_worker: object, _number: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
