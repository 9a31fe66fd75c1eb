import type { Template } from '../contract';

/** What a new campaign can start from, the most used first. */
export const TEMPLATES: readonly { id: Template; name: string; text: string }[] = [
  { id: 'modal', name: 'Modal', text: 'Image, text and two buttons' },
  { id: 'two_step', name: 'Two steps', text: 'One thought after the other' },
  { id: 'banner', name: 'Banner', text: 'A slim card with one line' },
  { id: 'bottom_sheet', name: 'Bottom sheet', text: 'An image and a button from below' },
  { id: 'full_screen', name: 'Full screen', text: 'Nothing else to look at' },
  { id: 'blank', name: 'Blank', text: 'An empty modal' },
];
