// Loaded by index.html behind words.js. Where the service served the page, the add-in follows;
// in WPS' own folder for add-ins the page only waits for the service, and goes there.
(function () {
  "use strict";

  var PARTS = ["book", "work", "patch", "notes", "rows", "sheets", "link", "ribbon"];
  var AGAIN = 3000; // ms between two knocks at the service
  var home = window.XLT_SERVICE;

  function wait() {
    var picture = new window.Image();
    picture.onload = function () { window.location.replace(home + "index.html"); };
    picture.onerror = function () { window.setTimeout(wait, AGAIN); };
    picture.src = home + "images/check-16.png?" + new Date().getTime();
  }

  if (!home) {
    PARTS.forEach(function (part) {
      document.write("<script src=\"js/" + part + ".js\"><\/script>");
    });
    return;
  }
  window.OnAddinLoad = function () { return true; };
  window.OnAction = function () {
    window.alert(window.XLT.words.no_service);
    return true;
  };
  window.GetImage = function (control) {
    return "images/" + window.XLT.words.icons[String(control.Id).replace(/^xlt_/, "")];
  };
  wait();
}());
