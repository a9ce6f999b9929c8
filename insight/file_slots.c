#include "insight/file_slots.h"

#include "insight/codes_in_text.h"
#include "insight/header_words.h"
#include "insight/name_slots.h"
#include "insight/row_relations.h"

#define SPARSE 0.2       /* identifiers that fewer rows have are one attribute of many values */
#define TOGETHER_MAX 0.1 /* of the rarer one's rows */
#define WORDS_SHARE 0.8
#define AS_OFTEN 0.02
#define CODES_SHARE 0.5     /* of the titles with a code */
#define CODES_DISTINCT 0.25 /* codes, of the titles with one: else they are sizes or years */

void
hn_slot_clear(HnSlot *slot)
{
    g_clear_pointer(&slot->evidence, g_free);
    g_clear_pointer(&slot->reason, g_free);
}

HnSlot *
hn_slot_add(HnSlotMaker *maker, HnMeaning meaning, const guint *columns, guint n)
{
    HnSlot slot = { .meaning = meaning, .n_columns = n, .confidence = 1 };
    guint least = columns[0];
    for (guint i = 0; i < n; i++) {
        slot.columns[i] = columns[i];
        maker->is_used[columns[i]] = TRUE;
        if (maker->meanings[columns[i]].confidence < slot.confidence - 1e-9) {
            slot.confidence = maker->meanings[columns[i]].confidence;
            least = columns[i];
        }
    }
    slot.evidence = g_strdup(maker->meanings[least].evidence);
    slot.filled_share = n == 1 ? maker->profiles[columns[0]].filled_share
                               : hn_filled_share_of(maker->scan, maker->file, columns, n);
    g_array_append_val(maker->slots, slot);
    return &g_array_index(maker->slots, HnSlot, maker->slots->len - 1);
}

/* The fuller column first, then the one of more values, and of more text: not the one that happens
 * to stand before the other. */
static gint
order_of_columns(gconstpointer a, gconstpointer b, gpointer file)
{
    const HnScannedColumn *columns = ((const HnScannedFile *)file)->columns;
    const guint i = *(const guint *)a, k = *(const guint *)b;
    const HnScannedColumn *x = &columns[i], *y = &columns[k];
    if (x->n_filled != y->n_filled)
        return x->n_filled > y->n_filled ? -1 : 1;
    if (x->n_distinct != y->n_distinct)
        return x->n_distinct > y->n_distinct ? -1 : 1;
    if (x->n_bytes != y->n_bytes)
        return x->n_bytes > y->n_bytes ? -1 : 1;
    for (guint s = 0; s < MIN(x->n_sketch, y->n_sketch); s++)
        if (x->sketch[s] != y->sketch[s])
            return x->sketch[s] < y->sketch[s] ? -1 : 1;
    return i < k ? -1 : i > k;
}

guint
hn_slot_columns_of(const HnSlotMaker *maker, HnMeaning meaning, guint *ret)
{
    const guint n_columns = maker->scan->files[maker->file].n_columns;
    guint n = 0;
    for (guint i = 0; i < n_columns && n < HN_SLOT_COLUMNS_MAX; i++)
        if (!maker->is_used[i] && maker->meanings[i].meaning == meaning)
            ret[n++] = i;
    g_qsort_with_data(ret, (gint)n, sizeof(guint), order_of_columns,
                      &maker->scan->files[maker->file]);
    return n;
}

static const char *
name_of(const HnSlotMaker *maker, guint column)
{
    return maker->scan->files[maker->file].columns[column].name;
}

/* ---- slots of several columns ---- */

static guint
nearest(const guint *columns, guint n, guint to)
{
    guint best = 0;
    for (guint i = 1; i < n; i++) {
        const guint distance = columns[i] > to ? columns[i] - to : to - columns[i];
        const guint least = columns[best] > to ? columns[best] - to : to - columns[best];
        best = distance < least ? i : best;
    }
    return columns[best];
}

