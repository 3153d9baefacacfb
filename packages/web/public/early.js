// Runs before the first paint and while the scripts are still on their way. A file of its own: no inline script.
(function () {
  var root = document.documentElement;
  var path = location.pathname.split('/').filter(Boolean);
  // The skeleton has the shape of the page that will come.
  root.dataset.place = path[1] || 'chats';
  if (path.length > 2) root.dataset.open = '';
  // A chosen theme or language never flashes.
  try {
    var choices = JSON.parse(localStorage.getItem('tieline.choices') || '{}');
    if (choices.theme === 'light' || choices.theme === 'dark') root.dataset.theme = choices.theme;
    if (typeof choices.language === 'string' && choices.language !== 'system') root.lang = choices.language;
  } catch {
    // Without storage the system's theme and language hold.
  }
  if (path[0] !== 'office' && path[0] !== 'console') return;
  // The first use of the browser's calendars takes long. Where the scripts take more than a second it comes while they are
  // on their way, else `ui/time/calendars.ts` puts it behind the first painting.
  var calendars = (globalThis.tielineCalendars = {
    areReady: false,
    timer: setTimeout(function () {
      new Intl.DateTimeFormat(navigator.language, { hour: '2-digit', minute: '2-digit' }).format(0);
      calendars.areReady = true;
    }, 1000),
  });
  // The line to the server is made meanwhile. `ui/connection/early-socket.ts` takes it over, with what has come by then.
  if (document.visibilityState === 'visible') {
    var socket = new WebSocket(
      location.origin.replace(/^http/, 'ws') + '/api/v1/socket?surface=' + path[0],
      'tieline.v1',
    );
    var early = (globalThis.tielineEarly = { socket: socket, held: [] });
    ['onopen', 'onmessage', 'onclose'].forEach(function (name) {
      socket[name] = function (event) {
        early.held.push([name, event]);
      };
    });
    // Where the scripts never came, nobody seems to be there.
    setTimeout(function () {
      if (globalThis.tielineEarly) socket.close();
    }, 20000);
  }
})();
