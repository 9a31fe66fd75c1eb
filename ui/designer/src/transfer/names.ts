/** A file's name for a campaign: what its name says, without what file systems refuse. */
export function fileNameOf(campaign: string): string {
  const plain = campaign
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
  return `${plain || 'campaign'}.campaign`;
}
