export { isPassingFault } from '../store/store.ts';
