"""The works: render pages, keep and write the bytes."""
