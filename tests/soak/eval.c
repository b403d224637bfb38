/* The interpreter: expressions and statements of the typed tree, as the reference defines them. */
#include <assert.h>

#include "eval.h"

enum { STEP_LIMIT = 2000000 };

static void eval_block(struct ev *ev, const struct block *b);

/* ---- variables ---- */

static struct val *var_place(struct ev *ev, const struct sema_var *v)
{
	struct val *place = strmap_getn(&ev->vars, (const char *)&v, sizeof(v));
	if (place)
		return place;
	place = ARENA_NEW(ev->a, struct val);
	*place = ev_val_zero(ev, v->type);
	strmap_putn(&ev->vars, arena_dup(ev->a, &v, sizeof(v)), sizeof(v), place);
	return place;
}

static void var_assign(struct ev *ev, const struct sema_var *v, struct val value)
{
	*var_place(ev, v) = ev_val_convert(ev, value, v->type);
}

/* ---- places: variables and elements of maps ---- */

struct place {
	const struct sema_var *var;
	struct ev_map *map;
	struct val key;
};

static struct place place_of(struct ev *ev, const struct expr *e)
{
	struct place p = { 0 };
	if (e->kind == EXPR_VAR) {
		p.var = e->var;
		return p;
	}
	p.map = ev_map_of(ev, e->map);
	if (e->map->is_keyed)
		p.key = ev_val_convert(ev, eval_expr(ev, e->key), e->map->key_type);
	return p;
}

static struct val place_read(struct ev *ev, const struct place *p)
{
	return p->var ? *var_place(ev, p->var) : ev_map_read(ev, p->map, &p->key);
}

static void place_write(struct ev *ev, const struct place *p, struct val v)
{
	if (p->var)
		var_assign(ev, p->var, v);
	else
		ev_map_assign(ev, p->map, &p->key, v);
}

/* ---- operators ---- */

static bool is_signed(const struct val *v) { return v->type->kind != TYPE_POINTER && v->type->is_signed; }

static uint64_t divide(enum op op, uint64_t x, uint64_t y, bool is_signed_division)
{
	if (!y)
		return 1;
	if (!is_signed_division)
		return op == OP_DIV ? x / y : x % y;
	if (y == UINT64_MAX) /* -1: the one quotient that may not fit */
		return op == OP_DIV ? -x : 0;
	return (uint64_t)(op == OP_DIV ? (int64_t)x / (int64_t)y : (int64_t)x % (int64_t)y);
}

static bool compare(enum op op, uint64_t x, uint64_t y, bool is_signed_comparison)
{
	bool less = is_signed_comparison ? (int64_t)x < (int64_t)y : x < y;
	switch (op) {
	case OP_EQ:
		return x == y;
	case OP_NE:
		return x != y;
	case OP_LT:
		return less;
	case OP_GE:
		return !less;
	case OP_LE:
		return less || x == y;
	default:
		return !less && x != y;
	}
}

static uint64_t object_size(struct ev *ev, const struct type *pointer)
{
	return pointer->inner->kind == TYPE_VOID ? 1 : type_complete(ev->types, pointer->inner)->size;
}

static uint64_t compute(struct ev *ev, enum op op, const struct val *a, const struct val *b, bool by_sign)
{
	uint64_t x = a->n, y = b->n;
	if (a->type->kind == TYPE_POINTER && b->type->kind != TYPE_POINTER)
		y *= object_size(ev, a->type);
	else if (b->type->kind == TYPE_POINTER && a->type->kind != TYPE_POINTER)
		x *= object_size(ev, b->type);
	switch (op) {
	case OP_ADD:
		return x + y;
	case OP_SUB:
		return x - y;
	case OP_MUL:
		return x * y;
	case OP_AND:
		return x & y;
	case OP_OR:
		return x | y;
	case OP_XOR:
		return x ^ y;
	case OP_SHL:
		return x << (y & 63);
	case OP_SHR:
		return is_signed(a) ? (uint64_t)((int64_t)x >> (y & 63)) : x >> (y & 63);
	default:
		return divide(op, x, y, by_sign);
	}
}

