"""How good You May Also Like is, on news that people have filed by topic, and what it costs."""
