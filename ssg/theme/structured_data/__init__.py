"""What a page says of itself in the vocabulary of schema.org, for search engines and other programs that read."""
