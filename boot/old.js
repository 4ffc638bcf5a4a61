// For browsers that know no modules (a "compatible mode" among them): says what to do. Written in the oldest JavaScript,
// because nothing else runs there.
(function () {
  function say() {
    var status = document.getElementById('opening-status');
    if (status) {
      status.innerText = '您的浏览器版本过低，无法打开本页。请换用新版的 Edge、Chrome、Firefox 或 Safari；360、QQ 等浏览器请切换到“极速模式”。';
    }
  }
  if (document.getElementById('opening-status')) { say(); } else { window.onload = say; }
})();
