import { useEffect } from 'react';
import { serverAnswers } from '@/api/alive';
import { sayWhy } from '@/api/problem';
import { Button } from '@/ui/button';
import { Empty } from '@/ui/notice';

const isFileMissing = (error: unknown) => error instanceof Error && /preload CSS|dynamically imported module|module script/i.test(error.message);

/** A page that failed. One whose files could not be fetched (the server is away, or was updated) loads itself again. */
export function PageTrouble({ error }: { error: unknown }) {
  const missing = isFileMissing(error);
  useEffect(() => {
    if (!missing) return;
    const stop = new AbortController();
    void serverAnswers(stop.signal).then((back) => back && window.location.reload());
    return () => stop.abort();
  }, [missing]);
  return (
    <Empty title={missing ? 'Waiting for the server' : 'This page cannot be shown'}>
      <p role="alert">{missing ? 'The server cannot be reached. The page is loaded again as soon as it answers; what was typed is kept.' : sayWhy(error)}</p>
      <Button kind="primary" onClick={() => window.location.reload()}>
        Load it again
      </Button>
    </Empty>
  );
}
