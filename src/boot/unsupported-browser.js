// For browsers without support for modules (including a "compatible mode"): shows what to do. Written in the oldest
// JavaScript, because nothing else runs there.
(function () {
  var says = ['您的浏览器版本过低，无法打开本页。请换用新版的 Edge、Chrome、Firefox 或 Safari；360、QQ 等浏览器请切换到“极速模式”。', 'This browser is too old and cannot open this page. Please use a current Edge, Chrome, Firefox or Safari.'];
  function say() {
    // One element per locale of the page, in this order.
    var all = document.querySelectorAll('.opening-status');
    for (var index = 0; index < all.length; index += 1) { all[index].innerText = says[index]; }
  }
  if (document.getElementById('opening-status')) { say(); } else { window.onload = say; }
})();
