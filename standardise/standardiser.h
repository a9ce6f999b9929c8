/* standardise/standardiser.h - raw value -> canonical value: what is equal becomes equal bytes.
 *
 * Data walk: linker/ applies one per attribute to every raw value of every record and interns the
 *   result; the service applies the same to a query. Only canonical values are blocked and
 *   scored.
 * Rules (general; a country's own rules come on top):
 *   text, category   NFKC, folded case, invisible characters dropped, single spaces; look-alike
 *                    letters and the place of Vietnamese tone marks unified
 *                    (standardise/folded_text.h)
 *   name             the same; punctuation and symbols to space, apostrophes joined (O'Brien =
 *                    OBrien)
 *   email            as text, without the unifying of letters; of "Name <address>" the address
 *   sex              one word for each (standardise/sex_value.h)
 *   code             model and part numbers (standardise/model_code.h)
 *   date             YYYY-MM-DD, YYYY-MM or YYYY; what is neither a date nor one slip from one is
 *                    missing
 *   digits           letters, and decimal digits of any script as ASCII digits; upper case
 *   phone            decimal digits only; with `country: vn` the number of today
 *                    (standardise/phone_value.h)
 *   citizen_number, insurance_number   standardise/citizen_value.h
 *   number           decimal text (text/number_value.h)
 *   company          a business name's parts (standardise/company_name.h)
 *   tax_code         a Vietnamese tax code (text/tax_code.h)
 *   point            latitude and longitude (text/geo_point.h)
 *   unit             of an address, the commune's codes in the list in force
 *                    (standardise/address_parser.h)
 *   address_line     what stands below the commune: numbers, street, hamlet
 * With `marks: drop`, letters without accents, and d for U+0111: for data of which a part was
 *   typed without marks. Hà, Hạ and Hả are one then.
 * With `script: latin`, letters of other scripts in Latin ones before that
 *   (standardise/latin_script.h).
 * Missing (the value says nothing): empty after this, or listed in standardise/filler.h; with
 *   `mailboxes: personal` an office's address, too (standardise/role_mailbox.h).
 * Applying a standardiser to its own result changes nothing.
 * Cost: ASCII name 36 ns, digits 27 ns, ISO date 36 ns, Vietnamese name 105 ns; decomposed
 *   letters and other scripts 1-2 us.
 * Threads: belongs to one thread.
 */
#pragma once
#include "base/slice.h"
#include "records/schema.h"
#include "standardise/folded_text.h"

typedef struct _HnStandardiser HnStandardiser;

/**
 * hn_standardiser_new:
 * @attribute: only its type, script, marks, mailboxes, country and tables are read; not kept, but
 * its tables are
 * @date_formats: (nullable): NULL-terminated, for dates, tried in their order (text/date_value.h);
 * NULL = only dates that can be read in one way
 * @error: HN_TEXT_ERROR_DATE_FORMAT, HN_COUNTRY_TABLES_ERROR_*, with the attribute's name
 * Returns: (transfer full) (nullable)
 */
HnStandardiser *hn_standardiser_new(const HnAttribute *attribute, const char *const *date_formats,
                                    GError **error);
void hn_standardiser_free(HnStandardiser *standardiser); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnStandardiser, hn_standardiser_free)

#define HN_STANDARDISER_GROWTH 8 /* one letter may be a sentence (U+FDFA), of syllables in Latin */

#define HN_STANDARDISER_UNIT_BYTES                                                                 \
    2048 /* a unit's codes: communes, districts and provinces, however short its name */

/* Room for the canonical value of @n_bytes. */
static inline gsize
hn_standardiser_bytes_max(gsize n_bytes)
{
    return hn_folded_text_bytes_max(HN_STANDARDISER_GROWTH * n_bytes) + HN_STANDARDISER_UNIT_BYTES;
}
/* @raw is valid UTF-8; its canonical value into @ret, which has room for
 * hn_standardiser_bytes_max(). Its length is returned; 0 = the value is missing. */
gsize hn_standardiser_apply(HnStandardiser *standardiser, HnSlice raw, guint8 *ret);

/* Where several values of its type stand in one field and the type itself knows where each ends:
 * citizen numbers, telephones with a country. At least one piece; the only one is @raw. */
guint hn_standardiser_pieces(const HnStandardiser *standardiser, HnSlice raw, HnSlice *ret_pieces,
                             guint n_max);

/* Two digits mean a year of the hundred up to @year; 0: HN_DATE_YEARS_TO. */
void hn_standardiser_set_years_to(HnStandardiser *standardiser, guint year);

/* Words for a sex, NULL-terminated, besides those of sex_value.h and before them; NULL: none. */
void hn_standardiser_set_sexes(HnStandardiser *standardiser, char **male, char **female);

/* Dates on 1 January are years: in a source in which that day stands for an unknown one. */
void hn_standardiser_set_january_filler(HnStandardiser *standardiser, gboolean is_filler);
