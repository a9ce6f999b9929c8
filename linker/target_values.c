#include "linker/target_values.h"

#include "base/json_writer.h"
#include "linker/golden_raw.h"

struct _HnTargetValues {
    HnTargetValuesInput input;
    HnGoldenInput golden;
    HnGoldenScratch *scratch;
    HnGoldenRaw *raw;
    GArray *rows;    /* guint32: of one entity, those of the audience */
    HnArena *arena;  /* forms */
    HnSlice *values; /* [entities * n_values] */
    guint *place;    /* [n_attributes] index in the target's values, G_MAXUINT: not asked for */
};

/* The entity's rows whose source may reach the audience, ascending. */
static void
find_rows(HnTargetValues *values, gsize entity)
{
    const HnLinked *linked = values->input.linked;
    guint32 n = 0;
    const guint32 *rows = hn_golden_lines_rows(linked->golden, entity, &n);
    g_array_set_size(values->rows, 0);
    for (guint32 i = 0; i < n; i++)
        if (values->input.reaches[linked->source_of[rows[i]]])
            g_array_append_val(values->rows, rows[i]);
}

static void
mark_all(HnTargetValues *values)
{
    guint64 *marks = hn_golden_raw_marks(values->raw);
    const gsize n = hn_golden_lines_n(values->input.linked->golden);
    for (gsize i = 0; i < n; i++) {
        if (!values->input.wanted[i])
            continue;
        find_rows(values, i);
        if (values->rows->len > 0)
            hn_golden_record_mark(values->scratch,
                                  (const guint32 *)(gconstpointer)values->rows->data,
                                  values->rows->len, marks);
    }
}

static HnSlice
form_of(const HnTargetValues *values, const HnGoldenValue *value)
{
    const HnAttribute *attribute = &values->golden.type->attributes[value->attribute];
    if (hn_attribute_type_is_written(attribute->type))
        return hn_golden_raw_look(values->raw, value);
    return hn_dictionary_value(values->golden.table->values[value->attribute], value->value);
}

/* The values [first, first + n) of one attribute of many as a JSON list. */
static HnSlice
list_of(HnTargetValues *values, const HnGoldenValue *first, gsize n)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    HnJsonWriter json = hn_json_writer(text);
    hn_json_array(&json);
    for (gsize i = 0; i < n; i++)
        hn_json_slice(&json, form_of(values, &first[i]));
    hn_json_end_array(&json);
    return hn_arena_copy(values->arena, hn_slice(text->data, text->len));
}

/* Intake refuses a NUL; records of before it did may have one, which no table could hold. */
static HnSlice
single_of(HnTargetValues *values, const HnGoldenValue *value)
{
    const HnSlice form = form_of(values, value);
    const guint8 *nul = form.n_bytes == 0 ? NULL : memchr(form.bytes, 0, form.n_bytes);
    const HnSlice whole =
        hn_slice(form.bytes, nul == NULL ? form.n_bytes : (gsize)(nul - form.bytes));
    return whole.n_bytes == 0 ? hn_slice(NULL, 0) : hn_arena_copy(values->arena, whole);
}

static void
take_entity(HnTargetValues *values, gsize entity)
{
    HnSlice *out = values->values + entity * values->input.target->n_values;
    gsize n = 0;
    find_rows(values, entity);
    if (values->rows->len == 0)
        return;
    const HnGoldenValue *chosen =
        hn_golden_record_again(values->scratch, (const guint32 *)(gconstpointer)values->rows->data,
                               values->rows->len, hn_golden_raw_marks(values->raw), &n);
    for (gsize i = 0, next = 0; i < n; i = next) {
        const guint attribute = chosen[i].attribute;
        for (next = i; next < n && chosen[next].attribute == attribute; next++)
            continue;
        const guint place = values->place[attribute];
        if (place == G_MAXUINT)
            continue;
        out[place] = values->golden.type->attributes[attribute].many
                         ? list_of(values, &chosen[i], next - i)
                         : single_of(values, &chosen[i]);
    }
}

static void
find_places(HnTargetValues *values)
{
    const HnTarget *target = values->input.target;
    const guint n = values->golden.type->n_attributes;
    values->place = g_new(guint, n + 1);
    for (guint a = 0; a < n; a++)
        values->place[a] = G_MAXUINT;
    for (guint i = 0; i < target->n_values; i++)
        values->place[target->values[i]] = i;
}

HnTargetValues *
hn_target_values_new(const HnTargetValuesInput *input, GError **error)
{
    const HnLinked *linked = input->linked;
    const gsize n = hn_golden_lines_n(linked->golden);
    g_autoptr(HnTargetValues) values = g_new0(HnTargetValues, 1);
    values->input = *input;
    values->golden = (HnGoldenInput){ &input->source->project->entities[input->source->entity],
                                      input->standardised->table, linked->authority,
                                      input->standardised->version_run, linked->pins };
    values->scratch = hn_golden_scratch_new(&values->golden);
    values->raw = hn_golden_raw_new(values->golden.table);
    values->rows = g_array_new(FALSE, FALSE, sizeof(guint32));
    values->arena = hn_arena_new();
    values->values = g_new0(HnSlice, n * input->target->n_values + 1);
    find_places(values);
    mark_all(values);
    if (!hn_golden_raw_keep(values->raw, input->source, error))
        return NULL;
    for (gsize i = 0; i < n; i++)
        if (input->wanted[i])
            take_entity(values, i);
    return g_steal_pointer(&values);
}

void
hn_target_values_free(HnTargetValues *values)
{
    if (values == NULL)
        return;
    hn_golden_scratch_free(values->scratch);
    hn_golden_raw_free(values->raw);
    g_array_unref(values->rows);
    hn_arena_free(values->arena);
    g_free(values->values);
    g_free(values->place);
    g_free(values);
}

const HnSlice *
hn_target_values_of(const HnTargetValues *values, gsize entity)
{
    return values->values + entity * values->input.target->n_values;
}
