#include "standardise/gazetteer.h"

#include "base/hash.h"
#include "standardise/gazetteer_tables.h"

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

const guint32 *
hn_gazetteer_find(const HnGazetteer *gazetteer, guint64 key, guint *ret_n)
{
    guint32 slot = home_of(key) & gazetteer->name_mask;
    for (; gazetteer->name_slots[slot] != 0; slot = (slot + 1) & gazetteer->name_mask) {
        const guint32 first = gazetteer->name_slots[slot] - 1;
        if (gazetteer->name_keys[first] != key)
            continue;
        guint32 end = first + 1;
        while (end < gazetteer->n_named && gazetteer->name_keys[end] == key)
            end++;
        *ret_n = end - first;
        return gazetteer->named + first;
    }
    *ret_n = 0;
    return NULL;
}

const HnAddressForm *
hn_gazetteer_form(const HnGazetteer *gazetteer, const HnAddressWords *words, guint first, guint end)
{
    const guint64 key = hn_address_words_key(words, first, end);
    guint32 slot = home_of(key) & gazetteer->form_mask;
    for (; gazetteer->form_slots[slot] != 0; slot = (slot + 1) & gazetteer->form_mask) {
        const HnAddressForm *form = gazetteer->forms + gazetteer->form_slots[slot] - 1;
        if (form->key == key)
            return end - first == 1 || (form->word_counts >> (end - first) & 1) != 0 ? form : NULL;
    }
    return NULL;
}

static void
index_names(HnGazetteer *gazetteer)
{
    const guint n_slots = slots_for(gazetteer->n_named);
    gazetteer->name_mask = n_slots - 1;
    gazetteer->name_slots = g_new0(guint32, n_slots);
    for (guint32 i = 0; i < gazetteer->n_named; i++) {
        const guint64 key = gazetteer->name_keys[i];
        const guint32 bit = (guint32)(key * HN_KEY_SPREAD >> 32) % HN_NAME_BITS;
        if (i > 0 && key == gazetteer->name_keys[i - 1])
            continue;
        gazetteer->name_bits[bit / 64] |= G_GUINT64_CONSTANT(1) << (bit % 64);
        guint32 slot = home_of(key) & gazetteer->name_mask;
        while (gazetteer->name_slots[slot] != 0)
            slot = (slot + 1) & gazetteer->name_mask;
        gazetteer->name_slots[slot] = i + 1;
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
    g_free(gazetteer->targets);
    g_free(gazetteer->is_default);
    g_free(gazetteer->named);
    g_free(gazetteer->name_keys);
    g_free(gazetteer->name_slots);
    g_free(gazetteer->forms);
    g_free(gazetteer->form_slots);
    hn_slip_index_clear(&gazetteer->slips);
    g_free(gazetteer);
}

static void
index_slips(HnGazetteer *gazetteer)
{
    g_autofree HnSlice *letters = g_new(HnSlice, MAX(gazetteer->n_units, 1));
    for (guint i = 0; i < gazetteer->n_units; i++)
        letters[i] = gazetteer->units[i].letters;
    hn_slip_index_fill(&gazetteer->slips, letters, gazetteer->n_units);
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
    index_forms(gazetteer);
    index_slips(gazetteer);
    return gazetteer;
}

const HnGazetteer *
hn_gazetteer_get(const HnCountryTables *tables, GError **error)
{
    return hn_country_tables_derived(tables, "gazetteer", gazetteer_make, gazetteer_free, error);
}
