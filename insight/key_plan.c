#include "insight/key_plan.h"

#include "insight/header_words.h"
#include "insight/insight_error.h"
#include "insight/key_faults.h"

#define SOURCE_CHARS_MAX 60u
#define SOURCES_MAX 1000u
#define KEY_CHARS_MAX 80

static gboolean
any_file_has(const HnScan *scan, const char *name)
{
    for (guint f = 0; f < scan->n_files; f++)
        if (hn_scanned_file_find(&scan->files[f], name) != G_MAXUINT)
            return TRUE;
    return FALSE;
}

static gboolean
check_column(const HnScan *scan, const char *name, GError **error)
{
    if (any_file_has(scan, name))
        return TRUE;
    g_set_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_COLUMN, "no file has a column '%s'",
                name);
    return FALSE;
}

gboolean
hn_key_plan_check(const HnScan *scan, const HnAttributePlanOptions *options, GError **error)
{
    for (gsize i = 0; options->keys != NULL && options->keys[i] != NULL; i++) {
        if (any_file_has(scan, options->keys[i]))
            continue;
        g_auto(GStrv) names = g_strsplit(options->keys[i], ",", -1);
        for (gsize n = 0; names[n] != NULL; n++)
            if (!check_column(scan, g_strstrip(names[n]), error))
                return FALSE;
    }
    return options->source == NULL || check_column(scan, options->source, error);
}

/* ---- the source ---- */

static char *
stem_of(const char *path)
{
    g_autofree char *base = g_path_get_basename(path);
    GString *stem = g_string_new(NULL);
    char *dot = strchr(base, '.');
    if (dot != NULL && dot != base)
        *dot = '\0';
    g_autofree char *folded = hn_header_identifier(base);
    /* A stem that begins with a digit loses it in an identifier; a source's name may keep it. */
    for (const char *c = base; *c != '\0' && stem->len < SOURCE_CHARS_MAX; c++) {
        const char lower = g_ascii_tolower(*c);
        if (g_ascii_isalnum(lower) || lower == '-' || lower == '_')
            g_string_append_c(stem, lower);
        else if (*c == ' ')
            g_string_append_c(stem, '_');
    }
    const gboolean is_ascii = g_str_is_ascii(base);
    char *name = is_ascii && stem->len > 0 ? g_strdup(stem->str) : g_strdup(folded);
    g_string_free(stem, TRUE);
    if (*name == '\0' || strcmp(name, "all") == 0) {
        g_free(name);
        return g_strdup("source");
    }
    return name;
}

static gboolean
is_source_name(HnSlice text)
{
    for (gsize i = 0; i < text.n_bytes; i++) {
        const char c = (char)text.bytes[i];
        if (!g_ascii_islower(c) && !g_ascii_isdigit(c) && c != '_' && c != '-')
            return FALSE;
    }
    return text.n_bytes > 0 && text.n_bytes <= 64;
}

/* All of the sample; what the name of a source may be is the intake's rule. */
static gboolean
names_sources(const HnScan *scan, guint file, guint column)
{
    const HnScannedFile *scanned = &scan->files[file];
    const HnScannedColumn *counts = &scanned->columns[column];
    if (counts->n_filled < scanned->n_rows || counts->n_distinct > SOURCES_MAX ||
        scanned->n_rows == 0)
        return FALSE;
    for (guint i = 0; i < scanned->n_sample; i++) {
        const HnRawField *field = &scan->rows[scanned->first_sample + i].fields[column];
        if (!is_source_name(hn_slice(field->bytes, field->n_bytes)))
            return FALSE;
    }
    return TRUE;
}

static guint
find_column(const HnScannedFile *file, const char *name)
{
    const guint exact = hn_scanned_file_find(file, name);
    for (guint i = 0; exact == G_MAXUINT && i < file->n_columns; i++)
        if (g_ascii_strcasecmp(file->columns[i].name, name) == 0)
            return i;
    return exact;
}

