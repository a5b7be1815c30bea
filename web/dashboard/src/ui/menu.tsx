import { Menu as Panel, MenuButton, MenuItem, MenuProvider } from '@ariakit/react';
import type { ReactNode } from 'react';
import styles from './menu.module.css';

export interface MenuChoice {
  label: string;
  action: () => void;
}

/** A button that opens a list of actions. */
export function Menu({ label, children, choices }: { label: string; children: ReactNode; choices: MenuChoice[] }) {
  return (
    <MenuProvider>
      <MenuButton className={styles.button} aria-label={label}>
        {children}
      </MenuButton>
      <Panel gutter={4} className={styles.menu} portal>
        {choices.map((c) => (
          <MenuItem key={c.label} className={styles.item} onClick={c.action}>
            {c.label}
          </MenuItem>
        ))}
      </Panel>
    </MenuProvider>
  );
}