static void
add_calendar(HnSlotMaker *maker)
{
    guint days[HN_SLOT_COLUMNS_MAX], months[HN_SLOT_COLUMNS_MAX], years[HN_SLOT_COLUMNS_MAX];
    const guint n_days = hn_slot_columns_of(maker, HN_MEANING_DAY, days);
    const guint n_months = hn_slot_columns_of(maker, HN_MEANING_MONTH, months);
    const guint n_years = hn_slot_columns_of(maker, HN_MEANING_YEAR, years);
    guint births[HN_SLOT_COLUMNS_MAX];
    const gboolean has_birth = hn_slot_columns_of(maker, HN_MEANING_BIRTH_DATE, births) > 0;
    if (n_days == 0 || n_months == 0 || n_years == 0)
        return;
    const guint columns[] = { nearest(years, n_years, days[0]), nearest(months, n_months, days[0]),
                              days[0] };
    HnSlot *slot =
        hn_slot_add(maker, has_birth ? HN_MEANING_OTHER_DATE : HN_MEANING_BIRTH_DATE, columns, 3);
    slot->join = "-";
    slot->n_date_forms = 1;
    slot->date_forms[0] = HN_DATE_FORM_YMD_DASH;
    g_free(slot->evidence);
    slot->evidence = g_strdup_printf("year '%s', month '%s' and day '%s' are one date",
                                     name_of(maker, columns[0]), name_of(maker, columns[1]),
                                     name_of(maker, columns[2]));
}

static void
add_point(HnSlotMaker *maker)
{
    guint latitudes[HN_SLOT_COLUMNS_MAX], longitudes[HN_SLOT_COLUMNS_MAX];
    const guint n_latitudes = hn_slot_columns_of(maker, HN_MEANING_LATITUDE, latitudes);
    const guint n_longitudes = hn_slot_columns_of(maker, HN_MEANING_LONGITUDE, longitudes);
    if (n_latitudes == 0 || n_longitudes == 0)
        return;
    const guint columns[] = { latitudes[0], nearest(longitudes, n_longitudes, latitudes[0]) };
    HnSlot *slot = hn_slot_add(maker, HN_MEANING_POINT, columns, 2);
    slot->join = ",";
    slot->shape = HN_PLANNED_POINT;
}

/* Several columns of one meaning as one attribute of many values. */
static void
add_set(HnSlotMaker *maker, HnMeaning meaning, gdouble filled_max)
{
    guint columns[HN_SLOT_COLUMNS_MAX], kept[HN_SLOT_COLUMNS_MAX], n_kept = 0;
    const guint n = hn_slot_columns_of(maker, meaning, columns);
    for (guint i = 0; i < n; i++)
        if (columns[i] != maker->key_column &&
            maker->profiles[columns[i]].filled_share <= filled_max &&
            !hn_header_saying(name_of(maker, columns[i])).is_relative)
            kept[n_kept++] = columns[i];
    if (n_kept < 2)
        return;
    HnSlot *slot = hn_slot_add(maker, meaning, kept, n_kept);
    slot->many = TRUE;
    g_free(slot->evidence);
    slot->evidence =
        g_strdup_printf("%u columns of one kind are one attribute of many values", n_kept);
}

/* The whole address is the one of more words. */
static void
put_whole_first(const HnSlotMaker *maker, guint *addresses, guint n)
{
    guint best = 0;
    for (guint i = 1; i < n; i++)
        if (maker->profiles[addresses[i]].words_mean >
            maker->profiles[addresses[best]].words_mean + 1e-9)
            best = i;
    const guint whole = addresses[best];
    memmove(addresses + 1, addresses, best * sizeof(guint));
    addresses[0] = whole;
}

