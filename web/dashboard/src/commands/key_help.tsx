import { Dialog } from '@/ui/dialog';
import styles from './commands.module.css';
import { KeyCaps } from './key_caps';
import { useAllCommands } from './use_commands';

/** Every key that does something here. */
export function KeyHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const commands = useAllCommands().filter((c) => c.key);
  const groups = [...new Set(commands.map((c) => c.group))];
  return (
    <Dialog title="Keys" open={open} onClose={onClose}>
      {groups.map((group) => (
        <section key={group}>
          <h2 className={styles.group}>{group}</h2>
          <dl className={styles.keys}>
            {commands
              .filter((c) => c.group === group)
              .map((c) => (
                <div key={c.id}>
                  <dt>{c.title}</dt>
                  <dd>
                    <KeyCaps keys={c.key ?? ''} />
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
