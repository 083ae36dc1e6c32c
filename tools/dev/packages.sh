# The npm packages of all workspaces, exactly as package-lock.json names them.

packages_require() { with_build_lock packages packages_install; }

packages_install() {
  local hash
  hash="$(stamp_hash package-lock.json package.json .npmrc web/package.json demo_site/package.json "$NOREN_NODE")"
  if [[ -f node_modules/.package-lock.json ]] && stamp_is packages "$hash"; then return 0; fi
  say "Installing npm packages"
  # Scripts of packages are not run: nothing here needs one.
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 quietly npm-ci npm ci --ignore-scripts --no-audit --no-fund ||
    fail "npm ci failed" "see the lines above; a stale lock file is renewed with: npm install"
  stamp_set packages "$hash"
}
