import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Problem } from '@/api/problem';
import { listenToKeys } from '@/commands/keys';
import { whenIdle } from './idle';
import { fetchPages, router } from './router';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What the server has refused is not asked again; a server that is away comes back.
      retry: (count, error) => !(error instanceof Problem && error.status < 500) && count < 5,
      retryDelay: (count) => Math.min(500 * 2 ** count, 5_000),
    },
  },
});

export function App() {
  useEffect(listenToKeys, []);
  useEffect(() => whenIdle(fetchPages), []);
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
