/** An operation that stands ready in a tab. */
export interface ReadyOperation {
  readonly query: string;
  readonly variables?: string;
}

const decision = JSON.stringify(
  {
    input: {
      messageId: 'explorer-1',
      cpr: '2902910001',
      municipalityCode: '101',
      kyId: 'A',
      kind: 'GRANTED',
      contactGroup: 2,
      startDate: '2022-06-01',
    },
  },
  null,
  2,
);

/** What stands ready: to preview, to send, to look at, and to listen. */
export const operations: readonly ReadyOperation[] = [
  {
    query: `# What the rules would do. Nothing is stored.
query Preview($input: SubmitDecisionInput!) {
  previewDecision(input: $input) {
    rule { id explanation source noteText }
    openAfter { code name }
    deviations
    userErrors { code field message }
  }
}
`,
    variables: decision,
  },
  {
    query: `# Stores a decision. The citizen is made up; another messageId makes it another message.
mutation Submit($input: SubmitDecisionInput!) {
  submitDecision(input: $input) {
    duplicate
    decision {
      sequence
      outcome {
        rule { id explanation }
        changes { kind from { type { code } } to { type { code } } }
        deviations
      }
    }
    userErrors { code field message }
  }
}
`,
    variables: decision,
  },
  {
    query: `query Citizen {
  citizen(by: { cpr: "2902910001" }) {
    id
    contactGroups { type { code name } startDate }
    contactGroupHistory { nodes { type { code } startDate endDate } }
    decisions { nodes { kind kyId startDate endDate outcome { rule { id } } } }
  }
}
`,
  },
  {
    query: `# Runs until it is stopped. Send a decision in another window, or play an example at /board.
subscription Changes {
  contactGroupChanged {
    kind
    from { type { code } }
    to { type { code } }
    decision { outcome { rule { id } deviations } }
    cursor
  }
}
`,
  },
  {
    query: `query Log {
  contactGroupChanges(last: 20) {
    nodes { kind occurredAt from { type { code } } to { type { code } } }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  },
  {
    query: `query Rules {
  rules { id explanation source noteText readings { id question decision } }
}
`,
  },
];
