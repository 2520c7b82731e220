"""The tables of rules/README.md are those of the code; `python tests/test_rules_readme.py` writes them."""

import re
from pathlib import Path

from classifier.rulebook import schema
from classifier.rulebook.lints import LINTS

README = Path(__file__).parent.parent / "rules" / "README.md"


def tables():
    """Return what stands between the marks, by the mark that opens it."""
    made = {f"fields: {record.name.strip('`')}": schema.markdown(record) for record in schema.RECORDS}
    rows = [f"| `{name}` | {lint.level} | {lint.about} |" for name, lint in LINTS.items()]
    return {**made, "lints": "\n".join(["| lint | level | finds |", "|---|---|---|", *rows])}


def filled(text):
    """Return the text with everything between marks written anew."""
    for mark, table in tables().items():
        opening = f"<!-- {mark} -->\n"
        assert text.count(opening) == 1, mark
        text = re.sub(
            f"{opening}.*?<!-- end -->",
            lambda _, new=f"{opening}{table}\n": f"{new}<!-- end -->",
            text,
            flags=re.DOTALL,
        )
    return text


def test_the_tables_are_those_of_the_code():
    """A field that is added shows up for those who write rules."""
    text = README.read_text("utf-8")

    assert filled(text) == text


if __name__ == "__main__":
    README.write_text(filled(README.read_text("utf-8")), "utf-8")
