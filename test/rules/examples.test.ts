import { test } from 'vitest';
import { examples } from '../../src/rules/examples.ts';
import { checkExample } from './examples.checks.ts';

test.each(examples)('$id: $title.en', checkExample);
