#include "tests/reference/random_records.h"

#include <stdlib.h>

#include "tests/reference/vn_tables.h"

static guint
draw(HnRng *rng, guint n)
{
    return (guint)hn_rng_below(rng, n);
}

guint64
random_seed(void)
{
    guint64 seed = 0;
    const char *given = g_getenv("HN_SEED");
    if (given != NULL)
        seed = g_ascii_strtoull(given, NULL, 0);
    else
        hn_rng_entropy(&seed, sizeof seed);
    g_test_message("seed: HN_SEED=%" G_GUINT64_FORMAT, seed);
    return seed;
}

static HnKeyPart
random_part(HnRng *rng)
{
    static const HnKeyFunction for_text[] = {
        HN_KEY_EXACT,       HN_KEY_PREFIX,     HN_KEY_SUFFIX,     HN_KEY_SORTED_TOKENS,
        HN_KEY_FIRST_TOKEN, HN_KEY_LAST_TOKEN, HN_KEY_EACH_TOKEN, HN_KEY_SOUND,
        HN_KEY_EACH_SOUND,  HN_KEY_INITIALS,   HN_KEY_TOKEN_PAIR, HN_KEY_EACH_GRAM,
        HN_KEY_EACH_NUMBER, HN_KEY_DIGITS,     HN_KEY_COMPACT
    };
    static const HnKeyFunction for_dates[] = { HN_KEY_EXACT, HN_KEY_YEAR, HN_KEY_MONTH_DAY,
                                               HN_KEY_YEAR_MONTH };
    static const HnKeyFunction for_emails[] = { HN_KEY_EXACT, HN_KEY_PREFIX, HN_KEY_EMAIL_USER,
                                                HN_KEY_EMAIL_DOMAIN };
    HnKeyPart part = { .attribute = draw(rng, RANDOM_N_ATTRIBUTES) };
    if (part.attribute == RANDOM_DATE) {
        part.function = for_dates[draw(rng, G_N_ELEMENTS(for_dates))];
    } else if (part.attribute == RANDOM_PLACE) {
        static const HnKeyFunction for_places[] = { HN_KEY_EXACT, HN_KEY_CELL, HN_KEY_EACH_CELL };
        part.function = for_places[draw(rng, G_N_ELEMENTS(for_places))];
        part.arg = 1 + draw(rng, 3);
    } else if (part.attribute == RANDOM_EMAIL) {
        part.function = for_emails[draw(rng, G_N_ELEMENTS(for_emails))];
        part.arg = 1 + draw(rng, 3);
    } else {
        part.function = for_text[draw(rng, G_N_ELEMENTS(for_text))];
        part.arg = 1 + draw(rng, 3);
    }
    return part;
}

static void
random_rules(HnRng *rng, HnEntityType *type)
{
    type->n_rules = 1 + draw(rng, 5);
    type->rules = g_new0(HnBlockingRule, type->n_rules);
    for (guint r = 0; r < type->n_rules; r++) {
        HnBlockingRule *rule = type->rules + r;
        rule->name = g_strdup_printf("rule %u", r);
        rule->n_parts = 1 + draw(rng, draw(rng, 4) == 0 ? HN_KEY_PARTS_MAX : 3);
        for (guint p = 0; p < rule->n_parts; p++)
            rule->parts[p] = random_part(rng);
        if (draw(rng, 4) == 0)
            rule->window = 2 + draw(rng, 6);
    }
    type->n_refinements = draw(rng, 5);
    type->refinements = g_new0(HnKeyPart, type->n_refinements + 1);
    for (guint i = 0; i < type->n_refinements; i++)
        type->refinements[i] = random_part(rng);
    type->block_size_max = draw(rng, 3) == 0 ? 1000 : 1 + draw(rng, 12);
}

