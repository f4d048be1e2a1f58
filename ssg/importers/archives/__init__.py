"""Archives of other systems: whole sites and exports, read one article at a time and written as Markdown."""
