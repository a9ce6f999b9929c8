#include "standardise/role_mailbox.h"

#include "text/email_parts.h"

#define ROLE_BYTES_MAX 20

/* Ascending. */
static const char *const ROLES[] = {
    "abuse",
    "accounting",
    "accounts",
    "admin",
    "administrator",
    "banhang",
    "banquantri",
    "baohanh",
    "billing",
    "booking",
    "careers",
    "chamsockhachhang",
    "congty",
    "contact",
    "contactus",
    "cskh",
    "customercare",
    "customerservice",
    "donotreply",
    "enquiries",
    "enquiry",
    "feedback",
    "finance",
    "frontdesk",
    "hanhchinh",
    "headoffice",
    "helpdesk",
    "hoidap",
    "hostmaster",
    "hotline",
    "hotro",
    "hr",
    "info",
    "inquiries",
    "inquiry",
    "jobs",
    "ketoan",
    "kinhdoanh",
    "kontakt",
    "legal",
    "lienhe",
    "mail",
    "mailbox",
    "mailerdaemon",
    "marketing",
    "media",
    "newsletter",
    "nhansu",
    "noc",
    "noreply",
    "office",
    "orders",
    "payroll",
    "phongketoan",
    "postmaster",
    "press",
    "privacy",
    "reception",
    "recruitment",
    "registrar",
    "reservations",
    "sales",
    "secretary",
    "security",
    "service",
    "services",
    "support",
    "team",
    "tochuchanhchinh",
    "tuvan",
    "tuyendung",
    "tuyensinh",
    "vanphong",
    "vanthu",
    "webmaster",
};

static gint
compare_role(gconstpointer key, gconstpointer role)
{
    return strcmp(key, *(const char *const *)role);
}

gboolean
hn_is_role_mailbox(HnSlice address)
{
    char role[ROLE_BYTES_MAX + 1];
    const HnSlice user = hn_email_user(address);
    gsize n = 0;
    for (gsize i = 0; i < user.n_bytes; i++) {
        const char c = (char)user.bytes[i];
        if (c == '.' || c == '-' || c == '_')
            continue;
        if (n == ROLE_BYTES_MAX)
            return FALSE;
        role[n++] = c;
    }
    while (n > 0 && g_ascii_isdigit(role[n - 1]))
        n--;
    role[n] = '\0';
    return n > 0 &&
           bsearch(role, ROLES, G_N_ELEMENTS(ROLES), sizeof ROLES[0], compare_role) != NULL;
}
