/* insight/bridges.h - the links that alone hold a cluster together: without one of them it falls
 * into two.
 *
 * Data walk: the links inside clusters stream through once, in any order; the report lists the
 *   weakest bridges, for two groups of records that one doubtful pair joins are the first place to
 *   look for a wrong merge. What people decided goes in as HN_BRIDGE_DECIDED: it holds, and is
 *   never a bridge itself.
 * How: a link is kept if it joins two parts of what was kept so far, else if it joins two parts of
 *   the second forest; all others are forgotten. Every cut that one link crosses, and no other, is
 *   crossed by one kept link, so the bridges of the kept ones are the bridges of all. These are
 *   found by a depth-first search with low points, without recursion.
 * Source: sparse certificates: Nagamochi and Ibaraki (1992), Algorithmica 7, 2.1; bridges: Tarjan
 *   (1974), Information Processing Letters 2(6).
 * Cost: about 40 ns a link; memory 8 bytes a record and at most two links of 12 bytes a record
 *   while they stream, then 24 bytes a record and 8 bytes a kept link more: of a hundred million
 *   links over ten million records at most 650 MB, however many links there are.
 * Threads: one.
 */
#pragma once
#include <glib.h>

#define HN_BRIDGE_DECIDED G_MAXINT32

typedef struct {
    guint32 a, b;        /* rows, a < b */
    gint32 weight_units; /* 1/65536 bit */
    guint32 n_a, n_b;    /* records on the side of each */
} HnBridge;

typedef struct _HnBridges HnBridges;
HnBridges *hn_bridges_new(guint32 n_rows);
void hn_bridges_free(HnBridges *bridges);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HnBridges, hn_bridges_free)
void hn_bridges_add(HnBridges *bridges, guint32 a, guint32 b, gint32 weight_units); /* a != b */
/* Calls @take for each bridge, in no order that means anything; then the finder is spent. */
typedef void (*HnBridgeTaker)(gpointer user, const HnBridge *bridge);
void hn_bridges_find(HnBridges *bridges, HnBridgeTaker take, gpointer user);
