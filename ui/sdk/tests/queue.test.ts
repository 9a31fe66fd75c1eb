// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Letter, queue } from "../src/queue";
import { storage } from "../src/storage";

const ids = { distinct_id: "u", device_id: "d", session_id: "s", at_ms: 0 };
const event = (id: string): Letter => ({ kind: "event", body: { event_id: id, event: "x", properties: {}, ...ids } });
const track = (id: string): Letter => ({ kind: "track", messageId: "spring:A", body: { event_id: id, event: "message_dismiss", action_name: null, action_value: null, ...ids } });

/** A server that answers with these statuses in turn, then 200. */
function server(...statuses: number[]) {
  const got: [string, string[]][] = [];
  const send = async (path: string, body: unknown) => {
    const given = body as { batch?: { event_id: string }[]; event_id?: string };
    got.push([path, given.batch?.map(({ event_id }) => event_id) ?? [given.event_id ?? ""]]);
    return statuses.shift() ?? 200;
  };
  return { got, send };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
});

test("events go out together, shortly after the last", async () => {
  const { got, send } = server();
  const post = queue(storage("local"), send);
  post.push(event("1"));
  post.push(event("2"), track("2"), event("3"));
  expect(got).toEqual([]);
  await vi.runAllTimersAsync();
  expect(got).toEqual([["/e", ["1", "2", "3"]], ["/api/v1/messages/spring%3AA/track", ["2"]]]);
});

test("what was not sent before a reload is sent after it", async () => {
  const dead = server(...Array<number>(9).fill(0));
  queue(storage("local"), dead.send).push(event("1"));
  const { got, send } = server();
  const post = queue(storage("local"), send);
  await post.flush();
  expect(got).toEqual([["/e", ["1"]]]);
  await post.flush();
  expect(got).toHaveLength(1);
});

test.each([0, 429, 408, 500, 503])("after %d it tries again later", async (status) => {
  const { got, send } = server(status);
  const post = queue(storage("local"), send);
  post.push(event("1"));
  await post.flush();
  expect(storage("local").read("queue", [])).toHaveLength(1);
  await vi.runAllTimersAsync();
  expect(got).toHaveLength(2);
  expect(storage("local").read("queue", [])).toHaveLength(0);
});

test.each([400, 401, 404, 413])("what is answered %d is not sent for ever", async (status) => {
  const { got, send } = server(status);
  const post = queue(storage("local"), send);
  post.push(event("1"));
  await vi.runAllTimersAsync();
  expect(got).toHaveLength(1);
  expect(storage("local").read("queue", [])).toHaveLength(0);
});

test("a storage that takes nothing costs nothing but the reload", async () => {
  const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  const { got, send } = server();
  const post = queue(storage("local"), send);
  post.push(event("1"));
  await post.flush();
  expect(got).toEqual([["/e", ["1"]]]);
  full.mockRestore();
});
