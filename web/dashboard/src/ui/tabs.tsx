import { Tab, TabList, TabPanel, TabProvider } from '@ariakit/react';
import type { ReactNode } from 'react';
import styles from './tabs.module.css';

export interface TabOf {
  id: string;
  label: ReactNode;
  body: ReactNode;
}

/** Tabs whose choice belongs to somebody else, such as the URL. Only the chosen one is there. */
export function Tabs({ label, tabs, chosen, onChoose }: { label: string; tabs: TabOf[]; chosen: string; onChoose: (id: string) => void }) {
  return (
    <TabProvider selectedId={chosen} setSelectedId={(id) => id && onChoose(id)}>
      <TabList aria-label={label} className={styles.list}>
        {tabs.map((t) => (
          <Tab key={t.id} id={t.id} className={styles.tab}>
            {t.label}
          </Tab>
        ))}
      </TabList>
      {tabs
        .filter((t) => t.id === chosen)
        .map((t) => (
          <TabPanel key={t.id} tabId={t.id} className={styles.panel} focusable={false}>
            {t.body}
          </TabPanel>
        ))}
    </TabProvider>
  );
}
