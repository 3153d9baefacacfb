import '../ui/index.css';
import { startApp } from '../ui/app/shell.tsx';
import { ConsoleApp } from './console-app.tsx';

void startApp('console', ConsoleApp);
