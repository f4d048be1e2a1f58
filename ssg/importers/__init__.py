"""From other formats to Markdown files."""
