import type { CampaignForecast, Draft, Forecast, LogRow } from '../../contract';

const DAY_MS = 86_400_000;

/** Plausible figures for a campaign; only their shape is that of a real forecast. */
export function inventForecast(draft: Draft, log: LogRow): Forecast {
  return {
    seed: 1,
    log: { content_hash: 'f0'.repeat(32), first: log.first, last: log.last, shift_weeks: 0 },
    order: 'documented',
    events: log.events,
    folded: log.events,
    users: log.users,
    campaigns: [inventCampaign(draft, log)],
    displaced: [],
  };
}

function inventCampaign(draft: Draft, log: LogRow): CampaignForecast {
  const matched = draft.triggers.reduce(
    (sum, rule) => sum + (log.event_names.find((name) => name.name === rule.event)?.count ?? 0),
    0,
  );
  const losses: [gate: string, share: number, reasons: Record<string, number>][] = [
    ['layout', draft.platforms.length === 4 ? 0 : 0.22, { 'layout.platform_not_supported': 1 }],
    ['test_device', 0, {}],
    ['status', 0, {}],
    [
      'period',
      draft.period.type === 'scheduled' ? 0.31 : 0,
      { 'period.outside_timetable': 0.7, 'period.after_period': 0.3 },
    ],
    ['frequency', 0.54, { 'frequency.session_cap': 0.62, 'frequency.user_window_cap': 0.38 }],
    ['audience', 0.18, { 'audience.audience_not_matched': 1 }],
    ['experiment', draft.experiment === null ? 0 : 0.1, { 'experiment.control_group': 1 }],
  ];
  let left = matched;
  const refused: Record<string, number> = {};
  const funnel = [{ gate: 'trigger', survivors: matched, refused: 0 }];
  for (const [gate, share, reasons] of losses) {
    const lost = Math.round(left * share);
    left -= lost;
    funnel.push({ gate, survivors: left, refused: lost });
    for (const [code, part] of Object.entries(reasons)) {
      if (lost > 0) refused[code] = Math.round(lost * part);
    }
  }
  const caps = Object.entries(refused).filter(([code]) => code.startsWith('frequency.'));
  return {
    key: draft.key,
    name: draft.name,
    matched,
    assumed: 0,
    impressions: left,
    reach: Math.min(log.users, Math.round(left / 4.2)),
    test_shown: 0,
    displaced: 0,
    pending: 0,
    funnel,
    refused,
    cap_hits: Object.fromEntries(caps),
    groups: splitOver(draft, left),
    by_day: splitByDay(log, left),
    by_hour: Array.from({ length: 24 }, (_, hour) =>
      Math.round((left / 24) * (1 + Math.sin((hour - 8) / 3.8))),
    ),
    by_platform: Object.fromEntries(
      draft.platforms.map((platform, at) => [platform, Math.round(left / (at + 2))]),
    ),
    frequency: [1, 2, 3, 4, 5].map((shown) => ({ shown, users: Math.round(210 / shown) })),
  };
}

function splitOver(draft: Draft, impressions: number): CampaignForecast['groups'] {
  const groups = draft.experiment === null ? draft.groups.slice(0, 1) : draft.groups;
  return Object.fromEntries(
    groups.map((group, at) => {
      const share = draft.experiment === null ? 1 : group.weight_bp / 10_000;
      const shown = group.control ? 0 : Math.round(impressions * share);
      const clicks = Math.round(shown * (0.061 + at * 0.014));
      return [group.key, { impressions: shown, clicks, reach: Math.round(shown / 4.2) }];
    }),
  );
}

function splitByDay(log: LogRow, impressions: number): CampaignForecast['by_day'] {
  const first = Date.parse(log.first);
  const days = Math.ceil((Date.parse(log.last) - first) / DAY_MS);
  return Array.from({ length: days }, (_, at) => {
    const wave = 1 + 0.45 * Math.sin(at / 1.11) + 0.25 * Math.sin(at / 9);
    return {
      day: new Date(first + at * DAY_MS).toISOString().slice(0, 10),
      impressions: Math.max(0, Math.round((impressions / days) * wave)),
    };
  });
}
