"""The plain window: the buttons for those who may not install an add-in, on the saved file.

    python -m xltools.window [--action score] [FILE …]

`model` knows what can be pressed and does it beside the window, `tk` draws it, `boxes` stands in
where there is no tkinter (the embeddable Python for Windows). `xltools.addin.desktop` puts it into
the desktop's menus.
"""
