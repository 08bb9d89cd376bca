#ifndef FISC_MAP_H
#define FISC_MAP_H
/* The map of a data folder: a small table, MAP_FILE, that says in which file of the folder a table
 * of the rules stands and under which header a column. It is the data's, not the rules': one rule
 * file serves folders whose files are named in other ways. */
#include "table.h"

#define MAP_FILE "fisc.map"

/* Reads the map of the folder dir_fd, if it has one, and lays what it says on the tables of that
 * origin (path, file, mapped). Faults become diagnostics at their lines; the rest of the map holds.
 * shown: the map's name in them; with_files: false leaves the tables' files as they are. */
void map_read(struct data_set *s, enum ir_origin origin, int dir_fd, const char *shown,
              bool with_files);
#endif
