/** What the help of commands on the database says of which one that is. */
export const whichDatabase =
  'It works on the database of DATABASE_URL, else on the embedded one of DATA_DIR (.data), whether a server runs or not.';
