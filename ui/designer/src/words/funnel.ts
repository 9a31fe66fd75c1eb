import type { CampaignForecast } from '../contract';
import { GATES, reasonWords } from './labels';
import { count, percent } from './numbers';

export interface FunnelBar {
  gate: string;
  name: string;
  survivors: number;
  refused: number;
  /** Of the events that matched the trigger, from 0 to 1. */
  share: number;
  /** Why events were refused here, the most frequent first. */
  reasons: { code: string; words: string; events: number }[];
}

/** The funnel as bars: the events that matched, then what each gate leaves of them. */
export function funnelBars(forecast: CampaignForecast): FunnelBar[] {
  return forecast.funnel.map((step) => ({
    gate: step.gate,
    name: GATES[step.gate] ?? step.gate,
    survivors: step.survivors,
    refused: step.gate === 'trigger' ? 0 : step.refused,
    share: forecast.matched === 0 ? 0 : step.survivors / forecast.matched,
    reasons: reasonsAt(step.gate, forecast.refused),
  }));
}

function reasonsAt(gate: string, refused: Record<string, number>): FunnelBar['reasons'] {
  return Object.entries(refused)
    .filter(([code, events]) => code.startsWith(`${gate}.`) && events > 0)
    .sort((left, right) => right[1] - left[1])
    .map(([code, events]) => ({ code, words: reasonWords(code), events }));
}

/** The gate that refuses the most; none where nothing is lost. */
export function biggestLoss(bars: readonly FunnelBar[]): FunnelBar | null {
  const worst = bars.reduce<FunnelBar | null>(
    (worst, bar) => (worst === null || bar.refused > worst.refused ? bar : worst),
    null,
  );
  return worst === null || worst.refused === 0 ? null : worst;
}

/** The biggest loss as a sentence. */
export function lossWords(forecast: CampaignForecast): string {
  if (forecast.matched === 0) {
    return 'No event in this log matches the trigger, so nobody would see this message.';
  }
  const loss = biggestLoss(funnelBars(forecast));
  if (loss === null) return 'Every event that matches the trigger leads to an impression.';
  const lost = `${count(loss.refused)} of ${count(forecast.matched)} matching events`;
  const share = percent(loss.refused, forecast.matched);
  const reason = loss.reasons[0];
  const why = reason === undefined ? '' : ` Main reason: ${reason.words}.`;
  return `${loss.name} holds back the most: ${lost} (${share}).${why}`;
}
