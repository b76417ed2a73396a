"""How a product comes to stand in the catalogue: drafts, two persons, versions, a chain of events.

Where to look:

- what may be: `states` (steps and who may take them), `whole` (what a content must hold), `content`
  (what is hashed and compared), `guarded` (what one person may read);
- the doors that write: `drafts`, `registry` (review, publish, withdraw), `adopting` (the packs);
  under them `stepping`, `steps`, `noting`, `chain`, `writing`;
- where it is kept: `tables`, `rows`, `opening`, `server` (PostgreSQL), `upgrading`, `migrations`;
- questions: `questions`, `lookback`, `shown` (what families see), `checks` (what must never be);
- a bank's own files: `intake`, then `admission`, `arriving`, `standing`, `drafting`, `taking`,
  `feeds`, `mappings`, `looking`, `intake_tables`;
- what people say: `clock` (facts verified and in conflict), `disputes`, `demand` with
  `small_cells` (no count below five), `voice_log`, `voice_tables`.

Every door that writes asks for an actor, a time and a request id; nothing here has a clock.
"""
