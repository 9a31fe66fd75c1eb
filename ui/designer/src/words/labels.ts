/** What the format's words are called on screen. */

import type {
  Content,
  Layout,
  Move,
  Orientation,
  Platform,
  Sdk,
  Severity,
  Status,
  SyncState,
  Weekday,
} from '../contract';

export const PLATFORMS: Record<Platform, string> = {
  pc_web: 'PC web',
  mobile_web: 'Mobile web',
  android: 'Android',
  ios: 'iOS',
};

export const ORIENTATIONS: Record<Orientation, string> = {
  portrait: 'Portrait',
  landscape: 'Landscape',
};

export const LAYOUTS: Record<Layout, string> = {
  modal: 'Modal',
  full_screen: 'Full screen',
  bottom_sheet: 'Bottom sheet',
  banner: 'Banner',
  tooltip: 'Tooltip',
};

export const SDKS: Record<Sdk, string> = {
  javascript: 'JavaScript',
  react: 'React',
  android: 'Android',
  ios: 'iOS',
  react_native: 'React Native',
  flutter: 'Flutter',
};

export const CONTENTS: Record<Content, string> = {
  image_text_button: 'Image, text and buttons',
  image_button: 'Image and buttons',
  text_button: 'Text and buttons',
  image: 'Image',
  image_text: 'Image and text',
  text: 'Text',
};

/** Which contents a layout can have; the first is what a change of layout falls back to. */
export const CONTENTS_OF: Record<Layout, readonly Content[]> = {
  modal: ['image_text_button', 'image_button', 'text_button', 'image'],
  full_screen: ['image_text_button', 'image_button', 'text_button', 'image'],
  bottom_sheet: ['image_button', 'image'],
  banner: ['image_text', 'text', 'image'],
  tooltip: ['text_button', 'text'],
};

export const STATUSES: Record<Status, string> = {
  draft: 'Draft',
  active: 'Active',
  paused: 'Paused',
  ended: 'Ended',
};

export const SYNC: Record<SyncState, string> = {
  local_only: 'Not published',
  in_sync: 'Published',
  changed_here: 'Changed here',
  changed_there: 'Changed on server',
  conflict: 'Conflict',
  publishing: 'Publishing',
  failed: 'Not sent',
};

export const SEVERITIES: Record<Severity, string> = {
  block: 'Blocks starting',
  warn: 'Warning',
  note: 'Note',
};

export const MOVES: Record<Move, string> = {
  start: 'Start',
  pause: 'Pause',
  resume: 'Resume',
  end: 'End',
};

export const WEEKDAYS: Record<Weekday, string> = {
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
  sunday: 'Sunday',
};

/** The gates in the pipeline's order, as the funnel names what is left after each. */
export const GATES: Record<string, string> = {
  trigger: 'Trigger',
  layout: 'Layout',
  test_device: 'Test device',
  status: 'Status',
  period: 'Period',
  frequency: 'Frequency',
  audience: 'Audience',
  experiment: 'Experiment',
  screen: 'Screen',
};

const REASONS: Record<string, string> = {
  'layout.platform_not_supported': 'not on a chosen platform',
  'layout.layout_not_supported': 'the app is too old for this layout',
  'layout.orientation_not_supported': 'the device is held the other way',
  'status.status_draft': 'the campaign is a draft',
  'status.status_paused': 'the campaign is paused',
  'status.status_ended': 'the campaign has ended',
  'period.before_period': 'before the period starts',
  'period.after_period': 'after the period ends',
  'period.outside_timetable': 'outside the weekly timetable',
  'frequency.session_cap': 'already shown enough in this session',
  'frequency.device_cap': 'already shown enough on this device',
  'frequency.user_cap': 'the person has already seen it',
  'frequency.user_window_cap': 'seen too recently',
  'frequency.workspace_cap': 'a workspace-wide cap is used up',
  'frequency.hidden_for_a_day': 'hidden for a day by the person',
  'audience.audience_not_matched': 'the person is not in the audience',
  'audience.audience_unknown': 'the log does not say whether the person is in the audience',
  'experiment.control_group': 'in the control group, which sees nothing',
  'experiment.not_in_experiment': 'not part of the experiment',
  'experiment.traffic_not_allocated': 'outside the share of traffic under test',
  'experiment.identifier_missing': 'no id to assign a group by',
  'screen.another_message_shown': 'another message was on screen',
  'screen.queue_expired': 'waited until the session ended',
  'delay.expired': 'the delay ran out too late',
  'delay.user_changed': 'someone else signed in during the delay',
  'reference.broken': 'something the campaign refers to is missing',
};

/** A reason's code in words; one that is not known yet is still readable. */
export function reasonWords(code: string): string {
  return REASONS[code] ?? (code.split('.').pop() ?? code).replaceAll('_', ' ');
}

const CAPS: Record<string, string> = {
  session_cap: 'Per session',
  device_cap: 'Per device',
  user_cap: 'Per person, ever',
  user_window_cap: 'Per person, in a window',
  workspace_cap: 'Workspace-wide',
  hidden_for_a_day: 'Hidden for a day',
};

export function capWords(code: string): string {
  const cap = code.split('.').pop() ?? code;
  return CAPS[cap] ?? cap.replaceAll('_', ' ');
}
