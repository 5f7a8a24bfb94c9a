"""The use cases, one verb a function; window and command line call only these."""
