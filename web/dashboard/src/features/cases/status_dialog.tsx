import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { caseKey } from '@/api/case_data';
import { sayWhy } from '@/api/problem';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Trouble } from '@/ui/notice';
import styles from './case_header.module.css';
import { caseKeys } from './case_queries';
import { stateWords, type CaseState } from './case_words';
import { closeCase, closings, moveTo, type Closing } from './status_queries';

interface Props {
  caseId: string;
  from: CaseState;
  to: CaseState;
  onClose: () => void;
}

const longestReason = 1_000;

/** Moves a case on, with a reason for the history. */
export function StatusDialog({ caseId, from, to, onClose }: Props) {
  const [reason, setReason] = useState('');
  const [closing, setClosing] = useState<Closing>(from === 'resolved' ? 'resolved' : 'abandoned');
  const queries = useQueryClient();
  const moving = useMutation({
    mutationFn: () => (to === 'closed' ? closeCase(caseId, closing, reason.trim()) : moveTo(caseId, to, reason.trim())),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: caseKey(caseId) });
      void queries.invalidateQueries({ queryKey: caseKeys.all });
      onClose();
    },
  });
  return (
    <Dialog title={to === 'closed' ? 'Close the case' : `${stateWords[from]} → ${stateWords[to]}`} open onClose={onClose}>
      {moving.error && <Trouble>{sayWhy(moving.error)}</Trouble>}
      <form
        className={styles.form}
        onSubmit={(e) => {
          e.preventDefault();
          moving.mutate();
        }}
      >
        {to === 'closed' && (
          <label className={styles.label}>
            Why
            <select value={closing} onChange={(e) => setClosing(e.target.value as Closing)}>
              {closings.map((c) => (
                <option key={c} value={c}>
                  {c.replaceAll('_', ' ')}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className={styles.label}>
          Reason (optional)
          <textarea rows={3} maxLength={longestReason} value={reason} onChange={(e) => setReason(e.target.value)} autoFocus />
        </label>
        <Button type="submit" kind="primary" busy={moving.isPending}>
          {to === 'closed' ? 'Close the case' : `Move to ${stateWords[to].toLowerCase()}`}
        </Button>
      </form>
    </Dialog>
  );
}
