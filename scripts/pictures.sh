#!/usr/bin/env bash
# Make the pictures of the README from the shipped form and the sample, through LibreOffice.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# picture FILE PAGE NAME: one page of a document as docs/images/NAME.png
picture() {
    local file=$1 page=$2 name=$3
    soffice "-env:UserInstallation=file://$work/user" --headless --convert-to pdf \
        --outdir "$work" "$file" >/dev/null 2>&1
    local pdf
    pdf="$work/$(basename "${file%.*}").pdf"
    pdftoppm -r 80 -f "$page" -l "$page" -singlefile -png "$pdf" "docs/images/$name"
}

mkdir -p docs/images
xltools=.venv/bin/xltools
form=samples/shanxi-2020/创建党建先进县.xlsx
"$xltools" score "$form" -o "$work/scored.xlsx" >/dev/null || [ $? -eq 1 ]
"$xltools" report "$work/scored.xlsx" -o "$work/report.docx" --pdf >/dev/null || [ $? -eq 1 ]
picture workbook/national-2020.xlsx 3 blank
picture "$work/scored.xlsx" 3 scored
pdftoppm -r 60 -f 4 -l 4 -singlefile -png "$work/report.pdf" docs/images/report
