"""What there is, and the rules about it: dataclasses and pure functions, standard library only."""
