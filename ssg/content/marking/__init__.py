"""The parts of turning Markdown into HTML: the configured library, our finishing of its tree, raw HTML."""