static void
plan_source(const HnScan *scan, guint file, const HnAttributePlanOptions *options,
            HnPlannedFile *planned, GPtrArray *warnings)
{
    const HnScannedFile *scanned = planned->scanned;
    const char *wanted = options->source == NULL ? "source" : options->source;
    const guint column = find_column(scanned, wanted);
    planned->source = stem_of(scanned->path);
    planned->source_column = G_MAXUINT;
    if (column == G_MAXUINT)
        return;
    if (names_sources(scan, file, column)) {
        planned->source_column = column;
        return;
    }
    g_ptr_array_add(warnings,
                    g_strdup_printf("%s: column '%s' does not name sources: a name is 1 to 64 of "
                                    "a-z, 0-9, _ and -, and is there in every row; the source is "
                                    "'%s'",
                                    scanned->path, wanted, planned->source));
}

/* ---- the key ---- */

/* One of so many rows may be none of the records; of fewer rows so many. */
#define ODD_PART 50
#define ODD_ROWS 10

static gboolean
is_code(const HnColumnProfile *profile)
{
    return profile->with_digits > 0.95 && profile->words_mean < 3 &&
           profile->chars_mean < KEY_CHARS_MAX && profile->decimals < 0.01 &&
           profile->emails < 0.5 && profile->dates < 0.9 && profile->streets < 0.3 &&
           profile->urls < 0.5 && profile->phones < 0.5 && profile->dialled < 0.9;
}

static gboolean
is_key_like(const HnScannedFile *file, guint column, const HnColumnProfile *profile)
{
    const HnScannedColumn *counts = &file->columns[column];
    return file->n_rows > 0 && counts->n_filled == file->n_rows && counts->is_unique_in_source &&
           is_code(profile);
}

/* Some rows keep it from being one. */
static gboolean
is_nearly_key_like(const HnScannedFile *file, guint column, const HnColumnProfile *profile)
{
    const HnScannedColumn *counts = &file->columns[column];
    const guint64 n_odd = MAX(file->n_rows / ODD_PART, ODD_ROWS);
    return file->n_rows > 2 * n_odd && counts->n_filled + n_odd >= file->n_rows &&
           (counts->is_unique_in_source || counts->n_distinct + n_odd >= counts->n_filled) &&
           is_code(profile);
}

static gboolean
says_key(const char *name)
{
    const HnHeaderSaying saying = hn_header_saying(name);
    return saying.word != NULL && saying.is_whole && saying.word->meaning == HN_MEANING_RECORD_KEY;
}

/* Names and the like may happen to be unique; they are no keys for that. */
static gboolean
says_other(const char *name)
{
    const HnHeaderSaying saying = hn_header_saying(name);
    return saying.word != NULL && saying.word->meaning != HN_MEANING_RECORD_KEY &&
           saying.word->meaning != HN_MEANING_IDENTIFIER &&
           saying.word->meaning != HN_MEANING_TECHNICAL;
}

/* A column that numbers the rows of a list: the next list numbers other records so. */
static gboolean
says_serial(const char *name)
{
    static const char *const words[] = { "stt",       "tt",    "so_tt",   "so_thu_tu", "thu_tu",
                                         "no",        "nr",    "row",     "row_no",    "row_number",
                                         "rownum",    "line",  "line_no", "index",     "serial",
                                         "serial_no", "sl_no", NULL };
    g_autofree char *identifier = hn_header_identifier(name);
    return g_strv_contains(words, identifier);
}

typedef enum { RANK_SERIAL_NAME, RANK_SERIAL, RANK_CODE, RANK_KEY_NAME } Rank;

static Rank
rank_of(const HnScannedFile *file, guint column, const HnColumnProfile *profile)
{
    const char *name = file->columns[column].name;
    const gboolean counts_rows =
        profile->integers > 0.99 && profile->number_min >= 0 && profile->number_min <= 1 &&
        profile->number_max <= (gdouble)(file->n_rows + file->n_quarantined) * 1.05 + 10;
    if (counts_rows && says_serial(name))
        return RANK_SERIAL_NAME;
    if (says_key(name))
        return RANK_KEY_NAME;
    return counts_rows ? RANK_SERIAL : RANK_CODE;
}

typedef gboolean (*KeyTest)(const HnScannedFile *file, guint column,
                            const HnColumnProfile *profile);

