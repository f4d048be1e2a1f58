"""You May Also Like: which articles an article suggests.

`words` and `terms` read a text, `vectors` weigh its terms, `neighbours` and `smoothing` find what is near,
`recommending` does so with a `memory` of the last time, `rules` and `pins` are the editors' part, `relating` brings it
all together and `explaining` says why.
"""

import os

# What numpy has for matrices is not used here, and would begin by keeping every processor busy with waiting for work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
