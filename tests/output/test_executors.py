"""The same work in this process and in others, in the same order, and no hang when a worker dies."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest

from ssg.build import build
from ssg.building import ahead
from ssg.building.options import Options
from ssg.output import producing
from ssg.output.executors import CHUNK, Processes, Serial, WorkerKilledError
from ssg.problems import ProblemError
from tests.conftest import MakeSite
from tests.golden.site import GOLDEN_SITE
from tests.newsrooms import NOW, article, plain
from tests.trees import tree

METHODS = multiprocessing.get_all_start_methods()


def make_factor() -> int:
    return 3


def multiply(factor: int, item: int) -> int:
    return factor * item


def die_at_100(_factor: int, item: int) -> int:
    if item == 100:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def test_serial_work_is_done_in_order() -> None:
    assert list(Serial(make_factor).map(multiply, range(5))) == [0, 3, 6, 9, 12]


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("method", METHODS)
def test_work_in_processes_comes_back_in_order(method: str) -> None:
    processes = Processes(make_factor, 2, method)
    try:
        for count in (0, 1, CHUNK * 5 + 3):
            assert list(processes.map(multiply, range(count))) == [3 * item for item in range(count)]
    finally:
        processes.close()


def test_a_killed_worker_is_an_error_that_names_its_item() -> None:
    processes = Processes(make_factor, 2)
    try:
        with pytest.raises(WorkerKilledError) as raised:
            list(processes.map(die_at_100, range(300)))
        assert 100 in raised.value.suspects
    finally:
        processes.close()


def test_any_number_of_jobs_gives_the_same_bytes(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(producing, "BREAK_EVEN", 1)
    monkeypatch.setattr(ahead, "ENOUGH", 1)
    trees = [
        tree(build(site(GOLDEN_SITE, f"jobs{jobs}").root, Options(NOW, jobs=jobs, store=store)).folder)
        for jobs, store in ((1, True), (2, True), (3, False))
    ]
    assert trees[0] == trees[1] == trees[2]


@pytest.mark.parametrize("jobs", [1, 2])
def test_problems_of_workers_come_in_a_stable_order(site: MakeSite, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    monkeypatch.setattr(producing, "BREAK_EVEN", 1)
    monkeypatch.setattr(ahead, "ENOUGH", 1)
    files = {f"content/articles/{n:02}.md": article(f"A{n}", body=f"[x](/none/{n}.pdf)") for n in range(70)}
    with pytest.raises(ProblemError) as raised:
        build(site(plain(files)).root, Options(NOW, jobs=jobs))
    assert [str(problem) for problem in raised.value.problems] == [
        f'content/articles/{n:02}.md:5:5: "/none/{n}.pdf" is no file of this site' for n in range(70)
    ]
