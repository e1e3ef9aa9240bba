import './style/tokens.css';
import './style/base.css';
import './style/controls.css';
import './style/shell.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { problemOf } from './http/problem.ts';
import { startLanguage } from './i18n/i18n.ts';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What is shown is refreshed by events; this only bounds how old it may get without them.
      staleTime: 10_000,
      refetchOnWindowFocus: true,
      // An answer with a reason is an answer; only silence is worth asking again.
      retry: (failures, error) => failures < 2 && ['network', 'unknown'].includes(problemOf(error).code),
    },
  },
});

await startLanguage();
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
