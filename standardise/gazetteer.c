#include "standardise/gazetteer.h"

#include "base/hash.h"
#include "standardise/gazetteer_tables.h"

#define NAME_INDEX_MASK 0xFFFFFu /* names: a million at most, which hn_gazetteer_get() asserts */

static guint
slots_for(guint n)
{
    guint slots = 64;
    while (slots < 2 * n)
        slots *= 2;
    return slots;
}

static guint32
home_of(guint64 key)
{
    return (guint32)hn_hash_mix(key);
}

/* Beside a name's index, so that the others of a run of slots are not looked at. */
static guint32
tag_of(guint64 home)
{
    return (guint32)(home >> 32) & ~NAME_INDEX_MASK;
}

const HnUnitName *
hn_gazetteer_name(const HnGazetteer *gazetteer, guint64 key)
{
    const guint64 home = hn_hash_mix(key);
    guint32 slot = (guint32)home & gazetteer->name_mask;
    for (; gazetteer->name_slots[slot] != 0; slot = (slot + 1) & gazetteer->name_mask) {
        const guint32 found = gazetteer->name_slots[slot];
        const HnUnitName *name = gazetteer->names + (found & NAME_INDEX_MASK) - 1;
        if (tag_of(home) == (found & ~NAME_INDEX_MASK) && name->key == key)
            return name;
    }
    return NULL;
}

const HnNamedUnit *
hn_gazetteer_find(const HnGazetteer *gazetteer, guint64 key, guint *ret_n)
{
    const HnUnitName *name = hn_gazetteer_name(gazetteer, key);
    *ret_n = name == NULL ? 0 : name->ends[HN_UNIT_LEVELS - 1];
    return name == NULL ? NULL : gazetteer->named + name->first;
}

const HnAddressForm *
hn_gazetteer_form(const HnGazetteer *gazetteer, const HnAddressWords *words, guint first, guint end)
{
    const guint64 key = hn_address_words_key(words, first, end);
    if (!hn_has_key_bit(gazetteer->form_bits, HN_FORM_BITS, key))
        return NULL;
    guint32 slot = home_of(key) & gazetteer->form_mask;
    for (; gazetteer->form_slots[slot] != 0; slot = (slot + 1) & gazetteer->form_mask) {
        const HnAddressForm *form = gazetteer->forms + gazetteer->form_slots[slot] - 1;
        if (form->key == key)
            return end - first == 1 || (form->word_counts >> (end - first) & 1) != 0 ? form : NULL;
    }
    return NULL;
}

HnNamedUnit
hn_gazetteer_named_unit(const HnGazetteer *gazetteer, guint32 number)
{
    const HnUnit *unit = gazetteer->units + number;
    return (HnNamedUnit){ .old_provinces = unit->old_provinces,
                          .new_provinces = unit->new_provinces,
                          .number = number,
                          .district = unit->district,
                          .marks = unit->marks,
                          .first = unit->first,
                          .titles = unit->titles,
                          .n = (guint16)MIN(unit->n, G_MAXUINT16),
                          .kind = unit->kind };
}

guint32
hn_gazetteer_level_start(const HnGazetteer *gazetteer, guint level)
{
    static const HnUnitKind FIRST[] = { HN_UNIT_NEW_PROVINCE, HN_UNIT_DISTRICT, HN_UNIT_OLD_WARD,
                                        HN_UNIT_KINDS };
    return gazetteer->first[FIRST[level]];
}

static void
index_names(HnGazetteer *gazetteer)
{
    const guint n_slots = slots_for(gazetteer->n_names);
    g_assert(gazetteer->n_names < NAME_INDEX_MASK);
    gazetteer->name_mask = n_slots - 1;
    gazetteer->name_slots = g_new0(guint32, n_slots);
    for (guint32 i = 0; i < gazetteer->n_names; i++) {
        const guint64 key = gazetteer->names[i].key;
        hn_set_key_bit(gazetteer->name_bits, HN_NAME_BITS, key);
        const guint64 home = hn_hash_mix(key);
        guint32 slot = (guint32)home & gazetteer->name_mask;
        while (gazetteer->name_slots[slot] != 0)
            slot = (slot + 1) & gazetteer->name_mask;
        gazetteer->name_slots[slot] = tag_of(home) | (i + 1);
    }
}

