usage() {
  cat <<'TEXT'
./dev prove [--short | --part FRACTION] [--json] [--write] [--only ROW]… [--browser chromium|firefox]

Checks the promises about privacy from outside, in the demo shop as a visitor gets it, in headless Chromium
and Firefox, and prints a table: promise, method, figure, verdict. Each row also plants breaches of its
promise, which it has to catch. A full run writes docs/proof.md. Exits with 1 where a promise does not hold.

  --short     the same checks with fewer visits: minutes instead of two hours
  --part      so much of the visits, pairs and kills of a full run: 0.1 for a tenth
  --json      every row as JSON on stdout
  --write     writes docs/proof.md after a run that is not whole, too; the page names the command
  --only      one row; may be repeated. Rows: egress, before-consent-and-after-withdrawal, erasure-on-disk,
              memory, crash, noninterference, epsilon, csp-and-trusted-types
  --browser   one browser only
TEXT
}

run() {
  setup
  build_for_proof || fail "the shop does not build" "see the lines above"
  say "Proving"
  node tests/prove/prove.mjs "$@" || fail "a promise does not hold, or a planted breach was not caught" "the rows above say which"
  say_done "every promise holds"
}
