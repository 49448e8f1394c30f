/** A Markdown table. A line break within a cell becomes `<br>`. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', '<br>');
}

/** A quotation, each of its lines a paragraph. */
export function quote(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n>\n');
}

/** A bulleted list. */
export function listOf(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** Text to be read as code. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** A link from a document in `docs` to a file of the project, by the file's own path unless it is called otherwise. */
export function fileLink(path: string, text: string = code(path)): string {
  return `[${text}](../${path})`;
}
