// Runs before the first paint, so that a chosen theme or language never flashes. A file of its own: no inline script.
(function () {
  try {
    var choices = JSON.parse(localStorage.getItem('tieline.choices') || '{}');
    var root = document.documentElement;
    if (choices.theme === 'light' || choices.theme === 'dark') root.dataset.theme = choices.theme;
    if (typeof choices.language === 'string' && choices.language !== 'system') root.lang = choices.language;
  } catch {
    // Without storage the system's theme and language hold.
  }
})();
