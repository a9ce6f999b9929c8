#include "datasets/businesses/business_files.h"

#include "base/io.h"
#include "datasets/businesses/business_rates.h"
#include "datasets/registers/encoded_csv.h"

typedef struct {
    const char *header;
    HnBusinessField field;
} Column;

typedef struct {
    HnFileEncoding encoding;
    char separator;
    Column columns[HN_BUSINESS_FIELDS]; /* up to the first without a header */
} Layout;

static const Layout LAYOUTS[HN_BUSINESS_REGISTERS] = {
    { HN_FILE_UTF8_BOM,
      ',',
      { { "ID", HN_BUSINESS_RECORD_ID },
        { "MA_SO_DN", HN_BUSINESS_TAX_CODE },
        { "TEN_DN", HN_BUSINESS_NAME },
        { "TEN_NUOC_NGOAI", HN_BUSINESS_NAME_EN },
        { "TEN_VIET_TAT", HN_BUSINESS_SHORT_NAME },
        { "LOAI_HINH", HN_BUSINESS_LEGAL_FORM },
        { "NGAY_CAP_LAN_DAU", HN_BUSINESS_FOUNDED },
        { "DIA_CHI_TRU_SO", HN_BUSINESS_ADDRESS },
        { "TINH_THANH", HN_BUSINESS_PROVINCE },
        { "DIEN_THOAI", HN_BUSINESS_PHONE },
        { "EMAIL", HN_BUSINESS_EMAIL },
        { "NGUOI_DAI_DIEN", HN_BUSINESS_REPRESENTATIVE },
        { "NGANH_NGHE", HN_BUSINESS_ACTIVITY } } },
    { HN_FILE_UTF8,
      ';',
      { { "stt", HN_BUSINESS_RECORD_ID },
        { "mst", HN_BUSINESS_TAX_CODE },
        { "ten_nnt", HN_BUSINESS_NAME },
        { "ngay_bat_dau", HN_BUSINESS_FOUNDED },
        { "loai_nnt", HN_BUSINESS_LEGAL_FORM },
        { "dia_chi", HN_BUSINESS_ADDRESS },
        { "phuong_xa", HN_BUSINESS_WARD },
        { "tinh", HN_BUSINESS_PROVINCE },
        { "dai_dien_pl", HN_BUSINESS_REPRESENTATIVE },
        { "dien_thoai", HN_BUSINESS_PHONE },
        { "thu_dien_tu", HN_BUSINESS_EMAIL },
        { "nganh_chinh", HN_BUSINESS_ACTIVITY } } },
    { HN_FILE_TCVN3,
      '\t',
      { { "MaDonVi", HN_BUSINESS_RECORD_ID },
        { "TenDonVi", HN_BUSINESS_NAME },
        { "DiaChi", HN_BUSINESS_ADDRESS },
        { "TinhThanh", HN_BUSINESS_PROVINCE },
        { "MaSoThue", HN_BUSINESS_TAX_CODE },
        { "DienThoai", HN_BUSINESS_PHONE },
        { "Email", HN_BUSINESS_EMAIL },
        { "NguoiDaiDien", HN_BUSINESS_REPRESENTATIVE },
        { "NgayThanhLap", HN_BUSINESS_FOUNDED } } },
    { HN_FILE_UTF8_BOM,
      ';',
      { { "Số hồ sơ", HN_BUSINESS_RECORD_ID },
        { "Tên cơ sở", HN_BUSINESS_NAME },
        { "Tên khác", HN_BUSINESS_SHORT_NAME },
        { "Tên nước ngoài", HN_BUSINESS_NAME_EN },
        { "Chủ cơ sở", HN_BUSINESS_REPRESENTATIVE },
        { "Điện thoại", HN_BUSINESS_PHONE },
        { "Địa chỉ", HN_BUSINESS_ADDRESS },
        { "Phường/Xã", HN_BUSINESS_WARD },
        { "Tỉnh/TP", HN_BUSINESS_PROVINCE },
        { "Ngành hàng", HN_BUSINESS_ACTIVITY },
        { "MST", HN_BUSINESS_TAX_CODE },
        { "Loại hình", HN_BUSINESS_LEGAL_FORM },
        { "Ngày thành lập", HN_BUSINESS_FOUNDED },
        { "Email", HN_BUSINESS_EMAIL } } },
    { HN_FILE_UTF8,
      '|',
      { { "CIF", HN_BUSINESS_RECORD_ID },
        { "CUST_NAME", HN_BUSINESS_NAME },
        { "CUST_NAME_EN", HN_BUSINESS_NAME_EN },
        { "SHORT_NAME", HN_BUSINESS_SHORT_NAME },
        { "TAX_ID", HN_BUSINESS_TAX_CODE },
        { "CUST_TYPE", HN_BUSINESS_LEGAL_FORM },
        { "EST_DATE", HN_BUSINESS_FOUNDED },
        { "ADDR", HN_BUSINESS_ADDRESS },
        { "CITY", HN_BUSINESS_PROVINCE },
        { "TEL", HN_BUSINESS_PHONE },
        { "EMAIL", HN_BUSINESS_EMAIL },
        { "LEGAL_REP", HN_BUSINESS_REPRESENTATIVE },
        { "SECTOR", HN_BUSINESS_ACTIVITY } } },
};

