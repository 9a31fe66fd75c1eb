/** The list and what opens from it, on the mock host. */
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../src/App.svelte';
import type { ImportReport } from '../src/contract';
import { byDay } from '../src/history/days';
import { mockHost, type MockHost } from '../src/host/mock';
import { Watch } from '../src/state/watch';
import { fileNameOf } from '../src/transfer/names';
import { reportText, reportWords } from '../src/transfer/report';

afterEach(() => cleanup());
beforeEach(() => localStorage.clear());

async function start(options: { start?: string } = {}): Promise<MockHost> {
  const host = mockHost({ job_ms: 50, ...options });
  render(App, { host });
  await screen.findByRole('grid', { name: 'Campaigns' });
  return host;
}

const names = (): (string | null)[] =>
  [...document.querySelectorAll('[data-open] .name')].map((name) => name.textContent);
const press = (key: string, with_: object = {}): Promise<boolean> =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...with_ });
const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });
const toasts = (): HTMLElement => screen.getByTestId('toasts');

describe('the keyboard in the list', () => {
  it('walks, selects, stretches and lets go', async () => {
    await start();
    await press('ArrowDown');
    await waitFor(() => expect(document.activeElement?.textContent).toMatch(/Free delivery/));
    await press('End');
    await waitFor(() => expect(document.activeElement?.textContent).toMatch(/Weekend/));
    await press(' ');
    expect(screen.getByText('1 selected')).toBeTruthy();
    await press('ArrowUp', { shiftKey: true });
    await screen.findByText('2 selected');
    await press('a', { ctrlKey: true });
    await screen.findByText('3 selected');
    await press('Escape');
    await waitFor(() => expect(screen.queryByText('3 selected')).toBeNull());
  });

  it('sorts by a click on a head, and says so', async () => {
    await start();
    expect(names()[0]).toMatch(/^Free/);
    const head = (): HTMLElement => screen.getByRole('columnheader', { name: 'Campaign' });
    await fireEvent.click(within(head()).getByRole('button'));
    await fireEvent.click(within(head()).getByRole('button'));
    expect(head().getAttribute('aria-sort')).toBe('descending');
    expect(names()[0]).toMatch(/^Weekend/);
  });

  it('draws some of ten thousand rows, and tells how many there are', async () => {
    await start({ start: 'many' });
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('10001');
    expect(document.querySelectorAll('[data-open]').length).toBeLessThan(40);
  });
});

describe('acts on several', () => {
  it('delete comes back with one undo', async () => {
    await start();
    await press('a', { ctrlKey: true });
    await fireEvent.click(await screen.findByRole('button', { name: 'Pause' }));
    await within(toasts()).findByText('Paused 2 campaigns');
    await fireEvent.click(await screen.findByRole('button', { name: 'Done' }));
    await press('a', { ctrlKey: true });
    await fireEvent.click(button('Delete'));
    await screen.findByText('Rehearse a message before anyone sees it');
    await fireEvent.click(await within(toasts()).findByText('Undo'));
    await waitFor(() => expect(names()).toHaveLength(3));
  });

  it('what was refused is told one by one', async () => {
    await start();
    await press('a', { ctrlKey: true });
    await fireEvent.click(button('Start'));
    const sheet = await screen.findByRole('dialog', { name: '2 campaigns not started' });
    expect(within(sheet).getByText('Weekend reading list')).toBeTruthy();
    expect(within(sheet).getAllByText(/is active and cannot be started/)).toHaveLength(2);
    expect(within(toasts()).getByText('Started “Spring table collection”')).toBeTruthy();
  });

  it('ending asks first', async () => {
    const host = await start();
    await press('ArrowDown');
    await waitFor(() => expect(document.activeElement?.textContent).toMatch(/Free delivery/));
    await press(' ');
    await fireEvent.click(button('End…'));
    await fireEvent.click(await screen.findByRole('button', { name: /^End “Free delivery/ }));
    await within(toasts()).findByText(/^Ended “Free delivery/);
    expect((await host.call('open_draft', { key: 'free-delivery' })).draft.status).toBe('ended');
  });
});

describe('recently deleted', () => {
  it('restores from its sheet', async () => {
    await start();
    await press('ArrowDown');
    await press('ArrowDown');
    await waitFor(() => expect(document.activeElement?.textContent).toMatch(/Spring/));
    await press('d');
    await within(toasts()).findByText(/^Duplicated “Spring/);
    await press('Delete');
    await waitFor(() => expect(names()).not.toContain('Spring table collection'));
    await press('k', { ctrlKey: true });
    await fireEvent.click(await screen.findByText('Recently deleted'));
    await fireEvent.click(await screen.findByRole('button', { name: 'Restore' }));
    expect(await screen.findByText('Nothing was deleted')).toBeTruthy();
    expect(names()).toContain('Spring table collection');
  });
});

