import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ConsentView } from '@/features/consent/consent_view';

const route = getRouteApi('/auth/authorize');

/** Where a client sends a person to be let in (RFC 6749, section 4.1.1). */
export function AuthorizePage() {
  const wish = route.useSearch();
  useEffect(() => {
    document.title = 'Let a client in? · FaultMaven';
  }, []);
  return <ConsentView wish={wish} />;
}
