#include "insight/column_profile.h"

#include <math.h>

#include "insight/date_forms.h"
#include "insight/list_pieces.h"
#include "insight/name_words.h"
#include "insight/value_tally.h"
#include "insight/vietnamese_syllable.h"
#include "standardise/latin_script.h"
#include "text/date_value.h"
#include "text/tokens.h"
#include "text/utf8.h"

#define SHAPES_MAX 4096u
#define WORDS_MAX 60000u
#define SYLLABLE_VALUES 4000 /* are enough to know the language */
#define WORDS_OF_VALUE 64u

HnSlice
hn_sample_text(const HnSampleRow *row, guint column)
{
    const HnRawField *field = &row->fields[column];
    if (field->kind == HN_FIELD_MISSING)
        return hn_slice(NULL, 0);
    return hn_trim(hn_slice(field->bytes, field->n_bytes));
}

typedef struct {
    gdouble number;
    guint64 count;
} CountedNumber;

/* Sums over the distinct values, each times its count. */
typedef struct {
    HnColumnProfile *profile;
    gdouble n; /* values */
    gdouble chars, chars_squared, words;
    gdouble name_words, given, first_words, first_given, last_words, last_given, vietnamese;
    gdouble n_syllables; /* values that were looked at for Vietnamese */
    gdouble plain_words; /* of all values, each once */
    HnValueTally *shapes, *distinct_words;
    GArray *numbers, *years; /* of CountedNumber */
    GArray *long_years;      /* the same, of dates with four digits for it */
    GByteArray *folded;
    HnDateCounts dates;
} Sums;

static void
add_class(Sums *sums, const HnValueClass *class, gdouble n)
{
    HnColumnProfile *p = sums->profile;
    sums->n += n;
    sums->chars += n * class->n_chars;
    sums->chars_squared += n * class->n_chars * class->n_chars;
    p->chars_min = MIN(p->chars_min, class->n_chars);
    p->chars_max = MAX(p->chars_max, class->n_chars);
    p->integers += class->is_integer ? n : 0;
    p->decimals += class->is_decimal ? n : 0;
    p->leading_zeros += class->has_leading_zero ? n : 0;
    p->digits_only += class->n_digits == class->n_chars ? n : 0;
    p->with_letters += class->n_letters > 0 ? n : 0;
    p->with_digits += class->n_digits > 0 ? n : 0;
    p->all_upper += class->n_letters > 1 && class->n_upper == class->n_letters ? n : 0;
    p->begins_with_digit += class->begins_with_digit ? n : 0;
    p->one_word += class->n_words == 1 && class->n_digits == 0 ? n : 0;
    p->all_initials +=
        class->n_words > 0 && class->n_initials == class->n_words && class->n_digits == 0 ? n : 0;
    p->with_initial += class->n_initials > 0 && class->n_words > 1 ? n : 0;
    p->with_control += class->has_control ? n : 0;
    p->with_punctuation += class->n_others > 0 ? n : 0;
    p->months += class->is_integer && class->number >= 1 && class->number <= 12 ? n : 0;
    p->days += class->is_integer && class->number >= 1 && class->number <= 31 ? n : 0;
    p->emails += class->is_email ? n : 0;
    p->urls += class->is_url ? n : 0;
    p->phones += class->is_phone ? n : 0;
    p->bare_phones += class->is_bare_phone ? n : 0;
    p->dialled += class->is_bare_phone && class->has_dialling_prefix ? n : 0;
    p->uuids += class->is_uuid ? n : 0;
    p->points += class->is_point ? n : 0;
    p->postcodes += class->is_postcode ? n : 0;
    p->numbered_dates += class->is_stamp || class->is_serial ? n : 0;
    p->digit_postcodes += class->is_digit_postcode ? n : 0;
}

static void
add_word(Sums *sums, HnSlice word, gdouble n, gboolean is_first, gboolean is_last)
{
    const gint given = hn_name_word_given(word);
    sums->words += n;
    sums->plain_words++;
    hn_value_tally_add(sums->distinct_words, word, 1);
    if (given < 0)
        return;
    const gdouble share = given / 9.0;
    sums->name_words += n;
    sums->given += n * share;
    sums->first_words += is_first ? n : 0;
    sums->first_given += is_first ? n * share : 0;
    sums->last_words += is_last ? n : 0;
    sums->last_given += is_last ? n * share : 0;
}

