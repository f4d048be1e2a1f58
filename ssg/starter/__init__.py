"""What one starts from: a small complete site, and new files with their front matter filled in."""
