#include "blocking/rule_windows.h"

#include "blocking/neighbourhood.h"

/* One rule with a window: the places of each class's keys, and how many classes lie before. */
typedef struct {
    guint64 *class_start; /* [n_classes + 1] into places; NULL: the rule has no window */
    guint32 *places;      /* of keys, ascending inside a class */
    guint64 *n_before;    /* [n_keys + 1] classes of the keys before */
} Window;

struct _HnRuleWindows {
    const HnRecordTable *table;
    const HnEntityType *type;
    Window rules[HN_RULES_MAX];
};

/* Keys are visited in their order, so every class's places come out ascending. */
static void
fill_window(Window *window, const HnKeyRequest *request)
{
    HnNeighbourhood neighbourhood;
    hn_neighbourhood_build(request, &neighbourhood);
    const guint32 *classes = neighbourhood.tuples.classes;
    const guint32 n_classes = request->n_classes;
    window->class_start = g_new0(guint64, (gsize)n_classes + 2);
    for (gsize i = 0; i < neighbourhood.tuples.n; i++)
        window->class_start[classes[i] + 2]++;
    for (guint32 c = 0; c < n_classes; c++)
        window->class_start[c + 2] += window->class_start[c + 1];
    window->places = g_new(guint32, neighbourhood.tuples.n + 1);
    for (guint32 key = 0; key < neighbourhood.n_keys; key++)
        for (guint64 i = neighbourhood.start[key]; i < neighbourhood.start[key + 1]; i++)
            window->places[window->class_start[classes[i] + 1]++] = key;
    window->n_before = g_steal_pointer(&neighbourhood.start);
    hn_neighbourhood_clear(&neighbourhood);
}

HnRuleWindows *
hn_rule_windows_new(const HnRecordTable *table, const HnEntityType *type, HnThreadPool *pool)
{
    HnRuleWindows *windows = g_new0(HnRuleWindows, 1);
    g_autoptr(HnKeySpace) space = NULL;
    windows->table = table;
    windows->type = type;
    for (guint r = 0; r < type->n_rules; r++) {
        if (type->rules[r].window == 0)
            continue;
        if (space == NULL)
            space = hn_key_space_new(table, type, pool);
        const HnKeyRequest request = hn_key_request_of_rule(space, table, type, r);
        fill_window(&windows->rules[r], &request);
    }
    return windows;
}

void
hn_rule_windows_free(HnRuleWindows *windows)
{
    if (windows == NULL)
        return;
    for (guint r = 0; r < HN_RULES_MAX; r++) {
        g_free(windows->rules[r].class_start);
        g_free(windows->rules[r].places);
        g_free(windows->rules[r].n_before);
    }
    g_free(windows);
}

gboolean
hn_rule_windows_meet(const HnRuleWindows *windows, guint rule, guint32 row_a, guint32 row_b)
{
    const Window *window = &windows->rules[rule];
    const guint32 a = windows->table->class_of[row_a], b = windows->table->class_of[row_b];
    g_assert(window->class_start != NULL);
    for (guint64 i = window->class_start[a]; i < window->class_start[a + 1]; i++) {
        for (guint64 k = window->class_start[b]; k < window->class_start[b + 1]; k++) {
            const guint32 first = MIN(window->places[i], window->places[k]);
            const guint32 last = MAX(window->places[i], window->places[k]);
            if (last - first < windows->type->rules[rule].window &&
                window->n_before[last + 1] - window->n_before[first] <=
                    windows->type->block_size_max)
                return TRUE;
        }
    }
    return FALSE;
}
