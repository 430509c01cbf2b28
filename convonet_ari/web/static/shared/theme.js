/** Light or dark, if the agent wants other than the computer. */

const KEY = "convonet.theme";

export const theme = () => localStorage.getItem(KEY) ?? "";

/** @param {string} wanted empty: as the computer */
export function applyTheme(wanted) {
  localStorage.setItem(KEY, wanted);
  document.documentElement.dataset.theme = wanted;
}

applyTheme(theme());
