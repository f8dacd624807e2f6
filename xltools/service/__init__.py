"""The loopback service behind the WPS add-in: it serves the add-in's files and does its clicks.

`python -m xltools.service` listens on 127.0.0.1 under a secret address and does one click at a
time. `xltools.wire` makes records plain JSON, `facts` makes a `Snapshot` of what a JavaScript host read
of its workbook, `register` puts the service and the add-in where log-in and WPS find them.
"""
