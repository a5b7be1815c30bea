"""Writes all scenarios anew: `python3 make.py`. The outputs are kept in the tree; the dice are seeded by name."""
import cluster
import fourth
import healthy
import logs
import more
import third

for module in (cluster, logs, healthy, more, third, fourth):
    for writer in module.WRITERS:
        writer()
