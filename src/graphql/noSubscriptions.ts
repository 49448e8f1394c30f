import { GraphQLError, OperationTypeNode, type ValidationRule } from 'graphql';

/** Refuses subscriptions where one answer is all that there is: Apollo would run one as if it were a query. */
export const noSubscriptions: ValidationRule = (context) => ({
  OperationDefinition(operation) {
    if (operation.operation === OperationTypeNode.SUBSCRIPTION)
      context.reportError(
        new GraphQLError(
          'A subscription has more than one answer: use a WebSocket, or accept text/event-stream.',
          { nodes: operation },
        ),
      );
  },
});
