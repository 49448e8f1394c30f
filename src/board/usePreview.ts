import { useEffect, useState } from 'preact/hooks';
import { inputOf, type Draft } from './draft.ts';
import { preview, type Preview, type UserError } from './submission.ts';

/** How long typing must pause, in milliseconds. */
const pause = 250;

/** What the rules would do with what stands in the form, or what is wrong with it; null where nobody knows. */
export function usePreview(draft: Draft): Preview | readonly UserError[] | null {
  const [foreseen, setForeseen] = useState<Preview | readonly UserError[] | null>(null);
  useEffect(() => {
    let isOver = false;
    const show = (answer: typeof foreseen) => {
      if (!isOver) setForeseen(answer);
    };
    const timer = setTimeout(() => {
      preview(inputOf(draft)).then(show, () => {
        show(null);
      });
    }, pause);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [draft]);
  return foreseen;
}