/* Columns that may be the key by @test, and of them those that nothing outranks. */
typedef struct {
    GArray *all, *best; /* of guint */
    Rank rank;
} Candidates;

static void
candidates_find(const HnPlannedFile *planned, KeyTest test, Candidates *ret)
{
    const HnScannedFile *file = planned->scanned;
    *ret = (Candidates){ g_array_new(FALSE, FALSE, sizeof(guint)),
                         g_array_new(FALSE, FALSE, sizeof(guint)), RANK_SERIAL_NAME };
    for (guint i = 0; i < file->n_columns; i++) {
        if (i == planned->source_column || !test(file, i, &planned->profiles[i]) ||
            says_other(file->columns[i].name))
            continue;
        const Rank rank = rank_of(file, i, &planned->profiles[i]);
        if (rank > ret->rank)
            g_array_set_size(ret->best, 0);
        ret->rank = MAX(rank, ret->rank);
        g_array_append_val(ret->all, i);
        if (rank == ret->rank)
            g_array_append_val(ret->best, i);
    }
}

static void
candidates_clear(Candidates *candidates)
{
    g_array_unref(candidates->all);
    g_array_unref(candidates->best);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Candidates, candidates_clear)

static gboolean
refuse_keys(const HnScannedFile *file, const GArray *candidates, GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < candidates->len; i++)
        g_string_append_printf(names, "%s'%s'", i == 0 ? "" : ", ",
                               file->columns[g_array_index(candidates, guint, i)].name);
    g_set_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_KEY,
                "%s: each of these columns may be the key: %s; say which with --key", file->path,
                names->str);
    return FALSE;
}

static void
take_key(HnPlannedFile *planned, guint column, const char *evidence)
{
    planned->key_column = column;
    planned->key_evidence =
        g_strdup_printf("column '%s' %s", planned->scanned->columns[column].name, evidence);
}

/* The sentence about @faults of column @name; NULL: there is none. */
static char *
faults_of(const HnPlannedFile *planned, guint column, HnKeyFaults *ret)
{
    g_autoptr(GError) error = NULL; /* it was read before; what is new says the next command */
    *ret = (HnKeyFaults){ 0 };
    if (!hn_key_faults_find(planned->scanned, column, planned->source_column, ret, &error) ||
        ret->n == 0)
        return NULL;
    return hn_key_faults_text(ret);
}

static void
warn_of_faults(const HnPlannedFile *planned, guint column, GPtrArray *warnings)
{
    const HnScannedFile *file = planned->scanned;
    const HnScannedColumn *counts = &file->columns[column];
    HnKeyFaults faults;
    g_autofree char *lines = faults_of(planned, column, &faults);
    g_ptr_array_add(
        warnings,
        g_strdup_printf("%s: key column '%s' is empty in %" G_GUINT64_FORMAT
                        " of %" G_GUINT64_FORMAT " rows%s%s%s",
                        file->path, counts->name, file->n_rows - counts->n_filled, file->n_rows,
                        counts->is_unique_in_source ? "" : ", and some of its values stand twice",
                        lines == NULL ? "" : ": ", lines == NULL ? "" : lines));
}

static gboolean
take_named_key(HnPlannedFile *planned, const char *name, GPtrArray *warnings)
{
    const HnScannedFile *file = planned->scanned;
    const guint column = find_column(file, name);
    if (column == G_MAXUINT)
        return FALSE;
    const HnScannedColumn *counts = &file->columns[column];
    if (!counts->is_unique_in_source || counts->n_filled < file->n_rows)
        warn_of_faults(planned, column, warnings);
    take_key(planned, column, "has the name of a key");
    return TRUE;
}

/* An entry is a column's name, or several. */
static gboolean
take_wanted_key(HnPlannedFile *planned, const char *const *keys, GPtrArray *warnings)
{
    for (gsize i = 0; keys[i] != NULL; i++) {
        if (take_named_key(planned, keys[i], warnings))
            return TRUE;
        g_auto(GStrv) names = g_strsplit(keys[i], ",", -1);
        for (gsize n = 0; names[n] != NULL; n++)
            if (take_named_key(planned, g_strstrip(names[n]), warnings))
                return TRUE;
    }
    return FALSE;
}

