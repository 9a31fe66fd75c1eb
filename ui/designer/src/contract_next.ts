/** Types that `ui/contract` does not carry yet; each moves there when `cargo test` writes it. */

export interface ExportReport {
  path: string;
  campaigns: number;
  images: number;
  left: string[];
}
export type ImportFrom = { path: string } | { name: string; base64: string };
export interface ImportNote {
  path: string;
  what: string;
  why: string;
}
export interface ImportedCampaign {
  key: string;
  name: string;
  outcome: 'added' | 'unchanged' | 'copied';
  notes: ImportNote[];
}
export interface ImportReport {
  source: string;
  added: ImportedCampaign[];
  skipped: { what: string; why: string }[];
}

/** The commands of this file, as `Commands` has them: name to arguments and answer. */
export interface NextCommands {
  export_campaigns: [{ keys: string[]; path: string }, ExportReport];
  import_campaigns: [{ from: ImportFrom }, ImportReport];
}
