/* What the files of the evaluator share. */
#ifndef SOAK_EVAL_H
#define SOAK_EVAL_H

#include "soak.h"

/* A value. Register types: the number, extended by the type's own sign. Others: type->size bytes as the type lays them out. */
struct val {
	const struct type *type;
	uint64_t n;
	uint8_t *mem;
};

struct ev_agg { /* one aggregation */
	uint64_t count, total, extreme;
	bool is_set;
	struct ev_bucket {
		int64_t index;
		uint64_t count;
	} *buckets;
	size_t bucket_count, bucket_cap;
};

struct ev_entry {
	struct val key, value;
	struct ev_agg agg;
};

struct ev_map {
	const struct sema_map *m;
	VEC(struct ev_entry *) entries;
	bool was_zeroed; /* a scalar aggregation that was zeroed counts as set */
};

enum flow { FLOW_NEXT, FLOW_BREAK, FLOW_CONTINUE, FLOW_RETURN };

/* clear() and zero() happen when the tracer reads their records: after the program. */
struct ev_deferred {
	struct ev_map *map;
	bool is_zero;
};

struct ev {
	struct compiled *c;
	struct arena *a;
	struct type_table *types;
	struct strbuf *out;
	VEC(struct ev_map) maps;
	struct strmap vars; /* address of the struct sema_var -> struct val */
	VEC(struct ev_deferred) deferred;
	enum flow flow;
	struct val result; /* of return */
	uint64_t steps;
	bool too_long;
};

/* eval_value.c */
struct val ev_val_number(const struct type *t, uint64_t n);
struct val ev_val_zero(struct ev *ev, const struct type *t);
struct val ev_val_load(struct ev *ev, const struct type *t, const void *from);
void ev_val_store(const struct val *v, uint8_t *to);
struct val ev_val_convert(struct ev *ev, struct val v, const struct type *to);
struct val ev_val_member(struct ev *ev, const struct val *v, const struct type_member *m);
bool ev_val_equal(struct ev *ev, const struct val *x, const struct val *y);
bool ev_val_is_true(const struct val *v);
uint64_t ev_extend(const struct type *t, uint64_t n); /* the number as a value of type t */
size_t ev_val_strlen(const struct val *v);
/* Memory of the process or of the programs' structures; zeros if it is not there. */
struct val ev_memory_read(struct ev *ev, const struct type *t, uint64_t addr);
bool ev_memory_has(uint64_t addr, size_t size);

/* eval_text.c */
void ev_val_text(struct ev *ev, const struct val *v, struct strbuf *out);
void ev_val_format(struct ev *ev, const char *format, const struct val *args, size_t n, struct strbuf *out);
void ev_map_text(struct ev *ev, const struct ev_map *m, struct strbuf *out);

/* eval_map.c */
struct ev_map *ev_map_of(struct ev *ev, const struct sema_map *m);
struct ev_entry *ev_map_find(struct ev *ev, struct ev_map *m, const struct val *key);
void ev_map_assign(struct ev *ev, struct ev_map *m, const struct val *key, struct val v);
struct val ev_map_read(struct ev *ev, struct ev_map *m, const struct val *key);
bool ev_map_delete(struct ev *ev, struct ev_map *m, const struct val *key);
void ev_map_clear(struct ev_map *m);
void ev_map_make_zero(struct ev *ev, struct ev_map *m);
void ev_map_aggregate(struct ev *ev, struct ev_map *m, const struct val *key, const struct expr *call, struct val sample);
struct val ev_map_entry_value(struct ev *ev, const struct ev_map *m, const struct ev_entry *e);
uint64_t ev_agg_number(const struct type *t, const struct ev_agg *a);

/* eval.c */
struct val eval_expr(struct ev *ev, const struct expr *e);
/* eval_call.c */
struct val eval_builtin(struct ev *ev, const struct expr *e);

#endif
