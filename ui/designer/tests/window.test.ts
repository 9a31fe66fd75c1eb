import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import App from '../src/App.svelte';
import { mockHost } from '../src/host/mock';

afterEach(() => cleanup());
beforeEach(() => localStorage.clear());

function start(options: { start?: string } = {}): void {
  render(App, { host: mockHost({ job_ms: 50, ...options }) });
}

async function openEditor(): Promise<void> {
  start();
  await fireEvent.click(
    await screen.findByRole('button', { name: /Spring table collection spring/ }),
  );
  await screen.findByLabelText('Title');
}

const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });

describe('the list', () => {
  it('starts with a real empty state and fills with the sample', async () => {
    start({ start: 'empty' });
    await fireEvent.click(await screen.findByRole('button', { name: 'Open the sample workspace' }));
    expect(await screen.findByText('Weekend reading list')).toBeTruthy();
  });

  it('filters as one types and says when nothing matches', async () => {
    start();
    const search = await screen.findByLabelText('Search campaigns');
    await fireEvent.input(search, { target: { value: 'spring' } });
    expect(screen.queryByText('Weekend reading list')).toBeNull();
    await fireEvent.input(search, { target: { value: 'nowhere' } });
    expect(screen.getByText('Nothing matches')).toBeTruthy();
  });

  it('N opens the templates, and a campaign is made from one', async () => {
    start();
    await screen.findByText('Spring table collection');
    await fireEvent.keyDown(document.body, { key: 'n' });
    await fireEvent.input(await screen.findByLabelText('Name'), { target: { value: 'Autumn' } });
    await fireEvent.click(button('Create'));
    expect(await screen.findByRole('heading', { name: 'Autumn' })).toBeTruthy();
  });
});

describe('the editor', () => {
  it('types, shows the finding under the field, undoes with the keyboard', async () => {
    await openEditor();
    const title = screen.getByLabelText<HTMLInputElement>('Title');
    const before = title.value;
    await fireEvent.input(title, { target: { value: 'x'.repeat(31) } });
    expect(await screen.findByText(/longer than 30 characters/)).toBeTruthy();
    expect(button('1 finding')).toBeTruthy();
    await fireEvent.keyDown(title, { key: 'z', ctrlKey: true });
    await waitFor(() => expect(title.value).toBe(before));
    await waitFor(() =>
      expect(screen.getByRole('status', { name: 'Save state' }).textContent).toMatch(/Saved/),
    );
  });

  it('every section has a form', async () => {
    await openEditor();
    const sections = within(screen.getByRole('navigation', { name: 'Sections' }));
    for (const section of sections.getAllByRole('button')) {
      await fireEvent.click(section);
      expect(
        screen.getByRole('heading', { level: 2, name: section.textContent?.trim() }),
      ).toBeTruthy();
    }
  });

  it('a locked campaign says why and can be paused', async () => {
    start();
    await fireEvent.click(
      await screen.findByRole('button', { name: /Free delivery at the cart free/ }),
    );
    expect(await screen.findByText('Active campaigns are locked.')).toBeTruthy();
    expect(
      screen.getAllByLabelText<HTMLInputElement>('Alternative text')[0]?.matches(':disabled'),
    ).toBe(true);
    await fireEvent.click(button('Pause to edit'));
    await waitFor(() =>
      expect(screen.getAllByLabelText('Alternative text')[0]?.matches(':disabled')).toBe(false),
    );
  });
});

describe('forecast and publish', () => {
  it('runs a forecast and says where impressions are lost', async () => {
    await openEditor();
    await fireEvent.click(button('Forecast'));
    await fireEvent.click(await screen.findByRole('button', { name: 'Run forecast' }));
    const words = await screen.findByTestId('biggest-loss');
    expect(words.textContent).toMatch(/^Frequency holds back the most/);
  });

  it('asks for a server, shows the plan, publishes and reports', async () => {
    await openEditor();
    await fireEvent.click(button('Publish'));
    const address = await screen.findByLabelText('Server address');
    await fireEvent.input(address, { target: { value: 'nonsense' } });
    await fireEvent.click(button('Connect'));
    expect((await screen.findByRole('alert')).textContent).toMatch(/could not use “nonsense”/i);
    await fireEvent.input(address, { target: { value: 'http://127.0.0.1:8787' } });
    await fireEvent.click(button('Connect'));
    await waitFor(() => expect(button('Publish now').matches(':disabled')).toBe(false));
    await fireEvent.click(button('Publish now'));
    expect((await screen.findAllByTestId('outcome-published')).length).toBe(2);
  });

  it('a deleted campaign comes back from its toast', async () => {
    await openEditor();
    await fireEvent.click(button('Run'));
    await fireEvent.click(button('Delete'));
    await waitFor(() => expect(screen.queryByText('Spring table collection')).toBeNull());
    const toasts = screen.getByTestId('toasts');
    await fireEvent.click(await within(toasts).findByText('Undo'));
    expect(await screen.findByText('Spring table collection')).toBeTruthy();
  });
});
