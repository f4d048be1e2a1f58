"""A warm build is a cold build, byte for byte and key for key, after any sequence of edits of any kind.

Three hundred sequences of three edits, drawn from the schemas. The store is never emptied: what a sequence left
in it is there for the next.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from ssg.build import build
from ssg.building.options import Options
from ssg.output import producing
from ssg.problems import ProblemError
from tests.generating import Paper, change, first_paper
from tests.trees import tree

Outcome = tuple[str, dict[str, bytes], dict[str, bytes]]
"""What was wrong, the files, and the keys of the pages."""


def outcome(root: Path, options: Options) -> Outcome:
    try:
        report = build(root, options)
    except ProblemError as error:
        return str(error), {}, {}
    keys = {url: page.key for url, page in report.edit.plan.pages.items()} if report.production.rendered else {}
    return "", tree(report.folder), keys


@pytest.mark.parametrize("seed", range(30))
def test_warm_builds_equal_cold_ones(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = Random(seed)  # noqa: S311  # edits, not secrets
    paper = first_paper(chance)
    last = paper.copy()
    for sequence in range(10):
        done: list[str] = []
        for _ in range(3):
            done.append(change(paper, chance))
            paper.write(tmp_path)
            warm = outcome(tmp_path, Options(paper.now, paper.drafts))
            if warm[0]:
                # It is refused alike, and taken back.
                assert cold_outcome(tmp_path, paper)[0] == warm[0], done
                files = paper.written
                paper = last.copy()
                paper.written = files
                paper.write(tmp_path)
            last = paper.copy()
        # One sequence of each site with processes.
        monkeypatch.setattr(producing, "BREAK_EVEN", 1 if sequence == 0 else 300)
        warm = outcome(tmp_path, Options(paper.now, paper.drafts))
        cold = cold_outcome(tmp_path, paper, jobs=2 if sequence == seed % 10 == 0 else 1)
        assert warm[:2] == cold[:2], done
        if warm[2]:
            assert warm[2] == cold[2], done


def cold_outcome(root: Path, paper: Paper, jobs: int = 1) -> Outcome:
    return outcome(root, Options(paper.now, paper.drafts, output="cold", store=False, jobs=jobs))
