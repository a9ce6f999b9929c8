#include "tests/reference/reference_golden.h"

typedef struct {
    guint32 row;
    HnSetMember member;
    HnSlice bytes;
} Candidate;

static GArray *
all_candidates(const HnGoldenInput *input, guint attribute, const guint32 *rows, guint32 n_rows)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(Candidate));
    for (guint32 i = 0; i < n_rows; i++) {
        const guint32 cell = hn_record_table_line(input->table, rows[i])[attribute];
        if (cell == 0)
            continue;
        guint n = 1;
        const HnSetMember single = { .value = cell };
        const HnSetMember *members = &single;
        if (input->table->sets[attribute] != NULL)
            members = hn_value_sets_members(input->table->sets[attribute], cell, &n);
        for (guint k = 0; k < n; k++) {
            const HnDictionary *values = input->table->values[attribute];
            const Candidate candidate = { rows[i], members[k],
                                          hn_dictionary_value(values, members[k].value) };
            g_array_append_val(all, candidate);
        }
    }
    return all;
}

static guint32
count_rows_with(const GArray *all, HnSlice bytes)
{
    guint32 n = 0;
    for (guint i = 0; i < all->len; i++) {
        const Candidate *candidate = &g_array_index(all, Candidate, i);
        gboolean counted = FALSE;
        for (guint k = 0; k < i; k++) {
            const Candidate *earlier = &g_array_index(all, Candidate, k);
            counted |= earlier->row == candidate->row && hn_slice_equal(earlier->bytes, bytes);
        }
        n += !counted && hn_slice_equal(candidate->bytes, bytes);
    }
    return n;
}

/* Most recent has three steps: no end, or a late one; a late beginning; a late version. Longest has
 * two: letters that are not lost; those with marks. */
static double
grade(const HnGoldenInput *input, const GArray *all, HnSurvivorship rule, guint step,
      const Candidate *candidate)
{
    double n = 0;
    switch (rule) {
    case HN_SURVIVE_AUTHORITY:
        return input->authority[candidate->row];
    case HN_SURVIVE_MOST_RECENT:
        if (step == 0)
            return candidate->member.valid_to == 0 ? 1e9 : candidate->member.valid_to;
        return step == 1 ? candidate->member.valid_from
                         : (double)input->version_run[candidate->row];
    case HN_SURVIVE_MOST_FREQUENT:
        return count_rows_with(all, candidate->bytes);
    case HN_SURVIVE_MOST_COMPLETE:
        for (guint i = 0; i < input->table->n_attributes; i++)
            n += hn_record_table_line(input->table, candidate->row)[i] != 0;
        return n;
    case HN_SURVIVE_LONGEST: {
        g_autofree char *text =
            g_strndup((const char *)candidate->bytes.bytes, candidate->bytes.n_bytes);
        for (char *at = text; *at != '\0'; at = g_utf8_next_char(at))
            n += g_utf8_get_char(at) == 0xA78F ? 0 : 1;
        for (char *at = text; step == 1 && *at != '\0'; at = g_utf8_next_char(at))
            n += g_utf8_get_char(at) < 0xC0 || g_utf8_get_char(at) == 0xA78F ? 0 : 1;
        return n;
    }
    }
    g_assert_not_reached();
}

static void
keep_best(const HnGoldenInput *input, const GArray *all, HnSurvivorship rule, GArray *left)
{
    for (guint step = 0; step < 3; step++) {
        double best = -1e300;
        for (guint i = 0; i < left->len; i++)
            best = MAX(best, grade(input, all, rule, step, &g_array_index(left, Candidate, i)));
        for (guint i = left->len; i-- > 0;) {
            if (grade(input, all, rule, step, &g_array_index(left, Candidate, i)) < best)
                g_array_remove_index(left, i);
        }
    }
}

/* What people decided: the row of the latest decision alone stays. */
static void
keep_pinned(const HnGoldenInput *input, guint attribute, GArray *left)
{
    guint64 latest = 0;
    guint32 row = 0;
    for (guint i = 0; input->pins != NULL && i < input->pins->n; i++) {
        const HnGoldenPin *pin = &input->pins->pins[i];
        for (guint k = 0; k < left->len; k++)
            if (pin->attribute == attribute && pin->decision > latest &&
                g_array_index(left, Candidate, k).row == pin->row) {
                latest = pin->decision;
                row = pin->row;
            }
    }
    for (guint i = left->len; latest > 0 && i-- > 0;)
        if (g_array_index(left, Candidate, i).row != row)
            g_array_remove_index(left, i);
}

