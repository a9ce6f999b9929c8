#include "insight/key_plan.h"

#include "insight/header_words.h"
#include "insight/insight_error.h"

#define SOURCE_CHARS_MAX 60u
#define SOURCES_MAX 1000u
#define KEY_CHARS_MAX 80

gboolean
hn_key_plan_check(const HnScan *scan, const HnAttributePlanOptions *options, GError **error)
{
    const char *names[] = { options->key, options->source };
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        gboolean found = names[i] == NULL;
        for (guint f = 0; f < scan->n_files && !found; f++)
            found = hn_scanned_file_find(&scan->files[f], names[i]) != G_MAXUINT;
        if (found)
            continue;
        g_set_error(error, HN_INSIGHT_ERROR, HN_INSIGHT_ERROR_COLUMN, "no file has a column '%s'",
                    names[i]);
        return FALSE;
    }
    return TRUE;
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

static gboolean
is_key_like(const HnScannedFile *file, guint column, const HnColumnProfile *profile)
{
    const HnScannedColumn *counts = &file->columns[column];
    return file->n_rows > 0 && counts->n_filled == file->n_rows && counts->is_unique_in_source &&
           profile->with_digits > 0.95 && profile->words_mean < 3 &&
           profile->chars_mean < KEY_CHARS_MAX && profile->decimals < 0.01 &&
           profile->emails < 0.5 && profile->dates < 0.9 && profile->streets < 0.3 &&
           profile->urls < 0.5 && profile->phones < 0.5 && profile->dialled < 0.9;
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

static gboolean
take_named_key(HnPlannedFile *planned, const char *name, GPtrArray *warnings)
{
    const HnScannedFile *file = planned->scanned;
    const guint column = find_column(file, name);
    if (column == G_MAXUINT)
        return FALSE;
    const HnScannedColumn *counts = &file->columns[column];
    if (!counts->is_unique_in_source || counts->n_filled < file->n_rows)
        g_ptr_array_add(
            warnings,
            g_strdup_printf("%s: key column '%s' is empty in %" G_GUINT64_FORMAT
                            " of %" G_GUINT64_FORMAT " rows%s",
                            file->path, name, file->n_rows - counts->n_filled, file->n_rows,
                            counts->is_unique_in_source ? ""
                                                        : ", and some of its values stand twice"));
    take_key(planned, column, "has the name of a key");
    return TRUE;
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

static gboolean
find_key(gboolean takes_all, HnPlannedFile *planned, GPtrArray *warnings, GError **error)
{
    const HnScannedFile *file = planned->scanned;
    g_autoptr(GArray) candidates = g_array_new(FALSE, FALSE, sizeof(guint));
    guint n_said = 0, said = 0;
    for (guint i = 0; i < file->n_columns; i++) {
        if (i == planned->source_column || !is_key_like(file, i, &planned->profiles[i]) ||
            says_other(file->columns[i].name))
            continue;
        g_array_append_val(candidates, i);
        if (says_key(file->columns[i].name)) {
            n_said++;
            said = i;
        }
    }
    if (n_said == 1) {
        take_key(planned, said, "has the name of a key, and no value stands twice");
    } else if (candidates->len == 1) {
        take_key(planned, g_array_index(candidates, guint, 0),
                 "is the only code that is in every row and never twice");
        warn_of_number(planned, warnings);
    } else if (candidates->len > 1 && !takes_all) {
        return refuse_keys(file, candidates, error);
    } else {
        planned->key_evidence =
            g_strdup(candidates->len > 1 ? "several columns may be it"
                                         : "no column is filled in every row and never twice");
        g_ptr_array_add(warnings,
                        g_strdup_printf("%s: no key: %s; a record that changes is then a new one",
                                        file->path, planned->key_evidence));
    }
    return TRUE;
}

gboolean
hn_key_plan_make(const HnScan *scan, guint file, const HnAttributePlanOptions *options,
                 HnPlannedFile *planned, GPtrArray *warnings, GError **error)
{
    planned->key_column = G_MAXUINT;
    plan_source(scan, file, options, planned, warnings);
    if (options->key != NULL && take_named_key(planned, options->key, warnings))
        return TRUE;
    if (options->key == NULL && take_named_key(planned, "record_id", warnings))
        return TRUE;
    return find_key(options->takes_all, planned, warnings, error);
}
