/* Calls of the language's own functions. */
#include <assert.h>

#include "eval.h"

static struct val arg(struct ev *ev, const struct expr *e, size_t i) { return eval_expr(ev, e->args.data[i]); }

/* ---- text ---- */

/* A string, or the text that an array holds or a pointer leads to, as a string of the type that holds any such. */
static struct val text_arg(struct ev *ev, const struct expr *e, size_t i)
{
	struct val v = arg(ev, e, i);
	if (v.type->kind == TYPE_STRING)
		return v;
	struct val text = ev_val_zero(ev, type_string(ev->types, (uint32_t)ev->c->config.max_strlen + 1));
	if (v.type->kind == TYPE_ARRAY) {
		memcpy(text.mem, v.mem, MIN(v.type->size, text.type->size));
		return text;
	}
	for (uint32_t k = 0; k + 1 < text.type->size && ev_memory_has(v.n + k, 1); k++)
		if (!(text.mem[k] = *(const uint8_t *)(uintptr_t)(v.n + k)))
			break;
	return text;
}

static struct val call_strlen(struct ev *ev, const struct expr *e)
{
	struct val s = text_arg(ev, e, 0);
	return ev_val_number(e->type, ev_val_strlen(&s));
}

static struct val call_strncmp(struct ev *ev, const struct expr *e)
{
	struct val x = text_arg(ev, e, 0), y = text_arg(ev, e, 1);
	uint64_t n = eval_expr(ev, e->args.data[2]).n;
	for (uint64_t i = 0; i < n; i++) {
		uint8_t a = i < x.type->size ? x.mem[i] : 0, b = i < y.type->size ? y.mem[i] : 0;
		if (a != b)
			return ev_val_number(e->type, 1);
		if (!a)
			break;
	}
	return ev_val_number(e->type, 0);
}

/* The difference of the first bytes that differ. */
static struct val call_memcmp(struct ev *ev, const struct expr *e)
{
	struct val x = arg(ev, e, 0), y = arg(ev, e, 1);
	uint64_t n = arg(ev, e, 2).n;
	for (uint64_t i = 0; i < n && i < x.type->size; i++)
		if (x.mem[i] != y.mem[i])
			return ev_val_number(e->type, (uint64_t)((int64_t)(int8_t)x.mem[i] - (int8_t)y.mem[i]));
	return ev_val_number(e->type, 0);
}

static char *text_of(struct ev *ev, const struct val *v)
{
	return arena_strndup(ev->a, (const char *)v->mem, ev_val_strlen(v));
}

static struct val call_strstr(struct ev *ev, const struct expr *e)
{
	struct val h = text_arg(ev, e, 0), n = text_arg(ev, e, 1);
	char *haystack = text_of(ev, &h), *at = strstr(haystack, text_of(ev, &n));
	return ev_val_number(e->type, at ? (uint64_t)(at - haystack) : UINT64_MAX);
}

static struct val call_concat(struct ev *ev, const struct expr *e)
{
	struct val x = text_arg(ev, e, 0), y = text_arg(ev, e, 1), r = ev_val_zero(ev, e->type);
	size_t nx = MIN(ev_val_strlen(&x), r.type->size - 1), ny = MIN(ev_val_strlen(&y), r.type->size - 1 - nx);
	memcpy(r.mem, x.mem, nx);
	memcpy(r.mem + nx, y.mem, ny);
	return r;
}

static uint64_t smaller(uint64_t a, uint64_t b) { return a < b ? a : b; }

/* str(p) has max_strlen characters, the NUL among them if it is the largest possible; str(p, n) at most n - 1. */
static struct val call_str(struct ev *ev, const struct expr *e)
{
	struct val s = text_arg(ev, e, 0), r = ev_val_zero(ev, e->type);
	uint64_t limit = ev->c->config.max_strlen;
	if (e->args.len == 2)
		limit = smaller(limit, arg(ev, e, 1).n);
	else if (e->args.data[0]->type->kind == TYPE_STRING)
		limit = r.type->size;
	bool ends_in_nul = e->args.len == 2 || limit == 1024;
	if (limit)
		memcpy(r.mem, s.mem, MIN(ev_val_strlen(&s), MIN(limit - ends_in_nul, r.type->size)));
	return r;
}

