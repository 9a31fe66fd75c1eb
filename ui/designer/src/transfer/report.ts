import type { ImportOutcome, ImportReport } from '../contract';
import { plural } from '../words/numbers';

export const OUTCOMES: Record<ImportOutcome, string> = {
  added: 'Added',
  unchanged: 'Already here',
  copied: 'Copied',
};

/** What an outcome means, where a word is not enough. */
export const OUTCOME_HELP: Record<ImportOutcome, string> = {
  added: '',
  unchanged: 'The same campaign is in this workspace.',
  copied: 'Another campaign has its key here, so it got a new one.',
};

/** The report as plain text, to keep or to send. */
export function reportText(report: ImportReport): string {
  const lines = [`Imported from: ${report.source}`, reportWords(report), ''];
  for (const campaign of report.added) {
    lines.push(`${campaign.name} (${campaign.key}): ${OUTCOMES[campaign.outcome].toLowerCase()}`);
    for (const note of campaign.notes) lines.push(`  ${note.path}  ${note.what}: ${note.why}`);
  }
  for (const skipped of report.skipped) lines.push(`Skipped ${skipped.what}: ${skipped.why}`);
  return `${lines.join('\n')}\n`;
}

/** The report in a line: how much arrived, and how much could not. */
export function reportWords({ added, skipped }: ImportReport): string {
  const arrived = added.filter((campaign) => campaign.outcome !== 'unchanged').length;
  const notes = added.reduce((sum, campaign) => sum + campaign.notes.length, 0);
  const parts = [`${plural(arrived, 'campaign')} arrived`];
  const there = added.length - arrived;
  if (there > 0) parts.push(`${there} already here`);
  if (skipped.length > 0) parts.push(`${skipped.length} skipped`);
  if (notes > 0) parts.push(notesWords(notes));
  return parts.join(', ');
}

/** How much was left behind, or arrived as something else. */
export function notesWords(notes: number): string {
  return `${plural(notes, 'thing')} not carried over as ${notes === 1 ? 'it was' : 'they were'}`;
}