static gboolean
has_letters_only(HnSlice word)
{
    for (gsize i = 0; i < word.n_bytes; i++)
        if (g_ascii_isdigit((char)word.bytes[i]))
            return FALSE;
    return word.n_bytes > 0;
}

/* A word for a kind of place in front or twice anywhere: "xa", "thi tran". @kinds: of the words. */
static gboolean
has_place(const HnSlice *words, const guint *kinds, guint n_words)
{
    guint n_places = 0;
    for (guint i = 0; i < n_words; i++) {
        gboolean is_place = (kinds[i] & HN_WORD_PLACE) != 0;
        if (!is_place && i + 1 < n_words) {
            const gsize n_bytes = words[i].n_bytes + 1 + words[i + 1].n_bytes;
            is_place =
                (hn_value_word_kinds(hn_slice(words[i].bytes, n_bytes)) & HN_WORD_PLACE) != 0;
        }
        if (is_place && i == 0 && n_words > 1)
            return TRUE;
        n_places += is_place ? 1 : 0;
    }
    return n_places > 1;
}

static void
add_words(Sums *sums, HnSlice value, gdouble n)
{
    HnColumnProfile *p = sums->profile;
    HnSlice words[WORDS_OF_VALUE];
    hn_fold_words(value, sums->folded);
    const HnSlice folded = hn_slice(sums->folded->data, sums->folded->len);
    const guint n_words = hn_tokens(folded, words, WORDS_OF_VALUE);
    const guint whole = hn_value_word_kinds(folded);
    guint of_words[WORDS_OF_VALUE];
    guint kinds = 0;
    for (guint i = 0; i < n_words; i++) {
        const guint of_word = of_words[i] = hn_value_word_kinds(words[i]);
        const gboolean ends = i > 0 && i + 1 == n_words;
        kinds |= of_word & (HN_WORD_LEGAL_FORM | HN_WORD_TITLE | HN_WORD_COMMON);
        kinds |= ends && (of_word & HN_WORD_LEGAL_END) != 0 ? HN_WORD_LEGAL_FORM : 0;
        kinds |= n_words > 1 ? of_word & HN_WORD_STREET : 0;
        if (has_letters_only(words[i]) && words[i].n_bytes > 1)
            add_word(sums, words[i], n, i == 0 && n_words > 1, ends);
    }
    if (n_words > 1 && words[0].n_bytes == 4 && memcmp(words[0].bytes, "cong", 4) == 0 &&
        words[1].n_bytes == 2 && memcmp(words[1].bytes, "ty", 2) == 0)
        kinds |= HN_WORD_LEGAL_FORM; /* "cong ty": each word alone is a common syllable */
    p->legal_forms += (kinds & HN_WORD_LEGAL_FORM) != 0 ? n : 0;
    p->streets += (kinds & HN_WORD_STREET) != 0 ? n : 0;
    p->titles += (kinds & HN_WORD_TITLE) != 0 ? n : 0;
    p->commons += (kinds & HN_WORD_COMMON) != 0 ? n : 0;
    p->sexes += (whole & HN_WORD_SEX) != 0 ? n : 0;
    p->regions += (whole & HN_WORD_REGION) != 0 ? n : 0;
    p->countries += (whole & HN_WORD_COUNTRY) != 0 ? n : 0;
    p->country_numbers += (whole & HN_WORD_COUNTRY_NUMBER) != 0 ? n : 0;
    p->places += has_place(words, of_words, n_words) ? n : 0;
    p->statuses += (whole & HN_WORD_STATUS) != 0 ? n : 0;
}

static void
add_vietnamese(Sums *sums, HnSlice value, gdouble n)
{
    HnSlice words[WORDS_OF_VALUE];
    const guint n_words = hn_tokens(value, words, WORDS_OF_VALUE);
    guint n_syllables = 0;
    for (guint i = 0; i < n_words; i++)
        n_syllables += hn_is_vietnamese_syllable(words[i]) ? 1 : 0;
    sums->vietnamese += n_words == 0 ? 0 : n * n_syllables / n_words;
    sums->n_syllables += n;
}

static void
add_marks(HnColumnProfile *p, HnSlice value, gdouble n)
{
    const gboolean is_marked = !hn_utf8_is_ascii(value);
    const gboolean is_long = hn_tokens_count(value) >= 3;
    p->marked += is_marked ? n : 0;
    p->long_names += is_long ? n : 0;
    p->long_unmarked += is_long && !is_marked ? n : 0;
}

