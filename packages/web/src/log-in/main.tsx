import '../ui/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CrashBoundary } from '../ui/app/crash-boundary.tsx';
import { keepInputMethodKeys } from '../ui/keyboard/keys.ts';
import { startTexts } from '../ui/texts/texts.ts';
import { LogInPage } from './log-in-page.tsx';

async function start(): Promise<void> {
  await startTexts();
  const place = document.getElementById('app');
  if (!place) throw new Error('The page has no place for the form.');
  keepInputMethodKeys();
  createRoot(place).render(
    <StrictMode>
      <CrashBoundary>
        <LogInPage />
      </CrashBoundary>
    </StrictMode>,
  );
}

void start();
