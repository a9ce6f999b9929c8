#include "datasets/registers/register_writer.h"

#include "base/io.h"

struct _HnRegisterWriter {
    const HnRegisterProfile *profile;
    HnEncodedCsv *records;
    HnEncodedCsv *truth;
    HnEncodedCsv *standard; /* or NULL */
    GPtrArray *registers;   /* of HnEncodedCsv */
};

static gboolean
write_headers(HnRegisterWriter *writer, GError **error)
{
    for (guint field = 0; field < HN_CITIZEN_FIELDS; field++) {
        hn_encoded_csv_cell(writer->records, hn_slice_of(hn_citizen_field_names[field]));
        if (writer->standard != NULL)
            hn_encoded_csv_cell(writer->standard, hn_slice_of(hn_citizen_field_names[field]));
    }
    hn_encoded_csv_cells(writer->truth, "record_id", "entity_id", NULL);
    for (guint source = 0; source < writer->registers->len; source++) {
        const HnRegister *one = hn_register_profile_at(writer->profile, source);
        for (guint i = 0; i < one->n_columns; i++)
            hn_encoded_csv_cell(writer->registers->pdata[source], hn_slice_of(one->headers[i]));
        if (!hn_encoded_csv_end_row(writer->registers->pdata[source], error))
            return FALSE;
    }
    return hn_encoded_csv_end_row(writer->records, error) &&
           hn_encoded_csv_end_row(writer->truth, error) &&
           (writer->standard == NULL || hn_encoded_csv_end_row(writer->standard, error));
}

static gboolean
open_registers(HnRegisterWriter *writer, const char *folder, const HnLetterForms *letters,
               GError **error)
{
    g_autofree char *below = g_build_filename(folder, "registers", NULL);
    if (!hn_io_make_folder(below, error))
        return FALSE;
    for (guint source = 0; source < writer->profile->registers->len; source++) {
        const HnRegister *one = hn_register_profile_at(writer->profile, source);
        g_autofree char *name = g_strconcat(one->name, ".csv", NULL);
        const HnEncodedForm form = { letters, one->encoding, one->separator };
        HnEncodedCsv *output = hn_encoded_csv_new(below, name, form, error);
        if (output == NULL)
            return FALSE;
        g_ptr_array_add(writer->registers, output);
    }
    return TRUE;
}

HnRegisterWriter *
hn_register_writer_new(const char *folder, const HnRegisterProfile *profile,
                       const HnLetterForms *letters, gboolean with_standard, GError **error)
{
    g_autoptr(HnRegisterWriter) writer = g_new0(HnRegisterWriter, 1);
    writer->profile = profile;
    writer->registers = g_ptr_array_new_with_free_func((GDestroyNotify)hn_encoded_csv_free);
    if (!hn_io_make_folder(folder, error))
        return NULL;
    writer->records = hn_encoded_csv_new(folder, "records.csv", HN_ENCODED_PLAIN, error);
    if (writer->records == NULL)
        return NULL;
    writer->truth = hn_encoded_csv_new(folder, "truth.csv", HN_ENCODED_PLAIN, error);
    if (writer->truth == NULL)
        return NULL;
    if (with_standard) {
        writer->standard = hn_encoded_csv_new(folder, "standardised.csv", HN_ENCODED_PLAIN, error);
        if (writer->standard == NULL)
            return NULL;
    }
    if (!open_registers(writer, folder, letters, error) || !write_headers(writer, error))
        return NULL;
    return g_steal_pointer(&writer);
}

void
hn_register_writer_free(HnRegisterWriter *writer)
{
    if (writer == NULL)
        return;
    hn_encoded_csv_free(writer->records);
    hn_encoded_csv_free(writer->truth);
    hn_encoded_csv_free(writer->standard);
    g_ptr_array_unref(writer->registers);
    g_free(writer);
}

static gboolean
write_row(HnEncodedCsv *output, const HnRegisterRow *row, GError **error)
{
    for (guint field = 0; field < HN_CITIZEN_FIELDS; field++)
        hn_encoded_csv_cell(output, hn_raw_text_slice(&row->values[field]));
    return hn_encoded_csv_end_row(output, error);
}

gboolean
hn_register_writer_add(HnRegisterWriter *writer, guint source, const HnRegisterRow *raw,
                       const HnRegisterRow *standard, HnSlice entity_id, GError **error)
{
    const HnRegister *one = hn_register_profile_at(writer->profile, source);
    HnEncodedCsv *own = writer->registers->pdata[source];
    for (guint i = 0; i < one->n_columns; i++)
        hn_encoded_csv_cell(own, hn_raw_text_slice(&raw->values[one->columns[i]]));
    hn_encoded_csv_cell(writer->truth, hn_raw_text_slice(&raw->values[HN_CITIZEN_RECORD_ID]));
    hn_encoded_csv_cell(writer->truth, entity_id);
    return write_row(writer->records, raw, error) && hn_encoded_csv_end_row(own, error) &&
           hn_encoded_csv_end_row(writer->truth, error) &&
           (writer->standard == NULL || write_row(writer->standard, standard, error));
}

gboolean
hn_register_writer_finish(HnRegisterWriter *writer, GError **error)
{
    for (guint source = 0; source < writer->registers->len; source++)
        if (!hn_encoded_csv_finish(writer->registers->pdata[source], error))
            return FALSE;
    return hn_encoded_csv_finish(writer->records, error) &&
           hn_encoded_csv_finish(writer->truth, error) &&
           (writer->standard == NULL || hn_encoded_csv_finish(writer->standard, error));
}
