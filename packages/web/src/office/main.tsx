import '../ui/index.css';
import { startApp } from '../ui/shell.tsx';
import { OfficeApp } from './office-app.tsx';

void startApp('office', OfficeApp);
