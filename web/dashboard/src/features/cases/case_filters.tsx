import type { Ref } from 'react';
import { Button } from '@/ui/button';
import styles from './case_list.module.css';
import { caseStates, stateWords, type CaseState } from './case_words';
import { sorts, sortWords, type Sort } from './sort';

interface Props {
  words: string;
  state: CaseState | '';
  sort: Sort;
  onWords: (words: string) => void;
  onState: (state: CaseState | '') => void;
  onSort: (sort: Sort) => void;
  onNew: () => void;
  searchBox: Ref<HTMLInputElement>;
}

export function CaseFilters({ words, state, sort, onWords, onState, onSort, onNew, searchBox }: Props) {
  return (
    <div className={styles.filters} role="search">
      <input
        ref={searchBox}
        type="search"
        className={styles.search}
        value={words}
        onChange={(e) => onWords(e.target.value)}
        onKeyDown={(e) => e.key === 'Escape' && e.currentTarget.blur()}
        placeholder="Search cases  /"
        aria-label="Search cases"
      />
      <label className={styles.choice}>
        <span>State</span>
        <select value={state} onChange={(e) => onState(e.target.value as CaseState | '')}>
          <option value="">All</option>
          {caseStates.map((s) => (
            <option key={s} value={s}>
              {stateWords[s]}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.choice}>
        <span>Sort</span>
        <select value={sort} onChange={(e) => onSort(e.target.value as Sort)}>
          {sorts.map((s) => (
            <option key={s} value={s}>
              {sortWords[s]}
            </option>
          ))}
        </select>
      </label>
      <Button kind="primary" onClick={onNew}>
        New case
      </Button>
    </div>
  );
}