static void
add_value(Sums *sums, const HnTallyEntry *entry)
{
    const HnValueClass class = hn_value_class_of(entry->text);
    const gdouble n = (gdouble)entry->count;
    char shape[HN_SHAPE_BYTES];
    const guint n_shape = hn_value_shape(entry->text, shape);
    add_class(sums, &class, n);
    add_marks(sums->profile, entry->text, n);
    sums->profile->other_scripts += hn_latin_script_needed(entry->text) ? n : 0;
    hn_value_tally_add(sums->shapes, hn_slice(shape, n_shape), entry->count);
    if (class.is_integer || class.is_decimal) {
        const CountedNumber number = { class.number, entry->count };
        g_array_append_val(sums->numbers, number);
    }
    hn_date_counts_add(&sums->dates, &class, entry->count);
    if (class.year != 0) {
        const CountedNumber year = { class.year, entry->count };
        g_array_append_val(sums->years, year);
        if ((class.date_forms & (HN_DATE_FORMS_SHORT | 1u << HN_DATE_FORM_Y)) == 0)
            g_array_append_val(sums->long_years, year);
    }
    if (class.n_letters == 0 && class.n_digits > 3)
        return; /* no word, and no code that is one */
    add_words(sums, entry->text, n);
    if (sums->n_syllables < SYLLABLE_VALUES)
        add_vietnamese(sums, entry->text, n);
}

static gint
order_of_numbers(gconstpointer a, gconstpointer b)
{
    const gdouble first = ((const CountedNumber *)a)->number;
    const gdouble second = ((const CountedNumber *)b)->number;
    return (first > second) - (first < second);
}

static gdouble
quantile(const GArray *sorted, gdouble share)
{
    guint64 total = 0, seen = 0;
    for (guint i = 0; i < sorted->len; i++)
        total += g_array_index(sorted, CountedNumber, i).count;
    for (guint i = 0; i < sorted->len; i++) {
        seen += g_array_index(sorted, CountedNumber, i).count;
        if ((gdouble)seen >= share * (gdouble)total)
            return g_array_index(sorted, CountedNumber, i).number;
    }
    return 0;
}

#define LATEST_SHARE 0.0002 /* of the dates lie in the latest year or behind it, */
#define LATEST_MIN 3        /* and so many different ones at least: fewer are slips, */
#define LATEST_GAP 5        /* but for years that follow each other as closely */
#define LONG_YEARS_MIN 100  /* dates that can tell */

/* Of dates up to @year_max, each distinct one an element. */
static guint
latest_of(const GArray *sorted, guint year_max)
{
    gdouble total = 0, seen = 0;
    guint end = 0, latest = 0;
    for (; end < sorted->len && g_array_index(sorted, CountedNumber, end).number <= year_max; end++)
        total += (gdouble)g_array_index(sorted, CountedNumber, end).count;
    for (guint i = end; i > 0 && latest == 0 && total >= LONG_YEARS_MIN; i--) {
        seen += (gdouble)g_array_index(sorted, CountedNumber, i - 1).count;
        if (seen >= LATEST_SHARE * total && end - i + 1 >= LATEST_MIN)
            latest = (guint)g_array_index(sorted, CountedNumber, i - 1).number;
    }
    for (guint i = 0; i < end && latest != 0; i++) {
        const guint year = (guint)g_array_index(sorted, CountedNumber, i).number;
        latest = year > latest && year - latest <= LATEST_GAP ? year : latest;
    }
    return latest;
}

static void
finish_numbers(Sums *sums)
{
    HnColumnProfile *p = sums->profile;
    g_array_sort(sums->numbers, order_of_numbers);
    g_array_sort(sums->years, order_of_numbers);
    p->number_low = quantile(sums->numbers, 0.05);
    p->number_middle = quantile(sums->numbers, 0.5);
    p->number_high = quantile(sums->numbers, 0.95);
    p->number_min = quantile(sums->numbers, 0);
    p->number_max = quantile(sums->numbers, 1);
    p->year_low = (guint)quantile(sums->years, 0.05);
    p->year_middle = (guint)quantile(sums->years, 0.5);
    p->year_high = (guint)quantile(sums->years, 0.95);
    g_array_sort(sums->long_years, order_of_numbers);
    p->year_latest = latest_of(sums->long_years, G_MAXUINT);
    p->year_latest_known = latest_of(sums->long_years, HN_DATE_YEARS_TO);
}

