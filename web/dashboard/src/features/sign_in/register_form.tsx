import { useState, type FormEvent } from 'react';
import { sayWhy } from '@/api/problem';
import { register } from '@/api/session';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Trouble } from '@/ui/notice';
import type { Invitation } from './invitation';
import styles from './sign_in.module.css';

interface Props {
  registration: 'open' | 'invite' | 'closed';
  invitation: Invitation;
}

const leastPassword = 8;

export function RegisterForm({ registration, invitation }: Props) {
  const [username, setUsername] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [setupToken, setSetupToken] = useState(invitation.setupToken);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState('');
  const asksForToken = registration !== 'open' && !invitation.invite;
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    setBusy(true);
    setTrouble('');
    await register({
      username: username.trim(),
      email: email.trim(),
      password,
      ...(invitation.invite ? { invite: invitation.invite } : {}),
      ...(setupToken ? { setup_token: setupToken.trim() } : {}),
    }).catch((error: unknown) => setTrouble(sayWhy(error)));
    setBusy(false);
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {!invitation.invite && <p className={styles.hint}>The first account of a server becomes its administrator.</p>}
      {trouble && <Trouble>{trouble}</Trouble>}
      {asksForToken && (
        <Field
          label="Setup token"
          value={setupToken}
          onChange={(e) => setSetupToken(e.target.value)}
          autoComplete="off"
          spellCheck={false}
          required
          hint="The server prints it when it starts without any account. Later accounts need an invite: open the link that an administrator gave you."
        />
      )}
      <Field label="Username" value={username} onChange={(e) => setUsername(e.target.value)} autoComplete="username" autoCapitalize="none" required maxLength={100} autoFocus />
      <Field label="Email" type="email" value={email} onChange={(e) => setEmail(e.target.value)} autoComplete="email" required maxLength={255} />
      <Field
        label="Password"
        type="password"
        value={password}
        onChange={(e) => setPassword(e.target.value)}
        autoComplete="new-password"
        required
        minLength={leastPassword}
        hint={`At least ${leastPassword} characters.`}
      />
      <Button type="submit" kind="primary" busy={busy}>
        {busy ? 'Creating…' : 'Create account'}
      </Button>
    </form>
  );
}
