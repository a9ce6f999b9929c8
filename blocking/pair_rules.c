#include "blocking/blocks.h"
#include "blocking/key_function.h"

/* The key bytes of a row under one part, copied: distinct values of several members may share
 * scratch. */
typedef struct {
    const HnEntityType *type;
    GArray *keys; /* HnSlice */
    HnArena *arena;
} RowKeys;

static void
add_keys(RowKeys *row, const HnKeyPart *part, HnSlice value, HnKeyScratch *scratch)
{
    const HnSlice *found = NULL;
    const guint n = hn_key_function_apply_of(row->type->attributes[part->attribute].type, part,
                                             value, scratch, &found);
    for (guint i = 0; i < n; i++) {
        const HnSlice copy = hn_arena_copy(row->arena, found[i]);
        g_array_append_val(row->keys, copy);
    }
}

static void
list_row(RowKeys *row, const HnRecordTable *table, guint32 index, const HnKeyPart *part,
         HnKeyScratch *scratch)
{
    g_array_set_size(row->keys, 0);
    const guint32 cell = hn_record_table_line(table, index)[part->attribute];
    const HnDictionary *values = table->values[part->attribute];
    const HnValueSets *sets = table->sets[part->attribute];
    if (sets == NULL) {
        add_keys(row, part, hn_dictionary_value(values, cell), scratch);
        return;
    }
    guint n = 0;
    const HnSetMember *members = hn_value_sets_members(sets, cell, &n);
    for (guint i = 0; i < n; i++)
        add_keys(row, part, hn_dictionary_value(values, members[i].value), scratch);
}

static gboolean
rows_share_key(const RowKeys *a, const RowKeys *b)
{
    for (guint i = 0; i < a->keys->len; i++) {
        for (guint j = 0; j < b->keys->len; j++) {
            if (hn_slice_equal(g_array_index(a->keys, HnSlice, i),
                               g_array_index(b->keys, HnSlice, j)))
                return TRUE;
        }
    }
    return FALSE;
}

guint64
hn_blocks_rules_of_pair(const HnRecordTable *table, const HnEntityType *type,
                        const HnRuleWindows *windows, guint32 row_a, guint32 row_b)
{
    g_assert(row_a < table->n_rows && row_b < table->n_rows);
    g_autoptr(HnKeyScratch) scratch = hn_key_scratch_new();
    g_autoptr(HnArena) arena = hn_arena_new();
    RowKeys a = { type, g_array_new(FALSE, FALSE, sizeof(HnSlice)), arena };
    RowKeys b = { type, g_array_new(FALSE, FALSE, sizeof(HnSlice)), arena };
    guint64 rules = 0;
    for (guint r = 0; r < type->n_rules; r++) {
        const gboolean has_window = type->rules[r].window > 0;
        gboolean meet = !has_window || hn_rule_windows_meet(windows, r, row_a, row_b);
        for (guint p = 0; p < type->rules[r].n_parts && meet && !has_window; p++) {
            const HnKeyPart *part = type->rules[r].parts + p;
            list_row(&a, table, row_a, part, scratch);
            list_row(&b, table, row_b, part, scratch);
            meet = rows_share_key(&a, &b);
        }
        rules |= (guint64)meet << r;
        hn_arena_reset(arena);
    }
    g_array_unref(a.keys);
    g_array_unref(b.keys);
    return rules;
}