static HnLevelSpec
random_level(HnRng *rng, guint attribute)
{
    static const HnLevelSpec for_text[] = {
        { HN_LEVEL_JARO_WINKLER, 0.92 },
        { HN_LEVEL_JARO_WINKLER, 0.8 },
        { HN_LEVEL_OSA, 1 },
        { HN_LEVEL_OSA, 2 },
        { HN_LEVEL_LEVENSHTEIN, 2 },
        { HN_LEVEL_DAMERAU, 2 },
        { HN_LEVEL_TOKEN_SET, 0.5 },
        { HN_LEVEL_TOKEN_SUBSET, 0 },
        { HN_LEVEL_SORTED_TOKENS, 0 },
        { HN_LEVEL_PREFIX, 2 },
        { HN_LEVEL_INITIAL, 0 },
        { HN_LEVEL_DIGITS_SLIP, 0 },
        { HN_LEVEL_DIGITS_TAIL, 2 },
        { HN_LEVEL_EXACT, 0 },
        { HN_LEVEL_SOFT_TF_IDF, 0.6 },
        { HN_LEVEL_SOFT_TF_IDF, 0.9 },
        { HN_LEVEL_TOKEN_OVERLAP, 0.7 },
        { HN_LEVEL_TOKEN_JACCARD, 0.4 },
        { HN_LEVEL_TOKEN_INITIALS, 0 },
        { HN_LEVEL_NICKNAME, 0 },
        { HN_LEVEL_SOUND, 0 },
        { HN_LEVEL_Q_GRAMS, 0.5 },
        { HN_LEVEL_MONGE_ELKAN, 0.85 },
        { HN_LEVEL_COMPACT, 0 },
        { HN_LEVEL_TOKEN_INITIALS_ANY, 0 },
        { HN_LEVEL_NICKNAME_ANY, 0 },
        { HN_LEVEL_CODE_STEM, 0 },
    };
    static const HnLevelSpec for_dates[] = {
        { HN_LEVEL_DATE_SWAPPED, 0 },    { HN_LEVEL_DATE_ONE_SLIP, 0 },
        { HN_LEVEL_DATE_YEAR_MONTH, 0 }, { HN_LEVEL_DATE_MONTH_DAY, 0 },
        { HN_LEVEL_DATE_YEAR, 0 },       { HN_LEVEL_DATE_DAYS, 30 },
        { HN_LEVEL_DATE_MONTHS, 2 },     { HN_LEVEL_DATE_YEARS, 1 },
        { HN_LEVEL_EXACT, 0 },           { HN_LEVEL_OSA, 1 },
    };
    static const HnLevelSpec for_emails[] = {
        { HN_LEVEL_EMAIL_USER, 0 },      { HN_LEVEL_EMAIL_USER_JW, 0.9 },
        { HN_LEVEL_EMAIL_USER_JW, 0.7 }, { HN_LEVEL_EMAIL_DOMAIN, 0 },
        { HN_LEVEL_JARO_WINKLER, 0.9 },  { HN_LEVEL_EXACT, 0 },
    };
    static const HnLevelSpec for_amounts[] = {
        { HN_LEVEL_WITHIN, 0.5 }, { HN_LEVEL_WITHIN, 0.1 }, { HN_LEVEL_PERCENT, 10 },
        { HN_LEVEL_PERCENT, 50 }, { HN_LEVEL_EXACT, 0 },
    };
    static const HnLevelSpec for_places[] = {
        { HN_LEVEL_KM, 0.5 },
        { HN_LEVEL_KM, 3 },
        { HN_LEVEL_KM, 20 },
        { HN_LEVEL_EXACT, 0 },
    };
    if (attribute == RANDOM_AMOUNT)
        return for_amounts[draw(rng, G_N_ELEMENTS(for_amounts))];
    if (attribute == RANDOM_PLACE)
        return for_places[draw(rng, G_N_ELEMENTS(for_places))];
    if (attribute == RANDOM_EMAIL)
        return for_emails[draw(rng, G_N_ELEMENTS(for_emails))];
    return attribute == RANDOM_DATE ? for_dates[draw(rng, G_N_ELEMENTS(for_dates))]
                                    : for_text[draw(rng, G_N_ELEMENTS(for_text))];
}

static void
random_comparisons(HnRng *rng, HnEntityType *type)
{
    type->n_comparisons = 1 + draw(rng, 9);
    type->comparisons = g_new0(HnComparison, type->n_comparisons);
    for (guint c = 0; c < type->n_comparisons; c++) {
        HnComparison *comparison = type->comparisons + c;
        comparison->name = g_strdup_printf("comparison %u", c);
        comparison->attribute = draw(rng, RANDOM_N_ATTRIBUTES);
        guint n = 0;
        const gboolean exact_first = draw(rng, 4) != 0;
        if (exact_first)
            comparison->levels[n++] = (HnLevelSpec){ HN_LEVEL_EXACT, 0 };
        for (guint k = draw(rng, 5); k > 0; k--)
            comparison->levels[n++] = random_level(rng, comparison->attribute);
        const gboolean is_name =
            comparison->attribute == RANDOM_NAME || comparison->attribute == RANDOM_SURNAME;
        if (is_name && draw(rng, 2) == 0) {
            const guint at = draw(rng, n + 1); /* anywhere among them */
            memmove(comparison->levels + at + 1, comparison->levels + at,
                    (n++ - at) * sizeof comparison->levels[0]);
            comparison->levels[at] = (HnLevelSpec){ HN_LEVEL_CROSSWISE, 0 };
            comparison->has_crosswise = TRUE;
            comparison->crosswise = RANDOM_NAME + RANDOM_SURNAME - comparison->attribute;
        }
        comparison->levels[n++] = (HnLevelSpec){ HN_LEVEL_ELSE, 0 };
        comparison->n_levels = n;
        comparison->term_frequency = exact_first && draw(rng, 2) == 0;
        comparison->numbers_apart =
            (is_name || comparison->attribute == RANDOM_ALIAS) && draw(rng, 2) == 0;
    }
}

