/** What a new campaign can start from; the ids are those of the command `create_campaign`. */
export const TEMPLATES = [
  { id: 'modal', name: 'Modal', text: 'Image, text and two buttons' },
  { id: 'banner', name: 'Banner', text: 'A slim card with one line' },
  { id: 'two_step', name: 'Two steps', text: 'One thought after the other' },
  { id: 'blank', name: 'Blank', text: 'An empty modal' },
] as const;

export type TemplateId = (typeof TEMPLATES)[number]['id'];
