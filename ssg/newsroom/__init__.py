"""From articles to a site: order, authors, tags, sections, series, links, related articles, named lists."""
