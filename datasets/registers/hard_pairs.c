#include "datasets/registers/hard_pairs.h"

typedef struct {
    guint64 entity;
    guint64 record_number;
    HnRecordFacts facts;
} Noted;

struct _HnHardPairs {
    GArray *noted; /* of Noted */
};

HnHardPairs *
hn_hard_pairs_new(void)
{
    HnHardPairs *pairs = g_new0(HnHardPairs, 1);
    pairs->noted = g_array_new(FALSE, FALSE, sizeof(Noted));
    return pairs;
}

void
hn_hard_pairs_free(HnHardPairs *pairs)
{
    if (pairs == NULL)
        return;
    g_array_unref(pairs->noted);
    g_free(pairs);
}

void
hn_hard_pairs_note(HnHardPairs *pairs, guint64 entity, guint64 record_number,
                   const HnRecordFacts *facts)
{
    const Noted noted = { entity, record_number, *facts };
    g_array_append_val(pairs->noted, noted);
}

static int
compare(gconstpointer a, gconstpointer b)
{
    const Noted *left = a, *right = b;
    if (left->entity != right->entity)
        return left->entity < right->entity ? -1 : 1;
    return left->record_number < right->record_number ? -1 : 1;
}

static gboolean
differ(gint8 a, gint8 b)
{
    return a >= 0 && b >= 0 && a != b;
}

static gboolean
has(const Noted *noted, HnRegisterNoise kind)
{
    return hn_record_facts_has(&noted->facts, kind);
}

static gboolean
is_mistyped(const Noted *a, const Noted *b)
{
    return a->facts.id_version >= 0 && a->facts.id_version == b->facts.id_version &&
           has(a, HN_NOISE_ID_SLIP) && !has(b, HN_NOISE_ID_SLIP);
}

static gboolean
is_swapped(const Noted *a, const Noted *b)
{
    return a->facts.id_version >= 0 && a->facts.id_version == b->facts.id_version &&
           has(a, HN_NOISE_ID_SWAP) && !has(b, HN_NOISE_ID_SWAP);
}

static gboolean
is_reissued(const Noted *a, const Noted *b)
{
    return differ(a->facts.id_version, b->facts.id_version);
}

static gboolean
has_several_old(const Noted *a, const Noted *b)
{
    return a->facts.n_old_ids == 2 && differ(a->facts.old_version, b->facts.old_version);
}

static gboolean
has_three_old(const Noted *a, const Noted *b)
{
    return a->facts.n_old_ids == 3 && differ(a->facts.old_version, b->facts.old_version);
}

static gboolean
is_renewed(const Noted *a, const Noted *b)
{
    return differ(a->facts.passport_version, b->facts.passport_version);
}

static gboolean
has_mothers_number(const Noted *a, const Noted *b)
{
    return a->facts.is_mothers_id && !b->facts.is_mothers_id && b->facts.id_version >= 0;
}

static gboolean
is_moved_by_reform(const Noted *a, const Noted *b)
{
    return a->facts.home >= 0 && a->facts.home == b->facts.home &&
           a->facts.is_new_address < b->facts.is_new_address;
}

static gboolean
is_moved(const Noted *a, const Noted *b)
{
    return differ(a->facts.home, b->facts.home) && a->facts.home < b->facts.home;
}

static gboolean
is_renamed(const Noted *a, const Noted *b)
{
    return a->facts.was_renamed && differ(a->facts.name_version, b->facts.name_version);
}

static gboolean
is_corrected(const Noted *a, const Noted *b)
{
    return a->facts.was_corrected && differ(a->facts.birth_version, b->facts.birth_version);
}

static gboolean
has_changed_phone(const Noted *a, const Noted *b)
{
    return differ(a->facts.phone_version, b->facts.phone_version);
}

static gboolean
is_legacy(const Noted *a, const Noted *b)
{
    const guint32 legacy = 1u << HN_SPOIL_TCVN3 | 1u << HN_SPOIL_VNI | 1u << HN_SPOIL_UTF8_TWICE;
    return a->facts.name_version >= 0 && b->facts.name_version >= 0 &&
           (a->facts.name_damages & legacy) != 0 && (b->facts.name_damages & legacy) == 0;
}

static gboolean
has_two_systems(const Noted *a, const Noted *b)
{
    return a->facts.id_version >= 0 && a->facts.old_version < 0 && b->facts.id_version < 0 &&
           b->facts.old_version >= 0;
}

static const struct {
    const char *kind;
    gboolean (*applies)(const Noted *a, const Noted *b);
} KINDS[] = {
    { "mistyped_number", is_mistyped },
    { "swapped_digits", is_swapped },
    { "reissued_number", is_reissued },
    { "several_old_numbers", has_several_old },
    { "three_old_numbers", has_three_old },
    { "renewed_passport", is_renewed },
    { "number_of_mother", has_mothers_number },
    { "moved_by_reform", is_moved_by_reform },
    { "moved", is_moved },
    { "renamed", is_renamed },
    { "corrected_birth", is_corrected },
    { "changed_phone", has_changed_phone },
    { "legacy_encoding", is_legacy },
    { "two_number_systems", has_two_systems },
};

typedef struct {
    const HnLifeModel *model;
    guint n_digits;
    HnEncodedCsv *output;
} Table;

