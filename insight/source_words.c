#include "insight/source_words.h"

#include "base/hash.h"
#include "insight/planned_rows.h"
#include "insight/value_checks.h"
#include "text/citizen_number.h"
#include "text/tax_code.h"

#define PIECES_MAX 16u  /* numbers in one field */
#define NUMBERS_MAX 16u /* of one row */
#define HOLDERS_MANY 3u /* two may be a slip of one person */
#define DOUBLE_MIN 3u   /* filled fields that make a row known without its key */

typedef struct {
    guint64 people[HOLDERS_MANY];
    guint n_people;
    guint64 n_clean; /* values of the number that are counted as clean */
} Holders;

typedef struct {
    guint64 filled, n, most; /* of rows; values with a form; of the most frequent form */
    GHashTable *forms;       /* form -> count */
    const HnRowColumn *column;
    guint64 n_rows;
} ColumnCounts;

typedef struct {
    HnSourceWords words;
    GHashTable *rows;    /* hashes of whole rows */
    GHashTable *holders; /* hash of a number -> Holders */
    GHashTable *columns; /* HnRowColumn -> ColumnCounts */
} Source;

typedef struct {
    Source *source;
    guint64 row, key;
} RowKey;

typedef struct {
    const HnAttributePlan *plan;
    HnPlannedRows *rows;
    HnValueChecks *checks;
    guint this_year;
    GHashTable *sources; /* name -> Source */
    GHashTable *keys;    /* key -> the Source that has it; NULL: several */
    GArray *row_keys;    /* of RowKey, by rows */
} Work;

typedef struct {
    Source *source;
    const HnSampleRow *row;
    guint64 index;
    gboolean is_double;
    HnBesideNumber beside;
    HnDateValue birth;
    guint64 name; /* 0: none */
    guint n_numbers;
    guint64 numbers[NUMBERS_MAX]; /* hashes */
    gboolean is_clean[NUMBERS_MAX];
    guint n_personal;
    guint8 personal[NUMBERS_MAX][HN_CITIZEN_NUMBER_DIGITS];
} Row;

/* ---- sources ---- */

static void
free_column(gpointer data)
{
    ColumnCounts *counts = data;
    g_hash_table_unref(counts->forms);
    g_free(counts);
}

static void
free_words(HnSourceWords *words)
{
    g_free(words->name);
    g_free(words->least_filled);
    g_free(words->least_uniform);
}

static void
free_source(gpointer data)
{
    Source *source = data;
    free_words(&source->words);
    g_hash_table_unref(source->rows);
    g_hash_table_unref(source->holders);
    g_hash_table_unref(source->columns);
    g_free(source);
}

static Source *
source_of(Work *work, const HnSampleRow *row)
{
    g_autofree char *name = hn_planned_rows_source(work->rows, row);
    Source *source = g_hash_table_lookup(work->sources, name);
    if (source != NULL)
        return source;
    source = g_new0(Source, 1);
    source->words.name = g_strdup(name);
    source->rows = g_hash_table_new(NULL, NULL);
    source->holders = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    source->columns = g_hash_table_new_full(NULL, NULL, NULL, free_column);
    g_hash_table_insert(work->sources, g_steal_pointer(&name), source);
    return source;
}

static ColumnCounts *
counts_of(Source *source, HnRowColumn *column)
{
    ColumnCounts *counts = g_hash_table_lookup(source->columns, column);
    if (counts != NULL)
        return counts;
    counts = g_new0(ColumnCounts, 1);
    counts->column = column;
    counts->forms = g_hash_table_new(NULL, NULL);
    g_hash_table_insert(source->columns, column, counts);
    return counts;
}

static void
count_part(Row *row, HnWordPart part, gboolean is_so)
{
    HnWordFigure *figure = &row->source->words.parts[part];
    HnWordFigure *word =
        &row->source->words.words[part < HN_PARTS_OF_CORRECT ? HN_WORD_CORRECT : HN_WORD_LIVE];
    figure->of++;
    word->of++;
    figure->n += is_so ? 1 : 0;
    word->n += is_so ? 1 : 0;
}

static void
count_age(Row *row, HnWordPart part, HnValueAge age)
{
    if (age != HN_AGE_UNKNOWN)
        count_part(row, part, age == HN_AGE_TODAY);
}

