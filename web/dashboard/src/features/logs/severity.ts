import type { Severity } from './line_queries';

/** A sign and a word for each; colour alone says nothing. */
export const severities: Record<Severity, { sign: string; word: string }> = {
  none: { sign: ' ', word: '' },
  trace: { sign: '·', word: 'trace' },
  debug: { sign: '·', word: 'debug' },
  info: { sign: '·', word: 'info' },
  notice: { sign: 'i', word: 'notice' },
  warning: { sign: '!', word: 'warning' },
  error: { sign: '✕', word: 'error' },
  critical: { sign: '‼', word: 'critical' },
};
export const filterable: Severity[] = ['critical', 'error', 'warning', 'notice', 'info'];
