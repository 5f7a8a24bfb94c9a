"""Every set of forms, in the order of their names."""

from . import sets_a, sets_b, sets_c, sets_d
from .plans import FormSet

SETS: tuple[FormSet, ...] = (
    tuple(
        value
        for module in (sets_a, sets_b, sets_c)
        for name, value in sorted(vars(module).items())
        if isinstance(value, FormSet) and name.startswith("SET")
    )
    + sets_c.MORE_SETS
    + sets_d.FOREIGN_SETS
)
