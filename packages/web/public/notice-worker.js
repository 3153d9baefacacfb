// Shows notices, which outlive the page that they are of, and leads a click on one to its chat. It answers no requests.
// A newer one takes the place of an older one at once: what they tell a page may have changed.
addEventListener('install', () => skipWaiting());

addEventListener('notificationclick', (event) => {
  const { app, path, conversation } = event.notification.data;
  event.notification.close();
  event.waitUntil(
    clients.matchAll({ type: 'window', includeUncontrolled: true }).then((pages) => {
      const page = pages.find(({ url }) => new URL(url).pathname.startsWith(`${app}/`));
      if (!page) return clients.openWindow(app + path);
      page.postMessage({ open: conversation }, []);
      return page.focus();
    }),
  );
});