static guint64
hash_of(HnSlice value, guint64 kind)
{
    return hn_hash64_seeded(value.bytes, value.n_bytes, kind);
}

/* ---- a row as a whole ---- */

static gboolean
is_double(const Work *work, Row *row)
{
    const HnPlannedFile *file = &work->plan->files[row->row->file];
    guint64 all = hn_hash_mix(row->row->file), without_key = all;
    guint n_filled = 0;
    for (guint c = 0; c < file->scanned->n_columns; c++) {
        const HnSlice text = hn_sample_text(row->row, c);
        all = hn_hash64_seeded(text.bytes, text.n_bytes, all);
        if (c == file->key_column || c == file->source_column)
            continue;
        without_key = hn_hash64_seeded(text.bytes, text.n_bytes, without_key);
        n_filled += text.n_bytes > 0 ? 1 : 0;
    }
    const guint64 known = n_filled >= DOUBLE_MIN ? without_key : all;
    return !g_hash_table_add(row->source->rows, (gpointer)known);
}

static gint
compare_words(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Of its words without marks, in any order; 0: no name. */
static guint64
name_of(Work *work, const HnSampleRow *row)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint a = 0; a < work->plan->n_attributes; a++) {
        const HnPlannedAttribute *attribute = &work->plan->attributes[a];
        const HnMeaning meaning = attribute->meaning;
        const gboolean is_whole = meaning == HN_MEANING_FULL_NAME;
        if (!attribute->compared ||
            (!is_whole && meaning != HN_MEANING_GIVEN_NAME && meaning != HN_MEANING_SURNAME &&
             meaning != HN_MEANING_MIDDLE_NAME && meaning != HN_MEANING_NAME_PART))
            continue;
        GString *part = hn_planned_rows_joined(work->rows, row, a);
        g_string_append_printf(text, " %s", part->str);
        g_string_free(part, TRUE);
        if (is_whole)
            break;
    }
    const HnSlice bare = hn_planned_rows_canonical(work->rows, work->rows->bare_names,
                                                   hn_slice(text->str, text->len));
    if (bare.n_bytes == 0)
        return 0;
    g_autofree char *copy = g_strndup((const char *)bare.bytes, bare.n_bytes);
    g_auto(GStrv) words = g_strsplit(copy, " ", -1);
    qsort(words, g_strv_length(words), sizeof *words, compare_words);
    g_autofree char *sorted = g_strjoinv(" ", words);
    return hash_of(hn_slice_of(sorted), 0);
}

static void
add_key(Work *work, const Row *row, guint64 key)
{
    const RowKey one = { row->source, row->index, key };
    gpointer known = NULL;
    g_array_append_val(work->row_keys, one);
    if (!g_hash_table_lookup_extended(work->keys, (gpointer)key, NULL, &known))
        g_hash_table_insert(work->keys, (gpointer)key, row->source);
    else if (known != row->source)
        g_hash_table_insert(work->keys, (gpointer)key, NULL);
}

static void
hold(Row *row, guint i)
{
    const gpointer key = (gpointer)row->numbers[i];
    const guint64 person = row->birth != 0 ? hn_hash_mix(row->birth) : row->name;
    Holders *holders = g_hash_table_lookup(row->source->holders, key);
    if (holders == NULL) {
        holders = g_new0(Holders, 1);
        g_hash_table_insert(row->source->holders, key, holders);
    }
    holders->n_clean += row->is_clean[i] ? 1 : 0;
    gboolean is_known = person == 0 || holders->n_people == HOLDERS_MANY;
    for (guint p = 0; p < holders->n_people; p++)
        is_known |= holders->people[p] == person;
    if (!is_known)
        holders->people[holders->n_people++] = person;
}

