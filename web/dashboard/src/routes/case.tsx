import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { caseView } from '@/api/case_data';
import { CaseHeader } from '@/features/cases/case_header';
import { Conversation } from '@/features/conversation/conversation';
import { DropZone } from '@/features/evidence/drop_zone';
import { EvidencePanel } from '@/features/evidence/evidence_panel';
import { HypothesisBoard } from '@/features/hypotheses/hypothesis_board';
import { LogView } from '@/features/logs/log_view';
import { ReportPanel } from '@/features/reports/report_panel';
import type { Cite } from '@/ui/cites';
import { Tabs, type TabOf } from '@/ui/tabs';
import { useNarrow } from '@/ui/use_narrow';
import styles from './case.module.css';
import { useCaseKeys } from './case_keys';
import type { CaseSearch, CaseTab } from './case_search';

const route = getRouteApi('/cases/$caseId');
const sides: CaseTab[] = ['evidence', 'hypotheses', 'report'];

/** A case: what is said about it, and what it is about. The URL holds what is shown. */
export function CasePage() {
  const { caseId } = route.useParams();
  const search = route.useSearch();
  const goTo = route.useNavigate();
  const narrow = useNarrow();
  const view = useQuery(caseView(caseId)).data;
  const closed = view?.state === 'closed';
  useEffect(() => {
    document.title = `${view?.title ?? 'Case'} · FaultMaven`;
  }, [view?.title]);

  const change = useCallback((next: CaseSearch, replace = true) => void goTo({ search: next, replace }), [goTo]);
  const cite = useCallback((c: Cite) => change({ tab: 'evidence', e: c.file, l: c.lines || undefined }, false), [change]);
  const choose = useCallback((tab: CaseTab) => change({ ...search, tab }), [change, search]);
  useCaseKeys(sides, choose);

  const conversation = <Conversation key={caseId} caseId={caseId} closed={closed} onCite={cite} />;
  const tabs: TabOf[] = [
    ...(narrow ? [{ id: 'conversation', label: 'Conversation', body: conversation }] : []),
    {
      id: 'evidence',
      label: view?.uploaded_files_count ? `Evidence ${view.uploaded_files_count}` : 'Evidence',
      body: (
        <EvidencePanel
          caseId={caseId}
          closed={closed}
          chosen={search.e ?? ''}
          onChoose={(e) => change({ tab: 'evidence', e })}
          show={(f) => (
            <LogView
              key={f.evidence_id}
              evidenceId={f.evidence_id}
              lines={f.lines}
              marked={search.l ?? ''}
              onMark={(l) => change({ tab: 'evidence', e: f.ref, l })}
            />
          )}
        />
      ),
    },
    { id: 'hypotheses', label: 'Hypotheses', body: <HypothesisBoard caseId={caseId} closed={closed} onCite={cite} /> },
    { id: 'report', label: 'Reports', body: <ReportPanel caseId={caseId} onCite={cite} /> },
  ];
  const first: CaseTab = search.e ? 'evidence' : narrow ? 'conversation' : 'evidence';
  const wanted = search.tab === 'conversation' && !narrow ? 'evidence' : (search.tab ?? first);
  return (
    <DropZone caseId={caseId} closed={closed}>
      <div className={styles.page}>
        <CaseHeader caseId={caseId} />
        <div className={styles.columns}>
          {!narrow && <div className={styles.left}>{conversation}</div>}
          <div className={styles.right}>
            <Tabs label="Parts of the case" tabs={tabs} chosen={wanted} onChoose={(id) => choose(id as CaseTab)} />
          </div>
        </div>
      </div>
    </DropZone>
  );
}
