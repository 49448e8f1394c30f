/**
 * What can be about citizens, by its coordinate in the schema, with its purpose in Danish as it is told to the citizen;
 * null for what never is. Every field of the root types must be here: it is what the access log is written by.
 */
export const accesses: Readonly<Record<string, string | null>> = {
  'Query.citizen': 'Opslag på borgeren',
  'Query.decision': 'Opslag på en afgørelse',
  'Query.contactGroup': 'Opslag på en kontaktgruppe',
  'Query.contactGroupTypes': null,
  'Query.rules': null,
  'Query.previewDecision': 'Forhåndsvisning af, hvad en afgørelse fører til',
  'Query.contactGroupChanges': 'Læsning af kontaktgruppeændringer',
  'Query.deviationReport': null,
  'Query._entities': 'Opslag gennem en gateway',
  'Query._service': null,
  'Mutation.submitDecision': 'Modtagelse af en afgørelse fra KY',
  'Mutation.submitDecisions': 'Modtagelse af afgørelser fra KY',
  'Mutation.reportSick': 'Sygemelding',
  'Mutation.reportRecovered': 'Raskmelding',
  'Subscription.contactGroupChanged': 'Besked til jobcentret om en kontaktgruppeændring',
  'Citizen.accessLog': 'Indsigt i, hvem der har set eller ændret borgerens oplysninger',
};
