"""The same records as several offices would hand them in: a file for each source, each with its own words for the columns,
its own order of them, its own encoding, and its own way to write a date.
"""
import csv
import io
import re
import unicodedata

# How another office may call a column; the n-th file takes the n-th word, and begins anew when they are used up.
WORDS = {
    "given_name": ("first_name", "forename"), "surname": ("last_name", "family_name"),
    "street_number": ("house_no", "street_no"), "address_1": ("street", "address_line_1"),
    "address_2": ("locality", "address_line_2"), "suburb": ("town", "city"), "postcode": ("post_code", "zip"),
    "state": ("state", "region"), "date_of_birth": ("dob", "birth_date"), "soc_sec_id": ("ssn", "social_security_no"),
    "title": ("title", "paper_title"), "authors": ("authors", "author_list"), "venue": ("venue", "published_in"),
    "year": ("year", "pub_year"), "name": ("name", "product_name"), "description": ("description", "details"),
    "price": ("price", "list_price"), "full_name": ("full_name", "ho_ten", "ho_va_ten", "name", "hoten"),
    "birth_date": ("birth_date", "ngay_sinh", "dob", "date_of_birth", "ngaysinh"),
    "sex": ("sex", "gioi_tinh", "gender", "phai"), "national_id": ("national_id", "so_dinh_danh", "cccd"),
    "old_id": ("old_id", "cmnd", "so_cmnd"), "phone": ("phone", "dien_thoai", "so_dien_thoai", "mobile"),
    "address": ("address", "dia_chi", "noi_o"), "ward": ("ward", "phuong_xa", "xa"), "province": ("province", "tinh", "tinh_thanh"),
    "mother_name": ("mother_name", "ho_ten_me", "me"),
}
STYLES = (str, str.upper, lambda name: name.replace("_", " ").title(), lambda name: name.replace("_", "-"))
ENCODINGS = ("utf-8", "utf-16", "cp1258", "utf-8-sig", "latin-1")
DATES = ("{d}/{m}/{y}", "{y}-{m}-{d}", "{d}.{m}.{y}", "{y}{m}{d}", "{d}-{m}-{y}")
DATE = re.compile(r"(\d{4})([-/]?)(\d\d)\2(\d\d)")
DATE_SHARE = 0.9
TONES = "\u0300\u0301\u0303\u0309\u0323"


def date_columns(rows, columns):
    """Columns of whose values nearly all are year, month, day in a row; also with digits that no calendar has."""
    found = []
    for name in columns:
        values = [row[name] for row in rows if row[name]]
        n_dates = sum(DATE.fullmatch(value) is not None for value in values)
        likely = sum((match := DATE.fullmatch(value)) is not None and match[1][:2] in ("18", "19", "20")
                     and "01" <= match[3] <= "12" for value in values)
        if values and n_dates >= DATE_SHARE * len(values) and likely >= DATE_SHARE * n_dates:
            found.append(name)
    return found


def rewritten(value, form):
    match = DATE.fullmatch(value)
    return form.format(y=match[1], m=match[3], d=match[4]) if match else value


def for_1258(text):
    """Vietnamese as windows-1258 has it: letters, and tones behind them."""
    out = []
    for char in unicodedata.normalize("NFC", text):
        try:
            char.encode("cp1258")
            out.append(char)
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
            out.append(letter + "".join(part for part in parts if part in TONES))
    return "".join(out)


def encoded(text, encoding):
    """Bytes in the encoding, or None where it has not every character, or the text shows nothing of it."""
    if encoding in ("cp1258", "latin-1") and text.isascii():
        return None
    try:
        data = (for_1258(text) if encoding == "cp1258" else text).encode(encoding)
    except UnicodeEncodeError:
        return None
    back = data.decode(encoding)
    return data if unicodedata.normalize("NFC", back) == unicodedata.normalize("NFC", text) else None


def write_file(folder, source, n, rows, columns, dates, rng):
    """One source's file; returns (path, what is special about it)."""
    names = {column: STYLES[n % len(STYLES)](WORDS.get(column, (column,))[n % len(WORDS.get(column, (column,)))])
             for column in columns if column not in ("record_id", "source")}
    order = ["record_id", *rng.sample(sorted(names), len(names))]
    form = DATES[n % len(DATES)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([names.get(column, column) for column in order])
    for row in rows:
        writer.writerow([rewritten(row[column], form) if column in dates else row[column] for column in order])
    ways = [ENCODINGS[(n + k) % len(ENCODINGS)] for k in range(len(ENCODINGS))]
    encoding, data = next((way, data) for way in ways if (data := encoded(text.getvalue(), way)) is not None)
    path = folder / f"{source}.csv"
    path.write_bytes(data)
    return path, f"{source}: {encoding}" + (f", {form}" if dates else "")


def write_files(folder, rows, columns, rng):
    """(paths, what is special about each)"""
    dates = date_columns(rows, [name for name in columns if name not in ("record_id", "source")])
    paths, notes = [], []
    for n, source in enumerate(sorted({row["source"] for row in rows})):
        own = [row for row in rows if row["source"] == source]
        path, note = write_file(folder, source, n, rng.sample(own, len(own)), columns, dates, rng)
        paths.append(path)
        notes.append(note)
    return paths, notes
