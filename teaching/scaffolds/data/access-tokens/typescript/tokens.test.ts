import { expect, it } from "vitest";

import {
  assertCurrent,
  claimsFor,
  isAuthentic,
  issueToken,
  LIFETIME_S,
  signatureOf,
  TokenError,
  type TokenProblem,
  verifyToken,
} from "your_package/tokens.js";

const KEY = "only for these tests";
const NOW = 1_800_000_000;
const CLAIMS = { id: "1", subject: "ada", issuedAt: NOW, expiresAt: NOW + 60 };

/** The problem for which a call was refused, if it was; any other error is passed on. */
function problemOf(call: () => unknown): TokenProblem | undefined {
  try {
    call();
  } catch (error) {
    if (error instanceof TokenError) {
      return error.problem;
    }
    throw error;
  }
  return undefined;
}

it("claims name their subject and are good for one hour", () => {
  expect(claimsFor("ada", NOW)).toMatchObject({ subject: "ada", issuedAt: NOW, expiresAt: NOW + LIFETIME_S });
});

it("claims are dated in whole seconds", () => {
  expect(claimsFor("ada", NOW + 0.9)).toMatchObject({ issuedAt: NOW, expiresAt: NOW + LIFETIME_S });
});

it("two tokens of one second have different ids", () => {
  expect(claimsFor("ada", NOW).id).not.toBe(claimsFor("ada", NOW).id);
});

it("claims for nobody are refused", () => {
  expect(problemOf(() => claimsFor("  ", NOW))).toBe("no-subject");
});

it("the signature that the key gives is authentic", () => {
  expect(isAuthentic("payload", signatureOf("payload", KEY), KEY)).toBe(true);
});

it("the signature of another payload or another key is not authentic", () => {
  expect(isAuthentic("payload", signatureOf("Payload", KEY), KEY)).toBe(false);
  expect(isAuthentic("payload", signatureOf("payload", "another key"), KEY)).toBe(false);
});

it("a signature of another length is not authentic, and no accident", () => {
  expect(isAuthentic("payload", "", KEY)).toBe(false);
  expect(isAuthentic("payload", `${signatureOf("payload", KEY)}=`, KEY)).toBe(false);
  expect(isAuthentic("payload", "é".repeat(43), KEY)).toBe(false);
});

it("claims are current up to the last second before their expiry", () => {
  expect(problemOf(() => assertCurrent(CLAIMS, NOW))).toBeUndefined();
  expect(problemOf(() => assertCurrent(CLAIMS, NOW + 59))).toBeUndefined();
});

it("claims have expired in the very second that they name", () => {
  expect(problemOf(() => assertCurrent(CLAIMS, NOW + 60))).toBe("expired");
});

it("claims from the future are refused", () => {
  expect(problemOf(() => assertCurrent(CLAIMS, NOW - 1))).toBe("expired");
});

it("a token that was issued here is accepted, and its claims are read", () => {
  expect(verifyToken(issueToken("ada", KEY, NOW), KEY, NOW + 1).subject).toBe("ada");
});

it("a token without two parts is malformed", () => {
  expect(problemOf(() => verifyToken("one", KEY, NOW))).toBe("malformed");
  expect(problemOf(() => verifyToken("one.two.three", KEY, NOW))).toBe("malformed");
});

it("a signature is base64url without padding", () => {
  expect(signatureOf("payload", KEY)).toMatch(/^[\w-]{43}$/);
});
