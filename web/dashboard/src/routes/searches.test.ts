import { expect, it } from 'vitest';
import { readCaseSearch } from './case_search';
import { readCasesSearch } from './cases_search';

it('takes from a URL what it knows and nothing else', () => {
  expect(readCaseSearch({ e: 'E2', l: '408-418,420', tab: 'report' })).toEqual({ e: 'E2', l: '408-418,420', tab: 'report' });
  expect(readCaseSearch({ e: 'X', l: '<b>', tab: 'constructor' })).toEqual({ e: undefined, l: undefined, tab: undefined });
  expect(readCasesSearch({ q: 'disk', state: 'closed', sort: 'title' })).toEqual({ q: 'disk', state: 'closed', sort: 'title' });
  expect(readCasesSearch({ q: 7, state: 'x', sort: [] })).toEqual({ q: undefined, state: undefined, sort: undefined });
});
