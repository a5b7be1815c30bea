import { useState, type FormEvent } from 'react';
import { sayWhy } from '@/api/problem';
import { signIn } from '@/api/session';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Trouble } from '@/ui/notice';
import styles from './sign_in.module.css';

/** `name` is who was signed in before. */
export function SignInForm({ name = '' }: { name?: string }) {
  const [login, setLogin] = useState(name);
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState('');
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    setBusy(true);
    setTrouble('');
    await signIn(login.trim(), password).catch((error: unknown) => {
      setTrouble(sayWhy(error));
      setPassword('');
    });
    setBusy(false);
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {trouble && <Trouble>{trouble}</Trouble>}
      <Field label="Username or email" value={login} onChange={(e) => setLogin(e.target.value)} autoComplete="username" autoCapitalize="none" required autoFocus={!name} />
      <Field label="Password" type="password" value={password} onChange={(e) => setPassword(e.target.value)} autoComplete="current-password" required autoFocus={Boolean(name)} />
      <Button type="submit" kind="primary" busy={busy}>
        {busy ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  );
}
