/**
 * STAR's release note of 24 June 2022 on DFDG's treatment of decisions from KY, word for word and with its own
 * misspellings. A line break stands where a paragraph or a cell of a table ends.
 */
export const passages = {
  '§1.1': `DFDG kan håndtere, at KY har overlappende ydelsessager
KY bør som udgangspunkt ikke sende en ny ’Ydelse er givet’, uden at der forinden er sendt ’Ydelse stoppet’ på den tidligere forsørgelsesydelse, idet borgere ikke bør kunne have flere samtidige ydelser (dog undtaget borgere i kontaktgruppe 7 ’Fleksjobvisiteret (ledig)’, 10 ’Fleksjobansat’ og 13 ’jobafklaring’).
Hvis KY sender en ikke-historisk ’Ydelse er givet’ på en borger, som i forvejen har ’Ydelse er givet’ på en anden ydelse, antager DFDG, at det er den senest modtage ydelse, der er den gældende.`,
  '§1.1a': `Borger er registreret med ’Ydelse er givet’ i kontaktgruppe 2
’Ydelse er givet’ i kontaktgruppe 11
Kontaktgruppe ændres fra 2 til 11`,
  '§1.1b': `Borger er registreret i kontaktgruppe 11. ’Ydelse er givet’ - både i kontaktgruppe 2 og 11 (seneste)
’Ydelse stoppet’ i kontaktgruppe 2
Afgørelsen gemmes, men ingen afledte handlinger.
DFDG sender ikke webservicebesked om dobbelt sagsforløb til jobcentret, idet det antages sagsbehandler i eget fagsystem er opmærksom på dette.`,
  '§1.1c': `Borger er registreret i kontaktgruppe 11. ’Ydelse er givet’ - både i kontaktgruppe 2 og 11 (seneste)
’Ydelse stoppet’ i kontaktgruppe 11
Kontaktgruppe 11 afsluttes
Kontaktgruppe 2 er fortsat lukket
DFDG sender ikke webservicebesked om dobbelt sagsforløb til jobcentret, idet det antages sagsbehandler i eget fagsystem er opmærksom på dette`,
  '§1.2': `DFDG kan håndtere, at KY sender ’Ydelsessag afsluttet’ uden forudgående ’Ydelse er afvist’ eller ’Ydelse stoppet’
KY bør ikke sende ’Ydelsessag afsluttet’, hvor KY forinden ikke har sendt ’Ydelse er afvist’ eller ’Ydelsessag stoppet’. Hvis dette sker, vil DFDG behandle beskeden på samme måde, som ved modtagelse af ’Ydelsessag stoppet’.
Eksempel:
Borgers tilstand i DFDG
KY indsender afgørelse
DFDGs behandling af afgørelsen
Borger er registreret med ’Ydelse er givet’ i kontaktgruppe 13
’Ydelsessag afsluttet’ i kontaktgruppe 13
DFDG behandler afgørelsen på samme måde som ved modtagelse af ’Ydelse stoppet’. Kontaktgruppen lukkes.`,
  '§1.3': `DFDG kan håndtere, at KY sender ’Ydelses er givet’ med samme KY-id på forskellige ydelser
Hvis KY sender ’Ydelse er givet’ med samme KY-id som en tidligere ’Ydelse er givet’ på en anden ydelse, antager DFDG, at det er den seneste modtagne ’Ydelse er givet’, der er den gyldige.
Eksempel:
Borgers tilstand i DFDG
KY indsender afgørelse
DFDGs behandling af afgørelsen
Borger er registreret med ’Ydelse er givet’ i kontaktgruppe 29
Ydelse er givet’ i kontaktgruppe 27 med samme KY-id som ’Ydelse givet’ i kontaktgruppe 29
Kontaktgruppen ændres fra 29 til 27`,
  '§1.4': `DFDG kan håndtere, at KY sender afgørelse om ydelse med samme KY-id efter afsendelse af ’Ydelsessag afsluttet’
Hvis KY på en borger, hvor KY tidligere har sendt ’Ydelsessag afsluttet’ sender ny afgørelse om ydelse med samme KY-id, behandler DFDG sagen på følgende måde:`,
  '§1.4a': `KY sender ’Ydelse er givet’ med en slutdato, som ligger før dag dato: DFDG gemmer registreringen og fortager ikke afledte handlinger, da afgørelsen betragtes som en historisk opdatering, der ikke påvirker borgeres aktuelle tilstand i DFDG`,
  '§1.4b': `KY sender ’Ydelse er givet’ uden en slutdato eller med en slutdato der ligger på eller efter dags dato. Borgeren er i DFDG ikke registreret i en kontaktgruppe eller er ikke registreret i den kontaktgruppe, der modtages afgørelse om: DFDG registrerer borgeren i den kontaktgruppe, der modtages afgørelse om, idet DGDG betragter den tidligere modtagne ’Ydelsessag afsluttet’ som fejlafsendt`,
  '§1.4c': `KY sender ’Ydelse er afvist’, ’Ydelsessag stoppet’ eller ’Ydelsessag afsluttet’. Borgeren er i DFDG registreret med en åben kontaktgruppe af samme type, som KY tidligere har sendt ’Ydelse er givet’ på: DFDG lukker kontaktgruppen`,
  '§1.4d': `KY sender ’Ydelse er afvist’, ’Ydelse stoppet’ eller ’Ydelsessag afsluttet’. Borgeren er i DFDG registreret med en åben kontaktgruppe, som er forskellig fra den, som KY har sendt ’Ydelse er givet’ på: DFDG antager, at kontaktgruppen ikke skal lukkes, da der er tale om et nyt forløb`,
  '§1.4e': `KY sender ’Ydelse er afvist’, ’Ydelse stoppet’ eller ’Ydelsessag afsluttet’. Borgeren har i DFDG ikke en åben kontaktgruppe: DFDG gemmer registreringen men foretager ikke afledte handlinger`,
  '§2': `Fejl ved raskmelding kunne medføre at andre webservicekald til DFDG fejlede
Efter releasen den 13. juni 2022 kunne der opstå fejl ved raskmelding af borgere. Der var tale om en sporadisk fejl - som afstedkom en fejl, der fik webserveren til at fejle. Når det skete fejlede alle andre kald til DFDG-webservices, indtil webserveren kørte igen. Den 15. juni 2022 blev der indført en rettelse, som løste størstedelen af fejlen. De resterende fejl er blevet løst.`,
} as const;

/** The name of a passage of the note, e.g. `§1.4b`. */
export type Passage = keyof typeof passages;

/** Whether a citation is of the note itself, and not of a reading of it. */
export function isPassage(citation: string): citation is Passage {
  return Object.hasOwn(passages, citation);
}