describe('a workspace that can only be read', () => {
  it('says so and offers no change', async () => {
    await start({ start: 'read_only' });
    expect(screen.getByText('This workspace can only be read.')).toBeTruthy();
    expect(button('New campaign').matches(':disabled')).toBe(true);
    await press('ArrowDown');
    await press('Delete');
    expect(names()).toHaveLength(3);
  });
});

describe('versions', () => {
  async function openVersions(): Promise<void> {
    await fireEvent.click(await screen.findByText('Spring table collection'));
    await screen.findByLabelText('Title');
    await press('H', { ctrlKey: true, shiftKey: true });
    await screen.findByLabelText('Name this version');
  }

  it('shows what differs, names, restores and undoes', async () => {
    await start();
    await openVersions();
    await fireEvent.click(await screen.findByText('Before the photo shoot'));
    expect(await screen.findByText('Made slowly')).toBeTruthy();
    await fireEvent.input(screen.getByLabelText('Name this version'), {
      target: { value: 'For the spring' },
    });
    await fireEvent.click(screen.getByLabelText('Keep this version'));
    expect(await screen.findByText('For the spring')).toBeTruthy();
    await fireEvent.click(screen.getByText('Restore'));
    const title = (): string => screen.getByLabelText<HTMLInputElement>('Title').value;
    await waitFor(() => expect(title()).toBe('Made slowly'));
    await fireEvent.click(await within(toasts()).findByText('Undo'));
    await waitFor(() => expect(title()).toBe('Made slowly, here briefly'));
  });

  it('are grouped by day', () => {
    const at = (day: number, hour: number) => new Date(2026, 4, day, hour).getTime();
    const row = (id: number, at_ms: number) =>
      ({ id, name: null, cause: 'edited', at_ms, changes: 0 }) as const;
    const days = byDay([row(3, at(2, 9)), row(2, at(2, 0)), row(1, at(1, 23))]);
    expect(days.map((day) => day.rows.map(({ id }) => id))).toEqual([[3, 2], [1]]);
  });
});

describe('transfer', () => {
  const report: ImportReport = {
    source: 'Hackle workspace',
    added: [
      {
        key: 'a',
        name: 'Sale',
        outcome: 'added',
        notes: [{ path: '/inAppMessages/0/x', what: 'Outer button 1', why: 'There is no such thing.' }],
      },
      { key: 'b', name: 'Survey', outcome: 'unchanged', notes: [] },
    ],
    skipped: [{ what: 'experiments', why: 'they are no messages' }],
  };

  it('tells an import in a line and as text', () => {
    expect(reportWords(report)).toBe(
      '1 campaign arrived, 1 already here, 1 skipped, 1 thing not carried over as it was',
    );
    expect(reportText(report)).toContain('/inAppMessages/0/x  Outer button 1: There is no such');
    expect(reportText(report)).toContain('Survey (b): already here');
  });

  it.each([
    ['Spring sale!', 'spring-sale.campaign'],
    ['봄 세일', '봄-세일.campaign'],
    ['../../etc', 'etc.campaign'],
    ['', 'campaign.campaign'],
  ])('%j is written as %s', (name, file) => expect(fileNameOf(name)).toBe(file));

  it('exports to a path and imports it again', async () => {
    await start();
    await press('ArrowDown');
    await press('e');
    const path = await screen.findByLabelText('File or folder on this machine');
    await fireEvent.input(path, { target: { value: '/tmp/out' } });
    await fireEvent.click(button('Export'));
    expect(await screen.findByText('/tmp/out/free-delivery-at-the-cart.campaign')).toBeTruthy();
    await fireEvent.click(button('Done'));
    await press('k', { ctrlKey: true });
    await fireEvent.click(await screen.findByText('Import campaigns'));
    const from = await screen.findByLabelText('Or a file or folder on this machine');
    await fireEvent.input(from, { target: { value: '/tmp/nothing' } });
    await fireEvent.click(button('Import'));
    expect((await screen.findByRole('alert')).textContent).toMatch(/nothing is there/);
    await fireEvent.click(button('Import more'));
    const again = await screen.findByLabelText('Or a file or folder on this machine');
    await fireEvent.input(again, {
      target: { value: '/tmp/out/free-delivery-at-the-cart.campaign' },
    });
    await fireEvent.click(button('Import'));
    expect(await screen.findByText('Already here')).toBeTruthy();
  });
});

describe('what others change', () => {
  afterEach(() => void vi.useRealTimers());

  it('is noticed once, while the window is seen', async () => {
    vi.useFakeTimers();
    const host = mockHost();
    let changes = 0;
    const stop = new Watch(host, async () => void (changes += 1)).start();
    await vi.advanceTimersByTimeAsync(3_000);
    // The first look is one.
    expect(changes).toBe(1);
    host.changeElsewhere('spring-table', (draft) => void (draft.name = 'Theirs'));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(changes).toBe(2);
    stop();
    host.changeElsewhere('spring-table', (draft) => void (draft.name = 'Again'));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(changes).toBe(2);
  });
});
