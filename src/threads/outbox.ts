/** Sends messages together that are posted within one turn of the event loop: each message wakes the other thread. */
export function createOutbox<Message>(
  send: (messages: readonly Message[]) => void,
): (message: Message) => void {
  let waiting: Message[] = [];
  return (message) => {
    if (waiting.length === 0)
      setImmediate(() => {
        const messages = waiting;
        waiting = [];
        send(messages);
      });
    waiting.push(message);
  };
}
