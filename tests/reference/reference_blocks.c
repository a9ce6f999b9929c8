#include "tests/reference/reference_blocks.h"
#include "tests/reference/address_reference.h"

#include <math.h>

#include "text/double_metaphone.h"

#define KEYS_MAX 64u /* stated in blocking/blocks.h */

static gint
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
add_text(GPtrArray *texts, char *text)
{
    for (guint i = 0; i < texts->len; i++) {
        if (g_str_equal(texts->pdata[i], text)) {
            g_free(text);
            return;
        }
    }
    if (text[0] == '\0')
        g_free(text);
    else
        g_ptr_array_add(texts, text);
}

static void
add_tokens(GPtrArray *texts, HnKeyFunction function, guint arg, const char *value)
{
    g_auto(GStrv) tokens = g_strsplit(value, " ", -1);
    const guint n = g_strv_length(tokens);
    if (function == HN_KEY_FIRST_TOKEN) {
        add_text(texts, g_strdup(tokens[0]));
    } else if (function == HN_KEY_LAST_TOKEN) {
        add_text(texts, g_strdup(tokens[n - 1]));
    } else if (function == HN_KEY_EACH_TOKEN) {
        for (guint i = 0; i < n; i++)
            add_text(texts, g_strdup(g_utf8_strlen(tokens[i], -1) >= (glong)arg ? tokens[i] : ""));
    } else {
        qsort(tokens, n, sizeof *tokens, compare_texts);
        add_text(texts, g_strjoinv(" ", tokens));
    }
}

static void
add_without(GPtrArray *texts, const char *dropped, const char *value)
{
    g_autoptr(GRegex) regex = g_regex_new(dropped, 0, 0, NULL);
    add_text(texts, g_regex_replace_literal(regex, value, -1, 0, "", 0, NULL));
}

static void
add_numbers(GPtrArray *texts, const char *value)
{
    g_auto(GStrv) runs = g_regex_split_simple("[^0-9]+", value, 0, 0);
    for (guint i = 0; runs[i] != NULL; i++)
        add_text(texts, g_strdup(runs[i]));
}

static void
add_sounds(GPtrArray *texts, gboolean of_all, const char *value)
{
    g_auto(GStrv) tokens = g_strsplit(value, " ", -1);
    for (guint i = 0; tokens[i] != NULL && (of_all || i == 0); i++) {
        HnSound sound = { "", "" };
        hn_double_metaphone(hn_slice_of(tokens[i]), &sound);
        add_text(texts, g_strdup(sound.first));
        add_text(texts, g_strdup(sound.second));
    }
}

static void
add_initials(GPtrArray *texts, const char *value)
{
    g_auto(GStrv) tokens = g_strsplit(value, " ", -1);
    for (guint i = 0; tokens[i] != NULL; i++)
        *g_utf8_next_char(tokens[i]) = '\0';
    qsort(tokens, g_strv_length(tokens), sizeof *tokens, compare_texts);
    add_text(texts, g_strjoinv("", tokens));
}

static void
add_pairs(GPtrArray *texts, glong n_letters_min, const char *value)
{
    g_auto(GStrv) tokens = g_strsplit(value, " ", -1);
    for (guint i = 0; tokens[i] != NULL; i++)
        for (guint k = 0; tokens[k] != NULL; k++)
            if (strcmp(tokens[i], tokens[k]) < 0 && g_utf8_strlen(tokens[i], -1) >= n_letters_min &&
                g_utf8_strlen(tokens[k], -1) >= n_letters_min)
                add_text(texts, g_strjoin(" ", tokens[i], tokens[k], NULL));
}

static void
add_email(GPtrArray *texts, gboolean is_user, const char *value)
{
    const char *at = strrchr(value, '@');
    if (at != NULL)
        add_text(texts, is_user ? g_strndup(value, MIN((gsize)(at - value), strcspn(value, "+")))
                                : g_strdup(at + 1));
}

