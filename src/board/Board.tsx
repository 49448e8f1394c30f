import { useState } from 'preact/hooks';
import { ChangeList } from './ChangeList.tsx';
import { CitizenView } from './CitizenView.tsx';
import { DecisionForm } from './DecisionForm.tsx';
import { Header } from './Header.tsx';
import { LanguageContext, useLanguage } from './language.ts';
import { Player } from './Player.tsx';
import { texts } from './texts.ts';
import { useToken } from './token.ts';
import { TokenForm } from './TokenForm.tsx';
import { useChanges } from './useChanges.ts';
import type { CitizenBy } from './citizen.ts';

/** The whole page. */
export function Board() {
  const [language, choose] = useLanguage();
  const [municipality, setMunicipality] = useState<string | undefined>(undefined);
  const [citizen, setCitizen] = useState<CitizenBy | null>(null);
  const [sent, setSent] = useState(0);
  const [token, setToken] = useToken();
  const { changes, early, status, since, refusal } = useChanges(municipality, token);
  const decided = (by: CitizenBy) => {
    setCitizen(by);
    setSent((count) => count + 1);
  };
  return (
    <LanguageContext.Provider value={language}>
      <a class="skip" href="#content">
        {texts.skip[language]}
      </a>
      <Header status={status} since={since} language={language} onLanguage={choose} />
      <main id="content" tabIndex={-1}>
        <TokenForm refusal={refusal} hasToken={token !== null} onToken={setToken} />
        <div class="column">
          <Player onDecided={decided} />
          <ChangeList
            changes={changes}
            early={early}
            onMunicipality={setMunicipality}
            onCitizen={(by) => {
              setCitizen(by);
              // On a narrow page the citizen is far below the list.
              document.getElementById('citizen')?.closest('section')?.scrollIntoView({ block: 'nearest' });
            }}
          />
        </div>
        <div class="column">
          <CitizenView by={citizen} news={`${sent} ${changes[0]?.id ?? ''}`} onFind={setCitizen} />
          <DecisionForm onDecided={decided} />
        </div>
      </main>
    </LanguageContext.Provider>
  );
}
