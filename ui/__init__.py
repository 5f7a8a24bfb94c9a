"""The window: Qt pages, models, widgets and jobs."""
