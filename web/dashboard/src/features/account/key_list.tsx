import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { sayWhy } from '@/api/problem';
import { Button } from '@/ui/button';
import { Loading, Trouble } from '@/ui/notice';
import { When } from '@/ui/when';
import styles from './account.module.css';
import { apiKeys, revokeKey } from './account_queries';

/** The keys that scripts sign in with. */
export function KeyList() {
  const keys = useQuery(apiKeys);
  const queries = useQueryClient();
  const revoking = useMutation({
    mutationFn: revokeKey,
    onSettled: () => queries.invalidateQueries({ queryKey: apiKeys.queryKey }),
  });
  const error = keys.error ?? revoking.error;
  if (keys.isLoading) return <Loading />;
  return (
    <>
      {error && <Trouble action={<Button small onClick={() => void keys.refetch()}>Try again</Button>}>{sayWhy(error)}</Trouble>}
      {keys.data?.length === 0 && <p className={styles.soft}>There are no keys. Scripts send one as a bearer token.</p>}
      <ul className={styles.keys} aria-label="Keys">
        {keys.data?.map((k) => (
          <li key={k.key_id} className={styles.row}>
            <span className={styles.name}>{k.name}</span>
            <code>{k.prefix}…</code>
            <span className={styles.soft}>{k.scopes.join(', ')}</span>
            <span className={styles.soft}>{k.expires_at ? <>ends <When at={k.expires_at} /></> : 'does not end'}</span>
            <Button small kind="danger" busy={revoking.isPending && revoking.variables === k.key_id} onClick={() => revoking.mutate(k.key_id)} aria-label={`Revoke ${k.name}`}>
              Revoke
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