/* 0 the calendar does not have it, 1 a part is unknown, 2 whole; GLib's calendar. */
static guint
date_grade(HnSlice bytes)
{
    guint year = 0, month = 0, day = 0;
    g_autofree char *text = g_strndup((const char *)bytes.bytes, bytes.n_bytes);
    if (sscanf(text, "%u-%u-%u", &year, &month, &day) < 3)
        return 1;
    return g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year) ? 2 : 0;
}

/* Dates that do not exist go, if there is a whole one that does. */
static void
keep_existing(GArray *left)
{
    guint best = 0;
    for (guint i = 0; i < left->len; i++)
        best = MAX(best, date_grade(g_array_index(left, Candidate, i).bytes));
    for (guint i = left->len; best == 2 && i-- > 0;)
        if (date_grade(g_array_index(left, Candidate, i).bytes) == 0)
            g_array_remove_index(left, i);
}

/* By row, kind's bytes, from, to. */
static gboolean
is_smaller(const HnGoldenInput *input, guint attribute, const Candidate *a, const Candidate *b)
{
    if (a->row != b->row || input->table->kinds[attribute] == NULL)
        return a->row < b->row;
    const HnDictionary *kinds = input->table->kinds[attribute];
    const gint order = hn_slice_compare(hn_dictionary_value(kinds, a->member.kind),
                                        hn_dictionary_value(kinds, b->member.kind));
    if (order != 0)
        return order < 0;
    if (a->member.valid_from != b->member.valid_from)
        return a->member.valid_from < b->member.valid_from;
    return a->member.valid_to < b->member.valid_to;
}

static HnGoldenValue
survivor(const HnGoldenInput *input, guint attribute, const GArray *all, GArray *left)
{
    static const HnSurvivorship usual[] = { HN_SURVIVE_AUTHORITY, HN_SURVIVE_MOST_FREQUENT,
                                            HN_SURVIVE_MOST_RECENT, HN_SURVIVE_MOST_COMPLETE,
                                            HN_SURVIVE_LONGEST };
    const HnAttribute *spec = &input->type->attributes[attribute];
    if (!spec->many)
        keep_pinned(input, attribute, left);
    if (!spec->many && spec->type == HN_TYPE_DATE)
        keep_existing(left);
    if (spec->n_survivorship == 0) {
        for (guint i = 0; i < G_N_ELEMENTS(usual); i++)
            keep_best(input, all, usual[i], left);
    }
    for (guint i = 0; i < spec->n_survivorship; i++)
        keep_best(input, all, spec->survivorship[i], left);
    const Candidate *won = &g_array_index(left, Candidate, 0);
    for (guint i = 1; i < left->len; i++) {
        if (is_smaller(input, attribute, &g_array_index(left, Candidate, i), won))
            won = &g_array_index(left, Candidate, i);
    }
    return (HnGoldenValue){ attribute,
                            won->row,
                            won->member.value,
                            won->member.kind,
                            won->member.valid_from,
                            won->member.valid_to,
                            count_rows_with(all, won->bytes) };
}

/* The smallest value that is greater than @after (n_bytes = 0: the smallest). */
static gboolean
next_value(const GArray *all, HnSlice after, HnSlice *ret_value)
{
    gboolean found = FALSE;
    for (guint i = 0; i < all->len; i++) {
        const HnSlice bytes = g_array_index(all, Candidate, i).bytes;
        if (hn_slice_compare(bytes, after) > 0 &&
            (!found || hn_slice_compare(bytes, *ret_value) < 0)) {
            *ret_value = bytes;
            found = TRUE;
        }
    }
    return found;
}

GArray *
hn_reference_golden(const HnGoldenInput *input, const guint32 *rows, guint32 n_rows)
{
    GArray *values = g_array_new(FALSE, FALSE, sizeof(HnGoldenValue));
    for (guint attribute = 0; attribute < input->table->n_attributes; attribute++) {
        g_autoptr(GArray) all = all_candidates(input, attribute, rows, n_rows);
        const gboolean many = input->table->sets[attribute] != NULL;
        HnSlice value = hn_slice(NULL, 0);
        while (all->len > 0 && next_value(all, value, &value)) {
            g_autoptr(GArray) left = g_array_new(FALSE, FALSE, sizeof(Candidate));
            for (guint i = 0; i < all->len; i++) {
                const Candidate *candidate = &g_array_index(all, Candidate, i);
                if (!many || hn_slice_equal(candidate->bytes, value))
                    g_array_append_val(left, *candidate);
            }
            const HnGoldenValue won = survivor(input, attribute, all, left);
            g_array_append_val(values, won);
            if (!many)
                break;
        }
    }
    return values;
}
