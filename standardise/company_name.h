/* standardise/company_name.h - business names in one form: Vietnamese, abbreviated or English.
 *
 * Data walk: standardiser.c, for type company. text/company_parts.h takes a canonical name apart.
 * Canonical: "hoàng gia #2 ~01 +dv +tm =tnhh1tv @cn ~48 hải châu", parts in this order, each but
 *   the legal form may be missing:
 *   words            the brand, in its order, with its marks; & between two of them is kept
 *   #2               numbers behind it
 *   ~01 ~vn ~mienbac regions behind it: provinces by their number, the country, parts of it
 *   +tm              what the firm does, by code, ascending
 *   =tnhh            its legal form; =- if none is told
 *   @cn ~48 words    it is a unit of the firm: of what kind, and where
 *   "CÔNG TY TNHH MTV TM & DV HOÀNG GIA - CN ĐÀ NẴNG" is "hoàng gia +dv +tm =tnhh1tv @cn ~48".
 * Missing: nothing but a legal form.
 * What has a word that begins with = is canonical already.
 * Source: Law on Enterprises 59/2020/QH14, art. 37-41, and the tables that business_words.h names.
 * Cost: 350-450 ns a name.
 * Threads: belongs to one thread.
 */
#pragma once
#include "standardise/business_words.h"

typedef struct _HnCompanyName HnCompanyName;
/* @drops_marks: letters lose their accents and strokes. @business is borrowed. */
HnCompanyName *hn_company_name_new(const HnBusinessWords *business, gboolean drops_marks);
void hn_company_name_free(HnCompanyName *name); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnCompanyName, hn_company_name_free)

/* Room for the canonical form of @n_bytes of folded text. */
static inline gsize
hn_company_name_bytes_max(gsize n_bytes)
{
    return 12 * n_bytes + 16;
}
/* @folded: text with case folded, single spaces. Into @ret, whose length is returned; 0: missing.
 * @ret is not @folded. */
gsize hn_company_name_apply(HnCompanyName *name, HnSlice folded, guint8 *ret);
