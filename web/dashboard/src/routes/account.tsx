import { useEffect } from 'react';
import { AccountView } from '@/features/account/account_view';

export function AccountPage() {
  useEffect(() => {
    document.title = 'Your account · FaultMaven';
  }, []);
  return <AccountView />;
}