struct _HnBusinessFiles {
    HnEncodedCsv *outputs[HN_BUSINESS_REGISTERS];
    HnLetterForms *letters;
};

static gboolean
open_file(HnBusinessFiles *files, guint source, const char *folder, GError **error)
{
    const Layout *layout = &LAYOUTS[source];
    const HnEncodedForm form = { files->letters, layout->encoding, layout->separator };
    g_autofree char *name = g_strdup_printf("%s.csv", hn_business_registers[source]);
    files->outputs[source] = hn_encoded_csv_new(folder, name, form, error);
    if (files->outputs[source] == NULL)
        return FALSE;
    for (guint i = 0; i < HN_BUSINESS_FIELDS && layout->columns[i].header != NULL; i++)
        hn_encoded_csv_cell(files->outputs[source], hn_slice_of(layout->columns[i].header));
    return hn_encoded_csv_end_row(files->outputs[source], error);
}

HnBusinessFiles *
hn_business_files_new(const char *folder, GError **error)
{
    g_autoptr(HnBusinessFiles) files = g_new0(HnBusinessFiles, 1);
    g_autofree char *path = g_build_filename(folder, "registers", NULL);
    files->letters = hn_letter_forms_new();
    if (!hn_io_make_folder(path, error))
        return NULL;
    for (guint source = 0; source < HN_BUSINESS_REGISTERS; source++)
        if (!open_file(files, source, path, error))
            return NULL;
    return g_steal_pointer(&files);
}

void
hn_business_files_free(HnBusinessFiles *files)
{
    if (files == NULL)
        return;
    for (guint source = 0; source < HN_BUSINESS_REGISTERS; source++)
        hn_encoded_csv_free(files->outputs[source]);
    hn_letter_forms_free(files->letters);
    g_free(files);
}

gboolean
hn_business_files_add(HnBusinessFiles *files, guint source, const HnBusinessRow *row,
                      GError **error)
{
    const Column *columns = LAYOUTS[source].columns;
    for (guint i = 0; i < HN_BUSINESS_FIELDS && columns[i].header != NULL; i++) {
        const GString *value = row->values[columns[i].field];
        hn_encoded_csv_cell(files->outputs[source], hn_slice(value->str, value->len));
    }
    return hn_encoded_csv_end_row(files->outputs[source], error);
}

gboolean
hn_business_files_finish(HnBusinessFiles *files, GError **error)
{
    for (guint source = 0; source < HN_BUSINESS_REGISTERS; source++)
        if (!hn_encoded_csv_finish(files->outputs[source], error))
            return FALSE;
    return TRUE;
}