static void
index_codes(HnGazetteer *gazetteer)
{
    const guint32 first = gazetteer->first[HN_UNIT_NEW_COMMUNE];
    gazetteer->codes = g_new0(HnUnitCode, gazetteer->n_units + 1);
    gazetteer->communes = g_new0(HnCommune, gazetteer->n_units - first + 1);
    for (guint32 i = 0; i < gazetteer->n_units; i++) {
        const HnUnit *unit = gazetteer->units + i;
        HnUnitCode *code = gazetteer->codes + i;
        if (unit->code.n_bytes > 0 && unit->code.n_bytes <= HN_UNIT_CODE_BYTES_MAX) {
            memcpy(code->bytes, unit->code.bytes, unit->code.n_bytes);
            code->n_bytes = (guint8)unit->code.n_bytes;
        }
        if (i >= first)
            gazetteer->communes[i - first] =
                (HnCommune){ .first = unit->first,
                             .n = (guint16)MIN(unit->n, G_MAXUINT16),
                             .province = (guint8)__builtin_ctzll(unit->new_provinces) };
    }
}

static void
index_forms(HnGazetteer *gazetteer)
{
    const guint n_slots = slots_for(gazetteer->n_forms);
    gazetteer->form_mask = n_slots - 1;
    gazetteer->form_slots = g_new0(guint32, n_slots);
    for (guint32 i = 0; i < gazetteer->n_forms; i++) {
        guint32 slot = home_of(gazetteer->forms[i].key) & gazetteer->form_mask;
        hn_set_key_bit(gazetteer->form_bits, HN_FORM_BITS, gazetteer->forms[i].key);
        while (gazetteer->form_slots[slot] != 0)
            slot = (slot + 1) & gazetteer->form_mask;
        gazetteer->form_slots[slot] = i + 1;
    }
}

static void
gazetteer_free(gpointer data)
{
    HnGazetteer *gazetteer = data;
    if (gazetteer->letters != NULL)
        g_string_chunk_free(gazetteer->letters);
    g_free(gazetteer->units);
    g_free(gazetteer->codes);
    g_free(gazetteer->communes);
    g_free(gazetteer->targets);
    g_free(gazetteer->is_default);
    g_free(gazetteer->named);
    g_free(gazetteer->names);
    g_free(gazetteer->name_slots);
    g_free(gazetteer->forms);
    g_free(gazetteer->form_slots);
    for (guint level = 0; level < HN_UNIT_LEVELS; level++)
        hn_slip_index_clear(&gazetteer->slips[level]);
    g_free(gazetteer);
}

static void
index_slips(HnGazetteer *gazetteer)
{
    g_autofree HnSlice *letters = g_new(HnSlice, MAX(gazetteer->n_units, 1));
    for (guint i = 0; i < gazetteer->n_units; i++)
        letters[i] = gazetteer->units[i].letters;
    for (guint level = 0; level < HN_UNIT_LEVELS; level++) {
        const guint32 start = hn_gazetteer_level_start(gazetteer, level);
        hn_slip_index_fill(&gazetteer->slips[level], letters + start,
                           hn_gazetteer_level_start(gazetteer, level + 1) - start);
    }
}

static gpointer
gazetteer_make(const HnCountryTables *tables, GError **error)
{
    HnGazetteer *gazetteer = g_new0(HnGazetteer, 1);
    if (!hn_gazetteer_read(gazetteer, tables, error)) {
        gazetteer_free(gazetteer);
        return NULL;
    }
    index_names(gazetteer);
    index_codes(gazetteer);
    index_forms(gazetteer);
    index_slips(gazetteer);
    return gazetteer;
}

const HnGazetteer *
hn_gazetteer_get(const HnCountryTables *tables, GError **error)
{
    return hn_country_tables_derived(tables, "gazetteer", gazetteer_make, gazetteer_free, error);
}
