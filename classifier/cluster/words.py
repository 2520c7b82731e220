"""Words that say nothing about a failure, and words that turn its meaning round."""

from __future__ import annotations

EMPTY = frozenset(
    "a an the of in on at to for is are was were be been being has have had do does did with by as and or that "
    "this these those it its from into than then so but such any some there here also just please will would "
    "shall should may can could s info because due which when while if via per currently".split()
)  # fmt: skip
"""Words that may be added or left out without another meaning; no word of OPPOSED is among them."""

OPPOSED = frozenset(
    "not no non never none without cannot can't don't doesn't isn't won't neither nor only all both "
    "true false yes on off enabled disabled enable disable supported unsupported valid invalid legal illegal "
    "known unknown expected unexpected defined undefined declared undeclared compatible incompatible "
    "lhs rhs left right top bottom upper lower up down front back head tail first last begin end start stop "
    "input output inputs outputs in out source target src dst sender receiver read write reading writing "
    "min max minimum maximum minimal maximal least most less more greater smaller larger fewer equal larger "
    "high low before after above below inside outside open closed opening closing opened push pop get set "
    "l1 l2 l3 dram sram host device client server master slave local remote parent child "
    "row rows column columns col cols width height length depth row-major column-major signed unsigned "
    "static dynamic positive negative zero odd even empty missing extra duplicate unique same different "
    "forward backward training inference encode decode encoder decoder encoding decoding compress decompress "
    "connect disconnect connected disconnected acquire release acquired released lock unlock locked unlocked "
    "add remove added removed create delete created deleted insert load unload store increase decrease "
    "success failure pass fail passed failed succeeded accept reject accepted rejected import export "
    "instance static abstract concrete public private const mutable argument return key value "
    "int float string bool bytes list tuple dict".split()
)  # fmt: skip
"""Words by which two messages differ in meaning however alike the rest is."""
