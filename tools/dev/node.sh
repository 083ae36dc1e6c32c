# Node: the machine's own where it is new enough, otherwise a private one in the cache. Debian 12's
# Node 18 is too old for Vite 8, but its npm can fetch a newer Node, which the npm registry holds
# as a package; npm checks its hash.

readonly node_least=20.19.0
readonly node_private=22.23.3
readonly npm_private=11.21.2

# node_require: after it, `node` and `npm` are good ones, and NOREN_NODE is the path of node.
node_require() {
  local private
  private="$(cache_folder)/node-$node_private"
  if node_is_good; then
    node_used="Node $(node --version | tr -d v) of this machine"
  else
    if [[ ! -f "$private/.complete" ]]; then
      if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
        system_install nodejs npm
      fi
      if ! node_is_good; then with_cache_lock node_fetch "$private"; fi
    fi
    if [[ -f "$private/.complete" ]]; then
      PATH="$private/bin:$PATH"
      export PATH
      hash -r
    fi
    node_used="Node $(node --version | tr -d v)"
  fi
  NOREN_NODE="$(command -v node)"
  export NOREN_NODE
}

node_is_good() {
  local version
  command -v npm >/dev/null || return 1
  version="$(node --version 2>/dev/null)" || return 1
  version_at_least "${version#v}" "$node_least"
}

node_fetch() {
  local private="$1" machine package
  if [[ -f "$private/.complete" ]]; then return 0; fi  # another ./dev was quicker
  case "$(uname -m)" in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) fail "no private Node for $(uname -m)" "put Node $node_least or newer on the PATH" ;;
  esac
  package="node-linux-$machine@$node_private"
  say "Fetching Node $node_private and npm $npm_private (Node $(node --version) is too old)"
  rm -rf "$private"
  mkdir -p "$private/bin" "$private/npm" "$private/node"
  # Outside the checkout, whose own settings are not meant for this.
  (cd "$private" && quietly fetch-node npm pack --silent "$package" "npm@$npm_private") ||
    fail "npm could not fetch $package" "check the network, or put Node $node_least on the PATH"
  tar -xzf "$private"/node-linux-*.tgz -C "$private/node" --strip-components=1
  tar -xzf "$private"/npm-*.tgz -C "$private/npm" --strip-components=1
  # Headers, manual pages and Node's older npm stay out: 80 MB.
  rm -rf "$private"/*.tgz "$private"/node/{include,share,lib}
  ln -s ../node/bin/node "$private/bin/node"
  local tool
  for tool in npm npx; do
    printf '#!/bin/sh\nexec "%s/bin/node" "%s/npm/bin/%s-cli.js" "$@"\n' "$private" "$private" "$tool" \
      >"$private/bin/$tool"
    chmod +x "$private/bin/$tool"
  done
  "$private/bin/node" --version >/dev/null || fail "the private Node does not start" "remove $private"
  "$private/bin/npm" --version >/dev/null || fail "the private npm does not start" "remove $private"
  touch "$private/.complete"
}
