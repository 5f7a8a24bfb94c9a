"""Blank forms of invented secretariats, filled-in copies with accidents, and the answer key of each copy.

`python -m tests.helpers.forms OUT` writes every set; `blanks.ALL` builds the blanks, `copy.fill` a clean copy,
`accidents` and `layout` do to it what senders do. Everything follows from the seed.
"""
