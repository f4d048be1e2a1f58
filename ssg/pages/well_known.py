"""Files of plain text at addresses that programs and people know: robots.txt, humans.txt, security.txt.

A file of the site's own at one of these addresses takes its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC

from ssg.machine_views import PlainText
from ssg.pages.draft import Draft
from ssg.pages.page import TEXT
from ssg.pages.presenting import Presenter
from ssg.pages.sitemaps import INDEX, NEWS
from ssg.problems import Problem
from ssg.settings import SETTINGS_FILE
from ssg.syndication import CrawlerRule

ROBOTS, HUMANS, SECURITY = "/robots.txt", "/humans.txt", "/.well-known/security.txt"

# Looked up on 26 November 2026: in the owners' documentation where a comment names it, otherwise in public lists of
# crawlers. Their owners rename them, so these two want looking after.
TRAINING = (
    "AI2Bot",
    "Amazonbot",  # developer.amazon.com/amazonbot
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",  # privacy.claude.com, article 8896518
    "Google-Extended",  # developers.google.com/crawling: no crawler, but what Googlebot's texts may be used for
    "GPTBot",  # developers.openai.com/api/docs/bots
    "Meta-ExternalAgent",  # developers.facebook.com/docs/sharing/webmasters/web-crawlers
    "cohere-training-data-crawler",
)
"""Crawlers that gather texts to train language models with."""
ANSWERS = (
    "Amzn-SearchBot",  # developer.amazon.com/amazonbot
    "Amzn-User",  # the same
    "ChatGPT-User",  # developers.openai.com/api/docs/bots; when a person asks, it may come all the same
    "Claude-SearchBot",  # privacy.claude.com, article 8896518
    "Claude-User",  # the same
    "DuckAssistBot",
    "Meta-ExternalFetcher",  # developers.facebook.com, as above; when a person asks, it may come all the same
    "Meta-WebIndexer",  # the same page
    "MistralAI-User",
    "OAI-SearchBot",  # developers.openai.com/api/docs/bots
    "Perplexity-User",  # docs.perplexity.ai/docs/resources/perplexity-crawlers; it may come all the same
    "PerplexityBot",  # the same
)
"""Crawlers that read for a search with AI, or when somebody asks it something."""


def well_known_drafts(presenter: Presenter) -> Iterator[Draft]:
    """Yield robots.txt, humans.txt and, where there is a contact, security.txt."""
    texts = {ROBOTS: _robots(presenter), HUMANS: _humans(presenter), SECURITY: _security(presenter)}
    own = {file.url for file in presenter.site.files}
    for url, text in texts.items():
        if text and url not in own:
            yield Draft(url, TEXT, PlainText(text), url.rsplit("/", maxsplit=1)[-1])


def _robots(presenter: Presenter) -> str:
    """Return robots.txt (RFC 9309): a group for all crawlers, one for each rule, and where the sitemaps are.

    A site that no search engine shall list is open to crawlers all the same: else they could not read that it says so.
    """
    settings = presenter.settings
    refused = (*(() if settings.robots.ai_training else TRAINING), *(() if settings.robots.ai_answers else ANSWERS))
    named = {agent.lower() for rule in settings.robots.rules for agent in rule.agents}
    # What the newsroom says of a crawler by name comes before the switches.
    switched = tuple(agent for agent in refused if agent.lower() not in named)
    rules = list(settings.robots.rules)
    if switched:
        rules.insert(0, CrawlerRule(switched, disallow=("/",)))
    if "*" not in named:
        rules.insert(0, CrawlerRule(("*",)))
    groups = [
        [
            *(f"User-agent: {agent}" for agent in rule.agents),
            *(f"Disallow: {presenter.url(path)}" for path in rule.disallow),
            *(f"Allow: {presenter.url(path)}" for path in rule.allow or (() if rule.disallow else ("/",))),
        ]
        for rule in rules
    ]
    sitemaps = [INDEX, *([NEWS] if settings.sitemaps.news else [])]
    groups.append([f"Sitemap: {presenter.absolute(presenter.url(url))}" for url in sitemaps])
    return "\n".join("".join(f"{line}\n" for line in group) for group in groups)


def _humans(presenter: Presenter) -> str:
    """Return humans.txt (humanstxt.org): who makes the publication, and with what."""
    settings = presenter.settings
    organisation = settings.organisation
    team = [
        (
            author.title or "Author",
            f"{author.name}, {presenter.absolute(presenter.author_url(author))}",
        )
        for author in presenter.site.authors
    ]
    site = [
        ("Publisher", organisation.name or settings.title),
        ("Contact", organisation.email),
        ("Language", settings.language),
        ("Standards", "HTML, CSS, RSS, Atom, JSON Feed, schema.org"),
        ("Software", "Standfirst"),
    ]
    return f"/* TEAM */\n{_lines(team)}\n/* SITE */\n{_lines(site)}" if team else f"/* SITE */\n{_lines(site)}"


def _security(presenter: Presenter) -> str:
    """Return security.txt (RFC 9116), or an empty text where there is no contact. The date is not ours to invent."""
    settings = presenter.settings.security
    if not settings.contact:
        return ""
    if settings.expires is None:
        message = "security.txt has to say until when it holds"
        hint = "add security.expires with a date less than a year ahead"
        presenter.problems.append(Problem(message, hint, SETTINGS_FILE, at=("security", "contact")))
        return ""
    return _lines(
        [
            *(("Contact", contact) for contact in settings.contact),
            ("Expires", settings.expires.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
            ("Encryption", settings.encryption),
            ("Acknowledgments", settings.acknowledgments),
            ("Preferred-Languages", ", ".join(settings.languages)),
            ("Canonical", presenter.absolute(presenter.url(SECURITY))),
            ("Policy", settings.policy),
        ]
    )


def _lines(fields: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in fields if value)
