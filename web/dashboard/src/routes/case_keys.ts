import { useMemo } from 'react';
import type { Command } from '@/commands/registry';
import { useCommands } from '@/commands/use_commands';
import type { CaseTab } from './case_search';

const words: Record<CaseTab, string> = { conversation: 'Conversation', evidence: 'Evidence', hypotheses: 'Hypotheses', report: 'Reports' };

/** "1" and on show the tabs of a case. */
export function useCaseKeys(tabs: CaseTab[], choose: (tab: CaseTab) => void) {
  const commands = useMemo<Command[]>(
    () => tabs.map((tab, i) => ({ id: `tab-${tab}`, title: `Show: ${words[tab]}`, group: 'Case', key: String(i + 1), run: () => choose(tab) })),
    [tabs, choose],
  );
  useCommands(commands);
}
