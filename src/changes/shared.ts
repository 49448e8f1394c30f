/**
 * One read for all who ask while another is under way, however many they are: a read that begins after each of them
 * asked, so that none is answered with what was before.
 */
export function shared<Answer>(read: () => Promise<Answer>): () => Promise<Answer> {
  let underWay: Promise<unknown> = Promise.resolve();
  let next: Promise<Answer> | null = null;
  return () =>
    (next ??= underWay.then(() => {
      next = null;
      const answer = read();
      underWay = answer.catch(() => undefined);
      return answer;
    }));
}
