"""The only eye on the disk: files to articles, Markdown to HTML."""
