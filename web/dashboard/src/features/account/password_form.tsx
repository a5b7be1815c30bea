import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sayWhy } from '@/api/problem';
import { signIn } from '@/api/session';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Trouble } from '@/ui/notice';
import styles from './account.module.css';
import { changePassword } from './account_queries';

const leastPassword = 8;

/** A new password ends every sign-in, so this page signs in again with it. */
export function PasswordForm({ username }: { username: string }) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const changing = useMutation({
    mutationFn: async () => {
      await changePassword(current, next);
      await signIn(username, next);
    },
    onSuccess: () => (setCurrent(''), setNext('')),
  });
  return (
    <form
      className={styles.form}
      onSubmit={(e) => {
        e.preventDefault();
        changing.mutate();
      }}
    >
      <input type="text" value={username} autoComplete="username" readOnly hidden />
      {changing.error && <Trouble>{sayWhy(changing.error)}</Trouble>}
      <Field label="Current password" type="password" value={current} onChange={(e) => setCurrent(e.target.value)} autoComplete="current-password" required />
      <Field
        label="New password"
        type="password"
        value={next}
        onChange={(e) => setNext(e.target.value)}
        autoComplete="new-password"
        required
        minLength={leastPassword}
        hint={`At least ${leastPassword} characters. Every other sign-in of yours ends.`}
      />
      <div className={styles.acts}>
        <Button type="submit" kind="primary" busy={changing.isPending}>
          Change the password
        </Button>
        <span role="status">{changing.isSuccess ? 'The password is changed.' : ''}</span>
      </div>
    </form>
  );
}
