usage() {
  cat <<'TEXT'
./dev bench [NAME…] [--json] [options of the benchmark]

Runs benchmarks; without a name, all of them. A benchmark is tests/bench/NAME.mjs, started by Node
after the package is built, or tests/bench/NAME_bench.cpp, built natively with link-time
optimisation.

  --json   only JSON on stdout: with one name its result, otherwise an object by name
TEXT
}

run() { run_measurements bench "$@"; }
