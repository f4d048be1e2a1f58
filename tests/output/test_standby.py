"""What is got ready to render changes nothing but who compiles the templates, and when."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ssg.build import build
from ssg.building import ahead
from ssg.building.edit import Edit, prepare
from ssg.building.options import Options
from ssg.output import executors, producing, standby
from ssg.output.rendering import Renderer
from ssg.output.standby import Standby
from ssg.output.work import Worker, make
from ssg.problems import ProblemError
from ssg.theme.templates import QuickEnvironment
from tests.conftest import MakeSite, WrittenSite
from tests.golden.site import GOLDEN_SITE
from tests.newsrooms import NOW, article, plain
from tests.trees import tree

FORKS = "fork" in multiprocessing.get_all_start_methods()


@pytest.fixture
def _forking(monkeypatch: pytest.MonkeyPatch) -> None:
    if not FORKS:
        pytest.skip("this system cannot fork a process")
    # The tests have threads of their own, which do nothing that a child would wait for.
    monkeypatch.setattr(standby, "can_fork", lambda: True)


forks = pytest.mark.usefixtures("_forking")

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


def prepared(site: MakeSite, files: Mapping[str, str | bytes] | None = None) -> Edit:
    return prepare(site(files or GOLDEN_SITE).root, Options(NOW))


def test_pages_are_the_same_and_compile_nothing_once_the_templates_are_compiled_here(
    site: MakeSite, compiled: list[str | None]
) -> None:
    edit = prepared(site)
    ready = Standby()
    ready.begin(edit.theme, edit.settings, here=True)
    assert ready.process is None
    renderer = ready.hand_over(edit.theme, edit.settings)
    assert renderer
    compiled.clear()
    for page in edit.plan.pages.values():
        assert renderer.render(page) == Renderer(edit.theme, edit.settings).render(page)
    # The other ones did.
    assert set(compiled) > {"home.html", "article.html"}
    compiled.clear()
    home = edit.plan.pages["/"]
    renderer.render(home)
    assert compiled == []


@forks
def test_a_process_of_its_own_makes_the_same_of_a_page(site: MakeSite, compiled: list[str | None]) -> None:
    edit = prepared(site)
    worker = Worker(edit.theme, edit.settings)
    jobs: list[Any] = [(page, {}) for page in edit.plan.pages.values()]
    alone = [make(worker, job) for job in jobs]
    compiled.clear()
    with closing(Standby(2)) as ready:
        ready.begin(edit.theme, edit.settings, here=False)
        assert ready.process
        made = list(ready.process.map(make, jobs))
    assert compiled == []
    assert [(page.packed, page.parts, page.texts) for page in made] == [
        (page.packed, page.parts, page.texts) for page in alone
    ]


@forks
def test_a_process_of_its_own_hands_over_what_it_compiled(site: MakeSite, compiled: list[str | None]) -> None:
    edit = prepared(site)
    expected = {page.url: Renderer(edit.theme, edit.settings).render(page) for page in edit.plan.pages.values()}
    templates = {"article.html", "tag.html", "author.html"}
    many = [page for page in edit.plan.pages.values() if page.template in templates and page.language == "en"]
    with closing(Standby(2)) as ready:
        ready.begin(edit.theme, edit.settings, here=False)
        compiled.clear()
        renderer = ready.hand_over(edit.theme, edit.settings)
        assert renderer
        assert ready.process is None
        for page in many:
            assert renderer.render(page) == expected[page.url]
        assert {name for name in compiled if name and not name.startswith("shortcodes/")} == set()
        # The rest is compiled when it is needed.
        for page in edit.plan.pages.values():
            assert renderer.render(page) == expected[page.url]
        assert "home.html" in compiled
    assert len(many) > 10


def test_with_one_process_no_other_is_begun(site: MakeSite) -> None:
    edit = prepared(site)
    with closing(Standby(1)) as ready:
        ready.begin(edit.theme, edit.settings, here=False)
        assert ready.process is None
        assert ready.hand_over(edit.theme, edit.settings) is None


def test_a_template_that_cannot_be_compiled_stops_nothing_but_the_page_that_needs_it(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit = prepared(site)
    compiling = QuickEnvironment.compile

    def failing(environment: QuickEnvironment, source: Any, name: str | None = None, *more: Any) -> Any:
        if name == "tag.html":
            raise RecursionError("too deep")
        return compiling(environment, source, name, *more)

    monkeypatch.setattr(QuickEnvironment, "compile", failing)
    ready = Standby()
    ready.begin(edit.theme, edit.settings, here=True)
    renderer = ready.hand_over(edit.theme, edit.settings)
    assert renderer
    assert renderer.render(edit.plan.pages["/"])
    tag = next(page for page in edit.plan.pages.values() if page.template == "tag.html")
    with pytest.raises(ProblemError, match="too deep"):
        renderer.render(tag)


@forks
def test_a_small_edit_gives_the_bytes_of_a_build_from_nothing(site: MakeSite) -> None:
    one, two = site(GOLDEN_SITE, "one"), site(GOLDEN_SITE, "two")
    for written, jobs in ((one, 1), (two, 2)):
        build(written.root, Options(NOW, jobs=jobs))
        written.write({"content/articles/news/added.md": article("Added", body="Added *later*.")})
    assert tree(build(two.root, Options(NOW, jobs=2)).folder) == tree(build(one.root, Options(NOW)).folder)


def dying(_worker: Worker, _job: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@forks
def test_a_process_that_is_killed_is_an_error_that_names_the_page(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ssg.output.producing.make", dying)
    with pytest.raises(ProblemError, match="a worker process was killed while it made /"):
        build(site(plain({"content/articles/a.md": article("A")})).root, Options(NOW, jobs=2))


@forks
def test_should_that_process_be_killed_workers_compile_for_themselves(
    site: MakeSite, compiled: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standby, "_compiled", dying)
    edit = prepared(site)
    article_page = next(page for page in edit.plan.pages.values() if page.template == "article.html")
    expected = Renderer(edit.theme, edit.settings).render(article_page)
    compiled.clear()
    with closing(Standby(2)) as ready:
        ready.begin(edit.theme, edit.settings, here=False)
        renderer = ready.hand_over(edit.theme, edit.settings)
        assert renderer
        assert renderer.render(article_page) == expected
    assert "article.html" in compiled


def test_templates_are_compiled_here_while_others_read(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[bool] = []
    monkeypatch.setattr(standby.Standby, "begin", lambda *_arguments, here: begun.append(here))
    written: WrittenSite = site(GOLDEN_SITE)
    build(written.root, Options(NOW, jobs=2))
    monkeypatch.setattr(ahead, "ENOUGH", 1)
    build(site(GOLDEN_SITE, "again").root, Options(NOW, jobs=2))
    assert begun == [False, True]


@forks
def test_after_an_edit_of_many_pages_each_template_is_compiled_by_one_process_alone(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    notes = tmp_path / "compiled"
    compiling = QuickEnvironment.compile

    def noted(environment: QuickEnvironment, source: Any, name: str | None = None, *more: Any) -> Any:
        with notes.open("a") as opened:
            opened.write(f"{name} {os.getpid()}\n")
        return compiling(environment, source, name, *more)

    written = site(plain({f"content/articles/{number}.md": article(f"A{number}") for number in range(20)}))
    build(written.root, Options(NOW))
    written.write({f"content/articles/{number}.md": article(f"B{number}") for number in range(20)})
    monkeypatch.setattr(producing, "BREAK_EVEN", 2)
    monkeypatch.setattr(executors, "can_fork", lambda: True)
    monkeypatch.setattr(executors, "CHUNK", 1)
    monkeypatch.setattr(QuickEnvironment, "compile", noted)
    build(written.root, Options(NOW, jobs=2))
    names = Counter(line.split()[0] for line in notes.read_text().splitlines())
    assert names["article.html"] == names["latest.html"] == 1


@pytest.mark.skipif(not FORKS, reason="this system cannot fork a process")
def test_what_renders_is_imported_by_that_process_alone(site: MakeSite) -> None:
    written = site(GOLDEN_SITE)
    build(written.root, Options(NOW))
    articles = [path for path in GOLDEN_SITE if path.startswith("content/articles/") and path.endswith(".md")]
    written.write({path: written.text(path) + "\nOne more line.\n" for path in articles})
    arguments = ["build", "--site", str(written.root), "--now", NOW.isoformat(), "--jobs=2"]
    program = (
        f"import sys; from ssg.cli import main\nmain({arguments!r}, standalone_mode=False)\nprint(*sorted(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert re.search(r"render +[1-9]", said)
    imported = set(said.splitlines()[-1].split())
    assert "ssg.output.work" in imported
    assert imported.isdisjoint({"jinja2", "markdown", "nh3", "pygments", "PIL.Image", "importlib.metadata"})
