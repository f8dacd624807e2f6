// Notes of ours on cells: all of them are replaced, other people's stay.
(function (XLT) {
  "use strict";

  var book = XLT.book, place = book.place;

  // The text of a note; a program may have put its author's name before it.
  function noteText(comment) {
    return String(typeof comment.Text === "function" ? comment.Text() : comment.Text || "");
  }

  function isOurNote(text) {
    var rest = text.replace(/^[^\n]{0,80}[:\uff1a]\s*\n/, "");
    return text.indexOf(XLT.words.note_tag) === 0 || rest.indexOf(XLT.words.note_tag) === 0;
  }

  function write(work, notes) {
    var wanted = {}, at, i;
    notes.forEach(function (note) {
      var cell = book.address([note.row, note.column, note.row, note.column]);
      wanted[note.sheet + "!" + cell] = note;
    });
    for (at = 1; at <= work.workbook.Sheets.Count; at += 1) {
      var bare = work.workbook.Sheets.Item(at), comments = bare.Comments;
      for (i = comments ? comments.Count : 0; i >= 1; i -= 1) {
        var comment = comments.Item(i), text = noteText(comment);
        var key = bare.Name + "!" + place(comment.Parent);
        if (!isOurNote(text) || (wanted[key] && wanted[key].text === text)) delete wanted[key];
        else removeNote(work, work.sheet(bare.Name), place(comment.Parent), text);
      }
    }
    Object.keys(wanted).forEach(function (key) {
      var note = wanted[key];
      addNote(work, work.sheet(note.sheet), key.slice(note.sheet.length + 1), note.text);
    });
  }

  function removeNote(work, sheet, at, text) {
    sheet.Range(at).Comment.Delete();
    work.back.push(function () { sheet.Range(at).AddComment(text); });
  }

  function addNote(work, sheet, at, text) {
    var comment = sheet.Range(at).AddComment(text);
    work.back.push(function () { sheet.Range(at).Comment.Delete(); });
    try {
      comment.Visible = false;
      comment.Shape.TextFrame.AutoSize = true;
    } catch (plain) { /* its box keeps the program's size */ }
  }

  XLT.notes = { write: write };
}(window.XLT));
