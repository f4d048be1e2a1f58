"""The same work in this process and in others, in the same order, and no hang when a worker dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ssg.build import build
from ssg.building import ahead
from ssg.building.options import Options
from ssg.output import producing
from ssg.output.executors import CHUNK, Forked, Processes, Serial, WorkerKilledError
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


def divide(factor: int, item: int) -> int:
    return factor // item


def die_at_100(_factor: int, item: int) -> int:
    if item == 100:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


class Slow:
    """What takes two seconds to be received."""

    def __reduce__(self) -> tuple[Any, ...]:
        return time.sleep, (2,)


def die_while_handing_over(_factor: int, item: int) -> Any:
    if item == 0:
        # Nobody receives anything in the next two seconds.
        return Slow()
    if item == 1:
        time.sleep(0.3)
        threading.Timer(0.7, os.kill, (os.getpid(), signal.SIGKILL)).start()
        return bytes(1 << 22)
    time.sleep(0.2)
    return item


def die_after_a_sign(sign: Path, item: int) -> int:
    if item == 0:
        sign.touch()
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.2)
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


def test_a_worker_that_is_killed_while_it_hands_over_a_large_result_is_an_error() -> None:
    processes = Processes(make_factor, 2, chunk=1)
    try:
        with pytest.raises(WorkerKilledError):
            list(processes.map(die_while_handing_over, range(9)))
    finally:
        processes.close()


def test_no_worker_is_left_when_one_is_killed_after_the_rest_was_dropped(tmp_path: Path) -> None:
    before = set(multiprocessing.active_children())
    processes = Processes(partial(Path, tmp_path / "sign"), 2, chunk=1)
    try:
        processes.begin(die_after_a_sign, range(40))
        while not (tmp_path / "sign").exists():
            time.sleep(0.01)
        with pytest.raises(WorkerKilledError):
            list(processes.finish())
    finally:
        processes.close()
    # They would be waited for when this process ends.
    assert set(multiprocessing.active_children()) <= before


def test_what_is_not_begun_is_dropped(tmp_path: Path) -> None:
    processes = Processes(partial(Path, tmp_path / "sign"), 2, chunk=1)
    try:
        processes.begin(die_after_a_sign, range(1, 200))
        assert len(list(processes.finish())) < 100
    finally:
        processes.close()


@pytest.fixture
def forked() -> Iterator[Forked[int]]:
    processes = Forked(make_factor)
    yield processes
    processes.close()


def forks(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a test that forks this process, which has threads of its own, on systems that can."""
    quiet = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")(test)
    marked: Callable[..., None] = pytest.mark.skipif("fork" not in METHODS, reason="no process can be forked")(quiet)
    return marked


@forks
def test_work_in_one_forked_process_comes_back_in_order(forked: Forked[int]) -> None:
    for count in (0, 1, 5):
        assert list(forked.map(multiply, range(count))) == [3 * item for item in range(count)]


def wait_for(_context: int, sign: Path) -> bool:
    deadline = time.monotonic() + 10
    while not sign.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    return sign.exists()


@forks
def test_the_next_item_is_made_while_a_forked_process_works_on_the_one_before(
    forked: Forked[int], tmp_path: Path
) -> None:
    signs = [tmp_path / "one", tmp_path / "two"]

    def items() -> Iterator[Path]:
        yield signs[0]
        for sign in signs:
            sign.touch()
        yield signs[1]

    assert list(forked.map(wait_for, items())) == [True, True]


@forks
def test_what_work_raises_in_a_forked_process_is_raised_here_and_it_goes_on(forked: Forked[int]) -> None:
    with pytest.raises(ZeroDivisionError):
        list(forked.map(divide, [1, 0]))
    assert list(forked.map(divide, [3])) == [1]


@forks
def test_a_forked_process_that_is_killed_is_an_error_that_names_its_item(forked: Forked[int]) -> None:
    with pytest.raises(WorkerKilledError) as raised:
        list(forked.map(die_at_100, [7, 100, 8]))
    assert raised.value.suspects == (1,)
    with pytest.raises(WorkerKilledError):
        list(forked.map(multiply, [1]))


def steps(sign: Path) -> Iterator[None]:
    for number in range(1000):
        sign.write_text(str(number))
        yield
        time.sleep(0.01)


@forks
def test_a_forked_process_gets_ready_until_it_has_something_to_do(tmp_path: Path) -> None:
    sign = tmp_path / "sign"
    processes = Forked(partial(Path, sign), steps)
    try:
        while not sign.exists() or sign.read_text() in {"", "0"}:
            time.sleep(0.01)
        assert list(processes.map(Path.joinpath, ["a"])) == [sign / "a"]
        assert 0 < int(sign.read_text()) < 999
    finally:
        processes.close()


@forks
def test_no_forked_process_is_left() -> None:
    before = set(multiprocessing.active_children())
    processes = Forked(partial(time.sleep, 60))
    processes.close()
    assert set(multiprocessing.active_children()) == before


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
