"""Protection of small counts (diskretionering): thresholds and secondary suppression.

Source: DESIGN section 8; facts 9, "Small numbers". To other authorities a threshold of 3, for publication of 5, both
settings. A cell under the threshold is hidden, and so are further cells until no hidden one can be computed from
the totals of its row or column.
"""

from __future__ import annotations