/* A corner of the square, or its middle; far from the date line. */
static void
add_cell(GPtrArray *texts, const char *value, glong n_decimals, double up, double right)
{
    const double cells = pow(10, (double)n_decimals);
    /* Canonical places are whole 1/100,000: halfway between two of these nothing is lost. */
    const double latitude = g_ascii_strtod(value, NULL) * cells + 1e-7;
    const double longitude = g_ascii_strtod(strchr(value, ',') + 1, NULL) * cells + 1e-7;
    /* Adding zero makes a zero of its negative. */
    add_text(texts,
             g_strdup_printf("%.*f,%.*f", (int)n_decimals, floor(latitude + up) / cells + 0.0,
                             (int)n_decimals, floor(longitude + right) / cells + 0.0));
}

/* Decomposed, what is no mark; and d for U+0111. (transfer full) */
static char *
without_marks(const char *value)
{
    g_autofree char *parts = g_utf8_normalize(value, -1, G_NORMALIZE_NFD);
    g_autoptr(GString) kept = g_string_new(NULL);
    for (const char *at = parts; *at != '\0'; at += g_utf8_skip[(guchar)*at]) {
        const gunichar c = g_utf8_get_char(at);
        if (!g_unichar_ismark(c))
            g_string_append_unichar(kept, c == 0x111 ? 'd' : c);
    }
    return g_utf8_normalize(kept->str, -1, G_NORMALIZE_NFC);
}

static void
add_words(GPtrArray *texts, const HnKeyPart *part, const char *value)
{
    address_keys_reference(part->function, value, texts); /* nothing but of addresses */
    if (part->function < HN_KEY_COMMUNE || part->function > HN_KEY_HOUSE)
        add_tokens(texts, part->function, part->arg, value);
}

static void
add_keys_of_value(GPtrArray *texts, const HnKeyPart *part, const char *value)
{
    g_autofree char *unmarked = without_marks(value);
    value = part->function == HN_KEY_UNMARKED ? unmarked : value;
    const glong n = g_utf8_strlen(value, -1), arg = (glong)part->arg;
    switch ((gint)part->function) {
    case HN_KEY_EXACT:
    case HN_KEY_UNMARKED:
        add_text(texts, g_strdup(value));
        break;
    case HN_KEY_PREFIX:
        add_text(texts, g_utf8_substring(value, 0, MIN(arg, n)));
        break;
    case HN_KEY_SUFFIX:
        add_text(texts, g_utf8_substring(value, MAX(n - arg, 0), n));
        break;
    case HN_KEY_YEAR:
        add_text(texts, g_strndup(value, 4));
        break;
    case HN_KEY_YEAR_MONTH:
        add_text(texts, g_strndup(value, n >= 7 ? 7 : 0));
        break;
    case HN_KEY_MONTH_DAY:
        add_text(texts, g_strdup(n == 10 ? value + 5 : ""));
        break;
    case HN_KEY_COMPACT:
    case HN_KEY_DIGITS:
        add_without(texts, part->function == HN_KEY_COMPACT ? " " : "[^0-9]", value);
        break;
    case HN_KEY_EACH_NUMBER:
        add_numbers(texts, value);
        break;
    case HN_KEY_EACH_GRAM:
        for (glong i = 0; i == 0 || i + arg <= n; i++)
            add_text(texts, g_utf8_substring(value, i, MIN(i + arg, n)));
        break;
    case HN_KEY_SOUND:
    case HN_KEY_EACH_SOUND:
        add_sounds(texts, part->function == HN_KEY_EACH_SOUND, value);
        break;
    case HN_KEY_INITIALS:
        add_initials(texts, value);
        break;
    case HN_KEY_TOKEN_PAIR:
        add_pairs(texts, arg, value);
        break;
    case HN_KEY_CELL:
        add_cell(texts, value, arg, 0.5, 0.5);
        break;
    case HN_KEY_EACH_CELL:
        for (guint i = 0; i < 4; i++)
            add_cell(texts, value, arg, i / 2, i % 2);
        break;
    case HN_KEY_EMAIL_USER:
    case HN_KEY_EMAIL_DOMAIN:
        add_email(texts, part->function == HN_KEY_EMAIL_USER, value);
        break;
    case HN_KEY_BRAND: /* of business names, which random records have not */
    case HN_KEY_EACH_BRAND_WORD:
    case HN_KEY_ACRONYM:
    case HN_KEY_PARENT:
        g_assert_not_reached();
    default: /* words, and parts of addresses */
        add_words(texts, part, value);
    }
}

