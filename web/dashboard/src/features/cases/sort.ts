import type { ListedCase } from './case_queries';
import { priorities } from './case_words';

export const sorts = ['updated', 'created', 'priority', 'title'] as const;
export type Sort = (typeof sorts)[number];
export const sortWords: Record<Sort, string> = {
  updated: 'Last changed',
  created: 'Newest',
  priority: 'Priority',
  title: 'Title',
};

const rank = (c: ListedCase) => priorities.indexOf(c.priority as (typeof priorities)[number]);
const orders: Record<Sort, (a: ListedCase, b: ListedCase) => number> = {
  updated: (a, b) => b.updated_at.localeCompare(a.updated_at),
  created: (a, b) => b.created_at.localeCompare(a.created_at),
  priority: (a, b) => rank(a) - rank(b) || b.updated_at.localeCompare(a.updated_at),
  title: (a, b) => a.title.localeCompare(b.title),
};

export const sorted = (cases: ListedCase[], by: Sort) => [...cases].sort(orders[by]);