/* Addresses of which each record fills one: the whole, or lines and places. */
static gboolean
add_mixed_address(HnSlotMaker *maker)
{
    static const HnMeaning meanings[] = { HN_MEANING_STREET, HN_MEANING_LOCALITY, HN_MEANING_REGION,
                                          HN_MEANING_POSTCODE };
    guint addresses[HN_SLOT_COLUMNS_MAX], joined[HN_SLOT_COLUMNS_MAX], n_joined = 0;
    const guint n = hn_slot_columns_of(maker, HN_MEANING_ADDRESS, addresses);
    if (n > 1)
        put_whole_first(maker, addresses, n);
    for (guint i = 0; i < n; i++) {
        const HnWholeAndParts relation =
            hn_filled_together(maker->scan, maker->file, addresses[i], joined, n_joined);
        const guint rarer = MIN(relation.n_whole, relation.n_parts);
        if (n_joined == 0 || (rarer >= 5 && relation.n_both <= TOGETHER_MAX * rarer))
            joined[n_joined++] = addresses[i];
    }
    if (n_joined < 2)
        return FALSE;
    for (gsize m = 0; m < G_N_ELEMENTS(meanings); m++) {
        guint columns[HN_SLOT_COLUMNS_MAX];
        const guint n_columns = hn_slot_columns_of(maker, meanings[m], columns);
        for (guint i = 0; i < n_columns && n_joined < HN_SLOT_COLUMNS_MAX; i++) {
            const HnHeaderSaying saying = hn_header_saying(name_of(maker, columns[i]));
            const HnWholeAndParts beside =
                hn_filled_together(maker->scan, maker->file, joined[0], &columns[i], 1);
            const guint rarer = MIN(beside.n_whole, beside.n_parts);
            const guint about = maker->tells_about[columns[i]];
            const gboolean is_about =
                saying.is_about ||
                (about != G_MAXUINT && maker->meanings[about].meaning != HN_MEANING_ADDRESS);
            if (!is_about && beside.n_both <= TOGETHER_MAX * rarer)
                joined[n_joined++] = columns[i];
        }
    }
    HnSlot *slot = hn_slot_add(maker, HN_MEANING_ADDRESS, joined, n_joined);
    g_free(slot->evidence);
    slot->evidence = g_strdup_printf(
        "each record fills the whole address or its parts, in %u columns", n_joined);
    return TRUE;
}

/* A whole address beside its parts is used once. */
static void
add_addresses(HnSlotMaker *maker)
{
    static const HnMeaning meanings[] = { HN_MEANING_HOUSE_NUMBER, HN_MEANING_STREET,
                                          HN_MEANING_ADDRESS,      HN_MEANING_LOCALITY,
                                          HN_MEANING_REGION,       HN_MEANING_POSTCODE };
    guint addresses[HN_SLOT_COLUMNS_MAX], parts[HN_SLOT_COLUMNS_MAX];
    if (add_mixed_address(maker))
        return;
    const guint n = hn_slot_columns_of(maker, HN_MEANING_ADDRESS, addresses);
    for (guint i = 0; i < n; i++) {
        guint n_parts = 0;
        for (gsize m = 0; m < G_N_ELEMENTS(meanings); m++) {
            guint columns[HN_SLOT_COLUMNS_MAX];
            const guint n_columns = hn_slot_columns_of(maker, meanings[m], columns);
            for (guint c = 0; c < n_columns && n_parts < HN_SLOT_COLUMNS_MAX; c++)
                if (columns[c] != addresses[i])
                    parts[n_parts++] = columns[c];
        }
        const HnWholeAndParts relation =
            hn_whole_and_parts(maker->scan, maker->file, addresses[i], parts, n_parts);
        HnSlot *slot = hn_slot_add(maker, HN_MEANING_ADDRESS, &addresses[i], 1);
        if (n_parts > 1 && relation.n_both > 0 &&
            relation.n_same_words >= WORDS_SHARE * relation.n_both &&
            relation.n_parts + AS_OFTEN * relation.n_rows >= relation.n_whole)
            slot->reason = g_strdup_printf("its words stand in '%s' and other columns, filled as "
                                           "often",
                                           name_of(maker, parts[0]));
    }
}

static const HnMeaning PLACES[] = { HN_MEANING_LOCALITY, HN_MEANING_REGION, HN_MEANING_POSTCODE };

gboolean
hn_file_slots_whole_address(const HnSlotMaker *maker)
{
    guint columns[HN_SLOT_COLUMNS_MAX];
    if (hn_slot_columns_of(maker, HN_MEANING_ADDRESS, columns) == 0)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(PLACES); i++)
        if (hn_slot_columns_of(maker, PLACES[i], columns) > 0)
            return FALSE;
    return TRUE;
}

