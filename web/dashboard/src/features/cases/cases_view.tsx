import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { sayWhy } from '@/api/problem';
import { Trouble } from '@/ui/notice';
import { CaseFilters } from './case_filters';
import { CaseList } from './case_list';
import styles from './case_list.module.css';
import { caseKeys, createCase } from './case_queries';
import type { CaseState } from './case_words';
import { searchPauseMs } from './limits';
import { makeSampleCase } from './sample_case';
import type { Sort } from './sort';

export interface CasesSearch {
  q?: string;
  state?: CaseState;
  sort?: Sort;
}

interface Props {
  search: CasesSearch;
  onSearch: (next: CasesSearch) => void;
}

/** The page of all cases. What it shows is in the URL. */
export function CasesView({ search, onSearch }: Props) {
  const [words, setWords] = useState(search.q ?? '');
  const [trouble, setTrouble] = useState('');
  const searchBox = useRef<HTMLInputElement>(null);
  const goTo = useNavigate();
  const queries = useQueryClient();
  const state = search.state ?? '';
  const sort = search.sort ?? 'updated';

  useEffect(() => {
    const typed = words.trim() || undefined;
    if (typed === search.q) return;
    const timer = setTimeout(() => onSearch({ ...search, q: typed }), searchPauseMs);
    return () => clearTimeout(timer);
  }, [words, search, onSearch]);

  const open = useCallback(
    (making: Promise<string>) =>
      void making.then(
        (caseId) => {
          void queries.invalidateQueries({ queryKey: caseKeys.all });
          void goTo({ to: '/cases/$caseId', params: { caseId } });
        },
        (error: unknown) => setTrouble(sayWhy(error)),
      ),
    [goTo, queries],
  );
  const add = useCallback(() => open(createCase('').then((made) => made.case_id)), [open]);
  const addSample = useCallback(() => open(makeSampleCase()), [open]);
  const focusSearch = useCallback(() => searchBox.current?.select(), []);

  return (
    <div className={styles.page}>
      <h1 className={styles.heading}>Cases</h1>
      <CaseFilters
        words={words}
        state={state}
        sort={sort}
        onWords={setWords}
        onState={(s) => onSearch({ ...search, state: s || undefined })}
        onSort={(s) => onSearch({ ...search, sort: s })}
        onNew={add}
        searchBox={searchBox}
      />
      {trouble && <Trouble>{trouble}</Trouble>}
      <CaseList words={search.q ?? ''} state={state} sort={sort} onNew={add} onSample={addSample} onSearch={focusSearch} />
    </div>
  );
}
