/**
 * What every field is for, in a few sentences. The rules behind them are in the specification of
 * a campaign; here they are told to someone who fills in a form.
 */

const STEP = '/groups/*/message/steps/*';
const ACTION_NAME = 'Clicks are reported under this name (actionName), so give each its own.';
const COLOR = 'Written as #rrggbb, or #rrggbbaa with a share of transparency.';
const READABLE = `${COLOR}\nThe number is the contrast; text is readable from 4.5 on.`;
const URL_RULE =
  'https, http, or a deep link of your app. Links that could run code, like javascript: or data:, are refused.';
const OPEN_IN =
  'The same window, a new window or a new tab. This is for the web; apps open every link in place.';
const DISMISS = 'On: the click also closes the message. Off: it stays on screen behind the link.';
const CONDITION =
  'What is looked at, how it is compared, and with what. Several values mean: any of them.\nA property that a person does not have makes every comparison false, and its opposite true.';
const IMAGES =
  'PNG or JPEG, up to 10; more than one becomes a carousel. The format is read from the file itself, not from its name.\nThe recommended size depends on layout and content; another ratio is letterboxed until it is cropped.';

/** By the JSON pointer of a field, with a star for any index or key. */
const TEXTS: Record<string, string> = {
  '/key':
    'Made when the campaign was created, and never changes. Exposed people are looked up by it.',
  '/name': 'What your team calls it, 1 to 100 characters. People who get the message never see it.',
  '/description': 'What the campaign is for, up to 1,000 characters, so that others understand it.',
  '/tags':
    'Labels that the list filters by. A workspace cap can count all campaigns of one tag together.',
  '/priority':
    'Only one message is on screen at a time. Where several could show, the lowest number goes first; equal ones keep the order of the list.',
  '/platforms':
    'Where the message can show: web browsers on computers and phones, and the apps. At least one.',
  '/orientations':
    'How a phone or tablet may be held. Each orientation has images of its own. A browser on a computer has none; it takes the landscape image where there is one.',
  '/groups':
    'Each group of the test sees its own message; there can be 2 to 10. Without a test only the first counts.',
  '/groups/*/name': 'What your team calls the group. Its letter is how reports name it.',
  '/groups/*/weight_bp':
    'This group’s share of the people in the test. All shares together are 100 %.',
  '/groups/*/control': 'A control group sees nothing. It shows how people act without the message.',
  '/groups/*/delay_seconds':
    'Waits this long for this group, instead of the delay set under Trigger. Empty: the same as all.',
  '/groups/*/url_regex':
    'Takes the place of the path expression under Trigger for this group. Empty: the same as all.',
  [`${STEP}/name`]: `The step’s name in events. ${ACTION_NAME}`,
  [`${STEP}/layout`]:
    'How it lies on the screen. Steps of one message may differ. A tooltip points at something on a page and is for the web only.\nOlder versions of the SDKs lack some layouts; a note says which.',
  [`${STEP}/content`]:
    'Which parts it has. What another content needs is kept, so you can change back.',
  [`${STEP}/images/*`]: IMAGES,
  [`${STEP}/images/*/*`]: IMAGES,
  [`${STEP}/images/*/*/asset`]: IMAGES,
  [`${STEP}/images/*/*/name`]: ACTION_NAME,
  [`${STEP}/images/*/*/alt`]:
    'What a screen reader says instead of the picture. Leave it empty for mere decoration.',
  [`${STEP}/images/*/*/link`]: 'What a click on the picture does: nothing, or open a link.',
  [`${STEP}/images/*/*/link/url`]: URL_RULE,
  [`${STEP}/images/*/*/link/open_in`]: OPEN_IN,
  [`${STEP}/images/*/*/link/dismiss_on_click`]: DISMISS,
  [`${STEP}/title/text`]: 'Up to 30 characters, counted as people see them: an emoji is one.',
  [`${STEP}/title/color`]: READABLE,
  [`${STEP}/body/text`]: 'Up to 70 characters, counted as people see them: an emoji is one.',
  [`${STEP}/body/color`]: READABLE,
  [`${STEP}/buttons`]:
    'Up to two. In a message of several steps a last button, Next or Done, is added by itself unless one of yours has that action; it counts in the two.',
  [`${STEP}/buttons/*/name`]: ACTION_NAME,
  [`${STEP}/buttons/*/text`]: 'What the button says, up to 40 characters.',
  [`${STEP}/buttons/*/text_color`]: READABLE,
  [`${STEP}/buttons/*/background`]: COLOR,
  [`${STEP}/buttons/*/border_color`]: COLOR,
  [`${STEP}/buttons/*/action`]:
    'Close the message, hide it from this person for a day, open a link, or go on to the next step. Only clicks on links count in an A/B test.',
  [`${STEP}/buttons/*/action/type`]:
    'Close the message, hide it from this person for a day, open a link, or go on to the next step. Only clicks on links count in an A/B test.',
  [`${STEP}/buttons/*/action/url`]: URL_RULE,
  [`${STEP}/buttons/*/action/open_in`]: OPEN_IN,
  [`${STEP}/buttons/*/action/dismiss_on_click`]: DISMISS,
  [`${STEP}/cta`]:
    'One thing to click, for layouts without buttons. Without a link it only closes the message.',
  [`${STEP}/cta/name`]: ACTION_NAME,
  [`${STEP}/cta/label`]: 'What it says, up to 40 characters.',
  [`${STEP}/cta/url`]: URL_RULE,
  [`${STEP}/background`]: `The card behind texts and buttons. ${COLOR}`,
  [`${STEP}/close`]: 'The × in the corner. A message that nothing closes cannot be started.',
  [`${STEP}/close/shown`]: 'The × in the corner. Without it a button has to close the message.',
  [`${STEP}/close/color`]: `The × itself. ${COLOR}`,
  [`${STEP}/anchor`]: 'What the tooltip points at.',
  [`${STEP}/anchor/selector`]:
    'A CSS selector of an element on your page, like #cart-button. Where the page has none, the tooltip does not show.',
  [`${STEP}/anchor/side`]:
    'The side on which the tooltip stands if there is room; otherwise it takes another.',
  '/experiment':
    'Different people see different messages, and you learn which one is clicked more.',
  '/experiment/seed':
    'Decides, together with a person’s id, which group they get. A variant keeps it; a duplicated campaign gets its own.',
  '/experiment/traffic_bp':
    'How many of the people take part. The others see nothing of this campaign.',
  '/experiment/allocation':
    'Fixed: the weights stay as they are. Bandit: they move every 1, 24 or 48 hours to the group that is clicked more. Closing a message never counts as a click.',
  '/experiment/allocation/*':
    'Fixed: the weights stay as they are. Bandit: they move every 1, 24 or 48 hours to the group that is clicked more. Closing a message never counts as a click.',
  '/experiment/identifier':
    'By which id a person gets a group. User: the same on all devices. Device: also before signing in. Session: drawn anew each time.',
  '/experiment/sticky':
    'On: who has seen a group’s message keeps that group, also after weights change.',
  '/experiment/winner':
    'Ends the test: from then on everyone sees this group, the others stay on record. The campaign goes on.',
  '/triggers': 'Any one of these events brings the message up.',
  '/triggers/*/event':
    'The event’s name as your site or app reports it: $pageview, $click, $form_submit, $session_start, or one of your own.',
  '/triggers/*/filters': 'Looks at the event’s own properties. All filters must hold.',
  '/triggers/*/filters/*': CONDITION,
  '/url_regex':
    'A regular expression searched for in the path of the page, like ^/products/. At most 500 characters; look-around and back-references are not available.',
  '/page_rules':
    'Limits the message to pages. A star stands for anything: https://example.com/*/billing covers /billing and /team/billing. One rule that fits is enough. Query and fragment count only where the rule has them.\nWhere the app gives its page a name, the name takes the URL’s place.',
  '/page_rules/*':
    'like: the whole URL, with * for anything. contains and equals: as typed. Case counts.',
  '/delay': 'How long to wait after the event.',
  '/delay/seconds': 'How long to wait after the event. 0 shows the message at once.',
  '/delay/check_again':
    'On: when the wait is over, audience and caps are decided once more. Off: the decision at the event stands.',
  '/frequency':
    'How often the same person may see it. Every cap that is set must still have room. Once ever, once a day and once per session count a showing only when it is finished.',
  '/frequency/per_session': 'At most so many in one visit.',
  '/frequency/per_device': 'At most so many on one device, for as long as the campaign lives.',
  '/frequency/per_user':
    'At most so many for one person on all devices, for as long as the campaign lives.',
  '/frequency/per_user_window': 'At most so many for one person in a stretch of hours or days.',
  '/frequency/per_user_window/*': 'At most so many for one person in a stretch of hours or days.',
  '/frequency/counts':
    'What uses up a cap: every time it is shown, or only when the person is done with it by closing, clicking or completing it.',
  '/frequency/window':
    'Rolling: the last so many hours or days from now. Calendar: whole days that begin at midnight in the campaign’s time zone.',
  '/period': 'When the campaign runs.',
  '/period/type': 'Always: from Start until you end it. Or only between two points in time.',
  '/period/start': 'From this minute on, in the campaign’s time zone.',
  '/period/end': 'Until this minute, which is no longer part of it, in the campaign’s time zone.',
  '/period/time_zone':
    'The clock for start, end, timetable and calendar days, wherever people are.',
  '/timetable': 'The hours of the week in which the message may show. None: at any hour.',
  '/timetable/*': 'A stretch of one day. 24:00 is the end of the day.',
  '/audience': 'Who may see the message.',
  '/audience/groups':
    'Conditions in one block must all hold; one block that holds is enough. No block: everyone.',
  '/audience/groups/*/*': CONDITION,
  '/audience/include_segments': 'People must be in every one of these segments.',
  '/audience/exclude_segments': 'People who are in any of these segments never see it.',
  '/audience/score':
    'By the predicted risk that a person leaves. Where both are set, both must hold.',
  '/audience/score/churn_prob_gt': 'A share between 0 and 1: only people whose risk is greater.',
  '/audience/score/top_n': 'Only the first so many people by risk.',
  '/test_devices':
    'They always see the message, whatever period, caps and audience say, and are not counted.',
  '/test_devices/*/id': 'The user id or device id as your app reports it.',
  '/test_devices/*/kind': 'Whether it is the id of a user or of a device.',
  '/test_devices/*/group':
    'The group that it sees. By hash: the one that everybody with this id would get.',
};

const PATTERNS = Object.entries(TEXTS).map(([pattern, text]) => ({
  keys: pattern.split('/'),
  text,
}));

/** The help for the field of a JSON pointer; null where there is none to give. */
export function helpOf(path: string): string | null {
  const keys = path.split('/');
  const found = PATTERNS.find(
    (pattern) =>
      pattern.keys.length === keys.length &&
      pattern.keys.every((key, at) => key === '*' || key === keys[at]),
  );
  return found?.text ?? null;
}
