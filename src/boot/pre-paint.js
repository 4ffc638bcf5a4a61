// Runs before the first paint and applies the theme, print size and locale that the user has chosen on this device, so
// that no page is shown in others first. It also detects whether the script that starts the app fails to load, because
// that script cannot report it itself. Written in old JavaScript, because it runs in every browser.
// `src/store/settings.rs` and `src/i18n.rs` write the entries that are read here.
(function () {
  var root = document.documentElement;
  var named = document.querySelector('meta[name=huiqi-document]');
  // Entries of earlier versions apply to all documents of a site.
  function kept(key) {
    var value = localStorage.getItem(key + '.' + named.content);
    return value === null ? localStorage.getItem(key) : value;
  }
  try {
    var words = ' ' + (kept('huiqi.settings') || '') + ' ';
    if (words.indexOf(' dark ') >= 0) { root.setAttribute('data-theme', 'dark'); }
    if (words.indexOf(' light ') >= 0) { root.setAttribute('data-theme', 'light'); }
    if (kept('huiqi.language') === 'en' && document.getElementById('app-english')) { root.lang = 'en'; document.title = 'Huiqi'; }
    if (words.indexOf(' large ') >= 0) { root.setAttribute('data-size', 'large'); }
  } catch (e) { /* Storage is forbidden: as the system has it. */ }

  function add(parent, name, text) {
    var node = document.createElement(name);
    node.textContent = text;
    return parent.appendChild(node);
  }
  // Bypasses the HTTP cache and the service worker, because one of these files is damaged.
  function reload() {
    var files = Array.prototype.map.call(document.querySelectorAll('script[src], link[rel=stylesheet]'), function (file) {
      return fetch(file.src || file.href, { cache: 'reload' })['catch'](String);
    });
    var worker = navigator.serviceWorker && navigator.serviceWorker.getRegistration().then(function (kept) {
      return kept && fetch('./', { cache: 'reload' }).then(function (answer) { return answer.ok && kept.unregister(); });
    })['catch'](String);
    function again() { location.reload(); }
    Promise.all(files.concat(worker)).then(again);
    setTimeout(again, 10000);
  }
  function show() {
    if (document.getElementById('recovery')) { return; }
    var english = root.lang === 'en';
    for (var index = 0; index < document.body.children.length; index += 1) { document.body.children[index].hidden = true; }
    var panel = document.createElement('section');
    panel.id = 'recovery';
    panel.className = 'recovery';
    panel.tabIndex = -1;
    panel.setAttribute('role', 'alertdialog');
    panel.setAttribute('aria-labelledby', 'recovery-title');
    add(panel, 'h1', english ? 'The program did not arrive whole, so this page cannot open. Please check the network and load it again.' : '程序没有完整取到，本页打不开。请检查网络，然后重新载入。').id = 'recovery-title';
    var button = add(add(panel, 'p', ''), 'button', english ? 'Load again' : '重新载入');
    button.id = 'recovery-reload';
    button.type = 'button';
    button.className = 'main';
    button.onclick = reload;
    var main = document.createElement('main');
    main.appendChild(panel);
    document.body.insertBefore(main, document.body.firstChild);
    panel.focus();
  }
  addEventListener('error', function (event) {
    var file = event.target;
    if (!file || file.tagName !== 'SCRIPT' || !/\/boot-[^/]*$/.test(file.src)) { return; }
    if (document.readyState === 'loading') { document.addEventListener('DOMContentLoaded', show); } else { show(); }
  }, true);
})();
