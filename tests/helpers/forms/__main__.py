"""Write every set of forms into a folder: `python -m tests.helpers.forms OUT [--seed N] [--set ID …] [--wild N]`."""

import argparse
import pathlib

from .plans import make
from .sets import SETS
from .sets_c import BLANKS
from .sets_d import FOREIGN
from .wild import wild_set
from .write import write_set


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--set", nargs="*", default=[])
    parser.add_argument("--wild", type=int, help="instead: that many copies of every blank, with any accidents")
    chosen = parser.parse_args()
    if chosen.wild:
        sets = [
            wild_set(f"wild{n:02d}", build, chosen.seed, chosen.wild) for n, build in enumerate((*BLANKS, *FOREIGN), 1)
        ]
    else:
        sets = [(form_set, None) for form_set in SETS]
    for form_set, given in sets:
        if not chosen.set or form_set.id in chosen.set:
            copies = given or [make(form_set, plan, chosen.seed) for plan in form_set.plans]
            for build in form_set.blanks if form_set.wild else ():
                copies += wild_set(form_set.id, build, chosen.seed, form_set.wild)[1]
            values, faults = write_set(form_set, chosen.out / form_set.id, copies)
            print(f"{form_set.id}: {len(copies)} copies, {values} values, {len(faults)} faults")
            for fault in faults:
                print("   ", fault)


main()
