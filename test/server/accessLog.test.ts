import { expect, it } from 'vitest';
import { madeUpCpr, submission } from '../commands/submission.ts';
import { startTestService } from './service.ts';

it('the access log is written to the end when the server stops, each row with its request', async () => {
  const service = await startTestService();
  const cpr = madeUpCpr(1);
  await service.post(
    'mutation ($input: SubmitDecisionInput!) { submitDecision(input: $input) { duplicate } }',
    { input: submission({ cpr }) },
  );
  const { headers } = await service.post('query ($cpr: String!) { citizen(by: { cpr: $cpr }) { id } }', {
    cpr,
  });
  await service.close();
  const rows = await service.database.sql`
    select operation, kind, outcome, subject, request_id as "requestId", tableoid::regclass::text as month
    from access_log order by number`;
  await service.database.drop();
  expect(rows).toMatchObject([
    { operation: 'Mutation.submitDecision', kind: 'WRITE', outcome: 'ANSWERED' },
    {
      operation: 'Query.citizen',
      kind: 'READ',
      outcome: 'ANSWERED',
      subject: 'development',
      requestId: headers.get('x-request-id'),
      month: expect.stringMatching(/^access_log_\d{4}_\d\d$/) as string,
    },
  ]);
  expect(JSON.stringify(rows)).not.toContain(cpr);
});
