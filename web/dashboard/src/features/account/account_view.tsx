import { useSyncExternalStore } from 'react';
import { currentSession, onSession, signOutEverywhere } from '@/api/session';
import { Button } from '@/ui/button';
import styles from './account.module.css';
import { KeyForm } from './key_form';
import { KeyList } from './key_list';
import { PasswordForm } from './password_form';

/** Who is signed in, and with what. */
export function AccountView() {
  const session = useSyncExternalStore(onSession, currentSession);
  if (!('user' in session)) return null;
  const { user } = session;
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>Your account</h1>
      <section className={styles.card} aria-labelledby="who">
        <h2 id="who">{user.display_name || user.username}</h2>
        <p className={styles.soft}>
          {user.username} · {user.email} · {user.roles.join(', ')}
        </p>
        <div className={styles.acts}>
          <Button onClick={() => void signOutEverywhere()}>Sign out everywhere</Button>
          <span className={styles.soft}>Ends every sign-in of yours, on every device and of every client. API keys stay.</span>
        </div>
      </section>
      <section className={styles.card} aria-labelledby="password">
        <h2 id="password">Password</h2>
        <PasswordForm username={user.username} />
      </section>
      <section className={styles.card} aria-labelledby="keys">
        <h2 id="keys">API keys</h2>
        <KeyList />
        <KeyForm mayAdmin={user.is_admin} />
      </section>
    </div>
  );
}