/* by_sign: sema took the operands for signed numbers */
static struct val binary(struct ev *ev, enum op op, const struct val *x, const struct val *y, const struct type *t,
			 bool by_sign)
{
	if (op >= OP_EQ && op <= OP_GE && !type_is_register(x->type))
		return ev_val_number(t, ev_val_equal(ev, x, y) == (op == OP_EQ));
	if (op >= OP_EQ && op <= OP_GE)
		return ev_val_number(t, compare(op, x->n, y->n, by_sign));
	return ev_val_number(t, ev_extend(t, compute(ev, op, x, y, by_sign)));
}

static struct val eval_binary(struct ev *ev, const struct expr *e)
{
	struct val x = eval_expr(ev, e->lhs);
	if (e->op == OP_LAND || e->op == OP_LOR) {
		bool decided = ev_val_is_true(&x) == (e->op == OP_LOR);
		struct val y = decided ? x : eval_expr(ev, e->rhs);
		return ev_val_number(e->type, ev_val_is_true(&y));
	}
	struct val y = eval_expr(ev, e->rhs);
	return binary(ev, e->op, &x, &y, e->type, e->is_signed);
}

static struct val eval_unary(struct ev *ev, const struct expr *e)
{
	struct val x = eval_expr(ev, e->lhs);
	switch (e->op) {
	case OP_DEREF:
		return ev_memory_read(ev, type_complete(ev->types, e->type), x.n);
	case OP_NOT:
		return ev_val_number(e->type, !ev_val_is_true(&x));
	case OP_NEG:
		return ev_val_number(e->type, ev_extend(e->type, -x.n));
	default:
		assert(e->op == OP_BITNOT);
		return ev_val_number(e->type, ev_extend(e->type, ~x.n));
	}
}

static struct val eval_incdec(struct ev *ev, const struct expr *e)
{
	struct place p = place_of(ev, e->lhs);
	struct val old = place_read(ev, &p);
	uint64_t step = old.type->kind == TYPE_POINTER ? object_size(ev, old.type) : 1;
	struct val now = ev_val_number(e->type, ev_extend(e->type, e->op == OP_INC ? old.n + step : old.n - step));
	place_write(ev, &p, now);
	return ev_val_convert(ev, e->is_prefix ? place_read(ev, &p) : old, e->type);
}

/* ---- parts ---- */

/*
 * Where in the process's memory a part of an object behind a pointer lies: reading it reads no more than that. false: not
 * there, or a bit-field.
 */
static bool foreign_place(struct ev *ev, const struct expr *e, uint64_t *ret_addr)
{
	bool is_member = e->kind == EXPR_MEMBER && !e->member.bit_size;
	bool is_element = e->kind == EXPR_INDEX && e->lhs->type->kind == TYPE_ARRAY;
	if ((!is_member && !is_element) || e->lhs->type->kind == TYPE_RECORD)
		return false;
	if (is_member && e->lhs->type->kind == TYPE_POINTER)
		*ret_addr = eval_expr(ev, e->lhs).n;
	else if (!foreign_place(ev, e->lhs, ret_addr))
		return false;
	uint64_t i = is_element ? eval_expr(ev, e->rhs).n : 0;
	*ret_addr += is_member ? e->member.offset : i * e->type->size;
	if (is_element && i >= e->lhs->type->count)
		*ret_addr = 0; /* nothing is there */
	return true;
}

static struct val read_foreign(struct ev *ev, const struct expr *e, uint64_t addr)
{
	if (e->kind != EXPR_MEMBER || e->type->kind != TYPE_STRING)
		return ev_memory_read(ev, e->type, addr);
	struct val text = ev_val_zero(ev, e->type); /* char f[N]: N bytes, and a NUL */
	if (ev_memory_has(addr, type_member_bytes(&e->member)))
		memcpy(text.mem, (const void *)(uintptr_t)addr, type_member_bytes(&e->member));
	return text;
}

static struct val eval_member(struct ev *ev, const struct expr *e)
{
	uint64_t addr;
	if (foreign_place(ev, e, &addr))
		return read_foreign(ev, e, addr);
	struct val v = eval_expr(ev, e->lhs);
	struct type_member m = e->member;
	if (v.type->kind == TYPE_POINTER)
		v = ev_memory_read(ev, type_complete(ev->types, v.type->inner), v.n);
	for (uint32_t i = 0; v.type->kind == TYPE_RECORD && i < v.type->member_count; i++)
		if (!strcmp(v.type->members[i].name, e->name))
			m = v.type->members[i];
	return ev_val_member(ev, &v, &m);
}