GPtrArray *
reference_part_keys(const HnRecordTable *table, guint32 row, const HnKeyPart *part)
{
    GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
    const guint32 cell = hn_record_table_line(table, row)[part->attribute];
    HnSetMember alone = { .value = cell };
    const HnSetMember *members = &alone;
    guint n = cell == 0 ? 0 : 1;
    if (table->sets[part->attribute] != NULL)
        members = hn_value_sets_members(table->sets[part->attribute], cell, &n);
    for (guint i = 0; i < n; i++) {
        const HnSlice value = hn_dictionary_value(table->values[part->attribute], members[i].value);
        g_autofree char *text = g_strndup((const char *)value.bytes, value.n_bytes);
        add_keys_of_value(texts, part, text);
    }
    g_ptr_array_sort(texts, compare_texts);
    return texts;
}

/* All choices of one text a list, first list slowest; each as its texts with an end mark behind
 * each. */
static GPtrArray *
cross(GPtrArray *const *lists, guint n_lists)
{
    GPtrArray *done = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(done, g_strdup(""));
    for (guint p = 0; p < n_lists; p++) {
        GPtrArray *longer = g_ptr_array_new_with_free_func(g_free);
        for (guint i = 0; i < done->len; i++) {
            for (guint k = 0; k < lists[p]->len && longer->len <= KEYS_MAX; k++)
                g_ptr_array_add(longer,
                                g_strconcat(done->pdata[i], lists[p]->pdata[k], "\x01", NULL));
        }
        g_ptr_array_unref(done);
        done = longer;
    }
    return done;
}

static GPtrArray *
choices(const HnRecordTable *table, guint32 row, const HnKeyPart *const *parts, guint n_parts)
{
    GPtrArray *lists[HN_KEY_PARTS_MAX];
    for (guint p = 0; p < n_parts; p++)
        lists[p] = reference_part_keys(table, row, parts[p]);
    GPtrArray *all = cross(lists, n_parts);
    for (guint p = 0; p < n_parts; p++)
        g_ptr_array_unref(lists[p]);
    return all;
}

static const HnOversize *
find_listed(const HnOversizeList *oversize, guint rule, guint n_parts, const char *key)
{
    for (guint i = 0; oversize != NULL && i < oversize->n; i++) {
        const HnOversize *item = oversize->items + i;
        g_autoptr(GString) text = g_string_new(NULL);
        for (guint p = 0; p < n_parts; p++) {
            g_string_append_len(text, (const char *)item->values[p].bytes,
                                (gssize)item->values[p].n_bytes);
            g_string_append_c(text, '\x01');
        }
        if (item->rule == rule && g_str_equal(text->str, key))
            return item;
    }
    return NULL;
}

/* Keys of a row under a rule: at most KEYS_MAX of at most KEYS_MAX choices, in the order of bytes.
 */
