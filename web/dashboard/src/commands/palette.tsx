import { useMemo, useState } from 'react';
import { Dialog } from '@/ui/dialog';
import styles from './commands.module.css';
import { KeyCaps } from './key_caps';
import type { Command } from './registry';
import { useAllCommands } from './use_commands';

export function matching(commands: Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter((c) => words.every((w) => `${c.group} ${c.title}`.toLowerCase().includes(w)));
}

/** Finds an action by its name. */
export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const commands = useAllCommands();
  const found = useMemo(() => matching(commands, typed), [commands, typed]);
  const chosen = Math.min(at, Math.max(0, found.length - 1));
  const run = (c: Command | undefined) => {
    onClose();
    setTyped('');
    // After the dialog has given the focus back.
    if (c) setTimeout(c.run);
  };
  const move = (key: string): boolean => {
    if (key === 'ArrowDown') setAt(Math.min(chosen + 1, found.length - 1));
    else if (key === 'ArrowUp') setAt(Math.max(chosen - 1, 0));
    else if (key === 'Enter') run(found[chosen]);
    else return false;
    return true;
  };
  return (
    <Dialog title="Do something" open={open} onClose={onClose} wide>
      <input
        className={styles.search}
        value={typed}
        onChange={(e) => (setTyped(e.target.value), setAt(0))}
        onKeyDown={(e) => move(e.key) && e.preventDefault()}
        placeholder="Type the name of an action"
        aria-label="Action"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[chosen] ? `palette-${found[chosen].id}` : undefined}
        autoFocus
      />
      <ul id="palette-list" role="listbox" aria-label="Actions" className={styles.list}>
        {found.map((c, i) => (
          <li
            key={c.id}
            id={`palette-${c.id}`}
            role="option"
            aria-selected={i === chosen}
            className={styles.option}
            onClick={() => run(c)}
            onMouseMove={() => setAt(i)}
          >
            <span>{c.title}</span>
            <span className={styles.side}>{c.group}</span>
            {c.key && <KeyCaps keys={c.key} />}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={styles.side}>No action has this name.</p>}
    </Dialog>
  );
}
