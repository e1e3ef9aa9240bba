// biome-ignore lint/style/noRestrictedImports: runs at build time, not in a page
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
// biome-ignore lint/style/noRestrictedImports: runs at build time, not in a page
import { join } from 'node:path';
// biome-ignore lint/style/noRestrictedImports: runs at build time, not in a page
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Fonts are compressed already. */
const COMPRESSIBLE = /\.(js|css|html|svg)$/;

/** Compresses once at build time, so that the server only has to pick the file a browser can read. */
function compressed(): Plugin {
  let folder = '';
  return {
    name: 'paraphe-compressed',
    apply: 'build',
    configResolved: (config) => {
      folder = join(config.root, config.build.outDir);
      if (config.build.outDir.startsWith('/')) folder = config.build.outDir;
    },
    closeBundle() {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !COMPRESSIBLE.test(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        const bytes = readFileSync(path);
        const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: quality }));
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), compressed()],
  build: {
    outDir: '../../build/web',
    emptyOutDir: true,
    // Browsers of the last three years: native dialog, container units, range media queries.
    target: 'es2022',
    // The content security policy allows neither data: fonts nor inline styles.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 300,
  },
  // `npm run dev:web` beside a running server.
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
