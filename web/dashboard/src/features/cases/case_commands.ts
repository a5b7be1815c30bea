import type { Command } from '@/commands/registry';

export interface ListActions {
  move: (by: number) => void;
  open: () => void;
  add: () => void;
  search: () => void;
}

/** What keys do in the list of cases. */
export const caseCommands = (on: ListActions): Command[] => [
  { id: 'cases-next', title: 'Next case', group: 'Cases', key: 'j', run: () => on.move(1) },
  { id: 'cases-previous', title: 'Previous case', group: 'Cases', key: 'k', run: () => on.move(-1) },
  { id: 'cases-open', title: 'Open the case', group: 'Cases', key: 'o', run: on.open },
  { id: 'cases-search', title: 'Search cases', group: 'Cases', key: '/', run: on.search },
  { id: 'cases-new', title: 'New case', group: 'Cases', key: 'n', run: on.add },
];
