"""A pytest plugin for ``check --full``: property tests with many examples and no time limit on each."""

from hypothesis import settings

settings.register_profile("long", max_examples=5000, deadline=None)
settings.load_profile("long")
