// Before the first paint, so that a darkened desk never flashes white. A file of its own: the policy allows no inline script.
(() => {
  try {
    const theme = localStorage.getItem('paraphe.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    const language = localStorage.getItem('paraphe.language');
    if (language) document.documentElement.lang = language;
  } catch {
    // Storage may be forbidden: the system's theme stands.
  }
})();