/* What needs the whole row: a number against its person, the person's own keys. */
static void
judge_row(Work *work, Row *row)
{
    guint64 *signals = row->source->words.signals;
    row->name = name_of(work, row->row);
    for (guint i = 0; i < row->n_numbers; i++) {
        hold(row, i);
        add_key(work, row, row->numbers[i]);
    }
    if (row->name != 0 && row->birth != 0)
        add_key(work, row, hn_hash_mix(row->name ^ hn_hash_mix(row->birth)));
    for (guint i = 0; i < row->n_personal; i++) {
        HnNumberFaults faults;
        (void)hn_value_checks_number(work->checks,
                                     hn_slice(row->personal[i], HN_CITIZEN_NUMBER_DIGITS),
                                     &row->beside, &faults);
        signals[HN_SIGNAL_SEX] += faults.other_sex ? 1 : 0;
        signals[HN_SIGNAL_BIRTH_YEAR] += faults.other_birth_year ? 1 : 0;
        signals[HN_SIGNAL_PROVINCE] += faults.no_province ? 1 : 0;
        count_part(row, HN_PART_NUMBERS,
                   !faults.other_sex && !faults.other_birth_year && !faults.no_province);
    }
}

/* ---- values ---- */

static void
judge_numbers(Work *work, Row *row, const HnRowColumn *column, HnSlice text, gboolean is_clean)
{
    HnSlice pieces[PIECES_MAX];
    const guint n = hn_standardiser_pieces(column->standardiser, text, pieces, PIECES_MAX);
    for (guint i = 0; i < n; i++) {
        const HnSlice canonical =
            hn_planned_rows_canonical(work->rows, column->standardiser, pieces[i]);
        const HnPaperKind kind = hn_citizen_number_kind(canonical);
        HnCitizenParts parts;
        const gboolean is_personal = hn_citizen_number_parts(canonical, &parts);
        if (canonical.n_bytes == 0 || row->n_numbers == NUMBERS_MAX)
            continue;
        if (is_personal)
            memcpy(row->personal[row->n_personal++], canonical.bytes, HN_CITIZEN_NUMBER_DIGITS);
        else if (kind == HN_PAPER_OTHER || kind == HN_PAPER_CITIZEN)
            count_part(row, HN_PART_NUMBERS, FALSE);
        if (!is_personal && kind != HN_PAPER_OLD)
            continue;
        count_part(row, HN_PART_NUMBERS_TODAY, is_personal);
        row->numbers[row->n_numbers] = hash_of(canonical, HN_TYPE_CITIZEN_NUMBER);
        row->is_clean[row->n_numbers++] = is_clean && n == 1;
    }
}

static void
judge_phones(Work *work, Row *row, const HnRowColumn *column, HnSlice text)
{
    HnSlice pieces[PIECES_MAX];
    if (!work->plan->attributes[column->attribute].is_vietnamese)
        return;
    const guint n = hn_standardiser_pieces(column->standardiser, text, pieces, PIECES_MAX);
    for (guint i = 0; i < n; i++) {
        HnValueAge age;
        count_part(row, HN_PART_PHONES, hn_value_checks_phone(work->checks, pieces[i], &age));
        count_age(row, HN_PART_MOBILES, age);
    }
}

static void
judge_tax_code(Work *work, Row *row, const HnRowColumn *column, HnSlice text)
{
    const HnSlice canonical = hn_planned_rows_canonical(work->rows, column->standardiser, text);
    const gboolean is_confirmed = hn_tax_code_confirmed_parent(canonical) != 0;
    if (canonical.n_bytes == HN_TAX_CODE_PERSON_DIGITS)
        return; /* a person's number has no check digit */
    count_part(row, HN_PART_TAX_CODES, is_confirmed);
    if (is_confirmed)
        add_key(work, row, hash_of(canonical, HN_TYPE_TAX_CODE));
}

/* Of one or several columns. */
static void
judge_date(Work *work, Row *row, const HnRowColumn *column)
{
    GString *text = hn_planned_rows_joined(work->rows, row->row, column->attribute);
    const HnSlice raw = hn_slice(text->str, text->len);
    const gboolean is_birth =
        work->plan->attributes[column->attribute].meaning == HN_MEANING_BIRTH_DATE;
    if (raw.n_bytes > 0 && !hn_planned_rows_is_filler(work->rows, column, raw)) {
        const HnDateValue date =
            hn_date_of_canonical(hn_planned_rows_canonical(work->rows, column->standardiser, raw));
        const gboolean is_real = date != 0 && hn_date_is_valid(date);
        const gboolean is_right =
            is_real && (!is_birth || hn_value_checks_birth(date, work->this_year));
        count_part(row, HN_PART_DATES, is_right);
        if (is_birth && is_right && row->beside.birth_year == 0) {
            row->beside.birth_year = hn_date_year(date);
            row->birth = hn_date_is_complete(date) ? date : 0;
        }
    }
    g_string_free(text, TRUE);
}

