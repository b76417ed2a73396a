"""The family: what they have, want, may take, and what becomes of them.

The story in reading order. `household` (who they are and what they have), `assumptions` and
`country` (the world around them), `case` (all of it in one file). Their own money: `baseline` (what
comes and goes), `debts`, `budget` (a typical month). What a choice means in flows: `candidates`.
All of it month by month: `projection`, `course`; for every last month money may arrive: `cliff`.
What follows from it: `answers`, `goals`, `sales` (what would be sold first). What they may take and
why not: `facts` and `matching` (rules), `takings` and `gates` (money), `outcomes`, `fixes` and
`rulefixes` (what would turn them), `offers`. Debts: `triage` (which first), `repaying` and `asks`
(what to ask a lender for). What to do first: `ladder`, its steps drawn from a `standpoint`, those
about debts in `debtsteps`. The whole on one screen: `plan`, with its `identities` and `provenance`.
A wage, an enterprise, save and wait, side by side: `templates`, `abroad`, `ways`. As tables, text
and JSON: `frames`, `report_text`, `report_json`.
"""
