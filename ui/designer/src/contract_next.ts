/** Types that `ui/contract` does not carry yet; each moves there when `cargo test` writes it. */

import type { AssetFacts } from '../../contract/AssetFacts';
import type { AssetView } from '../../contract/AssetView';
import type { CampaignRow as KeptRow } from '../../contract/CampaignRow';
import type { Change } from '../../contract/Change';
import type { Draft } from '../../contract/Draft';
import type { DraftView } from '../../contract/DraftView';
import type { Failure } from '../../contract/Failure';
import type { KeyArgs } from '../../contract/KeyArgs';
import type { Layout } from '../../contract/Layout';
import type { Limits as KeptLimits } from '../../contract/Limits';
import type { Nothing } from '../../contract/Nothing';
import type { PageRule } from '../../contract/PageRule';
import type { ValueType } from '../../contract/ValueType';
import type { WorkspaceView as KeptWorkspace } from '../../contract/WorkspaceView';

/** The colours of a campaign's first step, for a picture where it has none. */
export interface MessageColors {
  background: string;
  title: string;
  /** Background of its first button. */
  button: string | null;
}
export type CampaignRow = KeptRow & { colors: MessageColors | null };
export type WorkspaceView = Omit<KeptWorkspace, 'campaigns'> & { campaigns: CampaignRow[] };

export type Act = 'start' | 'pause' | 'resume' | 'end' | 'delete' | 'restore' | 'duplicate';
export interface Refusal {
  key: string;
  name: string;
  failure: Failure;
}
export interface ActReport {
  done: string[];
  refused: Refusal[];
}
export interface DeletedRow {
  key: string;
  name: string;
  deleted_ms: number;
}
export interface Seen {
  data_version: number;
}

export type Cause =
  | 'created'
  | 'edited'
  | 'started'
  | 'published'
  | 'restored'
  | 'imported'
  | 'named';
export interface VersionRow {
  id: number;
  name: string | null;
  cause: Cause;
  at_ms: number;
  changes: number;
}
export interface VersionView {
  row: VersionRow;
  draft: Draft;
  changes: Change[];
}

export interface FitView {
  sha256: string;
  before: AssetFacts;
  after: AssetFacts;
  how: string;
}

export type Sdk = 'javascript' | 'react' | 'android' | 'ios' | 'react_native' | 'flutter';
export interface FirstVersion {
  layout: Layout;
  sdk: Sdk;
  version: string;
}
export type Limits = KeptLimits & { first_versions: FirstVersion[] };

export interface WordCount {
  text: string;
  count: number;
}
export interface PropertyWords {
  name: string;
  count: number;
  distinct: number;
  at_least: boolean;
  value_type: ValueType;
  values: WordCount[];
}
export interface LogWords {
  events: WordCount[];
  event_properties: PropertyWords[];
  user_properties: PropertyWords[];
  device_properties: PropertyWords[];
  segments: string[];
  urls: WordCount[];
}
export interface TryUrl {
  url: string;
  page_name: string | null;
  url_regex: string | null;
  page_rules: PageRule[];
  log: string | null;
}
export interface UrlTrial {
  path: string;
  regex: boolean | null;
  regex_error: string | null;
  rules: boolean[];
  matches: boolean;
  in_log: { matched: number; of: number; samples: WordCount[] } | null;
}

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
  workspace: [Nothing, WorkspaceView];
  load_sample: [Nothing, WorkspaceView];
  act_on_campaigns: [{ keys: string[]; act: Act }, ActReport];
  deleted_campaigns: [Nothing, DeletedRow[]];
  seen_version: [Nothing, Seen];
  versions: [KeyArgs, VersionRow[]];
  name_version: [{ key: string; version: number; name: string }, VersionRow[]];
  rename_version: [{ key: string; id: number; name: string }, VersionRow[]];
  show_version: [{ key: string; id: number }, VersionView];
  restore_version: [{ key: string; version: number; id: number }, DraftView];
  crop_asset: [
    { sha256: string; x: number; y: number; width: number; height: number },
    AssetView,
  ];
  fit_asset: [{ sha256: string; bytes_max: number }, FitView];
  limits: [Nothing, Limits];
  set_limits: [{ limits: Limits }, Limits];
  log_words: [{ log: string }, LogWords];
  try_url: [TryUrl, UrlTrial];
  export_campaigns: [{ keys: string[]; path: string }, ExportReport];
  import_campaigns: [{ from: ImportFrom }, ImportReport];
}
