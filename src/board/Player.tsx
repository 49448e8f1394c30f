import { useEffect, useRef, useState } from 'preact/hooks';
import type { Example } from '../rules/example.ts';
import { examples } from '../rules/examples.ts';
import type { CitizenBy } from './citizen.ts';
import { Failure } from './Failure.tsx';
import { useText } from './language.ts';
import { playExample, type Step } from './play.ts';
import { StepList } from './StepList.tsx';
import { texts } from './texts.ts';

/** What the player tells. */
export interface PlayerProps {
  readonly onDecided: (by: CitizenBy) => void;
}

/** Plays the note's examples: one of them, or all, a step at a time. */
export function Player({ onDecided }: PlayerProps) {
  const text = useText();
  const [chosen, choose] = useState(examples[0]?.id ?? '');
  const [played, setPlayed] = useState<Example | null>(null);
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const [failed, setFailed] = useState<unknown>(null);
  const [isPlaying, setPlaying] = useState(false);
  const playing = useRef<AbortController | null>(null);
  useEffect(() => () => playing.current?.abort(), []);

  const play = async (list: readonly Example[]) => {
    const { signal } = (playing.current = new AbortController());
    setFailed(null);
    setPlaying(true);
    try {
      for (const example of list) {
        if (signal.aborted) break;
        choose(example.id);
        setPlayed(example);
        setSteps([]);
        await playExample(
          example,
          (step) => {
            setSteps((old) => [...old, step]);
            onDecided({ id: step.decided.citizenId });
          },
          signal,
        );
        if (list.length > 1) await new Promise((resolve) => setTimeout(resolve, 1_800));
      }
    } catch (error) {
      setFailed(error);
    }
    setPlaying(false);
  };
  return (
    <section class="card player" aria-labelledby="player">
      <div class="head">
        <h2 id="player">{text(texts.playTitle)}</h2>
        <p>{text(texts.playLead)}</p>
      </div>
      <div class="controls">
        <label class="unseen" for="example">
          {text(texts.example)}
        </label>
        <select
          id="example"
          value={chosen}
          disabled={isPlaying}
          onInput={({ currentTarget: { value } }) => {
            choose(value);
          }}
        >
          {examples.map(({ id, title }) => (
            <option key={id} value={id}>{`${id} · ${text(title)}`}</option>
          ))}
        </select>
        <button
          type="button"
          class="primary"
          aria-disabled={isPlaying}
          onClick={() => {
            if (!isPlaying) void play(examples.filter(({ id }) => id === chosen));
          }}
        >
          ▶ {text(texts.play)}
        </button>
        <button
          type="button"
          onClick={() => {
            if (isPlaying) playing.current?.abort();
            else void play(examples);
          }}
        >
          {text(isPlaying ? texts.stop : texts.playAll)}
        </button>
      </div>
      <div aria-live="polite">
        {played && <StepList example={played} steps={steps} />}
        {failed !== null && <Failure error={failed} />}
      </div>
    </section>
  );
}
