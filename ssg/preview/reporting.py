"""What the terminal is told: every problem once, and when it is mended."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from ssg.problems import Problem, Severity


class Reporter:
    """Passes on what is new among the problems of the moment. Any thread may call it."""

    def __init__(self, show: Callable[[Sequence[Problem]], object], say: Callable[[str], object]) -> None:
        """Report through two functions: `show` prints problems, `say` a line."""
        self._show = show
        self._say = say
        self._known: frozenset[Problem] = frozenset()
        self._lock = threading.Lock()

    def report(self, problems: Sequence[Problem]) -> None:
        """Show those of the problems that there were not the last time, and say when the last error is gone."""
        with self._lock:
            new = [problem for problem in problems if problem not in self._known]
            had_errors = any(problem.severity is Severity.ERROR for problem in self._known)
            self._known = frozenset(problems)
            if new:
                self._show(new)
            elif had_errors and not any(problem.severity is Severity.ERROR for problem in problems):
                self._say("Mended.")
