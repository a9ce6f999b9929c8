#include "datasets/businesses/business_address.h"

typedef struct {
    const char *type;
    const char *abbreviations[2];
} TypeWord;

static const TypeWord TYPES[] = {
    { "Phường", { "P.", "P. " } },    { "Xã", { "X.", "xã " } },
    { "Thị trấn", { "TT.", "TT " } }, { "Đặc khu", { "ĐK ", "Đặc khu " } },
    { "Quận", { "Q.", "Q. " } },      { "Huyện", { "H.", "H. " } },
    { "Thị xã", { "TX.", "TX " } },   { "Thành phố", { "TP.", "TP " } },
    { "Tỉnh", { "T.", "tỉnh " } },
};

/* Cities that have a short form of their own. */
static const TypeWord CITIES[] = {
    { "Hồ Chí Minh", { "TP.HCM", "TPHCM" } },
    { "Hà Nội", { "Hà Nội", "HN" } },
    { "Đà Nẵng", { "Đà Nẵng", "ĐN" } },
};

static void
put_unit(const char *type, const char *name, const HnAddressShape *shape, GString *out)
{
    const char *abbreviation = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(TYPES) && shape->is_abbreviated; i++)
        if (g_str_equal(type, TYPES[i].type))
            abbreviation = TYPES[i].abbreviations[shape->flavour / 2 % 2];
    if (abbreviation == NULL) {
        g_string_append(out, type);
        g_string_append_c(out, ' ');
    } else {
        g_string_append(out, abbreviation);
        if (shape->flavour / 4 % 3 == 0 && name[1] == '\0' && g_ascii_isdigit(name[0]))
            g_string_append_c(out, '0'); /* P.01 */
    }
    g_string_append(out, name);
}

void
hn_business_address_write_province(const HnSiteNames *names, const HnAddressShape *shape,
                                   GString *out)
{
    for (guint i = 0; i < G_N_ELEMENTS(CITIES) && shape->is_abbreviated; i++) {
        if (!g_str_equal(names->province, CITIES[i].type))
            continue;
        g_string_append(out, CITIES[i].abbreviations[shape->flavour / 8 % 2]);
        return;
    }
    if (shape->flavour / 16 % 3 == 0)
        g_string_append(out, names->province);
    else
        put_unit(names->province_type, names->province, shape, out);
}

void
hn_business_address_write_ward(const HnSiteNames *names, const HnAddressShape *shape, GString *out)
{
    put_unit(names->ward_type, names->ward, shape, out);
    if (names->district == NULL || shape->flavour / 32 % 2 == 0)
        return;
    g_string_append(out, shape->is_abbreviated ? " - " : ", ");
    put_unit(names->district_type, names->district, shape, out);
}

static void
put_house(HnSite site, const HnAddressShape *shape, GString *out)
{
    static const char *const PREFIXES[] = { "Số ", "", "", "Số nhà ", "SN " };
    const guint prefix = shape->flavour / 64 % (shape->is_abbreviated ? 5 : 3);
    g_string_append(out, PREFIXES[prefix]);
    if (site.lane == 0)
        g_string_append_printf(out, "%u", site.number);
    else if (site.is_northern)
        g_string_append_printf(out, shape->is_abbreviated ? "%u ngõ %u" : "%u, ngõ %u", site.number,
                               site.lane);
    else
        g_string_append_printf(out, "%u/%u", site.lane, site.number);
}

/* "Quốc lộ 13" as "QL 13"; "Nguyễn Trãi" as "Ng.Trãi". */
static void
put_way(const char *way, const HnAddressShape *shape, GString *out)
{
    if (shape->is_abbreviated && g_str_has_prefix(way, "Quốc lộ "))
        g_string_append_printf(out, "QL%s", way + strlen("Quốc lộ "));
    else if (shape->is_abbreviated && g_str_has_prefix(way, "Tỉnh lộ "))
        g_string_append_printf(out, "TL %s", way + strlen("Tỉnh lộ "));
    else if (shape->is_abbreviated && shape->flavour / 512 % 4 == 0 &&
             g_str_has_prefix(way, "Nguyễn "))
        g_string_append_printf(out, "Ng.%s", way + strlen("Nguyễn "));
    else
        g_string_append(out, way);
}

static void
put_line(HnSite site, const HnSiteNames *names, const HnAddressShape *shape, GString *out)
{
    static const char *const WAYS[] = { " ", " đường ", " ", ", đường ", " Đ. " };
    static const char *const HAMLETS[] = { "Thôn", "Xóm", "Ấp", "Khu phố" };
    static const char *const FLOORS[] = { "Tầng", "Lầu", "T" };
    const guint flavour = shape->flavour;
    switch (site.kind) {
    case HN_SITE_STREET:
        put_house(site, shape, out);
        g_string_append(out, WAYS[flavour / 256 % (shape->is_abbreviated ? 5 : 4)]);
        put_way(site.way, shape, out);
        break;
    case HN_SITE_ROAD:
        put_house(site, shape, out);
        g_string_append(out, flavour / 256 % 2 == 0 ? " " : ", ");
        put_way(site.way, shape, out);
        break;
    case HN_SITE_HAMLET:
        if (flavour / 256 % 3 > 0)
            g_string_append_printf(out, "Số %u, ", site.number);
        g_string_append_printf(out, "%s %u",
                               HAMLETS[(site.is_northern ? 0u : 2u) + site.number % 2u], site.unit);
        break;
    case HN_SITE_PLOT:
        g_string_append_printf(out, "Lô %c%u%s %s %s", 'A' + site.unit, site.number % 40u + 1u,
                               flavour / 256 % 2 == 0 ? "," : "",
                               shape->is_abbreviated ? "KCN" : "Khu công nghiệp",
                               names->district != NULL ? names->district : names->ward);
        break;
    case HN_SITE_TOWER:
    default:
        g_string_append_printf(out, "%s %u%s %s %s", FLOORS[flavour / 256 % 3], site.unit,
                               flavour / 512 % 2 == 0 ? "," : "",
                               flavour / 1024 % 2 == 0 ? "Tòa nhà" : "toà nhà", site.way);
        break;
    }
}

void
hn_business_address_write(HnSite site, const HnSiteNames *names, const HnAddressShape *shape,
                          GString *out)
{
    const char *comma = shape->is_abbreviated && shape->flavour / 2048 % 3 == 0 ? " - " : ", ";
    put_line(site, names, shape, out);
    if (!shape->is_whole)
        return;
    g_string_append(out, comma);
    put_unit(names->ward_type, names->ward, shape, out);
    if (names->district != NULL) {
        g_string_append(out, comma);
        put_unit(names->district_type, names->district, shape, out);
    }
    g_string_append(out, comma);
    hn_business_address_write_province(names, shape, out);
    if (shape->has_country)
        g_string_append(out, ", Việt Nam");
}

void
hn_business_address_write_core(HnSite site, const HnSiteNames *names, GString *out)
{
    const HnAddressShape shape = { .flavour = 256 * 2 };
    if (site.kind != HN_SITE_STREET && site.kind != HN_SITE_ROAD) {
        put_line(site, names, &shape, out);
        return;
    }
    if (site.lane > 0)
        g_string_append_printf(out, "%u/", site.lane);
    g_string_append_printf(out, "%u %s", site.number, site.way);
}
