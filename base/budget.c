#include "base/budget.h"

#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"

#define PROC_FILE_BYTES_MAX ((gsize)64 << 10)
#define CEILING_PERCENT 75 /* the rest is the page cache's, the kernel's and the neighbours' */

struct _HnBudget {
    guint64 ceiling_bytes;
    _Atomic guint64 taken_bytes;
    _Atomic guint64 peak_bytes;
};

HnBudget *
hn_budget_new(guint64 ceiling_bytes)
{
    HnBudget *budget = g_new0(HnBudget, 1);
    budget->ceiling_bytes = ceiling_bytes;
    return budget;
}

void
hn_budget_free(HnBudget *budget)
{
    g_free(budget);
}

guint64
hn_budget_ceiling(const HnBudget *budget)
{
    return budget->ceiling_bytes;
}

guint64
hn_budget_left(HnBudget *budget)
{
    const guint64 taken = atomic_load(&budget->taken_bytes);
    return taken < budget->ceiling_bytes ? budget->ceiling_bytes - taken : 0;
}

static void
raise_peak(HnBudget *budget, guint64 taken)
{
    guint64 peak = atomic_load(&budget->peak_bytes);
    while (peak < taken && !atomic_compare_exchange_weak(&budget->peak_bytes, &peak, taken)) {
        /* somebody else raised it: compare with theirs */
    }
}

gboolean
hn_budget_take(HnBudget *budget, guint64 n_bytes)
{
    guint64 taken = atomic_load(&budget->taken_bytes);
    do {
        if (taken > budget->ceiling_bytes || n_bytes > budget->ceiling_bytes - taken)
            return FALSE;
    } while (!atomic_compare_exchange_weak(&budget->taken_bytes, &taken, taken + n_bytes));
    raise_peak(budget, taken + n_bytes);
    return TRUE;
}

void
hn_budget_force(HnBudget *budget, guint64 n_bytes)
{
    const guint64 before = atomic_fetch_add(&budget->taken_bytes, n_bytes);
    g_assert(before <= G_MAXUINT64 - n_bytes);
    raise_peak(budget, before + n_bytes);
}

void
hn_budget_give(HnBudget *budget, guint64 n_bytes)
{
    const guint64 before = atomic_fetch_sub(&budget->taken_bytes, n_bytes);
    g_assert(before >= n_bytes);
}

guint64
hn_budget_peak(HnBudget *budget)
{
    return atomic_load(&budget->peak_bytes);
}

/* The number in a control file such as memory.max; "max", an absent or an unreadable file: no
 * limit. */
static guint64
limit_in_file(const char *path)
{
    g_autoptr(GBytes) content = hn_io_read_file(path, PROC_FILE_BYTES_MAX, NULL);
    guint64 limit;
    if (content == NULL)
        return G_MAXUINT64;
    g_autofree char *text = g_strstrip(g_strdup(g_bytes_get_data(content, NULL)));
    return g_ascii_string_to_unsigned(text, 10, 1, G_MAXUINT64, &limit, NULL) ? limit : G_MAXUINT64;
}

/* A group is bound by the limits of all its ancestors as well. */
static guint64
cgroup_limit(const char *root, const char *group, const char *file)
{
    guint64 limit = G_MAXUINT64;
    g_autofree char *folder = g_strconcat(root, group, NULL);
    const gsize n_root = strlen(root);
    while (strlen(folder) >= n_root) {
        g_autofree char *path = g_build_filename(folder, file, NULL);
        limit = MIN(limit, limit_in_file(path));
        char *slash = strrchr(folder, '/');
        if (slash == NULL)
            break;
        *slash = '\0';
    }
    return limit;
}

/* Lines of /proc/self/cgroup: "0::/GROUP" (version 2) or "N:...,memory,...:/GROUP" (version 1). */
static guint64
limit_of_cgroup_line(const char *line)
{
    g_auto(GStrv) parts = g_strsplit(line, ":", 3);
    if (g_strv_length(parts) != 3)
        return G_MAXUINT64;
    if (parts[1][0] == '\0')
        return cgroup_limit("/sys/fs/cgroup", parts[2], "memory.max");
    g_auto(GStrv) controllers = g_strsplit(parts[1], ",", -1);
    if (!g_strv_contains((const char *const *)controllers, "memory"))
        return G_MAXUINT64;
    return cgroup_limit("/sys/fs/cgroup/memory", parts[2], "memory.limit_in_bytes");
}

guint64
hn_budget_default_ceiling(void)
{
    const long n_pages = sysconf(_SC_PHYS_PAGES);
    const long page_bytes = sysconf(_SC_PAGESIZE);
    g_assert(n_pages > 0 && page_bytes > 0);
    guint64 limit = (guint64)n_pages * (guint64)page_bytes;
    g_autoptr(GBytes) content = hn_io_read_file("/proc/self/cgroup", PROC_FILE_BYTES_MAX, NULL);
    if (content != NULL) {
        g_auto(GStrv) lines = g_strsplit(g_bytes_get_data(content, NULL), "\n", -1);
        for (gsize i = 0; lines[i] != NULL; i++)
            limit = MIN(limit, limit_of_cgroup_line(lines[i]));
    }
    return limit / 100 * CEILING_PERCENT;
}

/* "", "K", "KB", "KiB" ...: all powers of 1,024. 0: no such unit. */
static guint64
unit_bytes(const char *unit)
{
    static const char letters[] = "KMGT";
    if (*unit == '\0' || g_ascii_strcasecmp(unit, "B") == 0)
        return 1;
    const char *letter = strchr(letters, g_ascii_toupper(*unit));
    if (letter == NULL)
        return 0;
    const char *rest = unit + 1;
    if (*rest != '\0' && g_ascii_strcasecmp(rest, "B") != 0 && g_ascii_strcasecmp(rest, "iB") != 0)
        return 0;
    return G_GUINT64_CONSTANT(1) << (10 * (letter - letters + 1));
}

guint64
hn_budget_parse(const char *text)
{
    guint64 whole = 0, tenths_divisor = 1, fraction = 0;
    const char *c = text;
    for (; g_ascii_isdigit(*c); c++) {
        if (whole > G_MAXUINT32) /* times 2^40 would not fit; no such machine */
            return 0;
        whole = 10 * whole + (guint64)(*c - '0');
    }
    if (c == text)
        return 0;
    if (*c == '.') {
        for (c++; g_ascii_isdigit(*c) && tenths_divisor < 1000000; c++) {
            fraction = 10 * fraction + (guint64)(*c - '0');
            tenths_divisor *= 10;
        }
    }
    while (*c == ' ')
        c++;
    const guint64 unit = unit_bytes(c);
    if (unit == 0 || whole > G_MAXINT64 / unit)
        return 0;
    return whole * unit + fraction * (unit / tenths_divisor) +
           fraction * (unit % tenths_divisor) / tenths_divisor;
}

guint64
hn_process_peak_bytes(void)
{
    g_autoptr(GBytes) content = hn_io_read_file("/proc/self/status", PROC_FILE_BYTES_MAX, NULL);
    if (content == NULL)
        return 0;
    const char *line = strstr(g_bytes_get_data(content, NULL), "VmHWM:");
    return line == NULL ? 0 : g_ascii_strtoull(line + strlen("VmHWM:"), NULL, 10) * 1024;
}
