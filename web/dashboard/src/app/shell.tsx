import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState, useSyncExternalStore } from 'react';
import { currentSession, onSession, signOut } from '@/api/session';
import type { Command } from '@/commands/registry';
import { useCommands } from '@/commands/use_commands';
import { SignInDialog } from '@/features/sign_in/sign_in_dialog';
import { SignInPage } from '@/features/sign_in/sign_in_page';
import { isMac } from '@/ui/is_mac';
import { Menu } from '@/ui/menu';
import styles from './shell.module.css';
import { toggleTheme, useTheme } from './theme';

const Palette = lazy(() => import('@/commands/palette').then((m) => ({ default: m.Palette })));
const KeyHelp = lazy(() => import('@/commands/key_help').then((m) => ({ default: m.KeyHelp })));

/** What surrounds every page; whoever is not signed in gets the sign-in in its place, and keeps the URL. */
export function Shell() {
  const session = useSyncExternalStore(onSession, currentSession);
  if (session.status === 'starting') return <p className={styles.starting} role="status">Waiting for the server…</p>;
  if (session.status === 'signed_out') return <SignInPage />;
  return (
    <>
      <SignedIn name={session.user.display_name || session.user.username} key={session.user.user_id} />
      <SignInDialog open={session.status === 'expired'} name={session.user.username} />
    </>
  );
}

function SignedIn({ name }: { name: string }) {
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);
  const theme = useTheme();
  const goTo = useNavigate();
  const here = useLocation({ select: (l) => l.pathname });
  const commands = useMemo<Command[]>(
    () => [
      { id: 'palette', title: 'Find an action', group: 'Everywhere', key: 'mod+k', whileTyping: true, run: () => setOpen('palette') },
      { id: 'keys', title: 'Show the keys', group: 'Everywhere', key: '?', run: () => setOpen('keys') },
      { id: 'go-cases', title: 'Go to the cases', group: 'Everywhere', key: 'g c', run: () => void goTo({ to: '/cases' }) },
      { id: 'go-account', title: 'Go to your account', group: 'Everywhere', key: 'g a', run: () => void goTo({ to: '/account' }) },
      { id: 'theme', title: 'Switch between light and dark', group: 'Everywhere', key: 'g t', run: toggleTheme },
      { id: 'sign-out', title: 'Sign out', group: 'Everywhere', run: () => void signOut() },
    ],
    [goTo],
  );
  useCommands(commands);
  return (
    <div className={styles.shell}>
      <a href="#page" className={styles.skip}>
        Skip to the page
      </a>
      <header className={styles.bar}>
        <Link to="/cases" className={styles.brand}>
          <Mark />
          FaultMaven
        </Link>
        <nav aria-label="Main" className={styles.nav}>
          <Link to="/cases" aria-current={here === '/cases' ? 'page' : undefined} className={styles.link}>
            Cases
          </Link>
        </nav>
        <button type="button" className={`${styles.tool} ${styles.keys}`} onClick={() => setOpen('palette')} aria-label="Find an action" title="Find an action">
          <span aria-hidden="true">{isMac ? '⌘K' : 'Ctrl K'}</span>
        </button>
        <button
          type="button"
          className={styles.tool}
          onClick={toggleTheme}
          aria-label={theme === 'dark' ? 'Light theme' : 'Dark theme'}
          title={theme === 'dark' ? 'Light theme' : 'Dark theme'}
        >
          <span aria-hidden="true">{theme === 'dark' ? '☀' : '☾'}</span>
        </button>
        <Menu
          label={`Account of ${name}`}
          choices={[
            { label: 'Find an action', action: () => setOpen('palette') },
            { label: 'Your account', action: () => void goTo({ to: '/account' }) },
            { label: 'Keys', action: () => setOpen('keys') },
            { label: 'Sign out', action: () => void signOut() },
          ]}
        >
          <span className={styles.name}>{name}</span>
          <span aria-hidden="true">▾</span>
        </Menu>
      </header>
      <main id="page" className={styles.page} tabIndex={-1}>
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      <Suspense>
        {open === 'palette' && <Palette open onClose={() => setOpen(null)} />}
        {open === 'keys' && <KeyHelp open onClose={() => setOpen(null)} />}
      </Suspense>
    </div>
  );
}

function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true" className={styles.mark}>
      <rect width="32" height="32" rx="7" />
      <path d="M5 18h5l3-9 5 15 4-10 2 4h3" />
    </svg>
  );
}
