// Light or dark: as the system says until somebody chooses.
import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';
const kept = 'fm-theme';
const listeners = new Set<() => void>();
const system = window.matchMedia('(prefers-color-scheme: dark)');

function chosen(): Theme | null {
  const value = localStorage.getItem(kept);
  return value === 'light' || value === 'dark' ? value : null;
}

export const currentTheme = (): Theme => chosen() ?? (system.matches ? 'dark' : 'light');

export function applyTheme() {
  document.documentElement.dataset.theme = currentTheme();
  for (const listener of listeners) listener();
}

export function toggleTheme() {
  localStorage.setItem(kept, currentTheme() === 'dark' ? 'light' : 'dark');
  applyTheme();
}

system.addEventListener('change', applyTheme);

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentTheme);
}
