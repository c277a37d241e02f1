/** Signed tokens that say who is calling: issued for an hour, checked before anything in them is believed. */

import * as crypto from "node:crypto";

/** How long a token is good for. */
export const LIFETIME_S = 3600;

/** Why a token was refused. */
export type TokenProblem = "no-subject" | "malformed" | "signature" | "expired";

/** A token that cannot be issued or is not accepted. */
export class TokenError extends Error {
  override readonly name = "TokenError";
  readonly problem: TokenProblem;

  constructor(problem: TokenProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/** What a token says; times are in whole seconds since 1970. */
export interface Claims {
  readonly id: string;
  readonly subject: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/**
 * The signature of a payload: HMAC with SHA-256, in base64url.
 *
 * @param payload - the part of the token that stands before the dot
 * @param key - known to the server only
 */
export function signatureOf(payload: string, key: string): string {
  return crypto.createHmac("sha256", key).update(payload).digest("base64url");
}

/**
 * The claims of a new token.
 *
 * @param subject - who the token is for
 * @param nowS - the time of the clock, in seconds, perhaps with a fraction
 * @throws TokenError "no-subject" where the subject is blank
 */
export function claimsFor(subject: string, nowS: number): Claims {
  if (subject.trim() === "") {
    throw new TokenError("no-subject", "A token needs a subject.");
  }
  const issuedAt = Math.floor(nowS);
  return { id: crypto.randomUUID(), subject, issuedAt, expiresAt: issuedAt + LIFETIME_S };
}

/**
 * Whether a signature is the one that the key gives; the answer takes equally long for every wrong signature.
 *
 * @param payload - what was signed
 * @param signature - what the caller sent: any text of any length
 * @param key - known to the server only
 */
export function isAuthentic(payload: string, signature: string, key: string): boolean {
  const wanted = Buffer.from(signatureOf(payload, key));
  const given = Buffer.from(signature);
  return wanted.length === given.length && crypto.timingSafeEqual(wanted, given);
}

/**
 * Refuse claims whose time is over, or that were issued in the future.
 *
 * @param claims - read from a token with a good signature
 * @param nowS - the time of the clock, in seconds
 * @throws TokenError "expired" from the second of expiry on, and before the second of issue
 */
export function assertCurrent(claims: Claims, nowS: number): void {
  if (nowS < claims.issuedAt || nowS >= claims.expiresAt) {
    throw new TokenError("expired", "The token is not good at this time; sign in again.");
  }
}

/**
 * A token for a subject, to be sent with each call.
 *
 * @param subject - who the token is for
 * @param key - known to the server only
 * @param nowS - the time of the clock, in seconds
 */
export function issueToken(subject: string, key: string, nowS: number): string {
  const payload = Buffer.from(JSON.stringify(claimsFor(subject, nowS))).toString("base64url");
  return `${payload}.${signatureOf(payload, key)}`;
}

/**
 * The claims of a token that may be trusted now.
 *
 * @param token - as the caller sent it
 * @param key - known to the server only
 * @param nowS - the time of the clock, in seconds
 * @throws TokenError with the problem; the signature is checked before the payload is read
 */
export function verifyToken(token: string, key: string, nowS: number): Claims {
  const [payload, signature, ...rest] = token.split(".");
  if (payload === undefined || signature === undefined || rest.length > 0) {
    throw new TokenError("malformed", "A token has two parts with a dot between them.");
  }
  if (!isAuthentic(payload, signature, key)) {
    throw new TokenError("signature", "The token was not signed here.");
  }
  const claims: Claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  assertCurrent(claims, nowS);
  return claims;
}
