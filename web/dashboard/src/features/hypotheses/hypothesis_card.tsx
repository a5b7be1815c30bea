import { Button } from '@/ui/button';
import type { Cite } from '@/ui/cites';
import styles from './hypotheses.module.css';
import type { Hypothesis } from './hypothesis_queries';
import { citeOf, points } from './trail';

interface Props {
  one: Hypothesis;
  refs: Map<string, string>;
  closed: boolean;
  onCite: (c: Cite) => void;
  onJudge: (status: 'validated' | 'refuted') => void;
}

const width = 56;
const height = 18;

export function HypothesisCard({ one, refs, closed, onCite, onJudge }: Props) {
  const open = one.status === 'captured' || one.status === 'active';
  return (
    <li className={styles.card} data-status={one.status}>
      <div className={styles.head}>
        <span className={styles.likelihood}>{one.likelihood.toFixed(2)}</span>
        <meter className={styles.meter} min={0} max={1} value={one.likelihood} aria-label={`Likelihood ${one.likelihood.toFixed(2)}`} />
        <span className={styles.level}>{one.confidence_level}</span>
        {one.confidence_trajectory.length > 1 && (
          <svg width={width} height={height} viewBox={`0 -1 ${width} ${height + 2}`} className={styles.trail} role="img" aria-label="Likelihood over turns">
            <polyline points={points(one.confidence_trajectory, width, height)} />
          </svg>
        )}
        <span className={styles.status}>
          {one.status}
          {one.decided_by_user ? ' by you' : ''}
        </span>
      </div>
      <p className={styles.statement}>{one.statement}</p>
      <Side title="For" kept={one.supporting_evidence} refs={refs} onCite={onCite} />
      <Side title="Against" kept={one.refuting_evidence} refs={refs} onCite={onCite} />
      {!closed && (
        <div className={styles.acts}>
          {(open || one.status === 'refuted') && (
            <Button small onClick={() => onJudge('validated')}>
              Validate
            </Button>
          )}
          {(open || one.status === 'validated') && (
            <Button small onClick={() => onJudge('refuted')}>
              Refute
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

function Side({ title, kept, refs, onCite }: { title: string; kept: string[]; refs: Map<string, string>; onCite: (c: Cite) => void }) {
  if (kept.length === 0) return null;
  return (
    <div className={styles.side}>
      <span>
        {title} ({kept.length})
      </span>
      {kept.map((k, i) => {
        const cite = citeOf(k, refs);
        if (!cite) return <span key={i}>{k}</span>;
        return (
          <button key={i} type="button" className={styles.cite} onClick={() => onCite(cite)}>
            {cite.file}
            {cite.lines && `:${cite.lines}`}
            {cite.more > 0 && ` +${cite.more}`}
          </button>
        );
      })}
    </div>
  );
}
