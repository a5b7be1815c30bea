import type { Schemas } from '@/api/client';
import styles from './hypotheses.module.css';

/** What the case holds for true at the moment, and what is missing. */
export function WorkingConclusion({ conclusion: c }: { conclusion: Schemas['CaseConclusion'] }) {
  return (
    <section className={styles.conclusion} aria-label="Working conclusion">
      <h2 className={styles.title}>
        Working conclusion · {c.confidence.toFixed(2)} {c.confidence_level}
      </h2>
      <p className={styles.statement}>{c.statement}</p>
      {c.caveats && c.caveats.length > 0 && <p className={styles.soft}>But: {c.caveats.join('; ')}</p>}
      {c.next_evidence_needed && c.next_evidence_needed.length > 0 && <p className={styles.soft}>Needed: {c.next_evidence_needed.join(' ')}</p>}
      {c.next_step && <p className={styles.soft}>Next: {c.next_step}</p>}
    </section>
  );
}
