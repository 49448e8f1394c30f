import { Counter, type Registry } from 'prom-client';
import type { Commands, SubmissionAnswer } from '../commands/submission.ts';

/** The same commands; what `submitDecision` answers is counted here, in the thread that serves. */
export function countDecisions(registry: Registry, commands: Commands): Commands {
  const registers = [registry];
  const stored = new Counter({
    name: 'dfdg_decisions_total',
    help: 'Decisions stored, by the rule that applied and the kind of decision. Repeats are not among them.',
    labelNames: ['rule', 'kind'],
    registers,
  });
  const deviations = new Counter({
    name: 'dfdg_deviations_total',
    help: 'Ways in which stored decisions leave the pattern agreed with KY.',
    labelNames: ['deviation'],
    registers,
  });
  const repeats = new Counter({
    name: 'dfdg_decisions_repeated_total',
    help: 'Messages that were received before, and answered by the stored decision.',
    registers,
  });
  const refused = new Counter({
    name: 'dfdg_decisions_refused_total',
    help: 'Messages that were not stored, by the first code of what was wrong.',
    labelNames: ['code'],
    registers,
  });

  function count(answer: SubmissionAnswer): void {
    if (answer.kind === 'failed') refused.inc({ code: answer.code });
    else if (answer.kind === 'refused') refused.inc({ code: answer.userErrors[0]?.code ?? 'none' });
    else if (answer.duplicate) repeats.inc();
    else {
      const { rule, kind, deviations: ways } = answer.stored.decision;
      stored.inc({ rule, kind });
      for (const deviation of ways) deviations.inc({ deviation });
    }
  }

  return {
    ...commands,
    async submitDecision(submission, watch) {
      const answer = await commands.submitDecision(submission, watch);
      count(answer);
      return answer;
    },
  };
}