HnEntityType *
random_type_new(HnRng *rng)
{
    static const struct {
        const char *name;
        HnAttributeType type;
        gboolean many;
    } attributes[RANDOM_N_ATTRIBUTES] = {
        [RANDOM_NAME] = { "name", HN_TYPE_NAME, FALSE },
        [RANDOM_SURNAME] = { "surname", HN_TYPE_NAME, FALSE },
        [RANDOM_DATE] = { "birth_date", HN_TYPE_DATE, FALSE },
        [RANDOM_NUMBER] = { "number", HN_TYPE_DIGITS, TRUE },
        [RANDOM_ALIAS] = { "alias", HN_TYPE_NAME, TRUE },
        [RANDOM_SEX] = { "sex", HN_TYPE_CATEGORY, FALSE },
        [RANDOM_EMAIL] = { "email", HN_TYPE_EMAIL, FALSE },
        [RANDOM_AMOUNT] = { "amount", HN_TYPE_NUMBER, FALSE },
        [RANDOM_PLACE] = { "place", HN_TYPE_POINT, FALSE },
    };
    HnEntityType *type = g_new0(HnEntityType, 1);
    type->name = g_strdup("person");
    type->n_attributes = RANDOM_N_ATTRIBUTES;
    type->attributes = g_new0(HnAttribute, RANDOM_N_ATTRIBUTES);
    for (guint i = 0; i < RANDOM_N_ATTRIBUTES; i++) {
        type->attributes[i].name = g_strdup(attributes[i].name);
        type->attributes[i].type = attributes[i].type;
        type->attributes[i].many = attributes[i].many;
        type->attributes[i].tables = hn_test_kept_tables();
    }
    random_rules(rng, type);
    random_comparisons(rng, type);
    return type;
}

void
random_type_free(HnEntityType *type)
{
    if (type == NULL)
        return;
    hn_entity_type_clear(type);
    g_free(type);
}

static void
append_word(HnRng *rng, GString *out)
{
    static const char *const words[] = { "an",   "anh", "hùng",  "hung",  "nguyễn", "nguyen",
                                         "văn",  "van", "thị",   "lê",    "le",     "trần",
                                         "tran", "x",   "smith", "smyth", "jon",    "john",
                                         "日本", "ł",   "vanan" };
    g_string_append(out, words[draw(rng, G_N_ELEMENTS(words))]);
}

static void
random_value(HnRng *rng, guint attribute, GString *out)
{
    g_string_truncate(out, 0);
    switch (attribute) {
    case RANDOM_DATE:
        g_string_append_printf(out, "%u", 1990 + draw(rng, 3));
        if (draw(rng, 8) != 0)
            g_string_append_printf(out, "-%02u", 1 + draw(rng, 3));
        if (out->len > 4 && draw(rng, 8) != 0)
            g_string_append_printf(out, "-%02u", 1 + draw(rng, 4));
        break;
    case RANDOM_NUMBER:
        g_string_append_printf(out, "%03u", draw(rng, 150));
        break;
    case RANDOM_AMOUNT:
        g_string_append_printf(out, "%s%u", draw(rng, 3) == 0 ? "-" : "", 1 + draw(rng, 12));
        if (draw(rng, 2) == 0)
            g_string_append_printf(out, ".%u", 1 + draw(rng, 9));
        break;
    case RANDOM_PLACE:
        g_string_append_printf(out, "%s.%05u,-0.%05u", draw(rng, 2) == 0 ? "52" : "-52",
                               draw(rng, 10) * 1017, draw(rng, 10) * 2029);
        break;
    case RANDOM_EMAIL:
        append_word(rng, out);
        if (draw(rng, 4) == 0)
            g_string_append(out, "+x");
        if (draw(rng, 8) != 0)
            g_string_append_printf(out, "@%s", draw(rng, 3) == 0 ? "a.com" : "b.com");
        break;
    case RANDOM_SEX:
        g_string_append(out, draw(rng, 2) == 0 ? "f" : "m");
        break;
    default:
        append_word(rng, out);
        for (guint n = attribute == RANDOM_NAME ? draw(rng, 3) : 0; n > 0; n--) {
            g_string_append_c(out, ' ');
            append_word(rng, out);
        }
        if ((attribute == RANDOM_NAME || attribute == RANDOM_ALIAS) && draw(rng, 3) == 0)
            g_string_append_printf(out, " %u", 1 + draw(rng, 3));
        break;
    }
}