static gboolean
write_pair(const Table *table, const char *kind, const Noted *a, const Noted *b, const char *match,
           GError **error)
{
    char ids[2][32];
    g_snprintf(ids[0], sizeof ids[0], "r%0*" G_GUINT64_FORMAT, (int)table->n_digits,
               MIN(a->record_number, b->record_number));
    g_snprintf(ids[1], sizeof ids[1], "r%0*" G_GUINT64_FORMAT, (int)table->n_digits,
               MAX(a->record_number, b->record_number));
    hn_encoded_csv_cells(table->output, kind, ids[0], ids[1], match, NULL);
    return hn_encoded_csv_end_row(table->output, error);
}

/* One pair of each kind that the @n records of one person show. */
static gboolean
write_person(const Table *table, const Noted *noted, guint n, GError **error)
{
    for (gsize kind = 0; kind < G_N_ELEMENTS(KINDS); kind++) {
        gboolean is_found = FALSE;
        for (guint i = 0; i < n * n && !is_found; i++) {
            const Noted *a = &noted[i / n], *b = &noted[i % n];
            is_found = a != b && KINDS[kind].applies(a, b);
            if (is_found && !write_pair(table, KINDS[kind].kind, a, b, "1", error))
                return FALSE;
        }
    }
    return TRUE;
}

/* The first record of each place of a clan, NULL for none. */
typedef const Noted *ClanRecords[HN_CLAN_SIZE];

static gboolean
write_one(const Table *table, const char *kind, const Noted *a, const Noted *b, GError **error)
{
    return a == NULL || b == NULL || write_pair(table, kind, a, b, "0", error);
}

static gboolean
share_phone(const Table *table, const Noted *a, const Noted *b)
{
    HnLife lives[2];
    if (a == NULL || b == NULL)
        return FALSE;
    hn_life_draw(table->model, a->entity, &lives[0]);
    hn_life_draw(table->model, b->entity, &lives[1]);
    return lives[0].phones.n > 0 && lives[1].phones.n > 0 &&
           lives[0].phones.value[0] == lives[1].phones.value[0];
}

/* A child's record that holds the mother's number, beside a record of hers that does too. */
static gboolean
write_mothers_numbers(const Table *table, const Noted *noted, guint n, GError **error)
{
    for (guint i = 0; i < n * n; i++) {
        const Noted *child = &noted[i / n], *mother = &noted[i % n];
        if (mother->entity % HN_CLAN_SIZE == HN_PLACE_MOTHER && mother->facts.id_version == 0 &&
            child->facts.is_mothers_id &&
            !write_pair(table, "mother_and_child_one_number", child, mother, "0", error))
            return FALSE;
    }
    return TRUE;
}

/* @n records of one clan, ordered by person. */
static gboolean
write_clan(const Table *table, const Noted *noted, guint n, GError **error)
{
    const HnClanKind kind = hn_life_clan(table->model, noted[0].entity);
    ClanRecords first = { NULL };
    for (guint i = n; i > 0; i--)
        first[noted[i - 1].entity % HN_CLAN_SIZE] = &noted[i - 1];
    for (guint place = 0; place < HN_CLAN_SIZE; place++)
        if (!hn_life_is_kin(kind, place))
            first[place] = NULL;
    const Noted *father = first[HN_PLACE_FATHER], *mother = first[HN_PLACE_MOTHER];
    const Noted *child = first[HN_PLACE_FIRST_CHILD], *other = first[HN_PLACE_SECOND_CHILD];
    if (!write_one(table, kind == HN_CLAN_TWINS ? "twins" : "siblings", child, other, error) ||
        !write_one(table, "siblings", father, first[HN_PLACE_AUNT], error))
        return FALSE;
    if (kind == HN_CLAN_NAMESAKE && !write_one(table, "father_and_son", father, child, error))
        return FALSE;
    if (share_phone(table, father, mother) &&
        !write_one(table, "spouses_one_phone", father, mother, error))
        return FALSE;
    return kind == HN_CLAN_STRANGERS || write_mothers_numbers(table, noted, n, error);
}

gboolean
hn_hard_pairs_write(HnHardPairs *pairs, const HnLifeModel *model, guint n_digits,
                    HnEncodedCsv *output, GError **error)
{
    const Table table = { model, n_digits, output };
    const guint n = pairs->noted->len;
    g_array_sort(pairs->noted, compare);
    const Noted *noted = (const Noted *)(const void *)pairs->noted->data;
    hn_encoded_csv_cells(output, "kind", "id_a", "id_b", "match", NULL);
    if (!hn_encoded_csv_end_row(output, error))
        return FALSE;
    guint clan_start = 0;
    for (guint from = 0, to; from < n; from = to) {
        for (to = from; to < n && noted[to].entity == noted[from].entity;)
            to++;
        if (!write_person(&table, noted + from, to - from, error))
            return FALSE;
        const gboolean is_clan_end =
            to == n || noted[to].entity / HN_CLAN_SIZE != noted[from].entity / HN_CLAN_SIZE;
        if (is_clan_end && !write_clan(&table, noted + clan_start, to - clan_start, error))
            return FALSE;
        if (is_clan_end)
            clan_start = to;
    }
    return TRUE;
}
