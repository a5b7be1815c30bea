import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sayWhy } from '@/api/problem';
import { Button } from '@/ui/button';
import { CopyButton } from '@/ui/copy_button';
import { Field } from '@/ui/field';
import { Trouble } from '@/ui/notice';
import styles from './account.module.css';
import { apiKeys, makeKey, scopes, type Scope } from './account_queries';

const words: Record<Scope, string> = { read: 'Read', write: 'Read and write', admin: 'Everything that you may' };
const lives = [
  { days: 30, label: '30 days' },
  { days: 365, label: 'A year' },
  { days: 0, label: 'Until it is revoked' },
];

export function KeyForm({ mayAdmin }: { mayAdmin: boolean }) {
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Scope>('read');
  const [days, setDays] = useState(30);
  const queries = useQueryClient();
  const making = useMutation({
    mutationFn: () => makeKey(name.trim(), scope, days),
    onSuccess: () => {
      setName('');
      void queries.invalidateQueries({ queryKey: apiKeys.queryKey });
    },
  });
  return (
    <form
      className={styles.form}
      onSubmit={(e) => {
        e.preventDefault();
        making.mutate();
      }}
    >
      {making.error && <Trouble>{sayWhy(making.error)}</Trouble>}
      {making.data && (
        <div className={styles.made} role="status">
          <p>This is the key “{making.data.name}”. It is shown once; keep it now.</p>
          <div className={styles.acts}>
            <code className={styles.key}>{making.data.key}</code>
            <CopyButton text={making.data.key} />
          </div>
        </div>
      )}
      <Field label="Name of the key" value={name} onChange={(e) => setName(e.target.value)} maxLength={100} required autoComplete="off" />
      <div className={styles.acts}>
        <label className={styles.choice}>
          It may
          <select value={scope} onChange={(e) => setScope(e.target.value as Scope)}>
            {scopes
              .filter((s) => s !== 'admin' || mayAdmin)
              .map((s) => (
                <option key={s} value={s}>
                  {words[s]}
                </option>
              ))}
          </select>
        </label>
        <label className={styles.choice}>
          For
          <select value={days} onChange={(e) => setDays(Number(e.target.value))}>
            {lives.map((l) => (
              <option key={l.days} value={l.days}>
                {l.label}
              </option>
            ))}
          </select>
        </label>
        <Button type="submit" busy={making.isPending}>
          Make a key
        </Button>
      </div>
    </form>
  );
}
