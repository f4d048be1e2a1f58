"""What other processes do while the site is planned comes to what this one would have done."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ssg.build import build
from ssg.building import ahead, edit
from ssg.building import meanwhile as background
from ssg.building.edit import prepare
from ssg.building.kept import Kept
from ssg.building.options import Options
from ssg.content.contents import Contents
from ssg.content.snapshot import scan
from ssg.newsroom.related import relating
from ssg.newsroom.related.memory import Found
from ssg.output import executors
from ssg.pages.keys import Keys
from ssg.problems import Problem, ProblemError
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
    monkeypatch.setattr(background, "can_fork", lambda: True)


def texts_of(root: Path, jobs: int) -> tuple[Mapping[bytes, bytes], set[bytes]]:
    """Return what was converted meanwhile, and the keys of all texts of articles."""
    snapshot = scan(root)
    ready = prepare(root, Options(NOW, jobs=jobs), kept=Kept(snapshot, Contents(snapshot), None))
    keys = Keys(ready.theme, ready.settings)
    articles = [ready.plan.pages[story.url] for story in ready.site.stories]
    return ready.texts, {keys.body_key(page.bodies[0]) for page in articles}


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


def test_what_is_related_is_found_out_before_texts_are_converted(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edit, "ENOUGH", 1)
    monkeypatch.setattr(executors.Processes, "finish", finish_all)
    texts, wanted = texts_of(site(RELATED).root, 2)
    assert texts.keys() == wanted
    one, two = (build(site(RELATED, f"jobs{jobs}").root, Options(NOW, jobs=jobs)) for jobs in (1, 2))
    assert tree(one.folder) == tree(two.folder)


def test_texts_are_converted_where_the_process_that_relates_is_killed(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, find = os.getpid(), relating._find

    def found(*given: Any) -> Found:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return find(*given)

    monkeypatch.setattr(edit, "ENOUGH", 1)
    monkeypatch.setattr(relating, "_find", found)
    monkeypatch.setattr(executors.Processes, "finish", finish_all)
    texts, wanted = texts_of(site(RELATED).root, 2)
    assert texts.keys() == wanted


RELATED = plain({f"content/articles/{n}.md": article(f"A{n}", body=f"Ships lay cable {n % 3}.") for n in range(9)})


def edited(site: MakeSite, monkeypatch: pytest.MonkeyPatch, first: Callable[[], None], name: str = "site") -> Path:
    """Return the output of a build after one text was edited. Where it is found out what is related, `first` is called
    before."""
    monkeypatch.setattr(ahead, "ENOUGH", 99)
    monkeypatch.setattr(edit, "ENOUGH", 1)
    find = relating._find

    def found(*given: Any) -> Found:
        first()
        return find(*given)

    monkeypatch.setattr(relating, "_find", found)
    written = site(RELATED, name)
    build(written.root, Options(NOW))
    written.write({"content/articles/4.md": article("A4", body="Ships lay another cable 4.")})
    return build(written.root, Options(NOW, jobs=2)).folder


def test_what_is_related_is_found_out_elsewhere(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    noted = tmp_path / "processes"
    folder = edited(site, monkeypatch, lambda: note(noted))
    first, second = noted.read_text("utf-8").split()
    assert first == str(os.getpid()) != second
    assert tree(folder) == tree(build(folder.parent, Options(NOW, output="alone", store=False)).folder)


def test_what_is_related_is_found_out_here_if_that_process_is_killed(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = os.getpid()
    folder = edited(site, monkeypatch, lambda: None if os.getpid() == here else os.kill(os.getpid(), signal.SIGKILL))
    assert tree(folder) == tree(build(folder.parent, Options(NOW, output="alone", store=False)).folder)


def test_what_is_wrong_is_said_by_this_process(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    here = os.getpid()
    with pytest.raises(ProblemError, match="it was changed"):
        edited(site, monkeypatch, lambda: None if os.getpid() == here else complain())


def note(file: Path) -> None:
    with file.open("a", encoding="utf-8") as notes:
        notes.write(f"{os.getpid()}\n")


def complain() -> None:
    raise ProblemError([Problem("it was changed")])
