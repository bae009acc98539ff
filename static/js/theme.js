// Light, dark or as the system says. The choice is a cookie, so the server renders the right theme at once.

const YEAR = 365 * 24 * 3600;

function apply(theme) {
  const chosen = theme === "light" || theme === "dark";
  if (chosen) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${chosen ? theme : ""}; Path=/; Max-Age=${chosen ? YEAR : 0}; SameSite=Lax${secure}`;
}

document.addEventListener("change", (event) => {
  if (event.target.closest("[data-theme-switch]")) apply(event.target.value);
});