static struct val eval_index(struct ev *ev, const struct expr *e)
{
	uint64_t addr;
	if (foreign_place(ev, e, &addr))
		return ev_memory_read(ev, e->type, addr);
	struct val v = eval_expr(ev, e->lhs);
	uint64_t i = eval_expr(ev, e->rhs).n;
	if (v.type->kind == TYPE_TUPLE)
		return ev_val_member(ev, &v, &v.type->members[i]);
	if (v.type->kind == TYPE_POINTER)
		return ev_memory_read(ev, type_complete(ev->types, e->type), v.n + i * object_size(ev, v.type));
	if (v.type->kind == TYPE_STRING)
		return ev_val_load(ev, e->type, i < v.type->size ? v.mem + i : (const uint8_t *)"");
	if (i >= v.type->count)
		return ev_val_zero(ev, e->type);
	return ev_val_load(ev, e->type, v.mem + i * e->type->size);
}

static struct val eval_tuple_index(struct ev *ev, const struct expr *e)
{
	struct val v = eval_expr(ev, e->lhs);
	return ev_val_member(ev, &v, &v.type->members[e->value]);
}

static struct val eval_tuple(struct ev *ev, const struct expr *e)
{
	struct val r = ev_val_zero(ev, e->type);
	for (size_t i = 0; i < e->args.len; i++) {
		const struct type_member *m = &e->type->members[i];
		struct val part = ev_val_convert(ev, eval_expr(ev, e->args.data[i]), m->type);
		ev_val_store(&part, r.mem + m->offset);
	}
	return r;
}

/* ---- choices and blocks ---- */

static struct val eval_block_value(struct ev *ev, const struct block *b)
{
	eval_block(ev, b);
	return b->value && ev->flow == FLOW_NEXT ? eval_expr(ev, b->value) : (struct val){ 0 };
}

static struct val eval_if(struct ev *ev, const struct expr *e)
{
	struct val cond = eval_expr(ev, e->cond), r = { 0 };
	if (ev_val_is_true(&cond))
		r = eval_block_value(ev, e->block);
	else if (e->else_block)
		r = eval_block_value(ev, e->else_block);
	return r.type && e->type ? ev_val_convert(ev, r, e->type) : r;
}

static struct val eval_ternary(struct ev *ev, const struct expr *e)
{
	struct val cond = eval_expr(ev, e->cond), r;
	if (ev_val_is_true(&cond))
		r = e->lhs ? eval_expr(ev, e->lhs) : cond;
	else
		r = eval_expr(ev, e->rhs);
	return r.type ? ev_val_convert(ev, r, e->type) : r;
}

/* ---- calls ---- */

static struct val eval_fn(struct ev *ev, const struct expr *e)
{
	const struct sema_fn *fn = e->annot;
	struct val args[8], none = { 0 };
	for (size_t i = 0; i < e->args.len; i++)
		args[i] = eval_expr(ev, e->args.data[i]);
	for (size_t i = 0; i < e->args.len; i++)
		var_assign(ev, fn->params.data[i], args[i]);
	ev->result = none;
	struct val v = eval_block_value(ev, fn->decl->body);
	if (ev->flow == FLOW_RETURN)
		v = ev->result;
	ev->flow = FLOW_NEXT;
	return v.type && fn->decl->ret_type->kind != TYPE_VOID ? ev_val_convert(ev, v, fn->decl->ret_type) : none;
}

static struct val eval_string(struct ev *ev, const struct expr *e)
{
	struct val v = ev_val_zero(ev, e->type);
	memcpy(v.mem, e->str, MIN(e->str_len, e->type->size));
	return v;
}

static struct val eval_map_read(struct ev *ev, const struct expr *e)
{
	struct place p = place_of(ev, e);
	return place_read(ev, &p);
}