static gdouble
ratio(gdouble part, gdouble whole)
{
    return whole == 0 ? 0 : part / whole;
}

static void
finish_shares(Sums *sums)
{
    HnColumnProfile *p = sums->profile;
    gdouble *shares[] = {
        &p->marked,
        &p->long_names,
        &p->long_unmarked,
        &p->integers,
        &p->decimals,
        &p->leading_zeros,
        &p->digits_only,
        &p->with_letters,
        &p->with_digits,
        &p->all_upper,
        &p->begins_with_digit,
        &p->one_word,
        &p->all_initials,
        &p->with_initial,
        &p->with_control,
        &p->emails,
        &p->urls,
        &p->phones,
        &p->bare_phones,
        &p->uuids,
        &p->points,
        &p->postcodes,
        &p->numbered_dates,
        &p->digit_postcodes,
        &p->legal_forms,
        &p->streets,
        &p->titles,
        &p->commons,
        &p->sexes,
        &p->regions,
        &p->countries,
        &p->country_numbers,
        &p->statuses,
        &p->months,
        &p->places,
        &p->dialled,
        &p->days,
        &p->with_punctuation,
        &p->other_scripts,
    };
    for (gsize i = 0; i < G_N_ELEMENTS(shares); i++)
        *shares[i] = ratio(*shares[i], sums->n);
    p->chars_mean = ratio(sums->chars, sums->n);
    p->chars_deviation =
        sqrt(MAX(0, ratio(sums->chars_squared, sums->n) - p->chars_mean * p->chars_mean));
    p->words_mean = ratio(sums->words, sums->n);
    p->name_words = ratio(sums->name_words, sums->words);
    p->given = ratio(sums->given, sums->name_words);
    p->first_given = ratio(sums->first_given, sums->first_words);
    p->last_given = ratio(sums->last_given, sums->last_words);
    p->vietnamese = ratio(sums->vietnamese, sums->n_syllables);
    const gsize n_distinct = hn_value_tally_size(sums->distinct_words);
    p->word_reuse = sums->plain_words == 0 ? 0 : 1 - (gdouble)n_distinct / sums->plain_words;
}

static void
finish_shapes(Sums *sums)
{
    HnColumnProfile *p = sums->profile;
    HnTallyEntry top[HN_PROFILE_SHAPES];
    p->n_shapes = (guint)hn_value_tally_size(sums->shapes);
    p->n_top_shapes = hn_value_tally_top(sums->shapes, top, HN_PROFILE_SHAPES);
    for (guint i = 0; i < p->n_top_shapes; i++) {
        memcpy(p->top_shapes[i].text, top[i].text.bytes, top[i].text.n_bytes);
        p->top_shapes[i].share = ratio((gdouble)top[i].count, sums->n);
    }
}

static void
finish_top(const HnValueTally *values, HnColumnProfile *p)
{
    HnTallyEntry top[5];
    const guint n_top = hn_value_tally_top(values, top, G_N_ELEMENTS(top));
    const gdouble total = (gdouble)hn_value_tally_total(values);
    for (guint i = 0; i < n_top; i++)
        p->top5_share += ratio((gdouble)top[i].count, total);
    p->top_share = n_top == 0 ? 0 : ratio((gdouble)top[0].count, total);
}

static void
look_at_values(const HnValueTally *values, HnColumnProfile *p)
{
    Sums sums = { .profile = p,
                  .shapes = hn_value_tally_new(SHAPES_MAX, TRUE),
                  .distinct_words = hn_value_tally_new(WORDS_MAX, TRUE),
                  .numbers = g_array_new(FALSE, FALSE, sizeof(CountedNumber)),
                  .years = g_array_new(FALSE, FALSE, sizeof(CountedNumber)),
                  .long_years = g_array_new(FALSE, FALSE, sizeof(CountedNumber)),
                  .folded = g_byte_array_new() };
    const HnTallyEntry *entries = hn_value_tally_entries(values);
    const gsize n = hn_value_tally_size(values);
    p->chars_min = n == 0 ? 0 : G_MAXUINT64;
    for (gsize i = 0; i < n; i++)
        add_value(&sums, &entries[i]);
    finish_numbers(&sums);
    finish_shares(&sums);
    finish_shapes(&sums);
    finish_top(values, p);
    hn_date_counts_settle(&sums.dates, sums.n, p);
    hn_list_pieces_find(values, p);
    hn_value_tally_free(sums.shapes);
    hn_value_tally_free(sums.distinct_words);
    g_array_unref(sums.numbers);
    g_array_unref(sums.years);
    g_array_unref(sums.long_years);
    g_byte_array_unref(sums.folded);
}