/* A record id is no masked value: it names the record in results, cases and messages. */
static void
warn_of_number(HnPlannedFile *planned, GPtrArray *warnings)
{
    const char *name = planned->scanned->columns[planned->key_column].name;
    const HnHeaderSaying saying = hn_header_saying(name);
    if (saying.word == NULL || saying.word->meaning != HN_MEANING_IDENTIFIER)
        return;
    g_autofree char *evidence = g_steal_pointer(&planned->key_evidence);
    planned->key_evidence = g_strconcat(
        evidence, "; a number that tells who it is then stands in results, cases and messages: ",
        "take a key of the source's own where there is one", NULL);
    g_ptr_array_add(warnings,
                    g_strdup_printf("%s: the key is '%s', a number that tells who it is: it will "
                                    "stand in results, cases and messages as the record's id; "
                                    "where the source has a key of its own say so with --key",
                                    planned->scanned->path, name));
}

static void
tell_no_key(HnPlannedFile *planned, const char *why, const char *lines, GPtrArray *warnings)
{
    planned->key_evidence = g_strdup(why);
    g_ptr_array_add(warnings,
                    g_strdup_printf("%s: no key: %s%s; a record that changes is then a new one",
                                    planned->scanned->path, why, lines));
}

/* No column is the key of all rows: one may be of all records. */
static void
find_key_of_records(HnPlannedFile *planned, GPtrArray *warnings)
{
    const char *why = "no column is filled in every row and never twice";
    g_auto(Candidates) near = { 0 };
    candidates_find(planned, is_nearly_key_like, &near);
    if (near.best->len != 1 || near.rank < RANK_CODE) {
        tell_no_key(planned, why, "", warnings);
        return;
    }
    const guint column = g_array_index(near.best, guint, 0);
    const char *name = planned->scanned->columns[column].name;
    HnKeyFaults faults;
    g_autofree char *lines = faults_of(planned, column, &faults);
    if (lines != NULL && faults.n_records == 0) {
        take_key(planned, column, "is in every row that is a record, and never twice");
        g_ptr_array_add(warnings,
                        g_strdup_printf("%s: the key is '%s', though rows are there that are no "
                                        "records: %s; those without a key go to quarantine",
                                        planned->scanned->path, name, lines));
        warn_of_number(planned, warnings);
        return;
    }
    g_autofree char *told = lines == NULL || near.rank < RANK_KEY_NAME
                                ? g_strdup("")
                                : g_strdup_printf(" ('%s' would be it: %s)", name, lines);
    tell_no_key(planned, why, told, warnings);
}

static gboolean
find_key(gboolean takes_all, HnPlannedFile *planned, GPtrArray *warnings, GError **error)
{
    g_auto(Candidates) keys = { 0 };
    candidates_find(planned, is_key_like, &keys);
    if (keys.all->len == 0) {
        find_key_of_records(planned, warnings);
    } else if (keys.best->len > 1) {
        if (!takes_all)
            return refuse_keys(planned->scanned, keys.best, error);
        tell_no_key(planned, "several columns may be it", "", warnings);
    } else if (keys.rank == RANK_KEY_NAME) {
        take_key(planned, g_array_index(keys.best, guint, 0),
                 "has the name of a key, and no value stands twice");
    } else {
        take_key(planned, g_array_index(keys.best, guint, 0),
                 keys.all->len == 1
                     ? "is the only code that is in every row and never twice"
                     : "is the only code in every row and never twice that does not count rows");
        warn_of_number(planned, warnings);
    }
    return TRUE;
}

gboolean
hn_key_plan_make(const HnScan *scan, guint file, const HnAttributePlanOptions *options,
                 HnPlannedFile *planned, GPtrArray *warnings, GError **error)
{
    planned->key_column = G_MAXUINT;
    plan_source(scan, file, options, planned, warnings);
    if (options->keys != NULL && take_wanted_key(planned, options->keys, warnings))
        return TRUE;
    if (options->keys == NULL && take_named_key(planned, "record_id", warnings))
        return TRUE;
    return find_key(options->takes_all, planned, warnings, error);
}
