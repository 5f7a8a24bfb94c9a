"""The core of koorddesk: domain, workbooks, letters, store and use cases, without Qt."""

__version__ = "0.1.0"
