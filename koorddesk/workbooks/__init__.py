"""Excel in and out: read, learn, recognise, locate, parse, check, fill in."""