/* What the values were before their text was damaged; NULL: they are sound. */
static HnValueTally *
repair_values(const HnValueTally *values, HnCountryTables *tables, HnDamageVerdict *ret)
{
    /* The tables were looked at before the first column: attribute_plan.c. */
    if (tables == NULL || !hn_damage_verdict_find(values, tables, ret, NULL) || ret->damages == 0)
        return NULL;
    g_autoptr(HnTextRepair) repair = hn_text_repair_new(ret->damages, tables, NULL);
    HnValueTally *repaired = hn_value_tally_new(HN_PROFILE_VALUES, TRUE);
    for (gsize i = 0; i < hn_value_tally_size(values); i++) {
        const HnTallyEntry *entry = &hn_value_tally_entries(values)[i];
        hn_value_tally_add(repaired, hn_text_repair_compared(repair, entry->text), entry->count);
    }
    return repaired;
}

void
hn_column_profile_make(const HnScan *scan, guint file, guint column, HnColumnProfile *ret)
{
    const HnScannedFile *scanned = &scan->files[file];
    const HnScannedColumn *counts = &scanned->columns[column];
    g_autoptr(HnValueTally) values = hn_value_tally_new(HN_PROFILE_VALUES, FALSE);
    *ret = (HnColumnProfile){ .n_rows = scanned->n_rows,
                              .n_filled = counts->n_filled,
                              .n_distinct = counts->n_distinct,
                              .distinct_is_exact = counts->distinct_is_exact,
                              .is_unique = counts->is_unique };
    ret->filled_share = ratio((gdouble)counts->n_filled, (gdouble)scanned->n_rows);
    ret->unique_share = MIN(1, ratio((gdouble)counts->n_distinct, (gdouble)counts->n_filled));
    guint64 n_arrays = 0;
    for (guint i = 0; i < scanned->n_sample; i++) {
        const HnSampleRow *row = &scan->rows[scanned->first_sample + i];
        const HnSlice text = hn_sample_text(row, column);
        if (text.n_bytes == 0)
            continue;
        hn_value_tally_add(values, text, 1);
        n_arrays += row->fields[column].kind == HN_FIELD_JSON && text.bytes[0] == '[' ? 1 : 0;
    }
    ret->n_sample = hn_value_tally_total(values);
    ret->json_arrays = ratio((gdouble)n_arrays, (gdouble)ret->n_sample);
    ret->n_seen_distinct = (guint)hn_value_tally_size(values);
    g_autoptr(HnValueTally) repaired = repair_values(values, scan->tables, &ret->damage);
    look_at_values(repaired == NULL ? values : repaired, ret);
}

typedef struct {
    const HnScan *scan;
    HnColumnProfile **profiles; /* [scan->n_files] */
} Profiling;

/* Columns of all files stand in one row. */
static void
profile_column(gpointer user, gsize task, guint thread)
{
    const Profiling *profiling = user;
    guint file = 0;
    (void)thread;
    for (; task >= profiling->scan->files[file].n_columns; file++)
        task -= profiling->scan->files[file].n_columns;
    hn_column_profile_make(profiling->scan, file, (guint)task, &profiling->profiles[file][task]);
}

HnColumnProfile **
hn_column_profiles_make(const HnScan *scan, HnThreadPool *pool)
{
    Profiling profiling = { scan, g_new0(HnColumnProfile *, (gsize)scan->n_files + 1) };
    gsize n_columns = 0;
    for (guint f = 0; f < scan->n_files; f++) {
        profiling.profiles[f] = g_new0(HnColumnProfile, MAX(scan->files[f].n_columns, 1));
        n_columns += scan->files[f].n_columns;
    }
    if (pool != NULL) {
        hn_thread_pool_run(pool, n_columns, profile_column, &profiling);
    } else {
        for (gsize i = 0; i < n_columns; i++)
            profile_column(&profiling, i, 0);
    }
    return profiling.profiles;
}
