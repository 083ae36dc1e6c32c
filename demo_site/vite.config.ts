/** The build of the demo shop. Everything the page needs comes from its own origin, in files: nothing inline, nothing as data:. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const made = (name: string): string => fileURLToPath(new URL(`../build/demo/${name}`, import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Put together by steps/prepare.mjs.
  publicDir: made('public'),
  resolve: { alias: { popular: made('popular.json') } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    // The policy allows images and styles from 'self' only, and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
