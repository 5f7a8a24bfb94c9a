"""Pictures drawn by the program: a map of tiles, a matrix, bars over time, a chain on its calendar."""
