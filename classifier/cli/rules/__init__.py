"""`triage rules`: prove rules, list them, show one, and give editors their schema."""

from __future__ import annotations

import typer

from classifier.cli.rules import audit, check, diff, import_, show, stats, suggest

app = typer.Typer(
    help="What rules there are, and whether they are right.", no_args_is_help=True, rich_markup_mode=None
)
# a new command is a module here and a line below; the order is that of the help
app.command("check", short_help="Prove rules by their examples; all problems at once.")(check.check)
app.command("list")(show.list_rules)
app.command("show")(show.show)
app.command("schema")(show.schema)
app.command("suggest", short_help="Draft a rule, already proven, from failures that no rule knows.")(
    suggest.suggest
)
app.command("stats", short_help="Count what each rule does on logs.")(stats.stats)
app.command("audit", short_help="Judge a sample of matches, then see how precise rules are.")(audit.audit)
app.command("diff", short_help="Which failures move when the rules change.")(diff.diff)
app.command("import", short_help="Make a pack from the rules of another system.")(import_.import_)