static GPtrArray *
keys_of_rule(const HnRecordTable *table, const HnEntityType *type, const HnOversizeList *oversize,
             guint32 row, guint rule)
{
    const HnKeyPart *parts[HN_KEY_PARTS_MAX];
    for (guint p = 0; p < type->rules[rule].n_parts; p++)
        parts[p] = type->rules[rule].parts + p;
    g_autoptr(GPtrArray) plain = choices(table, row, parts, type->rules[rule].n_parts);
    GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < MIN(plain->len, KEYS_MAX); i++) {
        const HnOversize *item =
            type->rules[rule].window > 0
                ? NULL
                : find_listed(oversize, rule, type->rules[rule].n_parts, plain->pdata[i]);
        if (item == NULL) {
            g_ptr_array_add(keys, g_strdup(plain->pdata[i]));
            continue;
        }
        for (guint k = 0; k < item->n_refinements; k++)
            parts[k] = type->refinements + item->refinements[k];
        g_autoptr(GPtrArray) refined = choices(table, row, parts, item->n_refinements);
        for (guint k = 0; k < refined->len && item->n_refinements > 0; k++)
            g_ptr_array_add(keys, g_strconcat(plain->pdata[i], "\x02", refined->pdata[k], NULL));
    }
    if (keys->len > KEYS_MAX)
        g_ptr_array_set_size(keys, KEYS_MAX);
    return keys;
}

static gboolean
has_key(const GPtrArray *keys, const char *key)
{
    for (guint i = 0; i < keys->len; i++) {
        if (g_str_equal(keys->pdata[i], key))
            return TRUE;
    }
    return FALSE;
}

/* Rows and classes that have @key, and whether @row is the first of them. */
static gboolean
count_key(const HnRecordTable *table, GPtrArray *const *keys, const char *key, guint32 row,
          guint64 *ret_n_rows, guint32 *ret_n_classes)
{
    gboolean is_first = TRUE;
    *ret_n_rows = 0;
    *ret_n_classes = 0;
    for (guint32 other = 0; other < table->n_rows; other++) {
        if (!has_key(keys[other], key))
            continue;
        is_first = is_first && other >= row;
        (*ret_n_rows)++;
        *ret_n_classes += table->class_members[table->class_start[table->class_of[other]]] == other;
    }
    return is_first;
}

static void
report_key(HnRuleReport *report, guint64 n_rows, guint32 n_classes, guint32 block_size_max)
{
    const guint64 n_pairs = n_rows * (n_rows - 1) / 2;
    report->n_keys += n_classes;
    if (n_rows < 2)
        return;
    if (n_classes > block_size_max) {
        report->n_dropped++;
        report->records_dropped += n_rows;
        report->pairs_dropped += n_pairs;
        return;
    }
    report->n_blocks++;
    report->pairs_here += n_pairs;
    report->largest = MAX(report->largest, n_classes);
}

static gint
compare_strings(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All keys of the rule in their order. Parts are ended by \x01, which no value holds and which
 * orders below all that they do hold. */
static GPtrArray *
keys_in_order(GPtrArray *const *keys, guint32 n_rows)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    GPtrArray *order = g_ptr_array_new();
    for (guint32 row = 0; row < n_rows; row++)
        for (guint i = 0; i < keys[row]->len; i++)
            g_ptr_array_add(all, keys[row]->pdata[i]);
    g_ptr_array_sort(all, compare_strings);
    for (guint i = 0; i < all->len; i++)
        if (i == 0 || !g_str_equal(all->pdata[i], all->pdata[i - 1]))
            g_ptr_array_add(order, all->pdata[i]);
    return order;
}

