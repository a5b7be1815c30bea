import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sayWhy } from '@/api/problem';
import { Button } from '@/ui/button';
import { Trouble } from '@/ui/notice';
import { RegisterForm } from './register_form';
import styles from './sign_in.module.css';
import { SignInForm } from './sign_in_form';
import { howToEnter } from './sign_in_queries';
import { invitationOf } from './invitation';

/** For whoever is not signed in: an account, or a new one where the server allows that. */
export function SignInPage() {
  const invitation = invitationOf(window.location);
  const [joining, setJoining] = useState(invitation.isOne);
  const how = useQuery(howToEnter);
  const registration = how.data?.registration ?? 'closed';
  const mayJoin = registration !== 'closed' || invitation.isOne;
  return (
    <main className={styles.page}>
      <section className={styles.card}>
        <p className={styles.brand}>FaultMaven</p>
        <h1 className={styles.title}>{joining ? 'Create your account' : 'Sign in'}</h1>
        {how.error && (
          <Trouble action={<Button small onClick={() => void how.refetch()}>Try again</Button>}>{sayWhy(how.error)}</Trouble>
        )}
        {joining ? <RegisterForm registration={registration} invitation={invitation} /> : <SignInForm />}
        {mayJoin && (
          <p className={styles.other}>
            {joining ? 'You have an account? ' : 'No account yet? '}
            <Button kind="quiet" small onClick={() => setJoining(!joining)}>
              {joining ? 'Sign in' : 'Create one'}
            </Button>
          </p>
        )}
      </section>
      <p className={styles.about}>Logs in, cause out, every claim with the lines that show it. Nothing leaves this server unless its settings say so.</p>
    </main>
  );
}