/* House, street and places as one address, as another file has it. */
static void
add_joined_address(HnSlotMaker *maker)
{
    static const HnMeaning lines[] = { HN_MEANING_HOUSE_NUMBER, HN_MEANING_STREET,
                                       HN_MEANING_ADDRESS };
    guint joined[HN_SLOT_COLUMNS_MAX], n = 0, n_lines = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(lines) + G_N_ELEMENTS(PLACES); i++) {
        guint columns[HN_SLOT_COLUMNS_MAX];
        const gboolean is_line = i < G_N_ELEMENTS(lines);
        const guint n_columns = hn_slot_columns_of(
            maker, is_line ? lines[i] : PLACES[i - G_N_ELEMENTS(lines)], columns);
        for (guint c = 0; c < n_columns && n < HN_SLOT_COLUMNS_MAX; c++)
            joined[n++] = columns[c];
        n_lines = is_line ? n : n_lines;
    }
    if (n_lines > 0 && n > 1)
        hn_slot_add(maker, HN_MEANING_ADDRESS, joined, n);
}

/* ---- slots of one column ---- */

static gboolean
says_birth(const char *phrase)
{
    static const char *const words[] = {
        "birth", "sinh", "geburt", "naissance", "nacimiento", "yob"
    };
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(phrase, words[i]) != NULL)
            return TRUE;
    return FALSE;
}

/* Dates that an entity keeps. */
static gboolean
says_lasting(const char *phrase)
{
    static const char *const words[] = { "death",    "dod",        "found",     "establish",
                                         "est date", "incorporat", "gruendung", "thanh lap",
                                         "chet",     "deces",      "ngay mat",  "cap lan dau",
                                         "marriage", "sterbe" };
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(phrase, words[i]) != NULL)
            return TRUE;
    return FALSE;
}

static void
add_dates(HnSlot *slot, const HnColumnProfile *profile)
{
    slot->n_date_forms = profile->n_date_forms;
    memcpy(slot->date_forms, profile->date_forms, sizeof(slot->date_forms));
}

/* A mother's name tells who her child is; her number is nobody's but hers. */
static gboolean
is_ones_own(HnMeaning meaning)
{
    return meaning == HN_MEANING_IDENTIFIER || meaning == HN_MEANING_PHONE ||
           meaning == HN_MEANING_EMAIL || meaning == HN_MEANING_BIRTH_DATE ||
           meaning == HN_MEANING_SEX;
}

static void
add_single(HnSlotMaker *maker, guint column)
{
    const HnColumnProfile *profile = &maker->profiles[column];
    const HnHeaderSaying saying = hn_header_saying(name_of(maker, column));
    HnMeaning meaning = maker->meanings[column].meaning;
    const char *phrase = saying.word == NULL ? "" : saying.word->phrase;
    if (meaning == HN_MEANING_EMPTY || meaning == HN_MEANING_CONSTANT)
        return;
    if (meaning == HN_MEANING_YEAR && says_birth(phrase))
        meaning = HN_MEANING_BIRTH_DATE;
    if (column == maker->key_column && meaning != HN_MEANING_IDENTIFIER)
        return; /* a number that somebody issued is worth comparing, a row's number is not */
    HnSlot *slot = hn_slot_add(maker, meaning, &column, 1);
    if (meaning == HN_MEANING_BIRTH_DATE || meaning == HN_MEANING_OTHER_DATE ||
        meaning == HN_MEANING_YEAR)
        add_dates(slot, profile);
    if (meaning == HN_MEANING_PEOPLE_LIST || meaning == HN_MEANING_CODE_LIST) {
        slot->many = profile->separator[0] != '\0' || profile->json_arrays > 0;
        g_strlcpy(slot->split, profile->separator, sizeof(slot->split));
    }
    if (meaning == HN_MEANING_NUMBER)
        slot->shape = HN_PLANNED_NUMBER;
    if (meaning == HN_MEANING_POINT)
        slot->shape = HN_PLANNED_POINT;
    if (meaning == HN_MEANING_TECHNICAL || meaning == HN_MEANING_RECORD_KEY)
        slot->reason = g_strdup("says how the record is kept, not whose it is");
    else if (meaning == HN_MEANING_OTHER_DATE && !says_lasting(phrase))
        slot->reason = g_strdup("a date that may differ from record to record of one entity");
    else if (meaning == HN_MEANING_HOUSEHOLD)
        slot->reason = g_strdup("says who lives together, not who it is");
    else if (saying.is_about)
        slot->reason = g_strdup("tells about another column");
    else if (saying.is_relative && is_ones_own(meaning))
        slot->reason = g_strdup("of a relative, not of the one whose record it is");
    else if (maker->tells_about[column] != G_MAXUINT)
        slot->reason = g_strdup_printf("filled only beside '%s': it tells about that",
                                       name_of(maker, maker->tells_about[column]));
}

