"""The steps from one schema of the store to the next, each frozen once it has been released (docs/schema.md)."""
