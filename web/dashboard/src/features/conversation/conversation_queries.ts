import { queryOptions } from '@tanstack/react-query';
import { caseKey } from '@/api/case_data';
import { api, bodyOf, type Schemas } from '@/api/client';

export type Message = Schemas['CaseMessageListV1']['messages'][number];
const pageRows = 200;
/** More messages than this are not shown. */
const mostMessages = 2_000;

export const messages = (caseId: string) =>
  queryOptions({
    queryKey: [...caseKey(caseId), 'messages'],
    queryFn: async ({ signal }): Promise<Message[]> => {
      const all: Message[] = [];
      for (let more = true; more && all.length < mostMessages; ) {
        const page = await bodyOf(
          api.GET('/api/v1/cases/{case_id}/messages', {
            params: { path: { case_id: caseId }, query: { limit: pageRows, offset: all.length } },
            signal,
          }),
        );
        all.push(...page.messages);
        more = page.has_more;
      }
      return all;
    },
  });
