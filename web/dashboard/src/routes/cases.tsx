import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { CasesView, type CasesSearch } from '@/features/cases/cases_view';

const route = getRouteApi('/cases');

export function CasesPage() {
  const search = route.useSearch();
  const goTo = route.useNavigate();
  useEffect(() => {
    document.title = 'Cases · FaultMaven';
  }, []);
  const change = useCallback((next: CasesSearch) => void goTo({ search: next, replace: true }), [goTo]);
  return <CasesView search={search} onSearch={change} />;
}
