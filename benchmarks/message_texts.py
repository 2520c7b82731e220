"""Error texts made from a seed: messages of many wordings whose values vary, and texts all unlike."""

import random

NOUNS = """
    buffer tensor operand layout kernel device memory index shape type module symbol package version file
    directory connection request response session token certificate channel queue worker thread process lock
    table column row schema query transaction cursor page cache block segment region register stack frame
    argument parameter return attribute property field method class interface function variable constant
    expression statement loop branch label target rule pattern template option flag setting profile path
    archive checksum signature header payload message packet socket port address host cluster node pod
    container image volume partition replica shard leader follower snapshot backup restore migration
    operation result gradient weight bias batch epoch step iteration sample label dataset loader pipeline
"""
VERBS = """
    allocate compile convert resolve connect open read write parse load store find create delete update
    replace merge split copy move bind release acquire schedule dispatch launch join start stop restart
    verify validate check decode encode compress lower legalize infer reshape transpose broadcast register
    import export install download upload mount attach detach commit revert apply fetch push link
"""
FAULTS = """
    failed|could not be found|is not supported here|has the wrong type|timed out while waiting|is out of range
    was refused by the server|does not match its declaration|is already in use|has been closed too early
    exceeds the limit that is set|must be known at this point|is read before it is written|holds no value
    was killed by the system|is not allowed in this context|overflows what it is stored in|was given twice
""".replace("\n", "|").split("|")
FAULTS = [fault.strip() for fault in FAULTS if fault.strip()]
NOUNS, VERBS = NOUNS.split(), VERBS.split()
EXCEPTIONS = ("ValueError", "RuntimeError", "TypeError", "OSError", "KeyError", "AssertionError")
SUFFIXES = (".cpp", ".py", ".rs", ".go", ".java")


def word(rng):
    return "".join(rng.choices("abcdefghijklmnoprstuvwxyz", k=rng.randint(3, 9)))


def value(rng, kind):
    """Return a value of a kind of slot."""
    if kind == "number":
        return str(rng.randrange(10**6))
    if kind == "quoted":
        return f"'{word(rng)}_{rng.randrange(100)}'"
    if kind == "path":
        return f"/home/{word(rng)}/{word(rng)}/data"
    if kind == "shape":
        return f"[{rng.randrange(64)}, {rng.randrange(4096)}, {rng.randrange(9)}]"
    if kind == "address":
        return f"0x{rng.randrange(16**12):012x}"
    return f"{rng.randrange(10**9)} bytes"


def wording(rng):
    """Return the pieces of a message: texts, and in between the kinds of its slots."""
    head = rng.choice(
        (
            f"{rng.choice(EXCEPTIONS)}: ",
            "error: ",
            f"src/{rng.choice(NOUNS)}_{rng.choice(NOUNS)}{rng.choice(SUFFIXES)}:{{line}}: error: ",
            "",
        )
    )
    words = [rng.choice(VERBS), "the", rng.choice(NOUNS), "of", rng.choice(NOUNS)]
    middle = ["{slot}", "in", rng.choice(NOUNS), rng.choice(NOUNS)]
    rest = [rng.choice(FAULTS), *rng.choice(((), ("got", "{slot}"), ("got", "{slot}", "after", "{slot}")))]
    kinds = rng.choices(("number", "quoted", "path", "shape", "address", "size"), k=3)
    return head + " ".join([*words, *middle, *rest]), kinds


def filled(rng, text, kinds):
    """Return a message with values in its slots."""
    out = text.replace("{line}", str(rng.randrange(3000)))
    for kind in kinds:
        out = out.replace("{slot}", value(rng, kind), 1)
    return out


def messages(count, seed=0, wordings=2_000):
    """Return so many different texts of so many wordings, a few of them far more frequent than others."""
    rng = random.Random(seed)
    known = [wording(rng) for _ in range(wordings)]
    weights = [1 / (rank + 5) for rank in range(wordings)]
    found = {}
    while len(found) < count:
        found.update((filled(rng, *one), None) for one in rng.choices(known, weights, k=count // 4 + 1))
    return list(found)[:count]


def unlike(count, seed=0):
    """Return so many texts that have nothing to do with each other."""
    rng = random.Random(seed)
    words = [word(rng) for _ in range(20_000)]
    return [" ".join(rng.choices(words, k=rng.randint(6, 16))) for _ in range(count)]


def repeated(texts, count, seed=0):
    """Yield so many texts, each of the given ones at least once, some often."""
    rng = random.Random(seed)
    weights = [1 / (rank + 20) for rank in range(len(texts))]
    yield from texts
    yield from rng.choices(texts, weights, k=count - len(texts))
