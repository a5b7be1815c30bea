import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

// Who may import whom (README.md): app knows everything, routes know features, a feature knows no feature, and
// what is shared knows none of them.
const features = ['sign_in', 'cases', 'conversation', 'evidence', 'logs', 'hypotheses', 'reports', 'consent', 'account'];
const forbid = (files, group, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
});

export default tseslint.config(
  { ignores: ['src/api/schema.gen.ts'] },
  ...tseslint.configs.recommended,
  hooks.configs.flat['recommended-latest'],
  {
    rules: {
      'max-lines': ['error', 300],
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Requests are made in src/api.' },
        { name: 'XMLHttpRequest', message: 'Requests are made in src/api.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Texts are text.' },
        { selector: "MemberExpression[property.name='innerHTML']", message: 'Texts are text.' },
      ],
    },
  },
  { files: ['src/api/**'], rules: { 'no-restricted-globals': 'off' } },
  ...features.map((own) =>
    forbid(
      [`src/features/${own}/**`],
      ['@/app/*', '@/routes/*', ...features.filter((f) => f !== own).map((f) => `@/features/${f}/*`), '../*'],
      'A feature knows neither the app nor another feature; features talk through the URL.',
    ),
  ),
  forbid(['src/routes/**'], ['../*'], 'Routes import by @/.'),
  forbid(['src/commands/**', 'src/ui/**'], ['@/app/*', '@/routes/*', '@/features/*', '@/api/*', '../*'], 'Shared parts know neither features nor the API.'),
  forbid(['src/api/**'], ['@/app/*', '@/routes/*', '@/features/*', '@/ui/*', '@/commands/*'], 'The API knows no page.'),
);