static void
judge_address(Work *work, Row *row, const HnRowColumn *column)
{
    GString *text = hn_planned_rows_joined(work->rows, row->row, column->attribute);
    const HnSlice raw = hn_slice(text->str, text->len);
    if (raw.n_bytes > 0 && !hn_planned_rows_is_filler(work->rows, column, raw)) {
        HnValueAge age;
        count_part(row, HN_PART_ADDRESSES, hn_value_checks_address(work->checks, raw, &age));
        count_age(row, HN_PART_COMMUNES, age);
    }
    g_string_free(text, TRUE);
}

static void
judge_sex(Work *work, Row *row, const HnRowColumn *column, HnSlice text)
{
    const HnSlice sex = hn_planned_rows_canonical(work->rows, column->standardiser, text);
    row->beside.is_female = hn_slice_equal(sex, hn_slice_of("female"));
    row->beside.is_sex_known = row->beside.is_female || hn_slice_equal(sex, hn_slice_of("male"));
}

static void
count_form(ColumnCounts *counts, guint64 form)
{
    if (form == 0)
        return;
    const gpointer key = (gpointer)form;
    const guint64 n = (guint64)g_hash_table_lookup(counts->forms, key) + 1;
    g_hash_table_insert(counts->forms, key, (gpointer)n);
    counts->n++;
    counts->most = MAX(counts->most, n);
}

static void
judge_value(Work *work, Row *row, HnRowColumn *column, HnSlice raw)
{
    HnSourceWords *words = &row->source->words;
    HnSlice text;
    const gboolean is_damaged = hn_planned_rows_is_damaged(work->rows, column, raw, &text);
    const gboolean is_filler = hn_planned_rows_is_filler(work->rows, column, text);
    const gboolean is_clean = !is_damaged && !is_filler && !row->is_double;
    words->signals[HN_SIGNAL_DAMAGED] += is_damaged ? 1 : 0;
    words->signals[HN_SIGNAL_FILLERS] += is_filler ? 1 : 0;
    words->words[HN_WORD_CLEAN].of++;
    words->words[HN_WORD_CLEAN].n += is_clean ? 1 : 0;
    if (is_filler)
        return;
    count_form(counts_of(row->source, column),
               hn_value_written_form(raw, column->type, column->profile));
    if (column->type == HN_TYPE_CITIZEN_NUMBER)
        judge_numbers(work, row, column, text, is_clean);
    else if (column->type == HN_TYPE_PHONE)
        judge_phones(work, row, column, text);
    else if (column->type == HN_TYPE_TAX_CODE)
        judge_tax_code(work, row, column, text);
    else if (column->type == HN_TYPE_SEX)
        judge_sex(work, row, column, text);
}

static void
read_row(Work *work, guint index)
{
    const HnSampleRow *sampled = &work->plan->scan->rows[index];
    Row row = { .source = source_of(work, sampled), .row = sampled, .index = index };
    row.is_double = is_double(work, &row);
    row.source->words.n_rows++;
    row.source->words.words[HN_WORD_SHARED].of++;
    row.source->words.signals[HN_SIGNAL_DOUBLES] += row.is_double ? 1 : 0;
    for (guint i = 0; i < work->rows->columns[sampled->file]->len; i++) {
        HnRowColumn *column = &g_array_index(work->rows->columns[sampled->file], HnRowColumn, i);
        const HnSlice raw = hn_sample_text(sampled, column->column);
        ColumnCounts *counts = counts_of(row.source, column);
        counts->n_rows++;
        counts->filled += raw.n_bytes > 0 ? 1 : 0;
        if (raw.n_bytes > 0)
            judge_value(work, &row, column, raw);
        if (column->is_first && column->type == HN_TYPE_DATE)
            judge_date(work, &row, column);
        else if (column->is_first &&
                 (column->type == HN_TYPE_ADDRESS || column->type == HN_TYPE_UNIT))
            judge_address(work, &row, column);
    }
    judge_row(work, &row);
}

/* ---- at the end ---- */

