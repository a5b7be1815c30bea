// The sample incident of the tree, which is among the files of the dashboard.
import orders from '../../../../docs/examples/incidents/postgres-out-of-connections/evidence/orders.log?url';
import postgresql from '../../../../docs/examples/incidents/postgres-out-of-connections/evidence/postgresql.log?url';
import { problemOf } from './problem';

export const sampleQuestion = 'Why do the orders fail?';

export async function sampleFiles(): Promise<File[]> {
  const files = { 'orders.log': orders, 'postgresql.log': postgresql };
  return Promise.all(
    Object.entries(files).map(async ([name, url]) => {
      const answer = await fetch(url);
      if (!answer.ok) throw await problemOf(answer);
      return new File([await answer.blob()], name, { type: 'text/plain' });
    }),
  );
}
