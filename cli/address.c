/* hopnhat address: what the parser makes of addresses, as JSON lines: units by code, list and
 * version of the list, how sure, and why there are several. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json_writer.h"
#include "cli/command.h"
#include "standardise/address_parser.h"

static void
put_units(HnJsonWriter *json, const HnGazetteer *gazetteer, const char *key, const guint32 *numbers,
          guint n)
{
    hn_json_key(json, key);
    hn_json_array(json);
    for (guint i = 0; i < n; i++) {
        const HnUnit *unit = gazetteer->units + numbers[i];
        const gboolean is_new =
            unit->kind == HN_UNIT_NEW_COMMUNE || unit->kind == HN_UNIT_NEW_PROVINCE;
        hn_json_object(json);
        hn_json_key(json, "code");
        hn_json_slice(json, unit->code);
        hn_json_key(json, "title");
        hn_json_slice(json, unit->title);
        hn_json_key(json, "name");
        hn_json_slice(json, unit->name);
        hn_json_key(json, "list");
        hn_json_string(json, is_new ? "new" : "old");
        hn_json_end_object(json);
    }
    hn_json_end_array(json);
}

/* Units of a list by their bits. */
static guint
units_of_bits(const HnGazetteer *gazetteer, HnUnitKind kind, guint64 bits, guint32 *ret, guint n)
{
    for (guint i = 0; i < HN_GAZETTEER_PROVINCES_MAX; i++)
        if ((bits >> i & 1) != 0)
            ret[n++] = gazetteer->first[kind] + i;
    return n;
}

static void
put_parse(HnJsonWriter *json, const HnGazetteer *gazetteer, const HnAddressUnits *units)
{
    guint32 provinces[2 * HN_GAZETTEER_PROVINCES_MAX];
    guint n = units_of_bits(gazetteer, HN_UNIT_NEW_PROVINCE, units->provinces, provinces, 0);
    put_units(json, gazetteer, "provinces", provinces, n);
    put_units(json, gazetteer, "communes", units->communes, units->n_communes);
    hn_json_key(json, "confidence");
    hn_json_double(json, units->confidence);
    hn_json_key(json, "causes");
    hn_json_array(json);
    for (guint bit = 0; bit < HN_UNIT_CAUSES; bit++)
        if ((units->causes >> bit & 1) != 0)
            hn_json_string(json, hn_unit_cause_name((HnUnitCause)(1u << bit)));
    hn_json_end_array(json);
    hn_json_key(json, "told");
    hn_json_object(json);
    n = units_of_bits(gazetteer, HN_UNIT_OLD_PROVINCE, units->old_provinces, provinces, 0);
    n = units_of_bits(gazetteer, HN_UNIT_NEW_PROVINCE, units->new_provinces, provinces, n);
    put_units(json, gazetteer, "provinces", provinces, n);
    put_units(json, gazetteer, "districts", units->districts, units->n_districts);
    put_units(json, gazetteer, "communes", units->told, units->n_told);
    hn_json_end_object(json);
}

static void
show(HnAddressParser *parser, const HnGazetteer *gazetteer, HnSlice text, GByteArray *out)
{
    HnAddressUnits units;
    g_byte_array_set_size(out, 0);
    HnJsonWriter json = hn_json_writer(out);
    hn_json_object(&json);
    hn_json_key(&json, "address");
    hn_json_slice(&json, text);
    hn_json_key(&json, "line");
    hn_json_slice(&json, hn_address_parser_line(parser, text));
    hn_json_key(&json, "unit");
    hn_json_slice(&json, hn_address_parser_unit(parser, text));
    if (hn_address_parser_explain(parser, text, &units))
        put_parse(&json, gazetteer, &units);
    hn_json_key(&json, "lists");
    hn_json_object(&json);
    hn_json_key(&json, "old");
    hn_json_string(&json, gazetteer->old_version);
    hn_json_key(&json, "new");
    hn_json_string(&json, gazetteer->new_version);
    hn_json_end_object(&json);
    hn_json_end_object(&json);
    hn_json_newline(&json);
    fwrite(out->data, 1, out->len, stdout);
}

/* One answer a line, whatever the line is: whoever pastes them beside each other relies on it. */
static gboolean
show_lines(HnAddressParser *parser, const HnGazetteer *gazetteer, GByteArray *out, GError **error)
{
    char *line = NULL;
    size_t n_room = 0;
    gssize n;
    while ((n = getline(&line, &n_room, stdin)) >= 0) {
        while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
            n--;
        g_autofree char *text = g_utf8_make_valid(line, n);
        show(parser, gazetteer, hn_slice_of(text), out);
    }
    free(line); /* getline's own */
    if (ferror(stdin))
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_IO, "reading stdin: %s", g_strerror(errno));
    return !ferror(stdin);
}

static gboolean
show_all(char **texts, const char *site, GError **error)
{
    g_autoptr(HnCountryTables) tables = hn_country_tables_open(NULL, site, error);
    const HnGazetteer *gazetteer = tables == NULL ? NULL : hn_gazetteer_get(tables, error);
    if (gazetteer == NULL)
        return FALSE;
    g_autoptr(HnAddressParser) parser = hn_address_parser_new(gazetteer);
    g_autoptr(GByteArray) out = g_byte_array_new();
    for (guint i = 0; texts[i] != NULL; i++) {
        g_autofree char *text = g_utf8_make_valid(texts[i], -1);
        show(parser, gazetteer, hn_slice_of(text), out);
    }
    return texts[0] != NULL || show_lines(parser, gazetteer, out, error);
}

int
hn_command_address(int argc, char **argv)
{
    g_autofree char *site = NULL;
    const GOptionEntry entries[] = { { "reference", 'r', 0, G_OPTION_ARG_FILENAME, &site,
                                       "Tables of this folder before the program's own", "FOLDER" },
                                     { 0 } };
    const HnCommandHelp help = {
        .usage = "[TEXT...] [OPTION...]",
        .examples = "  hopnhat address \"12/34 Nguyễn Trãi, P. Bến Nghé, Q1, TPHCM\"\n"
                    "  cut -d';' -f4 people.csv | hopnhat address | head -3\n",
        .options = entries
    };
    int exit_code;
    g_autoptr(GError) error = NULL;
    if (!hn_command_parse(&help, &argc, &argv, &exit_code))
        return exit_code;
    if (!show_all(argv + 1, site, &error)) {
        hn_command_complain("%s", error->message);
        return HN_EXIT_USAGE;
    }
    return HN_EXIT_DONE;
}
