"""A theme of a few lines, so that tests see what the engine does and not what a design does."""

from __future__ import annotations

from ssg.page_views import PAGE_VIEWS

_LISTING = """\
{% extends "frame.html" %}
{% block main %}
{% for card in page.cards %}
<li><a href="{{ card.url }}">{{ card.title }}</a> {{ card.standfirst }}</li>
{% endfor %}
{% if page.pagination.newer %}<a rel="prev" href="{{ page.pagination.newer.url }}"></a>{% endif %}
{% if page.pagination.older %}<a rel="next" href="{{ page.pagination.older.url }}"></a>{% endif %}
{% endblock %}
"""

_SPECIAL = {
    "frame.html": "<title>{{ page.title }}</title>\n{% block main %}{% endblock %}\n",
    "article.html": """\
{% extends "frame.html" %}
{% block main %}
<h1>{{ page.title }}</h1>
<p class="standfirst">{{ page.standfirst }}</p>
{% for byline in page.bylines %}<a rel="author" href="{{ byline.url }}">{{ byline.name }}</a>{% endfor %}
<time datetime="{{ page.date|isodate }}">{{ page.date|date }}</time>
{{ page.body|html }}
{% for card in page.related %}<a class="related" href="{{ card.url }}">{{ card.title }}</a>{% endfor %}
{% endblock %}
""",
    "author.html": '{% extends "frame.html" %}{% block main %}{{ page.profile.bio|html if page.profile.bio }}'
    "{% for card in page.cards %}<li>{{ card.title }}</li>{% endfor %}{% endblock %}",
    "page.html": '{% extends "frame.html" %}{% block main %}{{ page.body|html }}{% endblock %}',
    "redirect.html": '<meta http-equiv="refresh" content="0; url={{ page.target }}">',
    "withdrawn.html": '{% extends "frame.html" %}{% block main %}{{ page.date|isodate }} '
    "{{ page.reason|markdown_inline }}{% endblock %}",
    "404.html": '{% extends "frame.html" %}{% block main %}'
    '{% for link in site.menus.get("footer", ()) %}<a href="{{ link.url }}">{{ link.title }}</a>{% endfor %}'
    "{% endblock %}",
    "search.html": '{% extends "frame.html" %}{% block main %}{{ page.index }}{% endblock %}',
    "authors.html": '{% extends "frame.html" %}{% block main %}'
    "{% for profile in page.profiles %}{{ profile.name }} {{ profile.articles }} {% endfor %}{% endblock %}",
    "tags.html": '{% extends "frame.html" %}{% block main %}'
    "{% for tag in page.tags %}{{ tag.title }} {{ tag.count }} {% endfor %}{% endblock %}",
    "archive.html": '{% extends "frame.html" %}{% block main %}'
    "{% for year in page.years %}{% for month in year.months %}"
    "{{ month.date|month }} {{ month.count }} {% endfor %}{% endfor %}{% endblock %}",
    "corrections.html": '{% extends "frame.html" %}{% block main %}{% for entry in page.entries %}'
    "{{ entry.article.title }}: {{ entry.note.text }} {% endfor %}{% endblock %}",
    "shortcodes/figure.html": '<img src="{{ call.arguments.src }}" alt="{{ call.arguments.alt }}">',
    "shortcodes/note.html": "<aside>{{ call.inner }}</aside>",
}

WORDS = """\
authors_title = "Authors"
tags_title = "Tags"
search_title = "Search"
archive_title = "Archive"
corrections_title = "Corrections"
not_found_title = "Not found"
withdrawn_title = "Withdrawn"
"""

PLAIN_THEME = {
    "themes/plain/theme.toml": 'name = "Plain"\n',
    "themes/plain/i18n/en.toml": WORDS,
    **{f"themes/plain/layouts/{name}": _LISTING for name in PAGE_VIEWS if name not in _SPECIAL},
    **{f"themes/plain/layouts/{name}": source for name, source in _SPECIAL.items()},
}
"""The files of the theme `plain`, by their paths in a site."""

PLAIN_SITE = """\
title = "The Meridian"
url = "https://meridian.example"
timezone = "Europe/London"
theme = "plain"
"""
