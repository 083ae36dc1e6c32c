import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    include: ['**/*.test.ts'],
    // A tab that waits forever is a failure, not a pause.
    testTimeout: 10_000,
    // Consent tools keep their state in their modules: a page that loads anew has to load these anew.
    server: { deps: { inline: [/@iabtcf/, /vanilla-cookieconsent/] } },
  },
});
