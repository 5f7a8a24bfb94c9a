"""Write every set of forms into a folder: `python -m tests.helpers.forms OUT [--seed N] [--set ID …]`."""

import argparse
import pathlib

from .sets import SETS
from .write import write_set


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--set", nargs="*", default=[])
    chosen = parser.parse_args()
    for form_set in SETS:
        if not chosen.set or form_set.id in chosen.set:
            values, faults = write_set(form_set, chosen.out / form_set.id, chosen.seed)
            print(f"{form_set.id}: {len(form_set.plans)} copies, {values} values, {len(faults)} faults")
            for fault in faults:
                print("   ", fault)


main()
