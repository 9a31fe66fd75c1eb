/** The types shared with Rust: those that `cargo test` writes to `ui/contract`, in one import. */

import type { Commands as KeptCommands } from '../../contract/Commands';
import type { NextCommands } from './contract_next';

export type { Act } from '../../contract/Act';
export type { ActReport } from '../../contract/ActReport';
export type { Action } from '../../contract/Action';
export type { Allocation } from '../../contract/Allocation';
export type { Anchor } from '../../contract/Anchor';
export type { Audience } from '../../contract/Audience';
export type { AssetFacts } from '../../contract/AssetFacts';
export type { AssetFormat } from '../../contract/AssetFormat';
export type { AssetView } from '../../contract/AssetView';
export type { Button } from '../../contract/Button';
export type { CampaignForecast } from '../../contract/CampaignForecast';
export type { CampaignRow } from '../../contract/CampaignRow';
export type { Cause } from '../../contract/Cause';
export type { Change } from '../../contract/Change';
export type { CloseButton } from '../../contract/CloseButton';
export type { Code } from '../../contract/Code';
export type { Condition } from '../../contract/Condition';
export type { Content } from '../../contract/Content';
export type { CountFilter } from '../../contract/CountFilter';
export type { Counts } from '../../contract/Counts';
export type { Cta } from '../../contract/Cta';
export type { Delay } from '../../contract/Delay';
export type { DeletedRow } from '../../contract/DeletedRow';
export type { DeviceIdKind } from '../../contract/DeviceIdKind';
export type { DeviceProperty } from '../../contract/DeviceProperty';
export type { Draft } from '../../contract/Draft';
export type { DraftView } from '../../contract/DraftView';
export type { EventCount } from '../../contract/EventCount';
export type { Experiment } from '../../contract/Experiment';
export type { Failure } from '../../contract/Failure';
export type { Finding } from '../../contract/Finding';
export type { FirstVersion } from '../../contract/FirstVersion';
export type { FitView } from '../../contract/FitView';
export type { Forecast } from '../../contract/Forecast';
export type { ForecastGlance } from '../../contract/ForecastGlance';
export type { Frequency } from '../../contract/Frequency';
export type { Group } from '../../contract/Group';
export type { Identifier } from '../../contract/Identifier';
export type { Image } from '../../contract/Image';
export type { Images } from '../../contract/Images';
export type { JobStarted } from '../../contract/JobStarted';
export type { JobView } from '../../contract/JobView';
export type { Key } from '../../contract/Key';
export type { Kind } from '../../contract/Kind';
export type { Layout } from '../../contract/Layout';
export type { Limits } from '../../contract/Limits';
export type { Link } from '../../contract/Link';
export type { LogRow } from '../../contract/LogRow';
export type { LogWords } from '../../contract/LogWords';
export type { Message } from '../../contract/Message';
export type { MessageColors } from '../../contract/MessageColors';
export type { Move } from '../../contract/Move';
export type { OpenIn } from '../../contract/OpenIn';
export type { Operator } from '../../contract/Operator';
export type { Orientation } from '../../contract/Orientation';
export type { PageMatch } from '../../contract/PageMatch';
export type { PageRule } from '../../contract/PageRule';
export type { Period } from '../../contract/Period';
export type { PeriodKind } from '../../contract/PeriodKind';
export type { PlannedCampaign } from '../../contract/PlannedCampaign';
export type { Platform } from '../../contract/Platform';
export type { PropertyWords } from '../../contract/PropertyWords';
export type { PublishItem } from '../../contract/PublishItem';
export type { PublishPlan } from '../../contract/PublishPlan';
export type { PublishReport } from '../../contract/PublishReport';
export type { Refusal } from '../../contract/Refusal';
export type { Repair } from '../../contract/Repair';
export type { ScoreAudience } from '../../contract/ScoreAudience';
export type { Sdk } from '../../contract/Sdk';
export type { Seen } from '../../contract/Seen';
export type { ServerView } from '../../contract/ServerView';
export type { Setting } from '../../contract/Setting';
export type { Severity } from '../../contract/Severity';
export type { Side } from '../../contract/Side';
export type { Status } from '../../contract/Status';
export type { Step } from '../../contract/Step';
export type { SyncState } from '../../contract/SyncState';
export type { Tally } from '../../contract/Tally';
export type { Template } from '../../contract/Template';
export type { TestDevice } from '../../contract/TestDevice';
export type { Text } from '../../contract/Text';
export type { TimetableSlot } from '../../contract/TimetableSlot';
export type { TriggerRule } from '../../contract/TriggerRule';
export type { TryUrl } from '../../contract/TryUrl';
export type { UrlTrial } from '../../contract/UrlTrial';
export type { Value } from '../../contract/Value';
export type { ValueType } from '../../contract/ValueType';
export type { VersionRow } from '../../contract/VersionRow';
export type { VersionView } from '../../contract/VersionView';
export type { Weekday } from '../../contract/Weekday';
export type { Window } from '../../contract/Window';
export type { WindowUnit } from '../../contract/WindowUnit';
export type { WordCount } from '../../contract/WordCount';
export type { WorkspaceView } from '../../contract/WorkspaceView';

export type {
  ExportReport,
  ImportFrom,
  ImportNote,
  ImportReport,
  ImportedCampaign,
} from './contract_next';

/** Every command by its name: what it takes and what it answers. */
export type Commands = KeptCommands & NextCommands;

/** The name of a command. */
export type CommandName = keyof Commands;
