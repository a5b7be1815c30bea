import { createRoot } from 'react-dom/client';
import { App } from '@/app/app';
import { applyTheme } from '@/app/theme';
import '@/app/theme.css';
import { startSession } from '@/api/session';

applyTheme();
void startSession();
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
