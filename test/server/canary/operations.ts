import { decisionInput } from '../../graphql/decision.ts';

/** What is POSTed to GraphQL, or sent over a socket. */
export type Operation = Readonly<Record<string, unknown>>;

/** Sends a decision. */
export const submit = `mutation ($input: SubmitDecisionInput!) {
  submitDecision(input: $input) { decision { id } userErrors { code field message } }
}`;
const submitAll = `mutation ($inputs: [SubmitDecisionInput!]!) {
  submitDecisions(inputs: $inputs) { decision { id } userErrors { code field message } }
}`;
const preview = `query ($input: SubmitDecisionInput!) {
  previewDecision(input: $input) { rule { id } userErrors { code field message } }
}`;
const sick = `mutation ($input: ReportSickInput!) {
  reportSick(input: $input) { absence { id } userErrors { code field message } }
}`;
const recovered = `mutation ($input: ReportRecoveredInput!) {
  reportRecovered(input: $input) { absence { id } userErrors { code field message } }
}`;
const entities = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { id } } }';

/** All that means the citizen, each in the way that the schema wants it. */
export function meant(cpr: string, messageId: string): Operation[] {
  return [
    { query: submit, variables: { input: decisionInput({ cpr, messageId }) } },
    { query: submit, variables: { input: decisionInput({ cpr, messageId, kyId: 'another' }) } },
    {
      query: submitAll,
      variables: { inputs: [1, 2].map((contactGroup) => decisionInput({ cpr, contactGroup })) },
    },
    { query: preview, variables: { input: decisionInput({ cpr }) } },
    { query: sick, variables: { input: { messageId, cpr, sickFrom: '2022-06-01' } } },
    { query: sick, variables: { input: { messageId: `${messageId}-2`, cpr, sickFrom: '2022-06-01' } } },
    {
      query: recovered,
      variables: { input: { messageId: `${messageId}-3`, cpr, recoveredOn: '2022-06-09' } },
    },
    {
      query: recovered,
      variables: { input: { messageId: `${messageId}-4`, cpr, recoveredOn: '2022-06-09' } },
    },
    { query: entities, variables: { r: [{ __typename: 'Citizen', cpr }] } },
    {
      query: `query ($cpr: String!) { citizen(by: { cpr: $cpr }) { id
        decisions { edges { cursor } } contactGroupHistory { edges { cursor } } accessLog { edges { cursor } } } }`,
      variables: { cpr },
    },
    {
      query: `{ citizen(by: { cpr: "${cpr}" }) { id } contactGroupChanges { edges { cursor } headCursor } }`,
    },
  ];
}

/** A text where it does not belong: in every field and argument, in names, and in what is no GraphQL at all. */
export function misplaced(text: string): Operation[] {
  const name = `_${text}`;
  const fields = ['cpr', 'municipalityCode', 'kind', 'contactGroup', 'startDate', 'endDate', text];
  return [
    ...fields.flatMap((field) =>
      [text, Number(text), [text], { [text]: text }].map((value) => ({
        query: submit,
        variables: { input: decisionInput({ [field]: value }) },
      })),
    ),
    ...[sick, recovered].map((query) => ({
      query,
      variables: { input: { [text]: text, sickFrom: text, cpr: text } },
    })),
    { query: submitAll, variables: { inputs: [text, { cpr: text }] } },
    ...[
      text,
      { __typename: text },
      { __typename: 'Citizen', id: text, cpr: [text] },
      { __typename: 'Citizen', cpr: Number(text) },
    ].map((one) => ({ query: entities, variables: { r: [one] } })),
    ...[
      `{ citizen(by: { cpr: ${text} }) { id } }`,
      `{ citizen(by: { cpr: "${text}", id: "${text}" }) { id } }`,
      `{ citizen(by: { id: "${text}" }) { id } decision(id: "${text}") { id } contactGroup(id: ${text}) { id } }`,
      `{ citizen(by: { _${text}: 1 }) { id } }`,
      `{ contactGroupChanges(after: "${text}", first: ${text}, municipalityCode: "${text}") { headCursor } }`,
      `{ contactGroupChanges(after: "${text}") { headCursor } }`,
      `{ contactGroupChanges(citizenId: "${text}") { headCursor } }`,
      `{ contactGroupChanges(municipalityCode: "${text}") { headCursor } }`,
      `{ contactGroupChanges(first: ${text}) { headCursor } }`,
      `{ deviationReport(from: "${text}", to: "${text}") { decisions } }`,
      `query ${name} { nothing }`,
      `{ ${name} rules(${name}: 1) { ${name} } ...${name} }`,
      `{ ${name}: citizen(by: {}) { id } }`,
      `{ ${name}: rules { id } ${name}: contactGroupTypes { code } }`,
      `{ rules @${name} { id } ... on ${name} { id } }`,
      `query ($${name}: ${name}) { rules { id } }`,
      `{ rules { id } } fragment ${name} on Rule { id }`,
      `{ ${text} `,
      `{ "${text}" } # ${text}`,
      `"""${text}""" { rules`,
      text,
    ].map((query) => ({ query })),
    {
      query: `query ($${name}: Date!) { deviationReport(from: $${name}, to: $${name}) { decisions } }`,
      variables: { [name]: text },
    },
    {
      query: `query ($${name}: CitizenBy!) { citizen(by: $${name}) { id } }`,
      variables: { [name]: { [text]: text } },
    },
    { query: '{ rules { id } }', operationName: text, variables: text },
    { query: '{ rules { id } }', operationName: text },
    { query: '{ rules { id } }', extensions: { persistedQuery: { version: 1, sha256Hash: text } } },
    { extensions: { persistedQuery: { version: text, sha256Hash: text } } },
    { [text]: text, query: [text] },
  ];
}

/** Subscriptions that are refused for a text in them, and such as it is merely sent along with. */
export function subscriptions(text: string): Operation[] {
  return [
    ...['after', 'municipalityCode', 'citizenId', `_${text}`].map((argument) => ({
      query: `subscription { contactGroupChanged(${argument}: "${text}") { cursor } }`,
    })),
    {
      query: `subscription ($_${text}: ID!) { contactGroupChanged(citizenId: $_${text}) { id } }`,
      variables: { [`_${text}`]: [text] },
    },
    { query: `subscription _${text} { _${text}: contactGroupChanged { _${text} } }` },
    { query: `subscription { _${text}: contactGroupChanged(after: "") { id } }` },
    { query: 'subscription { contactGroupChanged { id } }', operationName: text },
    { query: 'subscription { contactGroupChanged { id } }', variables: text },
    { query: `subscription { ${text}` },
  ];
}
