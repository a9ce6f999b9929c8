/* connect/folder_sink.h - the HnChangeSink of a folder: change sets as files, for a data-sharing
 * platform or a site that is not connected.
 *
 * Data walk: as table_sink.h. A set is a folder of its own, FOLDER/set-SEQUENCE, which appears
 *   whole by a rename: changes.jsonl.zst (a zstd frame for each MiB of lines, any zstd reads it),
 *   manifest.json (stream, epoch, sequence, what it builds on, columns, each frame's place and
 *   SHA-256, the file's) and, with a key, manifest.sig (Ed25519 over the manifest's bytes, RFC
 *   8032, as 128 hex digits). docs/formats.md has every field.
 * Acknowledgement: who has taken a set puts ack-SEQUENCE.json with {"sequence": N, "digest": "..."}
 *   into FOLDER; then that set and those before it are removed. Nothing else removes one.
 * Rights: who may read FOLDER may read what appears in it (base/io_share.h).
 * Watermark: current.json, or a later set that stands there (a kill between the two).
 * Threads: as the interface.
 */
#pragma once
#include "records/change_sink.h"

typedef struct {
    const char *folder;        /* made if it is not there */
    const char *sign_key_file; /* 64 hex digits: the seed of an Ed25519 key; NULL: not signed */
    HnTargetShape shape;       /* table is not used */
    const volatile int *interrupted;
} HnFolderSinkOptions;

HnChangeSink *hn_folder_sink_new(const HnFolderSinkOptions *options, GError **error);
/* The public half of the key, 64 hex digits, for those who check signatures. (transfer full) */
char *hn_folder_sink_public_key(const char *sign_key_file, GError **error);
