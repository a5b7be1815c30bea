// All URLs of the dashboard. The server gives the page for the same paths (http/pages/src/dashboard_routes.cpp).
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { readWish } from '@/routes/authorize_search';
import { readCaseSearch } from '@/routes/case_search';
import { readCasesSearch } from '@/routes/cases_search';
import { Shell } from './shell';
import { NotFound } from './not_found';
import { PageTrouble } from './page_trouble';
import { ToCases } from './to_cases';

const pages = {
  cases: () => import('@/routes/cases'),
  case: () => import('@/routes/case'),
  authorize: () => import('@/routes/authorize'),
  account: () => import('@/routes/account'),
};

/** Fetches what other pages need while nothing else is to do: they open at once, also while the server is away. */
export function fetchPages() {
  for (const fetchOne of Object.values(pages)) void fetchOne().catch(() => undefined);
}

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: PageTrouble });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/cases', replace: true });
  },
});
const cases = createRoute({
  getParentRoute: () => root,
  path: '/cases',
  validateSearch: readCasesSearch,
  component: lazyRouteComponent(pages.cases, 'CasesPage'),
});
const oneCase = createRoute({
  getParentRoute: () => root,
  path: '/cases/$caseId',
  validateSearch: readCaseSearch,
  component: lazyRouteComponent(pages.case, 'CasePage'),
});
const authorize = createRoute({
  getParentRoute: () => root,
  path: '/auth/authorize',
  validateSearch: readWish,
  component: lazyRouteComponent(pages.authorize, 'AuthorizePage'),
});
const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(pages.account, 'AccountPage'),
});
/** The shell shows both to whoever is not signed in; everybody else goes on to the cases. */
const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', component: ToCases });
const register = createRoute({ getParentRoute: () => root, path: '/register', component: ToCases });

export const router = createRouter({
  routeTree: root.addChildren([home, cases, oneCase, authorize, account, signIn, register]),
  defaultPreload: 'intent',
  defaultErrorComponent: PageTrouble,
  // "?e=E2&l=408-418" as it is, without JSON.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(
      Object.entries(search).flatMap(([k, v]) => (v === undefined || v === '' ? [] : [[k, String(v)]])),
    ).toString();
    return text ? `?${text.replaceAll('%2C', ',')}` : '';
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
