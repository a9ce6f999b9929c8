#include "tests/reference/address_reference.h"

#include <string.h>

/* The first group of every match. */
static void
add_matches(const char *pattern, const char *value, GPtrArray *texts)
{
    g_autoptr(GRegex) regex = g_regex_new(pattern, 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    for (g_regex_match(regex, value, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL))
        g_ptr_array_add(texts, g_match_info_fetch(match, 1));
}

static gint
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "5/12/34": the numbers of the first field, sorted; NULL: none. */
static char *
sorted_numbers(const char *value)
{
    g_autoptr(GPtrArray) numbers = g_ptr_array_new_with_free_func(g_free);
    if (!g_ascii_isdigit(value[0]))
        return NULL;
    g_autofree char *first = g_strndup(value, strcspn(value, " "));
    add_matches("([^/]+)", first, numbers);
    g_ptr_array_sort(numbers, compare_texts);
    g_ptr_array_add(numbers, NULL);
    return g_strjoinv("/", (char **)numbers->pdata);
}

static char *
street_of(const char *value)
{
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    add_matches("^(?:[0-9][^ ]* )?_([^ ]*)", value, found);
    return g_strdup(found->len == 0 ? "" : found->pdata[0]);
}

void
address_keys_reference(HnKeyFunction function, const char *value, GPtrArray *texts)
{
    g_autofree char *street = street_of(value);
    g_autofree char *numbers = sorted_numbers(value);
    if (function == HN_KEY_COMMUNE)
        add_matches("(?:[:]|,)([0-9]{5})", value, texts);
    else if (function == HN_KEY_DISTRICT)
        add_matches("[@,]([0-9]{3})(?![0-9])", value, texts);
    else if (function == HN_KEY_PROVINCE)
        add_matches("(?:^| )([0-9]{2})", value, texts);
    else if (function == HN_KEY_STREET && street[0] != '\0')
        g_ptr_array_add(texts, g_strdup(street));
    else if (function == HN_KEY_HOUSE && street[0] != '\0' && numbers != NULL)
        g_ptr_array_add(texts, g_strdup_printf("%s/%s", numbers, street));
}

static gboolean
share_key(HnKeyFunction function, const char *a, const char *b)
{
    g_autoptr(GPtrArray) x = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) y = g_ptr_array_new_with_free_func(g_free);
    address_keys_reference(function, a, x);
    address_keys_reference(function, b, y);
    for (guint i = 0; i < x->len; i++)
        if (g_ptr_array_find_with_equal_func(y, x->pdata[i], g_str_equal, NULL))
            return TRUE;
    return FALSE;
}

/* Every change of one letter, tried out; digits stay as they are. */
static gboolean
one_slip(const char *a, const char *b)
{
    const gsize n = strlen(a);
    gboolean found = FALSE;
    for (gsize i = 0; i < n; i++) {
        g_autofree char *without = g_strdup_printf("%.*s%s", (int)i, a, a + i + 1);
        g_autofree char *changed = g_strdup(a), *exchanged = g_strdup(a);
        if (g_ascii_isdigit(a[i]))
            continue;
        found |= g_str_equal(without, b);
        if (strlen(b) == n && !g_ascii_isdigit(b[i])) {
            changed[i] = b[i];
            found |= g_str_equal(changed, b);
        }
        if (i + 1 < n && !g_ascii_isdigit(a[i + 1])) {
            exchanged[i] = a[i + 1];
            exchanged[i + 1] = a[i];
            found |= g_str_equal(exchanged, b);
        }
    }
    return found && !g_str_equal(a, b);
}

static gboolean
streets_alike(const char *a, const char *b)
{
    g_auto(GStrv) x = g_strsplit(a, "_", -1), y = g_strsplit(b, "_", -1);
    g_autofree char *compact_a = g_strjoinv("", x), *compact_b = g_strjoinv("", y);
    g_autofree char *end_a = g_strconcat("_", a, NULL), *end_b = g_strconcat("_", b, NULL);
    if (g_str_equal(compact_a, compact_b) || (x[1] != NULL && g_str_has_suffix(b, end_a)) ||
        (y[1] != NULL && g_str_has_suffix(a, end_b)))
        return TRUE;
    return MIN(strlen(compact_a), strlen(compact_b)) >= 5 &&
           (one_slip(compact_a, compact_b) || one_slip(compact_b, compact_a));
}

/* The fields behind the numbers and the street, each once. */
static GPtrArray *
places_of(const char *value)
{
    g_auto(GStrv) fields = g_strsplit(value, " ", -1);
    GPtrArray *places = g_ptr_array_new_with_free_func(g_free);
    guint i = g_ascii_isdigit(value[0]) ? 1 : 0;
    i += fields[0] != NULL && fields[i] != NULL && fields[i][0] == '_' ? 1 : 0;
    for (; fields[0] != NULL && fields[i] != NULL; i++)
        if (fields[i][0] != '\0' &&
            !g_ptr_array_find_with_equal_func(places, fields[i], g_str_equal, NULL))
            g_ptr_array_add(places, g_strdup(fields[i]));
    return places;
}

static gboolean
share_place(const char *a, const char *b)
{
    g_autoptr(GPtrArray) x = places_of(a), y = places_of(b);
    guint n_common = 0;
    for (guint i = 0; i < x->len; i++) {
        if (!g_ptr_array_find_with_equal_func(y, x->pdata[i], g_str_equal, NULL))
            continue;
        if (strchr(x->pdata[i], '_') != NULL)
            return TRUE;
        n_common++;
    }
    return n_common > 0 && n_common == MIN(x->len, y->len);
}

gboolean
address_level_reference(HnLevelKind kind, const char *a, const char *b)
{
    if (kind == HN_LEVEL_UNIT_POSSIBLE)
        return share_key(HN_KEY_COMMUNE, a, b);
    if (kind == HN_LEVEL_UNIT_DISTRICT)
        return share_key(HN_KEY_DISTRICT, a, b);
    if (kind == HN_LEVEL_UNIT_PROVINCE)
        return share_key(HN_KEY_PROVINCE, a, b);
    g_autofree char *street_a = street_of(a), *street_b = street_of(b);
    g_autofree char *numbers_a = sorted_numbers(a), *numbers_b = sorted_numbers(b);
    if (kind == HN_LEVEL_ADDRESS_HOUSE &&
        (numbers_a == NULL || g_strcmp0(numbers_a, numbers_b) != 0))
        return FALSE;
    return street_a[0] != '\0' && street_b[0] != '\0' ? streets_alike(street_a, street_b)
                                                      : share_place(a, b);
}
