"""Rules about links: that they lead somewhere, that readers can follow them, that they stay ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from urllib.parse import unquote, urlsplit

from ssg.checks.prose import BLOT, Prose
from ssg.checks.rule import ARTICLE, Edit, Example, Finding, Level, Rule, settings, written
from ssg.checks.subject import Subject
from ssg.content.scanning import addresses, is_site_target
from ssg.frozen import frozen
from ssg.model import Article
from ssg.newsroom.links import Linker
from ssg.output.rendering import Renderer
from ssg.pages.page import FORMATS
from ssg.problems import ProblemError, did_you_mean
from ssg.urls import is_external

_OTHER = "content/articles/news/pub.md"
_ID = re.compile(rb"""\s(?:id|name)\s*=\s*["']([^"'<>]+)["']""")

MOST_HINTS = 50
"""Broken links for which a page is looked for that they may mean: it takes a look at all pages."""


@frozen
class _Links:
    """The links of a newsroom, and what is at their ends."""

    subject: Subject

    @cached_property
    def _linker(self) -> Linker:
        return Linker(self.subject.site)

    @cached_property
    def _renderer(self) -> Renderer:
        return Renderer(self.subject.theme, self.subject.settings)

    @cached_property
    def _ids(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _near(self) -> dict[str, str]:
        return {}

    @cached_property
    def articles(self) -> Mapping[str, Article]:
        """Return every article by its path."""
        return {item.path: item for item in self.subject.articles}

    def path_url(self, target: str, path: str) -> str:
        """Return the path URL that a link in the file at `path` leads to; empty where it leads nowhere that we know."""
        url, wrong = self._linker.resolve(target, path)
        base = self.subject.settings.base
        if wrong or not url.startswith(base):
            return ""
        return "/" + unquote(urlsplit(url).path).removeprefix(base)

    def exists(self, path_url: str) -> bool:
        """Tell whether the plan has something at a path URL; hosts add a slash that is missing."""
        plan = self.subject.plan
        tries = (path_url, f"{path_url}/", path_url.removesuffix("index.html"))
        return any(url in plan.pages or url in plan.files for url in tries) or path_url.startswith("/assets/")

    def near(self, path_url: str) -> str:
        """Return a hint at the page that a broken link may mean, for as many as are worth the time that it takes."""
        if path_url not in self._near and len(self._near) < MOST_HINTS:
            self._near[path_url] = did_you_mean(path_url, self.subject.plan.pages)
        return self._near.get(path_url, "")

    def ids(self, path_url: str) -> frozenset[str] | None:
        """Return the ids of a page, rendered for it; None where it cannot be rendered, which a build says."""
        if path_url not in self._ids:
            page = self.subject.plan.pages.get(path_url)
            if page is None or page.template in FORMATS:
                return None
            try:
                html = self._renderer.render(page)
            except ProblemError:
                return None
            self._ids[path_url] = frozenset(name.decode() for name in _ID.findall(html))
        return self._ids[path_url]


def _targets(prose: Prose) -> Iterator[tuple[int, str]]:
    """Yield the links of a text, each with its offset."""
    seen: set[tuple[int, str]] = set()
    for offset, address in addresses(prose.markup):
        place = prose.text.source.find(address, offset) if address else -1
        found = (place if 0 <= place < offset + 200 else offset, address)
        if address and found not in seen:
            seen.add(found)
            yield found


def _site_targets(prose: Prose) -> Iterator[tuple[int, str]]:
    return ((offset, target) for offset, target in _targets(prose) if is_site_target(target))


def _path_broken(subject: Subject) -> Iterator[Finding]:
    links = _Links(subject)
    for path, prose in subject.prose.items():
        for offset, target in _site_targets(prose):
            if target.startswith("/") and (url := links.path_url(target, path)) and not links.exists(url):
                hint = links.near(url)
                yield Finding(prose.problem(offset, f'"{target}" is no page of this site', hint))


def _fragment_broken(subject: Subject) -> Iterator[Finding]:
    links = _Links(subject)
    for path, prose in subject.prose.items():
        own = subject.site.urls.get(path, "")
        for offset, target in _targets(prose):
            if "#" not in target or is_external(target) or target.endswith("#"):
                continue
            fragment = unquote(target.partition("#")[2])
            url = own if target.startswith("#") else links.path_url(target, path)
            known = links.ids(url if url in subject.plan.pages else f"{url}/") if url else None
            if known is not None and fragment not in known and not fragment.startswith(":~:"):
                hint = did_you_mean(fragment, known)
                yield Finding(prose.problem(offset, f'there is no "#{fragment}" on the page {url}', hint))


def _too_early(subject: Subject) -> Iterator[Finding]:
    links = _Links(subject)
    for path, prose in subject.prose.items():
        source = links.articles.get(path)
        if source is not None and source.draft:
            continue
        due = max(source.date, subject.now) if source else subject.now
        for offset, target in _site_targets(prose):
            found = links.articles.get(subject.paths_of.get(links.path_url(target, path), ""))
            if found is None or found is source:
                continue
            if found.draft:
                yield Finding(prose.problem(offset, f'"{target}" is a draft', "publish it first, or take the link out"))
            elif found.date > due:
                when = f"{found.date:%Y-%m-%d %H:%M}"
                hint = "publish it first, or take the link out"
                yield Finding(prose.problem(offset, f'"{target}" is not published before {when}', hint))


def _withdrawn(subject: Subject) -> Iterator[Finding]:
    links = _Links(subject)
    gone = {story.url for story in subject.site.withdrawn}
    for path, prose in subject.prose.items():
        for offset, target in _site_targets(prose) if gone else ():
            if links.path_url(target, path) in gone:
                yield Finding(prose.problem(offset, f'"{target}" was withdrawn', "take the link out"))


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _external(prose: Prose) -> Iterator[tuple[int, str, str]]:
    """Yield the links to hosts, with offset and host, which is empty where the address is none."""
    for offset, address in _targets(prose):
        if address.lower().startswith(("http://", "https://")):
            yield offset, address, _host(address)
    for match in re.finditer(r"<(https?://[^<>\s]+)>", prose.markup):
        yield match.start(1), match[1], _host(match[1])


def external_links(subject: Subject) -> Iterator[tuple[Prose, int, str]]:
    """Yield every link to another host, with the text that it stands in and its offset."""
    own = _host(subject.settings.url)
    for prose in subject.prose.values():
        for offset, address, host in _external(prose):
            if host != own:
                yield prose, offset, address


def _own_address(subject: Subject) -> Iterator[Finding]:
    own = _host(subject.settings.url)
    for prose in subject.prose.values():
        for offset, address, host in _external(prose):
            if host == own:
                hint = "link to the content file, so that the link is checked and moves with it"
                edits: tuple[Edit, ...] = ()
                if address.lower().startswith("http://"):
                    line, column = prose.place(offset)
                    edits = (Edit(line, column, address[:7], "https://"),)
                yield Finding(prose.problem(offset, "a link to this site names its host", hint), edits)


def _old_domain(subject: Subject) -> Iterator[Finding]:
    old = {domain.removeprefix("www.") for domain in subject.settings.checks.old_domains}
    for prose in subject.prose.values() if old else ():
        for offset, _, host in _external(prose):
            if host in old:
                message = f"{host} is an old domain of ours"
                yield Finding(prose.problem(offset, message, "link to the content file"))


def _not_secure(subject: Subject) -> Iterator[Finding]:
    for prose, offset, address in external_links(subject):
        if address.lower().startswith("http://"):
            message = f'"{address}" is not encrypted'
            yield Finding(prose.problem(offset, message, "write https:// if the site has it"))


_BARE = re.compile(r"""(?<!["'=\w/])https?://[^\s<>\x00]*[^\s<>\x00.,;:!?)\]}"'”’»]""")


_LINK_TEXT = re.compile(r"\[[^\[\]\n]*+\](?=\x00)")


def _bare(subject: Subject) -> Iterator[Finding]:
    for prose in subject.prose.values():
        # What a link says may be an address.
        text = _LINK_TEXT.sub(lambda match: BLOT * len(match[0]), prose.unlinked)
        for match in _BARE.finditer(text):
            hint = f"write [words]({match[0]}), or <{match[0]}>"
            yield Finding(prose.problem(match.start(), "an address as text is no link", hint))


LINKS: tuple[Rule, ...] = (
    Rule(
        "link-path",
        Level.ERROR,
        "A link to a page that this site does not have",
        "A build checks links to content files; what a path such as `/about/` leads to is known when all pages are.",
        _path_broken,
        Example(written(body="[About](/abuot/)")),
        Example(written(body="[Authors](/authors/), [Jo](/authors/jo-hall/), [feed](/feed.xml)")),
    ),
    Rule(
        "link-fragment",
        Level.ERROR,
        "A link to a part of a page that is not there",
        "The browser stays at the top, and the reader looks for what was promised.",
        _fragment_broken,
        Example(written(body="## The bar\n\n[Above](#the-bra)")),
        Example(written(body="## The bar\n\n[Above](#the-bar), [there](ferry.md#the-bar)")),
    ),
    Rule(
        "link-early",
        Level.ERROR,
        "A link to what is not published yet",
        "The build on the day would be refused, since the reader would find nothing.",
        _too_early,
        Example({**written(body="[Pub](pub.md)"), _OTHER: written("title: Pub\ndraft: true")[ARTICLE]}),
        Example({**written(body="[Pub](pub.md)"), _OTHER: written("title: Pub")[ARTICLE]}),
    ),
    Rule(
        "link-withdrawn",
        Level.WARNING,
        "A link to an article that was withdrawn",
        "Whoever follows it is told that you should not have published it.",
        _withdrawn,
        Example(
            {**written(body="[Pub](pub.md)"), _OTHER: written("title: Pub\nwithdrawn: {date: 2026-05-05}")[ARTICLE]}
        ),
        Example({**written(body="[Pub](pub.md)"), _OTHER: written("title: Pub")[ARTICLE]}),
    ),
    Rule(
        "link-own-host",
        Level.WARNING,
        "A link to this site with its host",
        "It leads out of every preview, is checked by nobody and breaks with the next move. `--fix` turns http into "
        "https.",
        _own_address,
        Example(written(body="[Us](http://quay.example/news/ferry/)")),
        Example(written(body="[Us](ferry.md)")),
        mends=True,
    ),
    Rule(
        "link-old-domain",
        Level.WARNING,
        "A link to a domain that was ours",
        "It works as long as somebody pays for the old name.",
        _old_domain,
        Example(
            {**written(body="[Us](https://www.oldquay.example/ferry)"), **settings('old_domains = ["oldquay.example"]')}
        ),
        Example({**written(body="[They](https://port.example/)"), **settings('old_domains = ["oldquay.example"]')}),
        settings=("old_domains",),
    ),
    Rule(
        "link-http",
        Level.WARNING,
        "A link that is not encrypted",
        "Browsers warn before they follow it.",
        _not_secure,
        Example(written(body="[Port](http://port.example/)")),
        Example(written(body="[Port](https://port.example/), `http://port.example/`")),
    ),
    Rule(
        "link-bare",
        Level.WARNING,
        "An address as text",
        "Markdown makes no link of it, and screen readers spell it.",
        _bare,
        Example(written(body="See https://port.example/times.")),
        Example(
            written(
                body="<https://port.example/>, [the times](https://port.example/), [https://port.example](https://port.example/)."
            )
        ),
    ),
)
