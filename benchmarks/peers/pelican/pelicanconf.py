"""Pelican's settings for the corpus: what its documentation suggests, and full texts in feeds as in ours."""

import base64
import hashlib
from pathlib import Path

_HERE = Path(__file__).parent

SITENAME = "The Gauge"
SITEURL = "https://gauge.example"
SITESUBTITLE = "A newsroom made of syllables, to measure with."
PATH = "content"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "theme"
ARTICLE_PATHS = ["articles"]
AUTHOR_PATHS = ["authors"]
STATIC_PATHS = ["images", "extra"]
EXTRA_PATH_METADATA = {f"extra/{file.name}": {"path": file.name} for file in (_HERE / "content/extra").iterdir()}
USE_FOLDER_AS_CATEGORY = True
DEFAULT_PAGINATION = 12
PAGINATED_TEMPLATES = dict.fromkeys(("index", "tag", "category", "author", "period_archives", "series"))
# What cards show, made once for each article.
DEFAULT_DATE_FORMAT = "%b %-d, %Y"
# Standfirsts are no Markdown.
FORMATTED_FIELDS = []
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["related", "neighbours", "reading_time", "series", "json_feed"]
RELATED_COUNT = 3


def _integrity(name):
    digest = hashlib.sha384((_HERE / "theme/static/css" / name).read_bytes()).digest()
    return f"sha384-{base64.b64encode(digest).decode()}"


# What macros need without the context, so that their templates are imported once.
JINJA_GLOBALS = {
    "INTEGRITY": {name: _integrity(name) for name in ("site.css", "article.css", "print.css")},
}

MARKDOWN = {
    "extensions": [
        "markdown.extensions.extra",
        "markdown.extensions.sane_lists",
        "markdown.extensions.smarty",
        "markdown.extensions.toc",
        "markdown.extensions.codehilite",
        "markdown.extensions.meta",
    ],
    "extension_configs": {"markdown.extensions.codehilite": {"guess_lang": False}},
    "output_format": "html5",
}

ARTICLE_URL = "{category}/{slug}/"
ARTICLE_SAVE_AS = "{category}/{slug}/index.html"
CATEGORY_URL = "{slug}/"
CATEGORY_SAVE_AS = "{slug}/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
AUTHOR_URL = "authors/{slug}/"
AUTHOR_SAVE_AS = "authors/{slug}/index.html"
MONTH_ARCHIVE_URL = "archive/{date:%Y}/{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = "archive/{date:%Y}/{date:%m}/index.html"
SERIES_URL = "series/{slug}/"
SERIES_SAVE_AS = "series/{slug}/index.html"
# Ours writes no drafts.
DRAFT_SAVE_AS = ""
INDEX_URL = ""
TAGS_URL = "tags/"
AUTHORS_URL = "authors/"
ARCHIVES_URL = "archive/"
CORRECTIONS_SAVE_AS = "corrections/index.html"
CORRECTIONS_URL = "corrections/"
ERROR_SAVE_AS = "404.html"
ERROR_URL = "404.html"
TAGS_SAVE_AS = "tags/index.html"
AUTHORS_SAVE_AS = "authors/index.html"
CATEGORIES_SAVE_AS = ""
ARCHIVES_SAVE_AS = "archive/index.html"
DIRECT_TEMPLATES = ["index", "tags", "authors", "archives", "corrections", "error", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)

FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False
FEED_ALL_ATOM = None
FEED_ATOM = "atom.xml"
FEED_RSS = "feed.xml"
FEED_JSON = "feed.json"
CATEGORY_FEED_ATOM = "{slug}/atom.xml"
CATEGORY_FEED_RSS = "{slug}/feed.xml"
CATEGORY_FEED_JSON = "{slug}/feed.json"
SERIES_FEED_RSS = "series/{slug}/feed.xml"
TAG_FEED_ATOM = None
TAG_FEED_RSS = "tags/{slug}/feed.xml"
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = "authors/{slug}/feed.xml"
TRANSLATION_FEED_ATOM = None
