import { useEffect, useSyncExternalStore } from 'react';
import { addCommands, currentCommands, onCommands, type Command } from './registry';

/** Offers commands while the component is there. Give a list that is memoised. */
export function useCommands(list: Command[]) {
  useEffect(() => addCommands(list), [list]);
}

export const useAllCommands = () => useSyncExternalStore(onCommands, currentCommands);
