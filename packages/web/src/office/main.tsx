import '../ui/index.css';
import { startApp } from '../ui/app/shell.tsx';
import { OfficeApp } from './office-app.tsx';

void startApp('office', OfficeApp);
