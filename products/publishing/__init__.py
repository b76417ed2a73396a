"""How a product comes to stand in the catalogue: drafts, two persons, versions, a chain of events.

The story in order: `states` (what may follow what), `content` (what is hashed and compared),
`tables` (where it is kept; `migrations` beside it), `opening` (which database), `rows`
(reading and writing them), `chain` (the event log), `registry` (the service: every door that
writes asks for an actor, a time and a request id), `checks` (what must never be found).
"""
