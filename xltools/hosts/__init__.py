"""Where workbooks live: a file now, Excel, LibreOffice and WPS later. Snapshot in, patch out."""
