"""What a letter says, how it is set on the page, and how it is kept."""