/* ---- numbers ---- */

static struct val call_bswap(struct ev *ev, const struct expr *e)
{
	uint64_t n = __builtin_bswap64(arg(ev, e, 0).n);
	return ev_val_number(e->type, n >> (64 - 8 * e->type->size));
}

static struct val call_space(struct ev *ev, const struct expr *e) { return arg(ev, e, 0); }

/* ---- maps ---- */

/* The map and key of f(@m), f(@m[k]) and f(@m, k). */
static struct ev_map *map_arg(struct ev *ev, const struct expr *e, struct val *ret_key)
{
	const struct expr *m = e->args.data[0], *key = e->args.len > 1 ? e->args.data[1] : m->key;
	if (m->map->is_keyed && key)
		*ret_key = ev_val_convert(ev, eval_expr(ev, key), m->map->key_type);
	return ev_map_of(ev, m->map);
}

static struct val call_has_key(struct ev *ev, const struct expr *e)
{
	struct val key = { 0 };
	struct ev_map *m = map_arg(ev, e, &key);
	return ev_val_number(e->type, ev_map_find(ev, m, &key) != NULL);
}

static struct val call_delete(struct ev *ev, const struct expr *e)
{
	struct val key = { 0 };
	struct ev_map *m = map_arg(ev, e, &key);
	return ev_val_number(e->type, ev_map_delete(ev, m, &key));
}

static struct val call_len(struct ev *ev, const struct expr *e)
{
	return ev_val_number(e->type, ev_map_of(ev, e->args.data[0]->map)->entries.len);
}

static struct val defer(struct ev *ev, const struct expr *e, bool is_zero)
{
	vec_push(ev->a, &ev->deferred, (struct ev_deferred){ ev_map_of(ev, e->args.data[0]->map), is_zero });
	return (struct val){ 0 };
}

static struct val call_clear(struct ev *ev, const struct expr *e) { return defer(ev, e, false); }
static struct val call_zero(struct ev *ev, const struct expr *e) { return defer(ev, e, true); }

/* ---- output ---- */

static struct val call_print(struct ev *ev, const struct expr *e)
{
	struct val v = arg(ev, e, 0);
	ev_val_text(ev, &v, ev->out);
	strbuf_putc(ev->out, '\n');
	return (struct val){ 0 };
}

static struct val call_printf(struct ev *ev, const struct expr *e)
{
	struct val args[16];
	for (size_t i = 1; i < e->args.len && i <= ARRAY_LEN(args); i++)
		args[i - 1] = arg(ev, e, i);
	ev_val_format(ev, e->args.data[0]->str, args, e->args.len - 1, ev->out);
	return (struct val){ 0 };
}

static const struct {
	const char *name;
	struct val (*fn)(struct ev *ev, const struct expr *e);
} calls[] = {
	{ "strlen", call_strlen },   { "strcap", call_strlen }, { "strncmp", call_strncmp }, { "strstr", call_strstr },
	{ "memcmp", call_memcmp },
	{ "str_concat", call_concat }, { "str", call_str },	{ "bswap", call_bswap },     { "uptr", call_space },
	{ "kptr", call_space },	     { "has_key", call_has_key }, { "delete", call_delete }, { "len", call_len },
	{ "clear", call_clear },     { "zero", call_zero },	{ "print", call_print },     { "printf", call_printf },
};

struct val eval_builtin(struct ev *ev, const struct expr *e)
{
	for (size_t i = 0; i < ARRAY_LEN(calls); i++)
		if (!strcmp(calls[i].name, e->builtin->name))
			return calls[i].fn(ev, e);
	assert(!"a function that the evaluator knows");
	return (struct val){ 0 };
}
