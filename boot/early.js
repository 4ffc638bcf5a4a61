// Runs before the first paint: the colours, the size of print and the language that the person has chosen on this device,
// so that no page is shown in others first. Written in old JavaScript, because it runs in every browser.
// `src/settings.rs` and `src/language.rs` write what is read here.
(function () {
  try {
    var words = ' ' + (localStorage.getItem('huiqi.settings') || '') + ' ';
    var root = document.documentElement;
    if (words.indexOf(' dark ') >= 0) { root.setAttribute('data-theme', 'dark'); }
    if (words.indexOf(' light ') >= 0) { root.setAttribute('data-theme', 'light'); }
    if (localStorage.getItem('huiqi.language') === 'en') { root.lang = 'en'; document.title = 'Huiqi'; }
    if (words.indexOf(' large ') >= 0) { root.setAttribute('data-size', 'large'); }
  } catch (e) { /* Storage is forbidden: as the system has it. */ }
})();
