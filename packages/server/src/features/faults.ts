/** Whether the same request may succeed later; what it says of a fault goes into the table's `retry`. */
export { isPassingFault } from '../store/store.ts';