static void
count_shared(Work *work)
{
    guint64 last = G_MAXUINT64;
    for (guint i = 0; i < work->row_keys->len; i++) {
        const RowKey *one = &g_array_index(work->row_keys, RowKey, i);
        if (one->row == last || g_hash_table_lookup(work->keys, (gpointer)one->key) != NULL)
            continue;
        last = one->row;
        one->source->words.words[HN_WORD_SHARED].n++;
    }
}

static gboolean
is_worse(HnWordFigure a, const char *name_a, HnWordFigure b, const char *name_b)
{
    if (name_b == NULL || a.n * b.of != b.n * a.of)
        return name_b == NULL || a.n * b.of < b.n * a.of;
    return strcmp(name_a, name_b) < 0;
}

static void
settle_column(HnSourceWords *words, const ColumnCounts *counts)
{
    const HnWordFigure filled = { counts->filled, counts->n_rows };
    const HnWordFigure uniform = { counts->most, counts->n };
    words->words[HN_WORD_COMPLETE].n += filled.n;
    words->words[HN_WORD_COMPLETE].of += filled.of;
    words->words[HN_WORD_UNIFORM].n += uniform.n;
    words->words[HN_WORD_UNIFORM].of += uniform.of;
    const char *name = counts->column->name;
    if (filled.n < filled.of &&
        is_worse(filled, name, words->least_filled_is, words->least_filled)) {
        g_free(words->least_filled);
        words->least_filled = g_strdup(name);
        words->least_filled_is = filled;
    }
    if (uniform.n < uniform.of &&
        is_worse(uniform, name, words->least_uniform_is, words->least_uniform)) {
        g_free(words->least_uniform);
        words->least_uniform = g_strdup(name);
        words->least_uniform_is = uniform;
    }
}

static void
settle(Source *source, gboolean is_alone)
{
    HnSourceWords *words = &source->words;
    GHashTableIter iter;
    gpointer value = NULL;
    g_hash_table_iter_init(&iter, source->columns);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        settle_column(words, value);
    g_hash_table_iter_init(&iter, source->holders);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const Holders *holders = value;
        if (holders->n_people < HOLDERS_MANY)
            continue;
        words->signals[HN_SIGNAL_MANY]++;
        words->words[HN_WORD_CLEAN].n -= holders->n_clean;
    }
    if (is_alone)
        words->words[HN_WORD_SHARED] = (HnWordFigure){ 0, 0 };
}

static gint
compare_sources(gconstpointer a, gconstpointer b)
{
    return strcmp(((const HnSourceWords *)a)->name, ((const HnSourceWords *)b)->name);
}

static HnSourceWordList *
make_list(Work *work)
{
    HnSourceWordList *list = g_new0(HnSourceWordList, 1);
    const guint n = g_hash_table_size(work->sources);
    GHashTableIter iter;
    gpointer value = NULL;
    count_shared(work);
    list->sources = g_new0(HnSourceWords, MAX(n, 1));
    list->is_whole = work->plan->scan->is_whole;
    g_hash_table_iter_init(&iter, work->sources);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Source *source = value;
        settle(source, n == 1);
        list->sources[list->n_sources++] = source->words;
        source->words = (HnSourceWords){ 0 }; /* the list's now */
    }
    qsort(list->sources, list->n_sources, sizeof *list->sources, compare_sources);
    return list;
}

HnSourceWordList *
hn_source_words_new(const HnAttributePlan *plan, guint this_year, GError **error)
{
    g_assert(plan->scan->tables != NULL);
    g_autoptr(HnValueChecks) checks = hn_value_checks_new(plan->scan->tables, error);
    g_autoptr(HnPlannedRows) rows = checks == NULL ? NULL : hn_planned_rows_new(plan, error);
    if (rows == NULL)
        return NULL;
    g_autoptr(GHashTable) sources =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_source);
    g_autoptr(GHashTable) keys = g_hash_table_new(NULL, NULL);
    g_autoptr(GArray) row_keys = g_array_new(FALSE, FALSE, sizeof(RowKey));
    Work work = { plan, rows, checks, this_year, sources, keys, row_keys };
    for (guint i = 0; i < plan->scan->n_rows; i++)
        read_row(&work, i);
    return make_list(&work);
}

void
hn_source_words_free(HnSourceWordList *list)
{
    if (list == NULL)
        return;
    for (guint i = 0; i < list->n_sources; i++)
        free_words(&list->sources[i]);
    g_free(list->sources);
    g_free(list);
}
