#include "tests/reference/text_table.h"

static guint32
cell_of(HnRecordTable *table, guint attribute, const char *field)
{
    HnDictionary *values = table->values[attribute];
    if (field[0] == '\0')
        return 0;
    if (table->sets[attribute] == NULL)
        return hn_dictionary_intern(values, hn_slice_of(field));
    g_auto(GStrv) texts = g_strsplit(field, ";", -1);
    const guint n = g_strv_length(texts);
    g_autofree HnSetMember *members = g_new0(HnSetMember, n);
    for (guint i = 0; i < n; i++) {
        g_auto(GStrv) parts = g_strsplit(texts[i], "@", -1);
        const guint n_parts = g_strv_length(parts);
        if (n_parts > 1)
            members[i].kind = hn_dictionary_intern(table->kinds[attribute], hn_slice_of(parts[1]));
        if (n_parts > 3) {
            members[i].valid_from = (guint32)g_ascii_strtoull(parts[2], NULL, 10);
            members[i].valid_to = (guint32)g_ascii_strtoull(parts[3], NULL, 10);
        }
        members[i].value = hn_dictionary_intern(values, hn_slice_of(parts[0]));
    }
    return hn_value_sets_intern(table->sets[attribute], values, members, n);
}

HnRecordTable *
text_table_new(const HnEntityType *type, const char *const *lines)
{
    HnRecordTable *table = hn_record_table_new(type);
    g_autofree char *source = g_strdup("");
    for (guint row = 0; lines[row] != NULL; row++) {
        g_auto(GStrv) fields = g_strsplit(lines[row], "|", -1);
        g_auto(GStrv) name = g_strsplit(fields[0], ":", 2);
        g_assert_cmpuint(g_strv_length(fields), ==, type->n_attributes + 1);
        if (!g_str_equal(name[0], source)) {
            hn_record_table_start_source(table, name[0]);
            g_free(source);
            source = g_strdup(name[0]);
        }
        guint32 *line = hn_record_table_add(table, hn_slice_of(name[1]));
        for (guint i = 0; i < type->n_attributes; i++)
            line[i] = cell_of(table, i, fields[i + 1]);
    }
    hn_record_table_seal(table);
    return table;
}

guint32
text_table_code(const HnRecordTable *table, guint attribute, const char *value)
{
    const HnDictionary *values = table->values[attribute];
    for (guint32 code = 1; code <= hn_dictionary_size(values); code++) {
        if (hn_slice_equal(hn_dictionary_value(values, code), hn_slice_of(value)))
            return code;
    }
    g_assert_not_reached();
}
