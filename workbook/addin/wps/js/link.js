// The way to the service that served this page: same origin, a token in every request.
(function (XLT) {
  "use strict";

  var TOKEN = "X-Xltools-Token";

  function request(method, name, body, token, done) {
    var xhr = new XMLHttpRequest();
    xhr.open(method, XLT.base + name, true);
    xhr.setRequestHeader(TOKEN, token);
    if (body !== null) xhr.setRequestHeader("Content-Type", "application/json");
    xhr.onreadystatechange = function () {
      if (xhr.readyState !== 4) return;
      var answer = null;
      try { answer = JSON.parse(xhr.responseText); } catch (none) { answer = null; }
      done(xhr.status, answer);
    };
    xhr.send(body === null ? null : JSON.stringify(body));
  }

  // done(answer): what the service said; null where it does not answer.
  function send(method, name, body, done) {
    request(method, name, body, XLT.token, function (status, answer) {
      if (status !== 403) {
        done(status === 0 ? null : answer);
        return;
      }
      renew(function () {
        request(method, name, body, XLT.token, function (again, second) {
          done(again === 0 ? null : second);
        });
      });
    });
  }

  // A service that was started anew has another token; it is asked for as the page was.
  function renew(done) {
    request("GET", "session", null, "", function (status, answer) {
      if (status === 200 && answer) XLT.token = answer.token;
      done();
    });
  }

  XLT.link = { send: send };
}(window.XLT));
