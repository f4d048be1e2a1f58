"""Proofreading: what turns out to be wrong only when a page is rendered, such as a broken link."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from ssg.content.locating import locate
from ssg.newsroom.links import Linker
from ssg.output.rendering import on_page
from ssg.pages.page import Page
from ssg.preview.good_texts import GoodTexts
from ssg.preview.printing import Press
from ssg.preview.proof import Proof
from ssg.preview.reporting import fault
from ssg.problems import Problem, ProblemError

MOST_EDITED = 8
"""Files that may have changed at once for their pages to be rendered before anybody asks."""
MOST_DOUBTFUL = 100
"""Pages with doubtful links that are rendered to find out."""


class Proofreader:
    """Renders pages and remembers which could not be. Any thread may use it."""

    def __init__(self) -> None:
        self._press = Press()
        self._texts = GoodTexts()
        self._failures: dict[str, tuple[bytes, tuple[Problem, ...]]] = {}
        self._sound: set[bytes] = set()
        """The keys of pages without a doubtful link."""

    @property
    def failures(self) -> tuple[Problem, ...]:
        """Return what is known to be wrong, each once: a template fails on any number of pages."""
        found: dict[Problem, Problem] = {}
        for url, (_, problems) in tuple(self._failures.items()):
            for problem in problems:
                found.setdefault(replace(problem, message=problem.message.removesuffix(on_page(url))), problem)
        return tuple(found.values())

    def read(self, proof: Proof, page: Page) -> tuple[bytes | None, tuple[Problem, ...]]:
        """Return the bytes of a page, or None where there are none, and its problems, which are remembered.

        Where another file than the page's own is wrong, such as an article in a feed, the bytes are those with the last
        good version of it, or those that the page had before, as far as there are any.
        """
        made, problems = self._printed(proof, page)
        if not problems:
            return made, ()
        # The same page fails for the same reason, however often it is asked for.
        key, known = self._failures.get(page.url, (b"", ()))
        problems = known if key == page.key else problems
        self._failures[page.url] = (page.key, problems)
        own = {"", *proof.files_of(page)}
        if any(problem.path in own for problem in problems):
            return None, problems
        made = self._stand_in(proof, page, problems)
        return self._press.last(page.url) if made is None else made, problems

    def _printed(self, proof: Proof, page: Page) -> tuple[bytes | None, tuple[Problem, ...]]:
        try:
            made = self._press.print(proof, page)
        except ProblemError as error:
            return None, locate(proof.snapshot, map(Linker(proof.site).suggest, error.problems))
        except Exception:  # the preview goes on, whatever is wrong with a page
            return None, (fault(f"could not render {page.url}"),)
        self._texts.note(page)
        return made, ()

    def _stand_in(self, proof: Proof, page: Page, problems: tuple[Problem, ...]) -> bytes | None:
        """Return the bytes of a feed without what is wrong in others' files: each time, one more may turn up."""
        wrong: frozenset[str] = frozenset()
        while not {problem.path for problem in problems} <= wrong:
            wrong |= {problem.path for problem in problems}
            stands_in = self._texts.stand_in(page, wrong)
            if stands_in is None:
                return None
            made, problems = self._printed(proof, stands_in)
            if not problems:
                return made
        return None

    def proofread(self, proof: Proof, edited: Set[str], closely: bool = True) -> Proof:
        """Return the proof with what is wrong with its pages, as far as that is known.

        Pages of files that have just been edited are rendered for it: they are asked for next in any case. So are,
        `closely`, those with what looks like a link and leads nowhere: whether it is one, only Markdown knows.
        """
        urls = proof.site.urls
        pages = [urls[path] for path in edited if path in urls] if len(edited) <= MOST_EDITED else []
        if proof.settled and closely:
            pages += self._doubtful(proof)[:MOST_DOUBTFUL]
        planned = proof.plan.pages
        for url in pages:
            if url in planned and not proof.errors_of(planned[url]):
                self.read(proof, planned[url])
        for url, (key, _) in tuple(self._failures.items()):
            if url not in planned or planned[url].key != key:
                self._failures.pop(url, None)
        failures = self.failures
        return replace(proof, problems=tuple(dict.fromkeys((*proof.problems, *failures))), failures=failures)

    def _doubtful(self, proof: Proof) -> list[str]:
        """Return the path URLs of the pages that may have a broken link. The same key has the same links."""
        sound = set()
        doubtful = []
        for page in proof.plan.pages.values():
            if page.source in proof.site.urls:
                if page.key in self._sound or not any(body.broken for body in page.bodies):
                    sound.add(page.key)
                else:
                    doubtful.append(page.url)
        self._sound = sound
        return doubtful
