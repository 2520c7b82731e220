"""Words that say nothing about a failure, and words that turn its meaning round."""

from __future__ import annotations

_EMPTY = """
    a also an and any are as at be because been being but by can could currently did do does due for
    from had has have here if in info into is it its just may of on or per please s shall should so some
    such than that the then there these this those to via was were when which while will with would
"""
_OPPOSED = """
    above abstract accept accepted acquire acquired add added after all back backward before begin below
    bool both bottom bytes can't cannot child client closed closing col cols column column-major columns
    compatible compress concrete connect connected const create created declared decode decoder decoding
    decompress decrease defined delete deleted depth device dict different disable disabled disconnect
    disconnected doesn't don't down dram dst duplicate dynamic empty enable enabled encode encoder
    encoding end equal even expected export extra fail failed failure false fewer first float forward
    front get greater head height high host illegal import incompatible increase inference input inputs
    insert inside instance int invalid isn't key known l1 l2 l3 larger last least left legal length less
    lhs list load local lock locked low lower master max maximal maximum min minimal minimum missing
    more most mutable negative neither never no non none nor not odd off only open opened opening out
    output outputs outside parent pass passed pop positive private public push read reading receiver
    reject rejected release released remote remove removed return rhs right row row-major rows same
    sender server set signed slave smaller source sram src start static stop store string succeeded
    success supported tail target top training true tuple undeclared undefined unexpected unique unknown
    unload unlock unlocked unsigned unsupported up upper valid value width without won't write writing
    yes zero
"""
_NEGATIONS = "can't cannot don't doesn't except isn't neither never no none nor not without won't"

EMPTY = frozenset(_EMPTY.split())
"""Words that may be added or left out without another meaning; none of them is opposed to another."""
OPPOSED = frozenset(_OPPOSED.split())
"""Words by which two messages differ in meaning however alike the rest is."""
NEGATIONS = frozenset(_NEGATIONS.split())
"""Words that turn the meaning of all that stands beside them."""