struct val eval_expr(struct ev *ev, const struct expr *e)
{
	ev->too_long |= ++ev->steps > STEP_LIMIT;
	switch (e->kind) {
	case EXPR_INT:
	case EXPR_BOOL:
		return ev_val_number(e->type, ev_extend(e->type, e->value));
	case EXPR_STRING:
		return eval_string(ev, e);
	case EXPR_VAR:
		return *var_place(ev, e->var);
	case EXPR_MAP:
	case EXPR_MAP_ACCESS:
		return eval_map_read(ev, e);
	case EXPR_IDENT:
	case EXPR_CALL:
		return e->builtin ? eval_builtin(ev, e) : eval_fn(ev, e);
	case EXPR_UNARY:
		return eval_unary(ev, e);
	case EXPR_BINARY:
		return eval_binary(ev, e);
	case EXPR_TERNARY:
		return eval_ternary(ev, e);
	case EXPR_MEMBER:
		return eval_member(ev, e);
	case EXPR_TUPLE_INDEX:
		return eval_tuple_index(ev, e);
	case EXPR_INDEX:
		return eval_index(ev, e);
	case EXPR_CAST:
		return ev_val_convert(ev, eval_expr(ev, e->lhs), e->type);
	case EXPR_TUPLE:
	case EXPR_RECORD:
		return eval_tuple(ev, e);
	case EXPR_BLOCK:
		return eval_block_value(ev, e->block);
	case EXPR_IF:
		return eval_if(ev, e);
	case EXPR_COMPTIME:
		return eval_expr(ev, e->lhs);
	case EXPR_INCDEC:
		return eval_incdec(ev, e);
	default:
		assert(!"an expression that the evaluator knows");
		return (struct val){ 0 };
	}
}

/* ---- statements ---- */

static void exec_aggregate(struct ev *ev, const struct stmt *s)
{
	struct place p = place_of(ev, s->target);
	struct val sample = { 0 };
	if (s->expr->args.len)
		sample = eval_expr(ev, s->expr->args.data[0]);
	ev_map_aggregate(ev, p.map, &p.key, s->expr, sample);
}

static void exec_compound(struct ev *ev, const struct stmt *s)
{
	struct place p = place_of(ev, s->target);
	struct val old = place_read(ev, &p), v = eval_expr(ev, s->expr);
	const struct type *t = old.type->kind == TYPE_POINTER ? old.type : type_int(ev->types, 8, false);
	place_write(ev, &p, binary(ev, s->op, &old, &v, t, s->is_signed));
}

static void exec_assign(struct ev *ev, const struct stmt *s)
{
	if (s->expr->kind == EXPR_CALL && s->expr->agg) {
		exec_aggregate(ev, s);
		return;
	}
	if (!s->target) {
		eval_expr(ev, s->expr);
		return;
	}
	if (s->op != OP_NONE) {
		exec_compound(ev, s);
		return;
	}
	struct val v = eval_expr(ev, s->expr); /* before the key */
	struct place p = place_of(ev, s->target);
	place_write(ev, &p, v);
}

static void exec_let(struct ev *ev, const struct stmt *s)
{
	const struct sema_var *v = s->target->var ?: s->var;
	struct val value = s->expr ? eval_expr(ev, s->expr) : ev_val_zero(ev, v->type);
	var_assign(ev, v, value);
}

/* One round of a loop. false: the loop ends. */
static bool exec_round(struct ev *ev, const struct block *body)
{
	eval_block(ev, body);
	if (ev->flow == FLOW_RETURN || ev->too_long)
		return false;
	bool go_on = ev->flow != FLOW_BREAK;
	ev->flow = FLOW_NEXT;
	return go_on;
}

static void exec_while(struct ev *ev, const struct stmt *s)
{
	for (;;) {
		struct val cond = eval_expr(ev, s->expr);
		if (!ev_val_is_true(&cond) || !exec_round(ev, s->block))
			return;
	}
}

static void exec_for_range(struct ev *ev, const struct stmt *s)
{
	const struct type *t = s->var->type;
	struct val lo = ev_val_convert(ev, eval_expr(ev, s->expr), t), hi = ev_val_convert(ev, eval_expr(ev, s->high), t);
	for (uint64_t i = lo.n; compare(OP_LT, i, hi.n, t->is_signed); i++) {
		var_assign(ev, s->var, ev_val_number(t, i));
		if (!exec_round(ev, s->block))
			return;
	}
}

