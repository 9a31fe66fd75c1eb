import type { CampaignRow } from '../src/contract';

/** A row of the list, for tables of cases. */
export function row(key: string, over: Partial<CampaignRow> = {}): CampaignRow {
  return {
    key,
    name: key,
    status: 'draft',
    kind: 'message',
    priority: 0,
    platforms: [],
    orientations: [],
    layout: 'modal',
    colors: null,
    trigger: '$pageview',
    period: null,
    tags: [],
    thumbnail: null,
    sync: 'in_sync',
    findings: { block: 0, warn: 0, note: 0 },
    forecast: null,
    updated_ms: 0,
    ...over,
  };
}
