"""What the host is told: `_headers`, `_redirects`, and a page for each old address, for hosts that read neither."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ssg.machine_views import PlainText
from ssg.page_views import RedirectPage
from ssg.pages.draft import Draft
from ssg.pages.page import TEXT
from ssg.pages.pictures import FOLDER
from ssg.pages.presenting import SEARCH, SEARCH_INDEX, Presenter
from ssg.problems import Problem
from ssg.theme.theme import Theme
from ssg.urls import is_reserved, output_path

# No inline styles or scripts anywhere: what an article could smuggle in does not run. Pictures and media may come
# from other hosts over https, since articles may show them; frames only from the two players that have a mode without
# cookies.
POLICY = "; ".join(  # noqa: FLY002  # one directive on each line reads better
    (
        "default-src 'none'",
        "img-src 'self' https: data:",
        "media-src 'self' https:",
        "style-src 'self'",
        "script-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-src https://www.youtube-nocookie.com https://player.vimeo.com",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

SEARCHING_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
"""For the search page: Pagefind's index is read by a program in WebAssembly."""

_SECURITY = (
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: strict-origin-when-cross-origin",
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy: same-origin",
    "Strict-Transport-Security: max-age=31536000",
)


def hosting_drafts(presenter: Presenter, theme: Theme) -> Iterator[Draft]:
    """Yield `_headers`, `_redirects` and the redirect pages."""
    site, redirects = presenter.site, dict(_aliases(presenter))
    lines = [f"{presenter.url(alias)} {target} 301" for alias, (target, *_) in sorted(redirects.items())]
    # The notice of a withdrawn article, sent as "gone": the mark says that the rule goes before the file.
    lines += [f"{url} {url}index.html 410!" for url in sorted(presenter.url(story.url) for story in site.withdrawn)]
    yield Draft("/_redirects", TEXT, PlainText("".join(f"{line}\n" for line in lines)), "_redirects")
    yield Draft("/_headers", TEXT, PlainText(_headers(presenter, theme)), "_headers")
    for alias, (target, title, path) in redirects.items():
        common = presenter.common(alias, title, noindex=True)
        view = RedirectPage(**{**common, "canonical": presenter.absolute(target)}, target=target)
        yield Draft(_page_for(alias), "redirect.html", view, f"an alias in {path}")


_PLAIN_PATH = re.compile(r"/[^\s\x00-\x1f\x7f?#*:|\\<>\"]*")

_FOR_EVER = "Cache-Control: public, max-age=31536000, immutable"


def _headers(presenter: Presenter, theme: Theme) -> str:
    robots = () if presenter.settings.index else ("X-Robots-Tag: noindex",)
    rules = [(presenter.url("/*"), (f"Content-Security-Policy: {POLICY}", *_SECURITY, *robots))]
    if presenter.settings.search.enabled:
        # Of two rules that name one header, the later one holds. A worker has the policy that it is sent with itself.
        allowed = (f"Content-Security-Policy: {SEARCHING_POLICY}",)
        rules += [(presenter.url(path), allowed) for path in (SEARCH, f"{SEARCH_INDEX}*")]
    # The address of a fingerprinted file changes with its bytes, so it can be kept for ever.
    rules += [
        (presenter.url(asset.url), (_FOR_EVER,))
        for asset in sorted(theme.published, key=lambda asset: asset.url)
        if not asset.url.endswith(asset.name)
    ]
    images = presenter.settings.images
    if images.responsive or images.social_cards:
        rules.append((presenter.url(f"{FOLDER}*"), (_FOR_EVER,)))
    return "\n".join(f"{path}\n" + "".join(f"  {line}\n" for line in lines) for path, lines in rules)


def _aliases(presenter: Presenter) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Yield each alias with the page URL it leads to, that page's title, and the file that it is from.

    An alias that no host can serve is a problem.
    """
    site, gone = presenter.site, presenter.words.translate("withdrawn_title")
    named: Iterable[tuple[tuple[str, ...], str, str, str]] = (
        *(
            (story.article.aliases, story.url, story.article.title, story.article.path)
            for story in site.stories
            if story.article.aliases
        ),
        *((story.article.aliases, story.url, gone, story.article.path) for story in site.withdrawn),
        *((page.aliases, page.url, page.title, page.path) for page in site.pages),
    )
    taken: dict[str, str] = {}
    for aliases, url, title, path in named:
        for number, alias in enumerate(aliases):
            wrong = _wrong_with(alias)
            if not wrong and taken.get(alias, path) != path:
                wrong = f"{taken[alias]} has the same alias"
            if wrong:
                problem = Problem(f'the alias "{alias}" cannot be used', wrong, path, at=("aliases", number))
                presenter.problems.append(problem)
            elif alias not in taken:
                taken[alias] = path
                yield alias, (presenter.url(url), title, path)


def _wrong_with(alias: str) -> str:
    if not alias.startswith("/") or alias.startswith("//"):
        return "an alias is an old address on this site, and starts with one slash"
    if not _PLAIN_PATH.fullmatch(alias):
        return "write the path alone, without ? # * : | or spaces"
    parts = alias.strip("/").split("/")
    if any(not part or part.startswith(".") or is_reserved(part) for part in parts if alias != "/"):
        return "each part of the path needs a name that can be a folder's, and cannot begin with a dot"
    return ""


def _page_for(alias: str) -> str:
    """Return the path URL of the page that stands at an old address."""
    last = alias.rsplit("/", maxsplit=1)[-1]
    return alias if not last or output_path(alias).endswith((".html", ".htm")) else f"{alias}/"
