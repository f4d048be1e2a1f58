"""A warm build is a cold build, byte for byte and key for key, after any sequence of edits of any kind.

Three hundred sequences of three edits, drawn from the schemas. The store is never emptied: what a sequence left
in it is there for the next.
"""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from random import Random

import pytest

from ssg.build import build
from ssg.building import ahead, edit, meanwhile
from ssg.building.ahead import ENOUGH
from ssg.building.options import Options
from ssg.output import executors, producing
from ssg.output.executors import BREAK_EVEN
from ssg.problems import ProblemError
from tests.generating import Paper, change, first_paper
from tests.trees import tree

Outcome = tuple[str, dict[str, bytes], dict[str, bytes]]
"""What was wrong, the files, and the keys of the pages."""

BOUNDS = ((producing, "BREAK_EVEN", BREAK_EVEN), (ahead, "ENOUGH", ENOUGH), (edit, "ENOUGH", ENOUGH))
"""Where processes begin to pay."""


@pytest.fixture(autouse=True)
def _processes_are_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    # Only those that are forked convert and relate while the site is planned.
    if "fork" in multiprocessing.get_all_start_methods():
        monkeypatch.setattr(executors, "_start_method", lambda: "fork")
        monkeypatch.setattr(meanwhile, "can_fork", lambda: True)


def outcome(root: Path, options: Options) -> Outcome:
    try:
        report = build(root, options)
    except ProblemError as error:
        return str(error), {}, {}
    keys = {url: page.key for url, page in report.edit.plan.pages.items()} if report.production.rendered else {}
    return "", tree(report.folder), keys


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("seed", range(30))
def test_warm_builds_equal_cold_ones(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = Random(seed)  # noqa: S311  # edits, not secrets
    paper = first_paper(chance)
    last = paper.copy()
    for sequence in range(10):
        done: list[str] = []
        # One sequence of each site with processes, now early and now late.
        jobs = 2 if sequence == seed % 10 else 1
        for module, name, usual in BOUNDS:
            monkeypatch.setattr(module, name, 1 if jobs > 1 else usual)
        for _ in range(3):
            done.append(change(paper, chance))
            paper.write(tmp_path)
            warm = outcome(tmp_path, Options(paper.now, paper.drafts, jobs=jobs))
            if warm[0]:
                # It is refused alike, and taken back.
                assert cold_outcome(tmp_path, paper)[0] == warm[0], done
                files = paper.written
                paper = last.copy()
                paper.written = files
                paper.write(tmp_path)
            last = paper.copy()
        warm = outcome(tmp_path, Options(paper.now, paper.drafts))
        cold = cold_outcome(tmp_path, paper)
        assert warm[:2] == cold[:2], done
        if warm[2]:
            assert warm[2] == cold[2], done


def cold_outcome(root: Path, paper: Paper) -> Outcome:
    return outcome(root, Options(paper.now, paper.drafts, output="cold", store=False))
