"""What other systems write in an article's text, as Markdown that this one reads."""
