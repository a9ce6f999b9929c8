#include "linker/rekey_line.h"

#include <jansson.h>

#include "base/json_writer.h"

#define SOURCE "\"source\":\""
#define RECORD_ID "\",\"record_id\":"

/* Behind a quoted text whose first quote @at stands on. */
static gsize
end_of_text(HnSlice line, gsize at)
{
    g_assert(line.bytes[at] == '"');
    for (at++; line.bytes[at] != '"'; at++)
        at += line.bytes[at] == '\\' ? 1 : 0;
    return at + 1;
}

static void
put(GByteArray *out, HnSlice line, gsize first, gsize end)
{
    g_byte_array_append(out, line.bytes + first, (guint)(end - first));
}

static void
put_name(const HnRekey *rekey, const char *source, HnSlice quoted, GByteArray *out)
{
    json_t *id = json_loadb((const char *)quoted.bytes, quoted.n_bytes,
                            JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    const HnSlice record_id =
        id == NULL ? hn_slice(NULL, 0) : hn_slice(json_string_value(id), json_string_length(id));
    const HnRecordName *before = hn_rekey_before(rekey, source, record_id);
    const char *old_source = before == NULL ? source : before->source;
    g_byte_array_append(out, (const guint8 *)old_source, (guint)strlen(old_source));
    g_byte_array_append(out, (const guint8 *)RECORD_ID, sizeof RECORD_ID - 1);
    if (before == NULL) {
        g_byte_array_append(out, quoted.bytes, (guint)quoted.n_bytes);
    } else {
        guint8 *room = hn_put_room(out, HN_JSON_QUOTED_MAX(before->record_id.n_bytes));
        hn_put_room_used(out, hn_json_quote(room, before->record_id));
    }
    json_decref(id);
}

/* Inside a text a quote is escaped: what looks like a name's key is one. */
GByteArray *
hn_rekey_line_before(const HnRekey *rekey, HnSlice line)
{
    GByteArray *out = g_byte_array_new();
    gsize copied = 0;
    const guint8 *found;
    while ((found = memmem(line.bytes + copied, line.n_bytes - copied, SOURCE,
                           sizeof SOURCE - 1)) != NULL) {
        const gsize name = (gsize)(found - line.bytes) + sizeof SOURCE - 1;
        const gsize name_end = end_of_text(line, name - 1) - 1;
        const gsize id = name_end + sizeof RECORD_ID - 1;
        put(out, line, copied, name);
        copied = name;
        if (id >= line.n_bytes ||
            memcmp(line.bytes + name_end, RECORD_ID, sizeof RECORD_ID - 1) != 0)
            continue;
        const gsize id_end = end_of_text(line, id);
        g_autofree char *source = g_strndup((const char *)line.bytes + name, name_end - name);
        put_name(rekey, source, hn_slice(line.bytes + id, id_end - id), out);
        copied = id_end;
    }
    put(out, line, copied, line.n_bytes);
    return out;
}
