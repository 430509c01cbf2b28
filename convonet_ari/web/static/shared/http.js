/** Asks the desk; every failure is an ApiError with words that can be shown. */

export class ApiError extends Error {
  /** @param {number} status 0 when nothing answered @param {string} code @param {string} message */
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

let csrf = "";

/** The token that every change must carry. @param {string} token */
export function carry(token) {
  csrf = token;
}

/**
 * @param {string} method @param {string} path below `/api/` @param {unknown} [body]
 * @returns {Promise<any>}
 */
export async function api(method, path, body) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRF-Token"] = csrf;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await ask(`/api/${path}`, { method, headers, body: body && JSON.stringify(body) });
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  const error = answer?.error ?? {};
  throw new ApiError(response.status, error.code ?? "failed", error.message ?? "That did not work.");
}

/** @param {string} url @param {RequestInit} request */
async function ask(url, request) {
  try {
    return await fetch(url, { credentials: "same-origin", ...request });
  } catch {
    throw new ApiError(0, "unreachable", "The server cannot be reached.");
  }
}