/* Of two columns that name one thing the emptier, or the shorter, is not compared. */
static void
leave_out_doubles(HnSlotMaker *maker)
{
    /* Beyond that many it would take too long, and they cannot all be attributes. */
    for (guint i = 0; maker->slots->len <= HN_ATTRIBUTES_MAX && i < maker->slots->len; i++) {
        HnSlot *slot = &g_array_index(maker->slots, HnSlot, i);
        for (guint k = i + 1; slot->reason == NULL && k < maker->slots->len; k++) {
            HnSlot *other = &g_array_index(maker->slots, HnSlot, k);
            if (slot->n_columns > 1 || other->n_columns > 1 || other->reason != NULL ||
                !hn_are_one_to_one(maker->scan, maker->file, slot->columns[0], other->columns[0]))
                continue;
            const gboolean stays = order_of_columns(&slot->columns[0], &other->columns[0],
                                                    &maker->scan->files[maker->file]) < 0;
            HnSlot *goes = stays ? other : slot;
            goes->reason = g_strdup_printf("says the same as '%s' by another name",
                                           name_of(maker, (stays ? slot : other)->columns[0]));
        }
    }
}

/* The words of a title that are model numbers tell things of one kind apart, as its other words
 * cannot: an attribute of its own, from the same column. */
static void
add_model_codes(HnSlotMaker *maker)
{
    guint titles[1] = { G_MAXUINT };
    for (guint s = 0; s < maker->slots->len && titles[0] == G_MAXUINT; s++) {
        const HnSlot *slot = &g_array_index(maker->slots, HnSlot, s);
        if (slot->meaning == HN_MEANING_TITLE && slot->n_columns == 1 && slot->reason == NULL)
            titles[0] = slot->columns[0];
    }
    if (titles[0] == G_MAXUINT)
        return;
    const HnCodesInText codes = hn_codes_in_text(maker->scan, maker->file, titles[0]);
    if (codes.with_code < CODES_SHARE || codes.n_distinct < CODES_DISTINCT * codes.n_values)
        return;
    HnSlot *slot = hn_slot_add(maker, HN_MEANING_MODEL_CODE, titles, 1);
    slot->many = TRUE;
    slot->filled_share *= codes.with_code;
    g_strlcpy(slot->split, " ", sizeof(slot->split));
    g_free(slot->evidence);
    slot->evidence = g_strdup_printf("%.0f %% of the values of '%s' hold a word with digits that "
                                     "few others have",
                                     100 * codes.with_code, name_of(maker, titles[0]));
}

void
hn_file_slots_make(HnSlotMaker *maker, gboolean whole_names, gboolean whole_address)
{
    const guint n_columns = maker->scan->files[maker->file].n_columns;
    hn_name_slots_make(maker, whole_names);
    add_calendar(maker);
    add_point(maker);
    add_set(maker, HN_MEANING_PHONE, 1);
    add_set(maker, HN_MEANING_EMAIL, 1);
    add_set(maker, HN_MEANING_IDENTIFIER, SPARSE);
    if (whole_address && !hn_file_slots_whole_address(maker))
        add_joined_address(maker);
    add_addresses(maker);
    for (guint i = 0; i < n_columns; i++)
        if (!maker->is_used[i])
            add_single(maker, i);
    leave_out_doubles(maker);
    add_model_codes(maker);
}
