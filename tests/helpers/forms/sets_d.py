"""Sets 50 and on: blanks after real forms, with lists that lie oddly, and with marks; a clean copy and wild ones each."""

from .blanks_hard import HARD
from .blanks_lines import LINES
from .blanks_marks import MARKS
from .blanks_real import REAL
from .blanks_svar import SVAR
from .plans import FormSet, Plan

FOREIGN = (*REAL, *LINES, *MARKS, *HARD, *SVAR)
_REGIONAL = ("far_in", "priorities", "offers_with_departments")
FOREIGN_SETS = tuple(
    FormSet(
        f"set{number}",
        (build.__doc__ or "").splitlines()[0],
        (build,),
        (Plan("Svar.xlsx", "Region Syddanmark" if build.__name__ in _REGIONAL else "Vejle"),),
        wild=8,
    )
    for number, build in enumerate(FOREIGN, 50)
)
