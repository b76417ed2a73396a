"""The family: what they have, want, may take, and what becomes of them.

The story in reading order. `household` (who they are and what they have), `assumptions` and
`country` (the world around them), `case` (all of it in one file). Their own money: `baseline` (what
comes and goes), `debts`, `budget` (a typical month). What a choice means in flows: `candidates`.
All of it month by month: `projection`, `course`; for every last month money may arrive: `cliff`.
What follows from it: `answers`, `goals`, `sales` (what would be sold first). What they may take and
why not: `facts` and `matching` (rules), `takings` and `gates` (money), `outcomes`, `fixes` and
`rulefixes` (what would turn them), `offers`. What to do first: `ladder`. The whole on one screen:
`plan`, with its `identities` and `provenance`; as tables, text and JSON: `frames`, `report_text`,
`report_json`.
"""
