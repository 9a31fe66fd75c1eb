/** What the workbench answers. Each of these is exported from Rust as its crate lands. */

import type { AssetFacts } from '../../contract/AssetFacts';
import type { Change } from '../../contract/Change';
import type { Draft } from '../../contract/Draft';
import type { Finding } from '../../contract/Finding';
import type { Kind } from '../../contract/Kind';
import type { Layout } from '../../contract/Layout';
import type { Move } from '../../contract/Move';
import type { Orientation } from '../../contract/Orientation';
import type { Platform } from '../../contract/Platform';
import type { Status } from '../../contract/Status';
import type { Tally } from '../../contract/Tally';

export type SyncState =
  | 'local_only'
  | 'in_sync'
  | 'changed_here'
  | 'changed_there'
  | 'conflict'
  | 'publishing'
  | 'failed';

/** A command that could not be done. */
export interface Failure {
  code: string;
  message: string;
  hint: string;
}

export interface AssetView {
  sha256: string;
  facts: AssetFacts;
}

export interface ServerView {
  url: string | null;
  state: 'none' | 'unknown' | 'online' | 'offline' | 'refused';
  message: string;
}

export interface CampaignRow {
  key: string;
  name: string;
  status: Status;
  kind: Kind;
  priority: number;
  platforms: Platform[];
  orientations: Orientation[];
  layout: Layout;
  trigger: string;
  period: string | null;
  tags: string[];
  thumbnail: string | null;
  sync: SyncState;
  findings: Tally;
  forecast: { impressions: number; cap_hits: number; by_day: number[] } | null;
  updated_ms: number;
}

export interface LogRow {
  id: string;
  name: string;
  path: string;
  events: number;
  users: number;
  sessions: number;
  first: string;
  last: string;
  event_names: { name: string; count: number }[];
}

export interface WorkspaceView {
  path: string;
  name: string;
  read_only: boolean;
  first_start: boolean;
  campaigns: CampaignRow[];
  logs: LogRow[];
  server: ServerView;
}

export interface DraftView {
  key: string;
  draft: Draft;
  version: number;
  findings: Finding[];
  undo: string | null;
  redo: string | null;
  locked: boolean;
  sync: SyncState;
  assets: Record<string, AssetFacts>;
}

export interface JobView {
  job: string;
  title: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  done: number;
  total: number | null;
  unit: string;
  elapsed_ms: number;
  result: unknown;
  failure: Failure | null;
}

export interface PublishItem {
  key: string;
  name: string;
  state: SyncState;
  changes: Change[];
  new: boolean;
  findings: Tally;
  move: Move | null;
}

export interface PublishPlan {
  server: ServerView;
  items: PublishItem[];
}

export interface PublishReport {
  items: {
    key: string;
    name: string;
    outcome: 'published' | 'unchanged' | 'conflict' | 'failed';
    revision: number | null;
    message: string;
  }[];
}

export interface FunnelStep {
  gate: string;
  survivors: number;
  refused: number;
}

export interface CampaignForecast {
  key: string;
  name: string;
  matched: number;
  impressions: number;
  reach: number;
  test_shown: number;
  displaced: number;
  pending: number;
  funnel: FunnelStep[];
  refused: Record<string, number>;
  cap_hits: Record<string, number>;
  groups: Record<string, { impressions: number; clicks: number; reach: number }>;
  by_day: { day: string; impressions: number }[];
  by_hour: number[];
  by_platform: Record<string, number>;
  frequency: { shown: number; users: number }[];
}

export interface Forecast {
  seed: string | number;
  log: {
    name: string;
    content_hash: string;
    first: string;
    last: string;
    shift_weeks: number;
  };
  order: 'documented' | 'sdk';
  events: number;
  users: number;
  campaigns: CampaignForecast[];
  displaced: { campaign: string; by: string; events: number }[];
}

/** Every command: its arguments and its answer. */
export interface Commands {
  workspace: [Record<string, never>, WorkspaceView];
  create_campaign: [{ name: string; template: string }, DraftView];
  duplicate_campaign: [{ key: string }, DraftView];
  delete_campaign: [{ key: string }, Record<string, never>];
  restore_campaign: [{ key: string }, Record<string, never>];
  load_sample: [Record<string, never>, WorkspaceView];
  open_draft: [{ key: string }, DraftView];
  save_draft: [{ key: string; version: number; draft: Draft }, DraftView];
  undo: [{ key: string; version: number }, DraftView];
  redo: [{ key: string; version: number }, DraftView];
  set_status: [{ key: string; move: Move }, DraftView];
  put_asset: [{ name: string; base64: string }, AssetView];
  import_log: [{ path: string }, { job: string }];
  forget_log: [{ id: string }, Record<string, never>];
  start_forecast: [{ key: string; log: string; seed?: string }, { job: string }];
  poll_job: [{ job: string }, JobView];
  cancel_job: [{ job: string }, Record<string, never>];
  last_forecast: [{ key: string }, Forecast | null];
  publish_plan: [Record<string, never>, PublishPlan];
  start_publish: [{ keys: string[] }, { job: string }];
  set_server: [{ url: string; token: string }, ServerView];
  check_server: [Record<string, never>, ServerView];
  open_lab: [{ key: string | null }, Record<string, never>];
}

export type CommandName = keyof Commands;