static guint32
random_cell(HnRng *rng, HnRecordTable *table, guint attribute, GString *buffer)
{
    if (draw(rng, 6) == 0)
        return 0;
    HnDictionary *values = table->values[attribute];
    if (table->sets[attribute] == NULL) {
        random_value(rng, attribute, buffer);
        return hn_dictionary_intern(values, hn_slice(buffer->str, buffer->len));
    }
    HnSetMember members[12];
    /* Now and then a large set: its keys multiply beyond what a rule may have. */
    const guint n = 1 + draw(rng, draw(rng, 6) == 0 ? G_N_ELEMENTS(members) : 2);
    for (guint i = 0; i < n; i++) {
        random_value(rng, attribute, buffer);
        members[i] = (HnSetMember){ .value = hn_dictionary_intern(
                                        values, hn_slice(buffer->str, buffer->len)),
                                    .kind = draw(rng, 4) };
    }
    return hn_value_sets_intern(table->sets[attribute], values, members, n);
}

static void
exchange_names(HnRecordTable *table, const guint32 *from, guint32 *line)
{
    HnDictionary *names = table->values[RANDOM_NAME], *surnames = table->values[RANDOM_SURNAME];
    const HnSlice surname = hn_dictionary_value(surnames, from[RANDOM_SURNAME]);
    g_autoptr(GBytes) kept = g_bytes_new(surname.bytes, surname.n_bytes);
    line[RANDOM_SURNAME] =
        hn_dictionary_intern(surnames, hn_dictionary_value(names, from[RANDOM_NAME]));
    line[RANDOM_NAME] =
        hn_dictionary_intern(names, hn_slice(g_bytes_get_data(kept, NULL), g_bytes_get_size(kept)));
}

HnRecordTable *
random_table_new(HnRng *rng, const HnEntityType *type, guint n_rows)
{
    HnRecordTable *table = hn_record_table_new(type);
    g_autoptr(GString) buffer = g_string_new(NULL);
    guint32 previous[RANDOM_N_ATTRIBUTES] = { 0 };
    for (guint row = 0; row < n_rows; row++) {
        if (row == 0 || (draw(rng, 20) == 0 && table->n_sources < 9)) {
            g_autofree char *source = g_strdup_printf("source%u", table->n_sources);
            hn_record_table_start_source(table, source);
        }
        g_autofree char *id = g_strdup_printf("r%05u", row);
        guint32 *line = hn_record_table_add(table, hn_slice_of(id));
        /* Some rows repeat the one before, all of it or in part: equal rows share a class. */
        const guint kept = draw(rng, 4) == 0 ? 100 : draw(rng, 3) == 0 ? 70 : 0;
        for (guint i = 0; i < type->n_attributes; i++)
            line[i] = draw(rng, 100) < kept ? previous[i] : random_cell(rng, table, i, buffer);
        if (row > 0 && draw(rng, 6) == 0) /* given name and surname of the row before, exchanged */
            exchange_names(table, previous, line);
        memcpy(previous, line, sizeof previous);
    }
    hn_record_table_seal(table);
    return table;
}

void
random_meetings(HnRng *rng, HnEntityType *type)
{
    enum { SOURCES = 9 };
    hn_meetings_clear(&type->meetings);
    type->meetings = (HnMeetings){ SOURCES, g_new0(HnSourceMeets, SOURCES) };
    for (guint s = 0; s < SOURCES; s++) {
        HnSourceMeets *one = &type->meetings.of[s];
        one->source = g_strdup_printf("source%u", s);
        one->others = draw(rng, 4) == 0 ? (HnMeet)draw(rng, 3) : HN_MEET_COMPARE;
        one->n_named = draw(rng, 3);
        one->named = g_new0(HnMeetsNamed, one->n_named);
        for (guint k = 0; k < one->n_named; k++) {
            const guint other = (s + k * 3 + 1) % SOURCES; /* each once, and never itself */
            one->named[k] =
                (HnMeetsNamed){ g_strdup_printf("source%u", other), (HnMeet)draw(rng, 3) };
        }
        if (one->n_named > 0 && draw(rng, 5) == 0) { /* its own records among each other */
            g_free(one->named[0].source);
            one->named[0] = (HnMeetsNamed){ g_strdup(one->source), HN_MEET_THROUGH };
        }
    }
}
