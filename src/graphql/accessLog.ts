import type { AccessRecord } from '../storage/records.ts';
import { accesses } from './accesses.ts';

/** `Access` */
export const accessResolvers = {
  operations: ({ operation }: AccessRecord) => operation.split(' '),
  purposes: ({ operation }: AccessRecord) =>
    operation.split(' ').map((coordinate) => accesses[coordinate] ?? coordinate),
  municipalityCodes: ({ municipalities }: AccessRecord) => municipalities,
};
