import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../../build/web',
    emptyOutDir: true,
    // Baseline of 2024: native dialog, `inert`, container queries, light-dark().
    target: 'es2022',
    // The content security policy allows neither data: fonts nor inline styles.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 300,
  },
  // `npm run dev:web` beside a running server.
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