static guint
place_of(const GPtrArray *order, const char *key)
{
    guint low = 0, high = order->len;
    while (high - low > 1) {
        const guint middle = (low + high) / 2;
        if (strcmp(order->pdata[middle], key) <= 0)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Keys of places [first, last] lie in one window, and not too many classes have them. */
static gboolean
is_window(const HnEntityType *type, guint rule, const guint32 *n_classes, guint first, guint last)
{
    guint64 n = 0;
    if (last - first >= type->rules[rule].window)
        return FALSE;
    for (guint place = first; place <= last; place++)
        n += n_classes[place];
    return n <= type->block_size_max;
}

static void
visit_window(ReferenceBlocks *reference, const HnRecordTable *table, const HnEntityType *type,
             guint rule, GPtrArray *const *keys)
{
    const guint32 n = table->n_rows;
    g_autoptr(GPtrArray) order = keys_in_order(keys, n);
    g_autofree guint32 *n_classes = g_new0(guint32, order->len + 1);
    HnRuleReport *report = &reference->reports[rule];
    for (guint place = 0; place < order->len; place++) {
        guint64 n_rows = 0;
        count_key(table, keys, order->pdata[place], 0, &n_rows, &n_classes[place]);
        report->n_keys += n_classes[place];
        if (n_classes[place] <= type->block_size_max)
            continue;
        report->n_dropped++;
        report->records_dropped += n_rows;
        report->pairs_dropped += n_rows * (n_rows - 1) / 2;
    }
    for (guint32 row = 0; row < n; row++)
        for (guint i = 0; i < keys[row]->len; i++) {
            const guint x = place_of(order, keys[row]->pdata[i]);
            for (guint32 other = row + 1; other < n; other++)
                for (guint k = 0; k < keys[other]->len; k++) {
                    const guint y = place_of(order, keys[other]->pdata[k]);
                    if (is_window(type, rule, n_classes, MIN(x, y), MAX(x, y)))
                        reference->rules[(gsize)row * n + other] |= G_GUINT64_CONSTANT(1) << rule;
                }
        }
}

static void
visit_rule(ReferenceBlocks *reference, const HnRecordTable *table, const HnEntityType *type,
           const HnOversizeList *oversize, guint rule)
{
    const guint32 n = table->n_rows;
    g_autofree GPtrArray **keys = g_new0(GPtrArray *, n + 1);
    for (guint32 row = 0; row < n; row++)
        keys[row] = keys_of_rule(table, type, oversize, row, rule);
    const gboolean has_window = type->rules[rule].window > 0;
    if (has_window)
        visit_window(reference, table, type, rule, keys);
    for (guint32 row = 0; row < n && !has_window; row++) {
        for (guint i = keys[row]->len; i-- > 0;) {
            guint64 n_rows = 0;
            guint32 n_classes = 0;
            if (count_key(table, keys, keys[row]->pdata[i], row, &n_rows, &n_classes))
                report_key(reference->reports + rule, n_rows, n_classes, type->block_size_max);
        }
    }
    for (guint32 row = 0; row < n && !has_window; row++) {
        for (guint i = keys[row]->len; i-- > 0;) {
            guint64 n_rows = 0;
            guint32 n_classes = 0;
            count_key(table, keys, keys[row]->pdata[i], row, &n_rows, &n_classes);
            for (guint32 other = row + 1; other < n && n_classes <= type->block_size_max; other++) {
                if (has_key(keys[other], keys[row]->pdata[i]))
                    reference->rules[(gsize)row * n + other] |= G_GUINT64_CONSTANT(1) << rule;
            }
        }
    }
    for (guint32 row = 0; row < n; row++)
        g_ptr_array_unref(keys[row]);
}

ReferenceBlocks *
reference_blocks_new(const HnRecordTable *table, const HnEntityType *type,
                     const HnOversizeList *oversize)
{
    ReferenceBlocks *reference = g_new0(ReferenceBlocks, 1);
    const gsize n_cells = (gsize)table->n_rows * table->n_rows;
    reference->n_rows = table->n_rows;
    reference->n_rules = type->n_rules;
    reference->rules = g_new0(guint64, n_cells + 1);
    reference->reports = g_new0(HnRuleReport, type->n_rules + 1);
    for (guint rule = 0; rule < type->n_rules; rule++)
        visit_rule(reference, table, type, oversize, rule);
    return reference;
}

void
reference_blocks_free(ReferenceBlocks *reference)
{
    if (reference == NULL)
        return;
    g_free(reference->rules);
    g_free(reference->reports);
    g_free(reference);
}