static void exec_for_map(struct ev *ev, const struct stmt *s)
{
	struct ev_map *m = ev_map_of(ev, s->expr->map);
	const struct type *t = s->var->type;
	for (size_t i = 0; i < m->entries.len; i++) {
		struct val pair = ev_val_zero(ev, t), key = m->entries.data[i]->key;
		struct val value = ev_map_entry_value(ev, m, m->entries.data[i]);
		key = ev_val_convert(ev, key, t->members[0].type);
		value = ev_val_convert(ev, value, t->members[1].type);
		ev_val_store(&key, pair.mem + t->members[0].offset);
		ev_val_store(&value, pair.mem + t->members[1].offset);
		var_assign(ev, s->var, pair);
		if (!exec_round(ev, s->block))
			return;
	}
}

static void exec_return(struct ev *ev, const struct stmt *s)
{
	struct val v = s->expr ? eval_expr(ev, s->expr) : (struct val){ 0 };
	ev->result = v;
	ev->flow = FLOW_RETURN;
}

static void exec_stmt(struct ev *ev, const struct stmt *s)
{
	switch (s->kind) {
	case STMT_EXPR:
		eval_expr(ev, s->expr);
		break;
	case STMT_ASSIGN:
		exec_assign(ev, s);
		break;
	case STMT_LET:
		exec_let(ev, s);
		break;
	case STMT_WHILE:
		exec_while(ev, s);
		break;
	case STMT_FOR_RANGE:
		exec_for_range(ev, s);
		break;
	case STMT_FOR_MAP:
		exec_for_map(ev, s);
		break;
	case STMT_UNROLL:
		for (uint64_t i = 0; i < s->expr->value && ev->flow == FLOW_NEXT; i++)
			eval_block(ev, s->block);
		break;
	case STMT_BREAK:
		ev->flow = FLOW_BREAK;
		break;
	case STMT_CONTINUE:
		ev->flow = FLOW_CONTINUE;
		break;
	case STMT_RETURN:
		exec_return(ev, s);
		break;
	default:
		break;
	}
}

static void eval_block(struct ev *ev, const struct block *b)
{
	for (size_t i = 0; i < b->stmts.len && ev->flow == FLOW_NEXT && !ev->too_long; i++)
		exec_stmt(ev, b->stmts.data[i]);
}

/* ---- programs ---- */

static void run_probe(struct ev *ev, const struct probe_decl *d)
{
	struct val cond = d->predicate ? eval_expr(ev, d->predicate) : (struct val){ 0 };
	if (!d->predicate || ev_val_is_true(&cond)) {
		eval_block(ev, d->body);
		if (d->body->value && ev->flow == FLOW_NEXT)
			eval_expr(ev, d->body->value);
	}
	ev->flow = FLOW_NEXT;
}

static void do_deferred(struct ev *ev)
{
	for (size_t i = 0; i < ev->deferred.len; i++) {
		if (ev->deferred.data[i].is_zero)
			ev_map_make_zero(ev, ev->deferred.data[i].map);
		else
			ev_map_clear(ev->deferred.data[i].map);
	}
	ev->deferred.len = 0;
}

static void run_all(struct ev *ev, uint32_t kind)
{
	for (size_t i = 0; i < ev->c->sema.units.len; i++)
		if (ev->c->sema.units.data[i]->kind->bit == kind)
			run_probe(ev, ev->c->sema.units.data[i]->decl);
	do_deferred(ev);
}

enum eval_result soak_evaluate(struct compiled *c, struct strbuf *ret_prints, struct strbuf *ret_maps)
{
	struct ev ev = { .c = c, .a = arena_new(), .types = c->types, .out = ret_prints };
	struct strbuf maps = { 0 };
	strmap_init(&ev.vars, ev.a);
	for (size_t i = 0; i < c->sema.maps.len; i++)
		vec_push(ev.a, &ev.maps, (struct ev_map){ .m = c->sema.maps.data[i] });
	run_all(&ev, PROBE_BEGIN);
	run_all(&ev, PROBE_END);
	for (size_t i = 0; i < ev.maps.len; i++)
		ev_map_text(&ev, &ev.maps.data[i], &maps);
	soak_sort_entries(strbuf_str(&maps), ret_maps);
	strbuf_done(&maps);
	arena_free(ev.a);
	return ev.too_long ? EVAL_TOO_LONG : EVAL_DONE;
}
