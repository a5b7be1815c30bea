"""Fills a database with cases of several users, as if they had been made there."""
import os
import random
import sqlite3
import subprocess

DAY = 86_400_000_000  # microseconds
NOW = 1_773_736_200_000_000
WORDS = ("orders checkout postgres redis latency timeout disk memory deploy rollback certificate queue consumer "
         "ingress node cache login payment replica backup").split()
STATUSES, PRIORITIES = ("consulting", "investigating", "resolved", "closed"), ("low", "medium", "high", "critical")


def case_id(number):
    return f"018f0000-0000-7000-8000-{number:012x}"


def fill(data, counts):
    """`counts` says how many cases each user gets; ids are numbered through, the first user's first."""
    random.seed(1)
    database = sqlite3.connect(os.path.join(data, "faultmaven.db"))
    number = 0
    for user, count in counts.items():
        rows, of_kind = [], {}
        for i in range(count):
            status, priority = random.choice(STATUSES), random.choice(PRIORITIES)
            made = NOW - (i % 365) * DAY - i
            title = f"{' '.join(random.sample(WORDS, 3))} fails {i}"
            rows.append((case_id(number), user, title, " ".join(random.choices(WORDS, k=40)), status, priority, made, made,
                         made if status == "resolved" else None, made if status == "closed" else None))
            of_kind[status, priority] = of_kind.get((status, priority), 0) + 1
            number += 1
        # Without their folded texts: the program fills these in at its start.
        database.executemany(
            "insert into cases (id, owner_id, title, description, status, priority, category, tags, created_at, updated_at, resolved_at, "
            "closed_at, version, turns) values (?, ?, ?, ?, ?, ?, null, '[\"a\"]', ?, ?, ?, ?, 1, 0)", rows)
        database.executemany("insert into case_counts (owner_id, status, priority, cases) values (?, ?, ?, ?)",
                             ((user, *kind, n) for kind, n in of_kind.items()))
    database.commit()
    database.close()
    # What this wrote has no checksums yet.
    program = os.environ.get("FM_PROGRAM", os.path.join("build", "release", "bin", "faultmaven"))
    subprocess.run([program, "doctor", "--accept"], check=True, env={**os.environ, "FM_DATA_DIR": data}, stdout=subprocess.DEVNULL)
