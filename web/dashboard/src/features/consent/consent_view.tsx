import { useMutation, useQuery } from '@tanstack/react-query';
import { sayWhy } from '@/api/problem';
import { Button } from '@/ui/button';
import { Loading, Trouble } from '@/ui/notice';
import { consent, decide, type Wish } from './consent_queries';
import styles from './consent.module.css';
import { scopesOf, wayBack } from './way_back';

/** Asks whether a client may act for the person who is signed in, and sends the decision back to it. */
export function ConsentView({ wish }: { wish: Wish }) {
  const asked = useQuery(consent(wish));
  const deciding = useMutation({
    mutationFn: (approved: boolean) => decide(wish, approved),
    onSuccess: (said) => {
      const answer: Record<string, string> =
        'code' in said ? { code: said.code, state: said.state } : { error: said.error, state: wish.state ?? '' };
      // The server has compared the address with those that the client may use.
      window.location.replace(wayBack(wish.redirect_uri, answer));
    },
  });
  if (asked.isLoading) return <Loading />;
  return (
    <div className={styles.page}>
      <section className={styles.card}>
        <h1 className={styles.title}>Let a client in?</h1>
        {asked.error && <Trouble>{sayWhy(asked.error)}</Trouble>}
        {deciding.error && <Trouble>{sayWhy(deciding.error)}</Trouble>}
        {asked.data && (
          <>
            <p>
              <strong>{asked.data.client_id}</strong> wants to act for <strong>{asked.data.user.username}</strong> on this server:
            </p>
            <ul className={styles.scopes}>
              {scopesOf(asked.data.scope).map((s) => (
                <li key={s}>{s}</li>
              ))}
            </ul>
            <p className={styles.soft}>You go back to {new URL(asked.data.redirect_uri).host}. Signing out everywhere ends what you allow here.</p>
            <div className={styles.acts}>
              <Button kind="primary" busy={deciding.isPending} onClick={() => deciding.mutate(true)}>
                Allow
              </Button>
              <Button disabled={deciding.isPending} onClick={() => deciding.mutate(false)}>
                Refuse
              </Button>
            </div>
          </>
        )}
      </section>
    </div>
  );
}
